"""Words in lines of their own, French punctuation never alone at the end or the start of one."""

from __future__ import annotations

import textwrap

from textual.content import Content
from textual.geometry import Size
from textual.widgets import Static

from veille_tui.domain.texts import unbroken


class Said(Static):
    """Plain words under an optional title in bold; Textual breaks lines at no-break spaces."""

    def __init__(self, words: str = "", title: str = "", **ways: str) -> None:
        super().__init__("", markup=False, **ways)  # type: ignore[arg-type]
        self._words, self._title = unbroken(words), title

    def say(self, words: str, title: str = "") -> None:
        """Put these words in place of those before."""
        self._words, self._title = unbroken(words), title
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the words need."""
        return len(self._lines(width))

    def render(self) -> Content:
        """The lines, the title in bold."""
        text = "\n".join(self._lines(self.content_size.width))
        return Content(text).stylize("bold", 0, len(self._title)) if self._title else Content(text)

    def _lines(self, width: int) -> list[str]:
        whole = f"{self._title} {self._words}" if self._title else self._words
        return lines_of_words(whole, width)


def lines_of_words(text: str, width: int) -> list[str]:
    """`text` in lines no wider than `width`, with plain spaces; its own line ends stay."""
    found: list[str] = []
    for part in unbroken(text).split("\n"):
        found += textwrap.wrap(part, max(1, width), break_on_hyphens=False) or [""]
    return [line.replace("\u00a0", " ") for line in found]
