"""A constraint of a form as our minimum, maximum and constraint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from veille_tui.callscript.xlsform.numbers import flipped
from veille_tui.callscript.xlsform.static import NotComputable, compute, number
from veille_tui.callscript.xlsform.xpath import Binary, Misspelt, Node, Ref, read_expression

_BOUNDS = {">=": "min", "<=": "max"}


def plain_bounds(expression: str) -> Mapping[str, float] | None:
    """The min and max that `expression` says and nothing else, or None when it says more."""
    try:
        found = dict(_bounds(read_expression(expression)))
    except (_More, Misspelt):
        return None
    if len(found) == 2 and found["min"] >= found["max"]:
        return None
    return found


class _More(Exception):
    """More than a smallest and a largest number."""


def _bounds(node: Node) -> Iterator[tuple[str, float]]:
    if not isinstance(node, Binary):
        raise _More
    if node.operator == "and":
        left, right = dict(_bounds(node.left)), dict(_bounds(node.right))
        if left.keys() & right.keys():
            raise _More
        yield from (left | right).items()
        return
    sign, value = node.operator, node.right
    if isinstance(node.right, Ref):
        sign, value = flipped(node.operator), node.left
    subject = node.left if value is node.right else node.right
    if subject != Ref(".") or sign not in _BOUNDS:
        raise _More
    try:
        limit = number(compute(value, None))
    except NotComputable as fault:
        raise _More from fault
    if not abs(limit) < 1e15:
        raise _More
    yield _BOUNDS[sign], limit
