"""The last answers and the last note, in one line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from veille_tui.language import _


class AnswersSoFar(Widget):
    """`Santé : bien, rien · Courses : avec de l'aide      Note : le chat est malade`."""

    answers: reactive[tuple[tuple[str, str], ...]] = reactive(())
    """Section and answer, oldest first."""
    note: reactive[str] = reactive("")

    def render(self) -> Content:
        """As many of the last answers as fit beside the note."""
        width = self.size.width
        note = _("Note : {text}").format(text=self.note) if self.note else ""
        note = shortened(note, width // 2)
        room = width - len(note) - (3 if note else 0)
        left = last_that_fit(self.answers, room)
        gap = " " * max(0, width - len(left) - len(note))
        return Content.assemble((left, "$quiet"), gap, (note, "$quiet"))


def shortened(text: str, room: int) -> str:
    """`text` on one line, cut with an ellipsis when it is longer than `room`."""
    flat = " ".join(text.split())
    return flat if len(flat) <= room else flat[: max(0, room - 1)] + "…"


def last_that_fit(answers: Sequence[tuple[str, str]], room: int) -> str:
    """The last answers, grouped by section, that fit in `room`."""
    best = ""
    for start in range(len(answers) - 1, -1, -1):
        text = _grouped(answers[start:])
        if len(text) > room:
            return best or shortened(text, room)
        best = text
    return best


def _grouped(answers: Sequence[tuple[str, str]]) -> str:
    parts: list[str] = []
    before = None
    for section, answer in answers:
        if section == before:
            parts[-1] += f", {answer}"
        else:
            parts.append(f"{section} : {answer}")
        before = section
    return " · ".join(parts)
