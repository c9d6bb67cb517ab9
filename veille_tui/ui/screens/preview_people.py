"""Whom to rehearse a script with: made-up people, those of its own cases; for which reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from veille_tui.desk.rehearsal import Rehearsed
from veille_tui.domain.case import CallReason
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, n_
from veille_tui.ui import commands
from veille_tui.ui.preview_words import about, name_of, reason_words, shortly
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.widgets.answers_so_far import shortened
from veille_tui.ui.widgets.next_button import NextButton

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.made_up_people import Callee
    from veille_tui.ui.preview import PreviewApp

NAME, ABOUT, CASE = 26, 44, 54
"""Columns for a name, for what is known, for the name of a case."""
REASONS = tuple(CallReason)


class PreviewPeopleScreen(DeskScreen):
    """A list, what is known of the one at the mark, the reason of the call; Enter calls."""

    ROOM = "preview_people"
    PRIMARY = "call"
    BINDINGS = commands.bindings("preview_people")
    CSS_PATH = "preview_people.tcss"

    def __init__(
        self, script: CallScript, people: Sequence[Rehearsed], present: Rehearsed | None
    ) -> None:
        super().__init__()
        self._script = script
        self._people = tuple(people)
        self._at = self._people.index(present) if present in self._people else 0
        self._reason = present.callee.reason if present else self._people[0].callee.reason

    def compose_body(self) -> ComposeResult:
        """The list, then the one at the mark."""
        yield Static(_("Avec qui essayer ce script ?"), id="who", markup=False)
        yield OptionList(*self._lines())
        yield Static("", id="about", markup=False)
        yield Static("", id="reason")
        with Vertical(classes="centred"):
            yield NextButton(_("Entrée"), _("Appeler"))

    def top(self) -> tuple[str, str]:
        """The script; nothing is kept."""
        return strip_controls(self._script.title), self.veille.sync_words

    def on_mount(self) -> None:
        """The mark stands at the last person called, else at the first."""
        lines = self.query_one(OptionList)
        lines.highlighted = lines.get_option_index(str(self._at))
        lines.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Say what is known of this person."""
        before = self._person
        self._at = int(event.option_id or 0)
        if self._person.callee.case is not before.callee.case:
            self._reason = self._person.callee.reason
        self._paint()

    async def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter, or a click."""
        self._at = int(event.option_id or 0)
        await self.action_call()

    @property
    def _person(self) -> Rehearsed:
        return self._people[self._at]

    def _lines(self) -> Iterator[Option]:
        is_first_case = True
        for at, one in enumerate(self._people):
            if one.callee.case is not None and is_first_case:
                is_first_case = False
                title = _("Les personnes des essais du script")
                yield Option(Content.styled(f"\n{title}", "bold $strong"), disabled=True)
            yield Option(_line(at, one.callee), id=str(at))

    def _paint(self) -> None:
        callee = self._person.callee.called_for(self._reason)
        known = f"{name_of(callee.profile)} · {about(callee.profile)}"
        self.query_one("#about", Static).update(known)
        reason = Content.assemble(
            (_("Motif de l'appel"), "$quiet"),
            "   ",
            ("←", "$key-color bold"),
            f"  {reason_words(self._reason)}  ",
            ("→", "$key-color bold"),
            *self._answers(),
        )
        self.query_one("#reason", Static).update(reason)
        label = _("Appeler {name}").format(name=shortened(name_of(callee.profile), 30))
        self.query_one(NextButton).say(_("Entrée"), label)
        self.refresh_keys()

    def _answers(self) -> tuple[tuple[str, str], ...]:
        """The key that brings the answers of a case, and how many there are."""
        count = len(self._person.callee.answers)
        if not count:
            return ()
        with_them = n_("avec la réponse de l'essai", "avec les {n} réponses de l'essai", count)
        return (("      A", "$key-color bold"), (f"  {with_them.format(n=count)}", "$quiet"))

    def key_commands(self) -> tuple[commands.Command, ...]:
        """The answers of a case are offered where there are some."""
        rows = commands.of_room(self.ROOM)
        left_out = set() if self._person.callee.answers else {"answered"}
        both = {"reason(1)": "← →"}
        kept = (row for row in rows if row.id not in left_out)
        return tuple(replace(row, key=both.get(row.id, row.key)) for row in kept)

    # Keys.

    async def action_call(self) -> None:
        """Call, nothing answered yet."""
        await self._call(is_answered=False)

    async def action_answered(self) -> None:
        """Call, with the answers of the case given."""
        if self._person.callee.answers:
            await self._call(is_answered=True)

    async def action_pick(self, number: int) -> None:
        """The person of this line."""
        if number <= len(self._people):
            lines = self.query_one(OptionList)
            lines.highlighted = lines.get_option_index(str(number - 1))

    def action_reason(self, step: int) -> None:
        """Another reason of the call."""
        self._reason = REASONS[(REASONS.index(self._reason) + step) % len(REASONS)]
        self._paint()

    async def _call(self, is_answered: bool) -> None:
        callee = self._person.callee
        answers = callee.answers if is_answered else {}
        called = replace(callee.called_for(self._reason), answers=answers)
        chosen = replace(self._person, callee=called)
        await cast("PreviewApp", self.app).rehearse(chosen)


def _line(at: int, callee: Callee) -> Content:
    """Somebody made up by their name, one of a case by its name."""
    if callee.case is None:
        words = f"{shortened(name_of(callee.profile), NAME):<{NAME}}"
        known = shortened(shortly(callee.profile), ABOUT)
    else:
        words = f"{shortened(strip_controls(callee.case.name), CASE):<{CASE}}  "
        known = reason_words(callee.reason)
    return Content.assemble((_mark(at), "$key-color bold"), f"   {words}", (known, "$quiet"))


def _mark(at: int) -> str:
    return str(at + 1) if at < 9 else " "
