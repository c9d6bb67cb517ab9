"""The conversation of a rehearsal: the callers' own, and why each question is asked or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from veille_tui.language import _
from veille_tui.ui import commands
from veille_tui.ui.screens.conversation import ConversationScreen
from veille_tui.ui.screens.why import WhyScreen

if TYPE_CHECKING:
    from veille_tui.ui.preview import PreviewApp


class PreviewTalkScreen(ConversationScreen):
    """Every key of a conversation does what it does for callers."""

    ROOM = "preview"
    BINDINGS = commands.bindings("preview")

    def typing_keys(self) -> dict[str, tuple[str, str]]:
        """In a field, W is a letter: F3 does the same."""
        return {"why": ("F3", _("pourquoi")), **super().typing_keys()}

    def action_why(self) -> None:
        """Every question of the script, with the reason why it is asked or not."""

        async def chosen(question: str | None) -> None:
            if question is not None:
                self.is_opening = False
                await self.stand_at(question)

        present = "" if self.is_ending else self.card.question
        self.app.push_screen(WhyScreen(self.hand, present), chosen)

    def action_people(self) -> None:
        """Choose another person."""
        cast("PreviewApp", self.app).choose_people()

    def told_supervisor(self) -> str:
        """Nobody is told anything."""
        return _("Le superviseur serait prévenu ; c'est un essai, personne ne l'est.")
