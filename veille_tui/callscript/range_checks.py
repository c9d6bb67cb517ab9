"""A number compared with one that its question never gives."""

from __future__ import annotations

from veille_tui.callscript.known import Known
from veille_tui.domain.answers import SCALE
from veille_tui.domain.call_script import Question, QuestionType
from veille_tui.domain.condition_tree import Compare, Literal, Name, Node
from veille_tui.language import _

_AGES = (0.0, 130.0)
_DAYS = (0.0, None)
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}

Fault = tuple[str, Node, str, str]
"""Code, place, message and hint."""


def range_fault(node: Compare, known: Known) -> Fault | None:
    """What is wrong with a comparison whose answer is known before anybody is called, or None."""
    name, literal, operator = node.left, node.right, node.operator
    if isinstance(name, Literal):
        name, literal, operator = literal, name, _MIRRORED.get(operator, operator)
    if not isinstance(name, Name) or not isinstance(literal, Literal):
        return None
    value = literal.value
    if isinstance(value, str | bool):
        return None
    low, high = _range(name, known)
    if not _is_settled(operator, float(value), low, high):
        return None
    return (
        "outside-range",
        literal,
        _("« {name} » va {range} : cette comparaison est réglée d'avance.").format(
            name=name.written, range=_words(low, high)
        ),
        _("Corriger ce nombre, ou le minimum et le maximum de la question."),
    )


def _range(name: Name, known: Known) -> tuple[float | None, float | None]:
    if name.context:
        return {"age": _AGES, "days_since_contact": _DAYS}.get(name.name, (None, None))
    question = known.questions.get(name.name)
    return range_of(question) if question else (None, None)


def range_of(question: Question) -> tuple[float | None, float | None]:
    """The least and the greatest number that a question takes; None where there is no end."""
    is_scale = question.type is QuestionType.SCALE
    low = SCALE[0] if question.min is None and is_scale else question.min
    high = SCALE[1] if question.max is None and is_scale else question.max
    return low, high


def _is_settled(operator: str, value: float, low: float | None, high: float | None) -> bool:
    """Whether every answer from `low` to `high` compares with `value` in the same way."""
    below = low is not None and value < low
    above = high is not None and value > high
    if below or above:
        return True
    if operator in ("<", ">="):
        return value == low
    return operator in (">", "<=") and value == high


def _words(low: float | None, high: float | None) -> str:
    if low is None:
        return _("jusqu'à {high}").format(high=f"{high:g}")
    if high is None:
        return _("à partir de {low}").format(low=f"{low:g}")
    return _("de {low} à {high}").format(low=f"{low:g}", high=f"{high:g}")
