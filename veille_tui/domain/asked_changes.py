"""Whether something is asked, shown or found more often than before: two conditions compared."""

from __future__ import annotations

from collections.abc import Callable

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
from veille_tui.domain.possibilities import Possibilities, Undecided

_AND = {"fr": " et ", "en": " and "}
MOST_FOLLOWED = 30
"""How often it is looked at whether the questions of a condition are asked themselves: that is slow
in a long chain. Beyond, conditions are weighed by themselves."""
Conditions = tuple[Condition | None, ...]
"""Conditions that must hold together; None always holds."""


class Weighing:
    """Two versions of a script, whose conditions are weighed against each other."""

    def __init__(self, old: CallScript, new: CallScript) -> None:
        self.old = old
        self.new = new
        self._possibilities: Possibilities | None = None
        self._followed = 0

    def asked(self, question_id: str) -> str:
        """How often a question is asked in the new version; its section's condition counts too."""
        return self.weigh(
            conditions_of(self.old, question_id), conditions_of(self.new, question_id)
        )

    def weigh(self, old: Conditions, new: Conditions) -> str:
        """How often the new conditions hold: "more", "less", "otherwise", "" for as often."""
        if not differ(old, new):
            return ""
        try:
            gains, loses = self._can_be(new, old), self._can_be(old, new)
        except Undecided:
            return _weighed_by_words(old, new)
        if gains and loses:
            return "otherwise"
        return "more" if gains else "less" if loses else ""

    def _can_be(self, holding: Conditions, failing: Conditions) -> bool:
        """Whether some call makes the first hold and not the second. Raises Undecided."""
        if self._possibilities is None:
            self._possibilities = Possibilities(self.new, self.old)
        possible = self._possibilities
        if not _any(possible.find_alone, holding, failing):
            return False
        self._followed += 1
        return self._followed > MOST_FOLLOWED or _any(possible.find, holding, failing)


def _any(find: Callable[..., object], holding: Conditions, failing: Conditions) -> bool:
    """Whether `find` finds a situation in which the first holds and the second does not."""
    wanted = [(one.tree, True) for one in holding if one is not None]
    ways = [(one.tree, False) for one in failing if one is not None]
    return any(find(*wanted, way) is not None for way in ways)


def asked_change(old: CallScript, new: CallScript, question_id: str) -> str:
    """How often `question_id` is asked in `new`: "more", "less", "otherwise", "" for the same."""
    return Weighing(old, new).asked(question_id)


def conditions_of(script: CallScript, question_id: str) -> Conditions:
    """What must hold for a question to be asked."""
    return (script.section_of[question_id].when, script.by_id[question_id].when)


def differ(old: Conditions, new: Conditions) -> bool:
    """Whether the conditions do not say the same in the same words, blanks aside."""
    return _parts(old) != _parts(new)


def _weighed_by_words(old: Conditions, new: Conditions) -> str:
    """By what was added or taken away alone, where nothing more is sure."""
    before, after = _parts(old), _parts(new)
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
            if isinstance(tree, Chain) and tree.joined_by == "and":
                found += map(_shape, tree.operands)
            else:
                found.append(_shape(tree))
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
