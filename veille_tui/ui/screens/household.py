"""The household in hand: who, why now, what was said last time, which number to dial."""

from __future__ import annotations

from textual.app import ComposeResult

from veille_tui.desk.hand import Hand
from veille_tui.language import _
from veille_tui.ui import commands
from veille_tui.ui.screens.desk_screen import DeskScreen
from veille_tui.ui.widgets.next_button import NextButton


class HouseholdScreen(DeskScreen):
    """One household, its numbers, Enter."""

    ROOM = "household"
    PRIMARY = "dial"
    BINDINGS = commands.bindings("household")

    def __init__(self, hand: Hand, is_resuming: bool = False) -> None:
        super().__init__()
        self.hand = hand
        self._is_resuming = is_resuming

    def compose_body(self) -> ComposeResult:
        """Words, then the box."""
        yield NextButton(_("Entrée"), _("J'appelle ce numéro"))
