"""What a key may do at any moment of a conversation: call for help, complain, stop it."""

from __future__ import annotations

from functools import partial
from zoneinfo import ZoneInfo

from veille_tui.domain.opt_outs import OptOut
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.promises import When
from veille_tui.language import _
from veille_tui.ui import stopping, talk_words
from veille_tui.ui.screens import opting_out
from veille_tui.ui.screens.choice import ChoiceScreen
from veille_tui.ui.screens.conversation_frame import ConversationFrame
from veille_tui.ui.screens.note import NoteScreen
from veille_tui.ui.screens.when import WhenScreen


class ConversationEnds(ConversationFrame):
    """The verbs of a conversation that are not answers."""

    async def end(self, is_early: bool) -> None:
        """The conversation is over; the desk says what comes of it."""
        await self.write_and_leave(self.veille.workstation.desk.end_talk, is_early=is_early)

    async def action_end_early(self) -> None:
        """Stop here; what was answered is kept."""
        await self.end(is_early=not self.is_ending)

    async def action_cut(self) -> None:
        """The line was cut: back to the numbers, the call goes on where it stood."""
        await self.write_and_leave(self.veille.workstation.desk.end_dial, Outcome.DROPPED)

    def action_later(self) -> None:
        """Another moment suits better."""

        async def chosen(when: When | None) -> None:
            if when is not None:
                promise = partial(stopping.promised, self.veille.workstation.desk)
                await self.write_and_leave(promise, when)

        campaign = self.hand.campaign
        now = self.veille.workstation.clock()
        title = _("Quand rappeler ?")
        self.app.push_screen(WhenScreen(title, now, campaign.hours, campaign.timezone), chosen)

    def action_refusal(self) -> None:
        """The person does not want to go on: today, or ever."""

        async def said(code: str | None) -> None:
            if code is not None:
                self._ask_reason(Outcome(code))

        choices = tuple((outcome.value, label) for outcome, label in stopping.refusals())
        self.app.push_screen(ChoiceScreen(_("La personne ne veut pas continuer"), choices), said)

    def _ask_reason(self, outcome: Outcome) -> None:
        async def kept(text: str | None) -> None:
            if text is None:
                return
            desk = self.veille.workstation.desk
            if outcome is Outcome.REFUSED_HARD:
                now = self.veille.workstation.clock()
                now = now.astimezone(ZoneInfo(self.hand.campaign.timezone))
                opting_out.ask(self.app, text, now, opted)
                return
            await self.write_and_leave(desk.end_dial, outcome, text)

        async def opted(wish: OptOut) -> None:
            desk = self.veille.workstation.desk
            await self.write_and_leave(partial(stopping.opted_out, desk), wish)

        explained = _(
            "Remercier, dire comment joindre l'agence. Entrée seule s'il n'y a rien à dire."
        )
        title = _("Ce qui a été dit")
        token = self.hand.token
        self.app.push_screen(NoteScreen(title, explained, True, token), kept)

    def action_complaint(self) -> None:
        """A technical complaint, for the agency."""

        async def kept(text: str | None) -> None:
            if text:
                await self.write_and_paint(self.veille.workstation.desk.complain, text)
                self.notify(_("Réclamation notée pour l'agence."), markup=False)

        explained = _("Le lieu exact : étage, pièce. Ne promettre ni date ni travaux.")
        window = NoteScreen(_("Réclamation technique"), explained, draft_of=self.hand.token)
        self.app.push_screen(window, kept)

    def action_ask_help(self) -> None:
        """Call the supervisor; a word is welcome, not required."""

        async def kept(text: str | None) -> None:
            if text is not None:
                await self._tell_supervisor(text)

        explained = _("Un mot, ou Entrée seule : le superviseur est prévenu dans les deux cas.")
        title = _("Appeler le superviseur")
        token = self.hand.token
        self.app.push_screen(NoteScreen(title, explained, True, token), kept)

    async def action_alert_help(self) -> None:
        """Call the supervisor about the alerts that hold."""
        words = talk_words.help_text(self.hand)
        asked = self.hand.call.help_asked if self.hand.call else ()
        if words and words not in asked:
            await self._tell_supervisor(words)

    async def _tell_supervisor(self, text: str) -> None:
        await self.write_and_paint(self.veille.workstation.desk.ask_help, text)
        self.notify(self.told_supervisor(), markup=False)

    def told_supervisor(self) -> str:
        """What is said once the supervisor was called."""
        return _("Le superviseur est prévenu.")
