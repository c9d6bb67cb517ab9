"""Why each question of a script is asked or not, all of them in order; Enter goes to one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from veille_tui.callscript.why_words import question_why, section_why
from veille_tui.domain.explanations import Explanation, explain_all
from veille_tui.domain.texts import strip_controls
from veille_tui.domain.walk import is_answered
from veille_tui.language import _
from veille_tui.ui import answer_words
from veille_tui.ui.cards import Told, told
from veille_tui.ui.screens.window import Window
from veille_tui.ui.widgets.answers_so_far import shortened
from veille_tui.ui.widgets.said import lines_of_words

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand

SAID, STATE, WIDTH = 46, 18, 68
"""Columns for a question and for how it stands; of a reason, under them."""
HERE, ASKED, NOT_ASKED = "▸", "·", "✗"


class WhyScreen(Window[str]):
    """Returns the id of a question that is asked; `present` is where the caller stands."""

    CSS_PATH = ["window.tcss", "why.tcss"]

    def __init__(self, hand: Hand, present: str) -> None:
        super().__init__()
        self._here = told(hand)
        self._reason = hand.reason
        self._present = present

    def heading(self) -> str:
        """What it tells."""
        return _("Pourquoi chaque question est posée ou non")

    def content(self) -> ComposeResult:
        """Questions under their sections, each with its reason."""
        yield OptionList(*self._lines())

    def on_mount(self) -> None:
        """The mark stands where the caller stands."""
        lines = self.query_one(OptionList)
        ids = [lines.get_option_at_index(at).id for at in range(lines.option_count)]
        if ids:
            lines.highlighted = ids.index(self._present) if self._present in ids else 1

    def keys(self) -> str:
        """The ways to look."""
        return _("↑ ↓   parcourir        Entrée   y aller        Échap   fermer")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Go to the question under the mark, when it is asked."""
        if event.option_id in self._here.walk.asked:
            self.dismiss(event.option_id)
        else:
            words = _("Cette question n'est pas posée à cette personne, avec ces réponses.")
            self.notify(words, markup=False)

    def _lines(self) -> Iterator[Option]:
        here = self._here
        section = ""
        for one in explain_all(here.script, here.profile, self._reason, here.call.answers):
            part = here.script.section_of[one.question]
            if part.id != section:
                yield _section(part.title, section_why(here.script, one), is_first=not section)
                section = part.id
            yield Option(self._question(one), id=one.question)

    def _question(self, one: Explanation) -> Content:
        here = self._here
        question = here.script.by_id[one.question]
        mark = HERE if one.question == self._present else ASKED if one.asked else NOT_ASKED
        said = shortened(f"{question.id} · {here.words(question.say)}", SAID)
        state = shortened(_state(here, one), STATE)
        why = _hung(question_why(here.script, one), 4)
        line = (f"{mark} {said:<{SAID}}  ", "" if one.asked else "$quiet")
        return Content.assemble(line, (state, "$key-color"), (f"\n{why}", "$quiet"))


def _section(title: str, why: str, is_first: bool) -> Option:
    before = "" if is_first else "\n"
    told_why = (f"\n{_hung(why, 0)}" if why else "", "$quiet")
    head = Content.assemble(before, (strip_controls(title), "bold $strong"), told_why)
    return Option(head, disabled=True)


def _state(here: Told, one: Explanation) -> str:
    """The answer, or why there is none, in a word or two."""
    question = here.script.by_id[one.question]
    if not one.asked:
        return _("pas posée")
    if question.type.value == "note":
        return _("à lire")
    answer = here.call.answers.get(one.question)
    if not is_answered(answer):
        return _("sans réponse")
    return answer_words.said(here.script.words, question, answer)


def _hung(text: str, indent: int) -> str:
    """Words in lines that all begin at `indent`."""
    lines = lines_of_words(strip_controls(text), WIDTH - indent)
    return "\n".join(" " * indent + line for line in lines)
