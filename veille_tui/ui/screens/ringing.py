"""A number was dialled: who answers? One key says it; the words to begin with are in sight."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain import phones
from veille_tui.domain.opt_outs import OptOut
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.promises import When
from veille_tui.language import _
from veille_tui.ui import commands, guidance_words, ringing_words, stopping, talk_words
from veille_tui.ui.screens import opting_out
from veille_tui.ui.screens.choice import ChoiceScreen
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.screens.note import NoteScreen
from veille_tui.ui.screens.when import WhenScreen
from veille_tui.ui.screens.who import WhoScreen
from veille_tui.ui.widgets.said import Said

TICK = 1.0


class RingingScreen(DeskScreen):
    """Who answers? The dial is already written; whatever comes of it is one key."""

    ROOM = "ringing"
    BINDINGS = commands.bindings("ringing")
    CSS_PATH = "ringing.tcss"

    def __init__(self, hand: Hand) -> None:
        super().__init__()
        self.hand = hand
        self._who = ""

    def compose_body(self) -> ComposeResult:
        """What can come of it, then the words."""
        yield Static(ringing_words.question(self.hand), id="question", markup=False)
        yield Static(ringing_words.usual(self.hand), id="usual", markup=False)
        yield Static(ringing_words.others(self.hand), id="others", markup=False)
        with VerticalScroll(id="words", can_focus=False):
            for title, words in ringing_words.to_say(self.hand):
                yield Said(words, title)

    def on_mount(self) -> None:
        """The clock runs."""
        self.set_interval(TICK, self.refresh_top)

    def top(self) -> tuple[str, str]:
        """The number, or who rings us, and how long; what is sent."""
        dial = self.hand.call.open_dial if self.hand.call else None
        number = phones.display(dial.e164) if dial else ""
        if ringing_words.is_incoming(self.hand):
            name = talk_words.name_of(self.hand.case.household)
            number = _("appel reçu de {name}").format(name=name)
        seconds = int((self._now() - dial.at).total_seconds()) if dial else 0
        clock = f"{max(0, seconds) // 60:02d}:{max(0, seconds) % 60:02d}"
        return f"{number} · {clock}", self.veille.sync_words

    def advice(self) -> guidance_words.Advice:
        """What this call's script advises, before anybody speaks."""
        return guidance_words.of_hand(self.hand)

    # Verbs.

    @property
    def _desk(self) -> Desk:
        return self.veille.workstation.desk

    def _now(self) -> datetime:
        return self.veille.workstation.clock()

    async def _go(self, verb: Callable[[], Hand]) -> None:
        hand = await self.veille.do(verb)
        if hand is not None:
            self.veille.show(hand)

    async def _end(self, outcome: Outcome, note: str = "", who: str = "") -> None:
        await self._go(partial(self._desk.end_dial, self.hand, outcome, note, who))

    # Keys.

    async def action_outcome(self, number: int) -> None:
        """The nine usual answers; somebody who rang us is there, whatever else is pressed."""
        if number in ringing_words.USUAL and ringing_words.is_incoming(self.hand):
            self._say_they_rang()
        elif number == 1:
            await self._go(partial(self._desk.person_answered, self.hand))
        elif number == 2:
            self.app.push_screen(WhoScreen(), self._somebody_else)
        elif number == 3:
            self._ask_when(self._another_time)
        elif number == 5 and self.hand.case.voicemail_was_left:
            self.notify(_("Un message a déjà été laissé : 6, sans message."), markup=False)
        elif number == 9:
            window = ChoiceScreen(_("Autre issue"), ringing_words.rare(self.hand))
            self.app.push_screen(window, self._rare)
        else:
            await self._end(ringing_words.USUAL[number])

    async def action_end(self, outcome: str) -> None:
        """An outcome that asks nothing more."""
        if outcome == Outcome.DISCONNECTED and ringing_words.is_incoming(self.hand):
            self._say_they_rang()
            return
        await self._end(Outcome(outcome))

    def _say_they_rang(self) -> None:
        self.notify(_("C'est un appel reçu : quelqu'un est en ligne."), markup=False)

    def action_refuse(self, outcome: str) -> None:
        """An outcome to which a few words are added."""
        title, explained = ringing_words.asked(Outcome(outcome))
        window = NoteScreen(title, explained, True, self.hand.token)
        self.app.push_screen(window, partial(self._noted, Outcome(outcome)))

    def action_deceased(self) -> None:
        """Gently: words to say first, then a note."""
        self.action_refuse(Outcome.DECEASED.value)

    def action_note(self) -> None:
        """A note, whatever comes of the dial."""
        self.app.push_screen(NoteScreen(_("Note"), draft_of=self.hand.token), self._keep_note)

    async def action_undo(self) -> None:
        """Nothing was said yet: say so instead of undoing something else."""
        self.notify(_("Rien à annuler : l'appel est noté, dites qui répond."), markup=False)

    # What the windows return.

    async def _noted(self, outcome: Outcome, note: str | None) -> None:
        if note is None:
            return
        if outcome is Outcome.REFUSED_HARD:
            now = self._now().astimezone(ZoneInfo(self.hand.campaign.timezone))
            opting_out.ask(self.app, note, now, self._opted_out)
            return
        await self._end(outcome, note)

    async def _opted_out(self, wish: OptOut) -> None:
        await self._go(partial(stopping.opted_out, self._desk, self.hand, wish))

    async def _keep_note(self, text: str | None) -> None:
        if text is None:
            return
        hand = await self.veille.do(self._desk.note, self.hand, text)
        if hand is not None:
            self.hand = hand
            self.notify(_("Note gardée."), markup=False)

    async def _rare(self, outcome: str | None) -> None:
        if outcome is None:
            return
        if outcome in {"dropped", "phone_problem", "disconnected"}:
            await self.action_end(outcome)
            return
        self.action_refuse(outcome)

    def _ask_when(self, then: Callable[[When | None], object]) -> None:
        campaign = self.hand.campaign
        title = _("Quand rappeler ?")
        window = WhenScreen(title, self._now(), campaign.hours, campaign.timezone)
        self.app.push_screen(window, then)  # type: ignore[arg-type]

    async def _another_time(self, when: When | None) -> None:
        if when is not None:
            await self._go(partial(stopping.promised, self._desk, self.hand, when))

    def _somebody_else(self, who: str | None) -> None:
        if who is None:
            return
        self._who = who
        window = ChoiceScreen(_("Et ensuite ?"), ringing_words.then())
        self.app.push_screen(window, self._then)

    async def _then(self, choice: str | None) -> None:
        if choice == "passes":
            await self._go(partial(self._desk.person_answered, self.hand))
        elif choice == "news":
            await self._go(partial(self._desk.person_answered, self.hand, self._who))
        elif choice == "later":
            self._ask_when(self._later)
        elif choice == "nothing":
            await self._end(Outcome.REACHED_OTHER, who=self._who)

    async def _later(self, when: When | None) -> None:
        if when is not None:
            outcome, who = Outcome.REACHED_OTHER, self._who
            await self._go(partial(stopping.promised, self._desk, self.hand, when, outcome, who))
