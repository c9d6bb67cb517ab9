"""Going to a question: every one that applies, with its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.ui import answer_words
from veille_tui.ui.cards import told
from veille_tui.ui.screens.window import Window
from veille_tui.ui.widgets.answers_so_far import shortened

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand

SAID, ANSWERED = 42, 20
"""Columns for the question and for its answer."""


class JumpScreen(Window[str]):
    """Returns the id of the question chosen."""

    CSS_PATH = ["window.tcss", "jump.tcss"]

    def __init__(self, hand: Hand, present: str) -> None:
        super().__init__()
        self._hand = hand
        self._present = present

    def heading(self) -> str:
        """What is asked."""
        return _("Aller à une question")

    def content(self) -> ComposeResult:
        """Questions under their sections."""
        yield OptionList(*_lines(self._hand))

    def on_mount(self) -> None:
        """The mark stands where the caller stands."""
        lines = self.query_one(OptionList)
        ids = [lines.get_option_at_index(at).id for at in range(lines.option_count)]
        known = ids.index(self._present) if self._present in ids else 1
        lines.highlighted = min(known, len(ids) - 1) if ids else None

    def keys(self) -> str:
        """The ways to choose."""
        return _("↑ ↓ puis Entrée   y aller        Échap   fermer")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The question under the mark."""
        self.dismiss(event.option_id)


def _lines(hand: Hand) -> list[Option]:
    here = told(hand)
    lines: list[Option] = []
    section = ""
    for one in here.walk.asked:
        part = here.script.section_of[one]
        if part.id != section:
            title = Content.styled(strip_controls(part.title), "bold $strong")
            lines.append(Option(title, disabled=True))
            section = part.id
        question = here.script.by_id[one]
        said = shortened(here.words(question.say), SAID)
        answer = answer_words.said(here.script.words, question, here.call.answers.get(one))
        line = Content.assemble(f"  {said:<{SAID}}  ", (shortened(answer, ANSWERED), "$key-color"))
        lines.append(Option(line, id=one))
    return lines
