"""What a rehearsed call leads to: needs, alerts, rhythm, leave, outcome; then replay or leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from veille_tui.desk.hand import Hand
from veille_tui.language import _
from veille_tui.ui import commands, preview_words, talk_words
from veille_tui.ui.screens.call_screen import CallScreen
from veille_tui.ui.screens.why import WhyScreen
from veille_tui.ui.screens.wrap_up import AROUND, TITLE_WIDTH, titled_line
from veille_tui.ui.widgets.next_button import NextButton

if TYPE_CHECKING:
    from veille_tui.domain.call_script import ScriptCase
    from veille_tui.ui.preview import PreviewApp


class PreviewSummaryScreen(CallScreen):
    """Nothing to save: what the callers would be shown, and what the script concluded."""

    ROOM = "preview_summary"
    PRIMARY = "replay"
    BINDINGS = commands.bindings("preview_summary")
    CSS_PATH = "preview_summary.tcss"

    def __init__(self, hand: Hand, case: ScriptCase | None = None) -> None:
        super().__init__(hand)
        self._case = case

    def compose_body(self) -> ComposeResult:
        """The lines, then the box."""
        with VerticalScroll(id="sheet", can_focus=False):
            yield Static(self._lines(), id="lines")
        with Vertical(classes="centred"):
            yield NextButton(_("Entrée"), _("Rejouer cet appel"))

    def top(self) -> tuple[str, str]:
        """With whom; nothing is kept."""
        return talk_words.name_of(self.hand.case.household), self.veille.sync_words

    def on_resize(self) -> None:
        """Lines follow the width of the window."""
        super().on_resize()
        self.query_one("#lines", Static).update(self._lines())

    def _lines(self) -> Content:
        station = self.veille.workstation
        decision = station.desk.proposal(self.hand)
        rows = preview_words.rows(self.hand, decision, station.clock(), self._case)
        room = min(76, self.app.size.width - TITLE_WIDTH - 9)
        lines = [titled_line(title, text, room) for title, text in rows]
        used = sum(line.plain.count("\n") + 2 for line in lines)
        air = "\n\n" if used <= self.app.size.height - AROUND else "\n"
        return Content(air).join(lines)

    # Keys.

    @property
    def _preview(self) -> PreviewApp:
        return cast("PreviewApp", self.app)

    async def action_replay(self) -> None:
        """The same person, from the start."""
        await self._preview.replay()

    def action_people(self) -> None:
        """Choose another person."""
        self._preview.choose_people()

    async def action_undo(self) -> None:
        """Back to the conversation."""
        await self.write_and_leave(self.veille.workstation.desk.reopen_dial)

    def action_why(self) -> None:
        """Why each question was asked or not; Enter goes back to one."""

        async def chosen(question: str | None) -> None:
            desk = self.veille.workstation.desk
            if question is not None and await self.write(desk.reopen_dial):
                await self.write_and_leave(desk.move_to, question)

        self.app.push_screen(WhyScreen(self.hand, ""), chosen)

    def action_scroll(self, step: int) -> None:
        """Up or down, when the sum is taller than the screen."""
        self.query_one("#sheet", VerticalScroll).scroll_relative(y=step, animate=False)
