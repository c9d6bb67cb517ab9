"""Sums of numbers, the only arithmetic that our conditions have."""

from __future__ import annotations

import math
from collections.abc import Callable

from veille_tui.callscript.xlsform.static import NotComputable, compute, number
from veille_tui.callscript.xlsform.subjects import Subject
from veille_tui.callscript.xlsform.xpath import Binary, Call, Node, Path, Ref, refs_of

_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_SAME = frozenset(("number", "string"))
_LARGEST = 1e15


class NotLinear(Exception):
    """More than a sum of numbers; a code of reasons and what it is about."""

    def __init__(self, reason: str, found: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.found = found


def flipped(operator: str) -> str:
    """The comparison seen from its other side."""
    return _FLIPPED.get(operator, operator)


def linear(node: Node, subject_of: Callable[[str], Subject]) -> str | None:
    """`node` as a sum of ours; None when it is no number, of which nothing is true."""
    if not refs_of(node) and not isinstance(node, Path):
        return _constant(node)
    if isinstance(node, Ref):
        subject = subject_of(node.name)
        if subject.kind != "number":
            raise NotLinear("not-a-number", subject.id)
        return subject.id
    if isinstance(node, Call) and node.name in _SAME and len(node.arguments) == 1:
        return linear(node.arguments[0], subject_of)
    if isinstance(node, Binary) and node.operator in {"+", "-"}:
        left, right = linear(node.left, subject_of), linear(node.right, subject_of)
        if left is None or right is None:
            return None
        if isinstance(node.right, Binary) or right.startswith("-"):
            right = f"({right})"
        return right if (left, node.operator) == ("0", "+") else f"{left} {node.operator} {right}"
    if isinstance(node, Binary):
        raise NotLinear("arithmetic", node.operator)
    if isinstance(node, Call):
        raise NotLinear("function", node.name)
    raise NotLinear("path", node.text if isinstance(node, Path) else "")


def _constant(node: Node) -> str | None:
    try:
        value = number(compute(node, None))
    except NotComputable as fault:
        name = node.name if isinstance(node, Call) else ""
        raise NotLinear("function", name) from fault
    if math.isnan(value):
        return None
    if abs(value) >= _LARGEST:
        raise NotLinear("arithmetic", str(value))
    return plain_number(value)


def plain_number(value: float) -> str:
    """A number as our files write it: no exponent, no ".0"."""
    if value == int(value):
        return str(int(value))
    return f"{value:.15f}".rstrip("0").rstrip(".")
