"""The end of a call: how things stand, when we call again, one key to save and go on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from veille_tui.desk.hand import Hand
from veille_tui.domain import next_call
from veille_tui.domain.next_step import Decision
from veille_tui.domain.promises import When
from veille_tui.language import _, n_
from veille_tui.ui import commands, possible, talk_words, wrap_up_words
from veille_tui.ui.screens.call_screen import CallScreen
from veille_tui.ui.screens.choice import ChoiceScreen
from veille_tui.ui.screens.jump import JumpScreen
from veille_tui.ui.screens.note import NoteScreen
from veille_tui.ui.screens.when import WhenScreen
from veille_tui.ui.widgets.next_button import NextButton
from veille_tui.ui.widgets.said import lines_of_words
from veille_tui.ui.words import not_secured_words, source_words

TITLE_WIDTH = 17
AROUND = 12
"""Lines of the screen that are not the sheet's: in what is left, lines stand apart if they can."""


class WrapUpScreen(CallScreen):
    """What the rules propose; a few keys to correct it; Enter."""

    ROOM = "wrap_up"
    PRIMARY = "finish"
    BINDINGS = commands.bindings("wrap_up")
    CSS_PATH = "wrap_up.tcss"

    def __init__(self, hand: Hand) -> None:
        super().__init__(hand)
        self._is_saved = False

    def compose_body(self) -> ComposeResult:
        """The lines, then the box."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(self._lines(), id="lines")
        yield Static("", id="others", classes="quiet", markup=False)
        with Vertical(classes="centred"):
            yield NextButton(_("Entrée"), _("Enregistrer et suivant"))

    def top(self) -> tuple[str, str]:
        """Who, and how long it took."""
        name = talk_words.name_of(self.hand.case.household)
        if self.hand.call is None:
            return name, self.veille.sync_words
        minutes = wrap_up_words.minutes_of(self.hand.call, self._now)
        line = _("{name} · {n} min").format(name=name, n=minutes)
        return line, self.veille.sync_words

    def key_commands(self) -> tuple[commands.Command, ...]:
        """The keys that make sense after this outcome."""
        rows = commands.of_room(self.ROOM)
        left_out = {"ring_back"}
        if not possible.numbers_left(self.hand):
            left_out.add("other_number")
        if self.hand.walk is None:
            left_out |= {"jump", "need"}
        if not self.hand.campaign.messages:
            left_out.add("text_message")
        if not possible.may_move(self._proposal):
            left_out |= {"day_later", "day_sooner", "morning", "afternoon", "evening", "date"}
            left_out |= {"no_call", "correct"}
        both = {"day_later": "+ -"}
        kept = (row for row in rows if row.id not in left_out)
        return tuple(replace(row, key=both.get(row.id, row.key)) for row in kept)

    def paint(self) -> None:
        """Say what the rules now propose."""
        self.query_one("#lines", Static).update(self._lines())
        self._say_others()
        self.refresh_top()
        self.refresh_keys()

    @property
    def _now(self) -> datetime:
        return self.veille.workstation.clock()

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.hand.campaign.timezone)

    @property
    def _proposal(self) -> Decision:
        return self.veille.workstation.desk.proposal(self.hand)

    def _lines(self) -> Content:
        rows = wrap_up_words.rows(self.hand, self._proposal, self._now)
        room = self.app.size.width - TITLE_WIDTH - 8
        lines = [titled_line(title, text, min(76, room)) for title, text in rows]
        used = sum(line.plain.count("\n") + 2 for line in lines)
        air = "\n\n" if used <= self.app.size.height - AROUND else "\n"
        return Content(air).join(lines)

    def on_mount(self) -> None:
        """Only what there is to say takes room."""
        self._say_others()

    def on_resize(self) -> None:
        """Lines follow the width of the window."""
        self.query_one("#lines", Static).update(self._lines())

    def _say_others(self) -> None:
        others = self.query_one("#others", Static)
        others.display = bool(possible.numbers_left(self.hand))
        others.update(self._others())

    def _others(self) -> str:
        left = len(possible.numbers_left(self.hand))
        return n_(
            "2  Il reste un autre numéro à essayer.",
            "2  Il reste {n} autres numéros à essayer.",
            left,
        ).format(n=left)

    async def look_at_claim(self) -> None:
        """Once it is saved, the household is no longer in hand."""
        was_lost = self.hand.is_lost
        if not self._is_saved:
            await super().look_at_claim()
        if self.hand.is_lost and not was_lost:
            self.paint()

    # Saving.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Once it is saved, nothing of it can be changed any more."""
        return not self._is_saved or action in {
            "finish",
            "save_stop",
            "help",
            "palette",
            "quit",
            "messages",
        }

    async def action_finish(self) -> None:
        """Save, and take the next household; pressed again, only the second is tried again.

        The courier is not woken before: the result goes with the asking, in one round trip.
        """
        if await self._saved():
            await self.veille.take_next()

    async def action_save_stop(self) -> None:
        """Save, and stop there."""
        if await self._saved():
            self.veille.workstation.wake_courier()
            self.veille.go_start()

    async def _saved(self) -> bool:
        if self._is_saved:
            return True
        station = self.veille.workstation
        if await self.veille.do(station.desk.finish, self.hand) is None:
            return False
        self._is_saved = True
        self.query_one(NextButton).say(_("Entrée"), _("C'est enregistré ; foyer suivant"))
        return True

    # The next call.

    async def action_day_later(self) -> None:
        """One day later."""
        await self._by_days(1)

    async def action_day_sooner(self) -> None:
        """One day sooner."""
        await self._by_days(-1)

    async def _by_days(self, days: int) -> None:
        hours = self.hand.campaign.hours
        due = self._proposal.due_at
        await self._move_to(next_call.by_days(due, days, hours, self._zone, self._now))

    async def action_morning(self) -> None:
        """In the morning."""
        await self._at_part("morning")

    async def action_afternoon(self) -> None:
        """In the afternoon."""
        await self._at_part("afternoon")

    async def action_evening(self) -> None:
        """In the evening."""
        await self._at_part("evening")

    async def _at_part(self, part: str) -> None:
        hours = self.hand.campaign.hours
        found = next_call.at_part(self._proposal.due_at, part, hours, self._zone, self._now)
        if found is None:
            self.notify(_("Cette campagne n'appelle pas à ce moment de la journée."), markup=False)
            return
        await self._move_to(found)

    def action_date(self) -> None:
        """Any moment, as it is said."""

        async def chosen(when: When | None) -> None:
            if when is not None:
                await self._move_to(when.starts.astimezone(UTC))

        if self._is_closed():
            return
        campaign = self.hand.campaign
        title = _("Quand rappeler ?")
        self.app.push_screen(
            WhenScreen(title, self._now, campaign.hours, campaign.timezone), chosen
        )

    async def action_no_call(self) -> None:
        """No next call."""
        await self._move_to(None)

    async def _move_to(self, at: datetime | None) -> None:
        """A promise moves with its window; what the rules proposed is replaced."""
        if not self._is_closed():
            await self.write_and_paint(self.veille.workstation.desk.move_next_call, at)

    def _is_closed(self) -> bool:
        """Whether nobody will call again, which no key changes; says so."""
        if possible.may_move(self._proposal):
            return False
        self.notify(_("Ce foyer ne sera plus appelé dans cette campagne."), markup=False)
        return True

    async def action_text_message(self) -> None:
        """Advice to send to their mobile telephone."""
        from veille_tui.ui.screens import sending

        await sending.show(self)

    # Evidence.

    def action_correct(self) -> None:
        """Say whether the situation is secured, by whose word."""
        proposal = self._proposal
        if not possible.may_secure(proposal):
            why = not_secured_words(proposal.not_secured)
            self.notify(_("Elle ne peut pas l'être : {why}.").format(why=why), markup=False)
            return

        async def chosen(source: str | None) -> None:
            if source == "no":
                self._ask_why_not()
            elif source is not None:
                desk = self.veille.workstation.desk
                await self.write_and_paint(desk.correct_secured, True, source)

        said = _("oui, par {source}")
        yes = [(one, said.format(source=source_words(one))) for one in possible.SOURCES]
        choices = (*yes, ("no", _("non, pas encore")))
        self.app.push_screen(ChoiceScreen(_("La situation est-elle sécurisée ?"), choices), chosen)

    def _ask_why_not(self) -> None:
        async def kept(text: str | None) -> None:
            if text is not None:
                desk = self.veille.workstation.desk
                await self.write_and_paint(desk.correct_secured, False, "", text)

        explained = _("En quelques mots, ou Entrée seule.")
        screen = NoteScreen(_("Pourquoi pas encore ?"), explained, may_be_empty=True)
        self.app.push_screen(screen, kept)

    # Going back.

    def action_other_number(self) -> None:
        """Dial another number in the same attempt."""
        if possible.numbers_left(self.hand):
            self.veille.show_numbers(self.hand)

    async def action_undo(self) -> None:
        """Take the outcome back, and the promise that came with it."""
        await self.write_and_leave(self.veille.workstation.desk.reopen_dial)

    def action_jump(self) -> None:
        """Read the answers again; choosing one goes back to its question."""

        async def chosen(question: str | None) -> None:
            desk = self.veille.workstation.desk
            if question is not None and await self.write(desk.reopen_dial):
                await self.write_and_leave(desk.move_to, question)

        if self.hand.walk is not None:
            self.app.push_screen(JumpScreen(self.hand, ""), chosen)


def titled_line(title: str, text: str, room: int) -> Content:
    """One line with its title in a column; long words go on under themselves."""
    parts = lines_of_words(text, max(20, room))
    indent = "\n" + " " * TITLE_WIDTH
    return Content.assemble((f"{title:<{TITLE_WIDTH}}", "$quiet"), indent.join(parts))
