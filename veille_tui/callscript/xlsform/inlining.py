"""Expressions made plainer before they are translated: calculations in place, choices apart."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from veille_tui.callscript.xlsform.static import text
from veille_tui.callscript.xlsform.xpath import (
    Binary,
    Call,
    Node,
    Number,
    Path,
    Ref,
    Text,
    refs_of,
)

MAX_NODES = 2000
_TRUTHS = frozenset("not true false boolean selected contains starts-with ends-with regex".split())
_SIGNS = frozenset(("or", "and", "=", "!=", "<", "<=", ">", ">="))


class TooLarge(Exception):
    """With its calculations in place the expression is too long for a condition."""


def inline(node: Node, calculations: Mapping[str, Node]) -> Node:
    """`node` with its calculations in place of their names, and theirs in turn."""
    return _Inliner(calculations).put(node, ())


class _Inliner:
    def __init__(self, calculations: Mapping[str, Node]) -> None:
        self._calculations = calculations
        self._nodes = 0

    def put(self, node: Node, through: tuple[str, ...]) -> Node:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise TooLarge
        if isinstance(node, Ref) and node.name in self._calculations:
            if node.name in through:
                raise TooLarge
            found = self.put(self._calculations[node.name], (*through, node.name))
            return _stored(found)
        return _rebuilt(node, lambda inside: self.put(inside, through))


def _rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    if isinstance(node, Call):
        return Call(node.name, tuple(change(argument) for argument in node.arguments))
    if isinstance(node, Binary):
        return Binary(node.operator, change(node.left), change(node.right))
    return node


def _stored(node: Node) -> Node:
    """A value as the form keeps it: always a text."""
    if isinstance(node, Number):
        return Text(text(node.value))
    if isinstance(node, Call) and node.name == "if" and len(node.arguments) == 3:
        wanted, yes, no = node.arguments
        return Call("if", (wanted, _stored(yes), _stored(no)))
    if is_truth(node):
        return Call("if", (node, Text("true"), Text("false")))
    if isinstance(node, Path):
        return Path("string" + node.text)
    return node


def is_truth(node: Node) -> bool:
    """Whether `node` is true or false by itself."""
    if isinstance(node, Binary):
        return node.operator in _SIGNS
    return isinstance(node, Call) and node.name in _TRUTHS


def first_choice(node: Node) -> Call | None:
    """The first `if()` or `coalesce()` inside `node`, in reading order."""
    if isinstance(node, Call):
        if node.name == "if" and len(node.arguments) == 3:
            return node
        if node.name == "coalesce" and len(node.arguments) == 2:
            return node
        return next((found for one in node.arguments if (found := first_choice(one))), None)
    if isinstance(node, Binary):
        return first_choice(node.left) or first_choice(node.right)
    return None


def in_place(node: Node, old: Node, new: Node) -> Node:
    """`node` with `new` wherever `old` stands."""
    if node is old:
        return new
    return _rebuilt(node, lambda inside: in_place(inside, old, new))


def names_through(node: Node, calculations: Mapping[str, Node]) -> set[str]:
    """The calculations that `node` names, and those that these name in turn."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        for name in refs_of(waiting.pop()) & calculations.keys() - found:
            found.add(name)
            waiting.append(calculations[name])
    return found
