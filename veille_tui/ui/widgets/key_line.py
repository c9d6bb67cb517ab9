"""The line at the bottom: the keys that work here, the most important first, never cut."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from veille_tui.ui.commands import Command

GAP = 3
LINES = 2


class KeyLine(Widget):
    """At most two lines of keys; those that do not fit are left to the help."""

    keys: reactive[tuple[tuple[str, str], ...]] = reactive((), layout=True)
    """Printed key and label, in order."""

    def __init__(self, commands: Sequence[Command] = ()) -> None:
        super().__init__()
        self.set_reactive(KeyLine.keys, pairs(commands))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """One line or two."""
        return max(1, len(laid_out(self.keys, width)))

    def render(self) -> Content:
        """Keys in bold, their words beside them."""
        lines = laid_out(self.keys, self.size.width)
        return Content("\n").join(
            Content(" " * GAP).join(
                Content.assemble((key, "$key-color bold"), f" {label}") for key, label in line
            )
            for line in lines
        )


def pairs(commands: Sequence[Command]) -> tuple[tuple[str, str], ...]:
    """What the line says of each command that has a label."""
    return tuple((command.key, command.label) for command in commands if command.label)


def laid_out(keys: Sequence[tuple[str, str]], width: int) -> list[list[tuple[str, str]]]:
    """The keys in LINES no wider than `width`; of those that do not fit, the last, help, stays."""
    kept = list(keys)
    while len(lines := _packed(kept, width)) > LINES and len(kept) > 1:
        del kept[-2]
    return lines


def _packed(keys: Sequence[tuple[str, str]], width: int) -> list[list[tuple[str, str]]]:
    lines: list[list[tuple[str, str]]] = [[]]
    used = 0
    for key, label in keys:
        length = len(key) + 1 + len(label)
        if used and used + GAP + length > width:
            lines.append([])
            used = 0
        used += length + (GAP if used else 0)
        lines[-1].append((key, label))
    return lines
