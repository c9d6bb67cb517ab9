"""Computing an expression for one answer of a closed list: exact, whatever functions it uses."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import date

from veille_tui.callscript.xlsform.xpath import Binary, Call, Node, Number, Ref, Text

_EPOCH = date(1970, 1, 1).toordinal()

Value = bool | float | str


class NotComputable(Exception):
    """The expression needs more than the answer at hand."""


def compute(node: Node, answer: str | None) -> Value:
    """The value of `node` when every question in it has `answer`; None allows no question."""
    if isinstance(node, Number):
        return node.value
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Ref) and answer is not None:
        return answer
    if isinstance(node, Binary):
        return _binary(node, answer)
    if isinstance(node, Call):
        return _call(node, answer)
    raise NotComputable


def truth(value: Value) -> bool:
    """As XPath's boolean()."""
    if isinstance(value, str):
        return value != ""
    return value is True if isinstance(value, bool) else not (value == 0 or math.isnan(value))


def number(value: Value) -> float:
    """As XPath's number(); not a number where it is none."""
    if isinstance(value, bool | int | float):
        return float(value)
    try:
        return float(value) if not set(value) & set("_eEnNiI") else math.nan
    except ValueError:
        return math.nan


def text(value: Value) -> str:
    """As XPath's string()."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if math.isfinite(value) and value == int(value) else str(value)
    return value


def compare(operator: str, left: Value, right: Value) -> bool:
    """As XPath compares."""
    if operator == "=":
        return _equal(left, right)
    if operator == "!=":
        return not _equal(left, right)
    one, other = number(left), number(right)
    return {"<": one < other, "<=": one <= other, ">": one > other, ">=": one >= other}[operator]


def _equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return truth(left) == truth(right)
    if isinstance(left, float) or isinstance(right, float):
        return number(left) == number(right)
    return left == right


def _binary(node: Binary, answer: str | None) -> Value:
    if node.operator in {"and", "or"}:
        left, right = truth(compute(node.left, answer)), truth(compute(node.right, answer))
        return (left and right) if node.operator == "and" else (left or right)
    one, other = compute(node.left, answer), compute(node.right, answer)
    if node.operator in _ARITHMETIC:
        return _ARITHMETIC[node.operator](number(one), number(other))
    if isinstance(one, bool) != isinstance(other, bool) and answer is not None:
        # Engines do not agree on a question compared with true() or false().
        raise NotComputable
    return compare(node.operator, one, other)


def _divided(one: float, other: float) -> float:
    return one / other if other else math.nan


def _rest(one: float, other: float) -> float:
    return math.fmod(one, other) if other and math.isfinite(one) else math.nan


_ARITHMETIC: Mapping[str, Callable[[float, float], float]] = {
    "+": lambda one, other: one + other,
    "-": lambda one, other: one - other,
    "*": lambda one, other: one * other,
    "div": _divided,
    "mod": _rest,
}


def _call(node: Call, answer: str | None) -> Value:
    known = _FUNCTIONS.get((node.name, len(node.arguments)))
    if known is None:
        raise NotComputable
    return known(*(compute(argument, answer) for argument in node.arguments))


def _days(value: Value) -> Value:
    """As the engines of forms count days."""
    try:
        return float(date.fromisoformat(text(value)).toordinal() - _EPOCH)
    except ValueError:
        return math.nan


def _rounded(value: Value) -> Value:
    exact = number(value)
    return float(math.floor(exact + 0.5)) if math.isfinite(exact) else exact


def _whole(value: Value) -> Value:
    exact = number(value)
    return float(int(exact)) if math.isfinite(exact) else exact


_FUNCTIONS: Mapping[tuple[str, int], Callable[..., Value]] = {
    ("true", 0): lambda: True,
    ("false", 0): lambda: False,
    ("not", 1): lambda value: not truth(value),
    ("boolean", 1): truth,
    ("number", 1): number,
    ("string", 1): text,
    ("int", 1): _whole,
    ("round", 1): _rounded,
    ("selected", 2): lambda value, code: text(code).strip() in text(value).split(),
    ("count-selected", 1): lambda value: float(len(text(value).split())),
    ("date", 1): _days,
    ("string-length", 1): lambda value: float(len(text(value))),
    ("normalize-space", 1): lambda value: " ".join(text(value).split()),
    ("contains", 2): lambda value, part: text(part) in text(value),
    ("starts-with", 2): lambda value, part: text(value).startswith(text(part)),
    ("ends-with", 2): lambda value, part: text(value).endswith(text(part)),
    ("concat", 2): lambda one, other: text(one) + text(other),
    ("if", 3): lambda wanted, yes, no: yes if truth(wanted) else no,
    ("coalesce", 2): lambda one, other: one if text(one) else other,
}

KNOWN_FUNCTIONS = frozenset(name for name, _count in _FUNCTIONS)
"""Those that can be computed here; any other is beyond us."""
