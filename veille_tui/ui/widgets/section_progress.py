"""How far the conversation is: its sections in one line, and which question of how many."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.language import _

DONE, HERE = "✓", "▸"


@dataclass(frozen=True, slots=True)
class Step:
    """One section as the line shows it; its width stays the same wherever the call stands."""

    title: str
    is_done: bool = False
    is_here: bool = False

    @property
    def text(self) -> str:
        """The present one is pointed at from its left, those behind are ticked on their right."""
        if self.is_here:
            return f"{HERE} {self.title}"
        return f"{self.title} {DONE if self.is_done else ' '}"


ELSEWHERE = Step("…")


class SectionProgress(Widget):
    """One line; the sections far behind give way when the terminal is narrow."""

    steps: reactive[tuple[Step, ...]] = reactive(())
    place: reactive[tuple[int, int]] = reactive((0, 0))
    """Which question of how many; 0 shows nothing."""

    def render(self) -> Content:
        """Sections left, place right."""
        at, count = self.place
        right = _("{at} sur {count}").format(at=at, count=count) if at else ""
        room = max(0, self.size.width - len(right) - 1)
        steps, gap = fitted(self.steps, room)
        left = Content(" " * gap).join(
            Content.styled(step.text, "bold" if step.is_here else "$quiet") for step in steps
        )
        used = sum(len(step.text) for step in steps) + gap * max(0, len(steps) - 1)
        return Content.assemble(
            left, " " * max(1, self.size.width - used - len(right)), (right, "$quiet")
        )


def fitted(steps: Sequence[Step], room: int) -> tuple[list[Step], int]:
    """The sections that fit in `room`, and the gap between them; the present one always stays."""
    at = next((place for place, step in enumerate(steps) if step.is_here), len(steps))
    before, after = list(steps[:at]), list(steps[at + 1 :])
    here = list(steps[at : at + 1])
    start: list[Step] = []
    end: list[Step] = []
    while True:
        shown = [*start, *before, *here, *after, *end]
        for gap in (3, 2, 1):
            if sum(len(step.text) for step in shown) + gap * (len(shown) - 1) <= room:
                return shown, gap
        if before and (len(before) > 1 or not after):
            before, start = before[1:], [ELSEWHERE]
        elif after:
            after, end = after[:-1], [ELSEWHERE]
        else:
            return here, 1
