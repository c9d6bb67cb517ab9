"""The line at the top: who or what on the left, on the right what has been sent."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class TopBar(Widget):
    """One line, plain text on both sides; when both do not fit, the right is said shorter.

    Then the left side gives way.
    """

    left: reactive[str] = reactive("")
    right: reactive[str] = reactive("")
    short: reactive[str] = reactive("")
    """The right side in fewer words; "" is none."""

    def __init__(self, left: str = "", right: str = "", short: str = "") -> None:
        super().__init__()
        self.set_reactive(TopBar.left, left)
        self.set_reactive(TopBar.right, right)
        self.set_reactive(TopBar.short, short)

    def render(self) -> Content:
        """Both sides, pushed apart."""
        width = max(0, self.size.width)
        right = self.right
        if self.short and len(self.left) + 2 + len(right) > width:
            right = self.short
        room = max(0, width - len(right) - (2 if right else 0))
        left = self.left if len(self.left) <= room else self.left[: max(0, room - 1)] + "…"
        gap = " " * max(0, width - len(left) - len(right))
        return Content.assemble((left, "bold"), gap, right)
