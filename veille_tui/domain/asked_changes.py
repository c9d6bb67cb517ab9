"""Whether something is asked, shown or found more often than before: two conditions compared."""

from __future__ import annotations

from veille_tui.domain.call_script import CallScript
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
)
from veille_tui.domain.conditions import Condition

_AND = {"fr": " et ", "en": " and "}
Conditions = tuple[Condition | None, ...]
"""Conditions that must hold together; None always holds."""


def asked_change(old: CallScript, new: CallScript, question_id: str) -> str:
    """How often `question_id` is asked in `new`: "more", "less", "otherwise", "" for the same.

    Its section's condition counts as its own.
    """
    return weighed(conditions_of(old, question_id), conditions_of(new, question_id))


def conditions_of(script: CallScript, question_id: str) -> Conditions:
    """What must hold for a question to be asked."""
    return (script.section_of[question_id].when, script.by_id[question_id].when)


def weighed(old: Conditions, new: Conditions) -> str:
    """How often the new conditions hold: "more", "less", "otherwise", "" for the same."""
    before, after = _parts(old), _parts(new)
    if before == after:
        return ""
    if before < after:
        return "less"
    return "more" if after < before else "otherwise"


def text_of(conditions: Conditions, language: str = "fr") -> str:
    """The conditions as one, joined in the language of their file; "" when they always hold."""
    given = [one for one in conditions if one is not None]
    if len(given) == 1:
        return given[0].text
    return _AND[language].join(_enclosed(one) for one in given)


def _enclosed(condition: Condition) -> str:
    tree = condition.tree
    is_or = isinstance(tree, Chain) and tree.joined_by == "or"
    return f"({condition.text})" if is_or else condition.text


_Shape = tuple[object, ...]


def _parts(conditions: Conditions) -> frozenset[_Shape]:
    """What must hold, each part by itself: "a and b" is two parts."""
    found: list[_Shape] = []
    for condition in conditions:
        if condition is not None:
            tree = condition.tree
            is_and = isinstance(tree, Chain) and tree.joined_by == "and"
            found += map(_shape, tree.operands if is_and else (tree,))
    return frozenset(found)


def _shape(node: Node) -> _Shape:
    """What a node says, wherever it stands in its text."""
    match node:
        case Literal():
            return ("value", type(node.value).__name__, node.value)
        case Name():
            return ("name", node.key)
        case ListOf():
            return ("list", *map(_shape, node.items))
        case Call():
            return (node.function, *map(_shape, node.arguments))
        case Not():
            return ("not", _shape(node.operand))
        case Chain():
            return (node.joined_by, *map(_shape, node.operands))
        case Compare() | Sum():
            return (node.operator, _shape(node.left), _shape(node.right))
