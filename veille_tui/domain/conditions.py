"""Conditions of scripts and campaigns: read once, evaluated often, never able to run anything.

An unanswered, refused or unknown value makes any comparison with it false, `!=` included, and
`vide()` true; so `non (x == 1)` is true of an unanswered `x`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import field
from types import MappingProxyType

from veille_tui.domain.condition_tokens import ConditionFault
from veille_tui.domain.condition_tree import (
    Call,
    Chain,
    Compare,
    ListOf,
    Literal,
    Name,
    Node,
    Not,
    Sum,
    read,
    walk_nodes,
)
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import FLAG_WORDS, Profile

__all__ = [
    "Condition",
    "ConditionFault",
    "Scope",
    "Test",
    "parse",
    "profile_values",
    "truth_of",
    "with_known_codes",
]

REASON_WORDS = {
    "premier": "first",
    "suivi": "follow_up",
    "rappel": "callback",
    "entrant": "inbound",
}
_FLAG_CODES = {french: code for code, french in FLAG_WORDS.items()}
_CODES: Mapping[str, Mapping[str, str]] = {"@reason": REASON_WORDS, "@flags": _FLAG_CODES}


@dataclass(slots=True)
class Scope:
    """What conditions see: known values by key, and the questions left as unknown or refused.

    A question's key is its id; what is known of the person is under "@" and its English name.
    """

    known: dict[str, object] = field(default_factory=dict)
    dk: set[str] = field(default_factory=set)
    refused: set[str] = field(default_factory=set)


_Value = Callable[[Scope], object]
Test = Callable[[Scope], bool]
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition ready to be evaluated; two are equal when their texts are."""

    text: str
    tree: Node = field(compare=False, repr=False)
    holds: Test = field(compare=False, repr=False)
    """Whether it is true in a scope; never raises."""

    @property
    def names(self) -> tuple[Name, ...]:
        """Every name in it, with its column, in reading order."""
        return tuple(node for node in walk_nodes(self.tree) if isinstance(node, Name))


def parse(text: str, language: str = "fr", rename: Mapping[str, str] = _NO_NAMES) -> Condition:
    """Read `text`, whose words are those of `language`; `rename` gives names their prefix.

    Raises ConditionFault (code, column from 1) when it is not a condition.
    """
    tree = read(text, language, rename)
    return Condition(text=text, tree=tree, holds=truth_of(tree))


def profile_values(profile: Profile, reason: str) -> dict[str, object]:
    """What conditions know of a person and a call, by scope key; what is unknown is left out."""
    flags = [_FLAG_CODES.get(flag, flag) for flag in profile.flags]
    alone = profile.lives_alone
    if alone is None and "lives_alone" in flags:
        alone = True
    values: dict[str, object | None] = {
        "@age": profile.age,
        "@lives_alone": alone,
        "@segments": list(profile.segments),
        "@flags": flags,
        "@agency": profile.agency or None,
        "@reason": REASON_WORDS.get(reason, reason) or None,
        "@days_since_contact": profile.days_since_contact,
    }
    return {key: value for key, value in values.items() if value is not None}


def truth_of(node: Node) -> Test:
    """`node` as something true or false; what is neither is false."""
    if isinstance(node, Chain):
        return _chain(node.joined_by, [truth_of(operand) for operand in node.operands])
    if isinstance(node, Not):
        contrary = truth_of(node.operand)
        return lambda scope: not contrary(scope)
    if isinstance(node, Compare):
        return _compare(node)
    if isinstance(node, Call):
        return _call_test(node)
    if isinstance(node, Name):
        key = node.key
        return lambda scope: scope.known.get(key) is True
    if isinstance(node, Literal):
        truth = node.value is True
        return lambda _: truth
    return lambda _: False


def _chain(joined_by: str, tests: list[Test]) -> Test:
    if len(tests) == 2:
        first, second = tests
        if joined_by == "and":
            return lambda scope: first(scope) and second(scope)
        return lambda scope: first(scope) or second(scope)
    if joined_by == "and":
        return lambda scope: all(test(scope) for test in tests)
    return lambda scope: any(test(scope) for test in tests)


def _value(node: Node) -> _Value:
    """`node` as a value; None is unknown."""
    if isinstance(node, Name):
        key = node.key
        return lambda scope: scope.known.get(key)
    if isinstance(node, Literal):
        literal = node.value
        return lambda _: literal
    if isinstance(node, ListOf):
        items = [_value(item) for item in node.items]
        return lambda scope: [item(scope) for item in items]
    if isinstance(node, Sum):
        return _sum(node)
    if isinstance(node, Call) and node.function == "count":
        counted = _value(node.arguments[0])
        return lambda scope: _count(counted(scope))
    return truth_of(node)


def _sum(node: Sum) -> _Value:
    left, right = _value(node.left), _value(node.right)
    sign = -1 if node.operator == "-" else 1

    def total(scope: Scope) -> object:
        one, other = left(scope), right(scope)
        if not (_is_number(one) and _is_number(other)):
            return None
        try:
            return one + sign * other  # type: ignore[operator]
        except OverflowError:
            return None

    return total


def _count(value: object) -> int | None:
    if value is None:
        return None
    return len(value) if isinstance(value, list | tuple) else 1


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _call_test(node: Call) -> Test:
    first = node.arguments[0]
    if node.function in ("dk", "refused"):
        return _left_as(node.function, first.key if isinstance(first, Name) else "")
    value = _value(first)
    if node.function == "empty":
        return lambda scope: value(scope) in (None, "", [], ())
    if node.function == "contains":
        wanted = _value(with_known_codes(first, node.arguments[1]))
        return lambda scope: _contains(value(scope), wanted(scope))
    return lambda _: False


def _left_as(function: str, key: str) -> Test:
    if function == "dk":
        return lambda scope: key in scope.dk
    return lambda scope: key in scope.refused


def _compare(node: Compare) -> Test:
    left, right = with_known_codes(node.right, node.left), with_known_codes(node.left, node.right)
    if (
        node.operator == "=="
        and isinstance(left, Name)
        and isinstance(right, Literal)
        and isinstance(right.value, str)
    ):
        return _is_text(left.key, right.value)
    if node.operator == "in" and isinstance(left, Name) and (texts := _only_texts(right)):
        return _is_one_of(left.key, texts)
    one, other = _value(left), _value(right)
    compare = _COMPARE[node.operator]
    return lambda scope: compare(one(scope), other(scope))


def _is_text(key: str, text: str) -> Test:
    """The commonest condition by far, without detours."""

    def test(scope: Scope) -> bool:
        value = scope.known.get(key)
        if isinstance(value, str) or value is None:
            return value == text
        return _equal(value, text)

    return test


def _only_texts(node: Node) -> list[str]:
    """The texts of a list that holds nothing else."""
    items = node.items if isinstance(node, ListOf) else ()
    texts = [one.value for one in items if isinstance(one, Literal) and isinstance(one.value, str)]
    return texts if len(texts) == len(items) else []


def _is_one_of(key: str, texts: list[str]) -> Test:
    """The next commonest, likewise."""
    wanted = frozenset(texts)

    def test(scope: Scope) -> bool:
        value = scope.known.get(key)
        if isinstance(value, str) or value is None:
            return value in wanted
        return _among(value, texts)

    return test


def with_known_codes(beside: Node, node: Node) -> Node:
    """`node` with the French codes that stand beside `motif` or `marqueurs` in English."""
    if not isinstance(beside, Name) or beside.key not in _CODES:
        return node
    if isinstance(node, ListOf):
        return ListOf(tuple(with_known_codes(beside, item) for item in node.items), node.column)
    if isinstance(node, Literal) and isinstance(node.value, str):
        return Literal(_CODES[beside.key].get(node.value, node.value), node.column)
    return node


def _equal(one: object, other: object) -> bool:
    """Equality of known values; a code written as a number equals its text."""
    if type(one) is str and type(other) is str:
        return one == other
    if one is None or other is None:
        return False
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, list | tuple) or isinstance(other, list | tuple):
        return _same_items(one, other)
    if isinstance(one, str) and _is_number(other):
        return one == str(other)
    if isinstance(other, str) and _is_number(one):
        return other == str(one)
    return one == other


def _same_items(one: object, other: object) -> bool:
    if not (isinstance(one, list | tuple) and isinstance(other, list | tuple)):
        return False
    return len(one) == len(other) and all(_among(item, other) for item in one)


def _different(one: object, other: object) -> bool:
    return one is not None and other is not None and not _equal(one, other)


def _among(one: object, other: object) -> bool:
    return isinstance(other, list | tuple) and any(_equal(one, item) for item in other)


def _not_among(one: object, other: object) -> bool:
    if one is None or not isinstance(other, list | tuple):
        return False
    return all(_different(one, item) for item in other)


def _contains(whole: object, part: object) -> bool:
    if isinstance(whole, str) and isinstance(part, str):
        return _folded(part) in _folded(whole)
    return _among(part, whole)


def _folded(text: str) -> str:
    """Without case or accents: callers type as they can."""
    if text.isascii():
        return text.casefold()
    plain = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _ordered(one: object, other: object) -> int | None:
    """-1, 0 or 1 for two numbers or two texts (dates and hours are texts), else None."""
    if isinstance(one, bool) or isinstance(other, bool):
        return None
    if isinstance(one, int | float) and isinstance(other, int | float):
        return int(one > other) - int(one < other)
    if isinstance(one, str) and isinstance(other, str):
        return int(one > other) - int(one < other)
    return None


_COMPARE: Mapping[str, Callable[[object, object], bool]] = {
    "==": _equal,
    "!=": _different,
    "in": _among,
    "not in": _not_among,
    "<": lambda one, other: _ordered(one, other) == -1,
    "<=": lambda one, other: _ordered(one, other) in (-1, 0),
    ">": lambda one, other: _ordered(one, other) == 1,
    ">=": lambda one, other: _ordered(one, other) in (0, 1),
}
