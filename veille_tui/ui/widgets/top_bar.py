"""The line at the top: who or what on the left, on the right what has been sent."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class TopBar(Widget):
    """One line, plain text on both sides; the left side gives way when both do not fit."""

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")

    def __init__(self, left: str = "", right: str = "") -> None:
        super().__init__()
        self.set_reactive(TopBar.left, left)
        self.set_reactive(TopBar.right, right)

    def render(self) -> Content:
        """Both sides, pushed apart."""
        width = max(0, self.size.width)
        room = max(0, width - len(self.right) - (2 if self.right else 0))
        left = self.left if len(self.left) <= room else self.left[: max(0, room - 1)] + "…"
        gap = " " * max(0, width - len(left) - len(self.right))
        return Content.assemble((left, "bold"), gap, self.right)
