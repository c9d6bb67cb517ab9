"""The start of a shift: what waits, what was promised, one key to take the next household."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui import commands
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.widgets.next_button import NextButton


class StartScreen(DeskScreen):
    """Hello, what waits, Enter."""

    ROOM = "start"
    PRIMARY = "next"
    BINDINGS = commands.bindings("start")

    def __init__(self, said: str = "", trouble: Exception | None = None) -> None:
        super().__init__()
        self._said = said
        self._trouble = trouble

    def compose_body(self) -> ComposeResult:
        """Words, then the box."""
        yield Static(self._said, id="said", markup=False)
        yield NextButton(_("Entrée"), _("Appeler le foyer suivant"))
