"""What conditions and texts may name, and what kind of value each name has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from veille_tui.callscript.reporter import Reporter, closest
from veille_tui.callscript.tree import Place
from veille_tui.domain.call_script import Question, QuestionType, Words
from veille_tui.domain.condition_tokens import FUNCTION_WORDS, OPERATOR_WORDS
from veille_tui.domain.condition_tree import Name
from veille_tui.domain.conditions import REASON_WORDS
from veille_tui.language import _

_KINDS = {
    QuestionType.YES_NO: "code",
    QuestionType.CONSENT: "code",
    QuestionType.CHOICE: "code",
    QuestionType.MULTIPLE: "list",
    QuestionType.SCALE: "number",
    QuestionType.NUMBER: "number",
    QuestionType.DATE: "date",
    QuestionType.TIME: "time",
    QuestionType.PHONE: "text",
    QuestionType.TEXT: "text",
    QuestionType.NOTE: "nothing",
}
_CONTEXT_KINDS = {
    "age": "number",
    "lives_alone": "truth",
    "segments": "list",
    "flags": "list",
    "agency": "text",
    "reason": "code",
    "days_since_contact": "number",
}


@dataclass(frozen=True, slots=True)
class Known:
    """The questions that conditions may name, by id, with their position."""

    questions: Mapping[str, Question]
    positions: Mapping[str, int]
    words: Words
    language: str
    wanted: dict[str, None] | None = None
    """Names that a block awaits from its script, as they are met; None where there must be none."""

    def word(self, english: str) -> str:
        """A function's or an operator's English name as this file writes it."""
        tables = (FUNCTION_WORDS[self.language], OPERATOR_WORDS[self.language])
        return next(ours for table in tables for ours, role in table.items() if role == english)

    def kind(self, name: Name) -> str:
        """code, list, number, truth, date, time, text, nothing; "" when it is not known."""
        if name.context:
            return _CONTEXT_KINDS[name.name]
        question = self.questions.get(name.name)
        return _KINDS[question.type] if question else ""

    def codes(self, name: Name) -> Sequence[str] | None:
        """What may be compared with it, or None for anything."""
        if name.key == "@reason":
            return [*REASON_WORDS.values(), *REASON_WORDS]
        question = None if name.context else self.questions.get(name.name)
        if question is None:
            return None
        if question.type in (QuestionType.YES_NO, QuestionType.CONSENT):
            return [self.words.yes, self.words.no]
        return [choice.code for choice in question.choices] or None


def known_questions(
    questions: Sequence[Question],
    words: Words,
    language: str,
    wanted: dict[str, None] | None = None,
) -> Known:
    """The questions of a script, in order; those without a valid id only keep their place.

    With `wanted` they are those of a block alone: the names it lacks are collected there.
    """
    positions = {one.id: place for place, one in enumerate(questions) if one.id}
    by_id = {one.id: one for one in questions if one.id}
    return Known(by_id, positions, words, language, wanted)


def await_name(known: Known, report: Reporter, name: str, place: Place) -> bool:
    """Whether a block may leave `name` to its script; one close to its own names is doubted."""
    if known.wanted is None:
        return False
    known.wanted.setdefault(name)
    if close := closest(name, known.positions, likeness=85):
        hint = _("Vouliez-vous dire « {word} » ?").format(word=close)
        message = _("« {name} » n'est pas dans ce bloc ; il faudra que le script l'ait.")
        report.warning("maybe-misspelt", place, message.format(name=name[:60]), hint)
    return True
