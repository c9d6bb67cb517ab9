"""Call scripts in a few words, for the tests of what is done with them."""

from __future__ import annotations

from typing import Any

from veille_tui.domain.call_script import CallScript, Choice, Question, QuestionType, Section
from veille_tui.domain.conditions import Condition, parse


def when(text: str) -> Condition:
    """A French condition."""
    return parse(text)


def question(name: str, kind: QuestionType = QuestionType.YES_NO, **more: Any) -> Question:
    """A question; `si` is its condition as text, `choix` its choices' codes."""
    if "si" in more:
        more["when"] = when(more.pop("si"))
    if "choix" in more:
        kind = QuestionType.CHOICE if kind is QuestionType.YES_NO else kind
        more["choices"] = tuple(Choice(code, code.upper()) for code in more.pop("choix").split())
    return Question(id=name, type=kind, say=f"{name} ?", **more)


def script(*questions: Question, **more: Any) -> CallScript:
    """A script of one section, unless `sections` are given."""
    sections = more.pop("sections", (Section("tout", "Tout", questions),))
    return CallScript(id="essai", title="Essai", hash="0" * 64, sections=sections, **more)
