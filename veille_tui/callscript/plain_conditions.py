"""Conditions in plain words: "si moral est « mal »", "sauf si l'âge est au moins 80"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby

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
from veille_tui.language import _


def when_words(condition: Condition) -> str:
    """The whole condition, with its "si"; one that is a contrary begins with "sauf si"."""
    return tree_words(condition.tree)


def tree_words(tree: Node) -> str:
    """The same for the tree of a condition, or for a part of one."""
    if isinstance(tree, Not):
        return _("sauf si {condition}").format(condition=_clause(tree.operand))
    return _("si {condition}").format(condition=_clause(tree))


def name_words(name: Name) -> str:
    """A question's id as its author wrote it, or what is known of the person in words."""
    if not name.context:
        return name.written or name.name
    return {
        "age": _("l'âge"),
        "lives_alone": _("vit seul"),
        "segments": _("les publics"),
        "flags": _("les marqueurs"),
        "agency": _("l'agence"),
        "reason": _("le motif de l'appel"),
        "days_since_contact": _("le nombre de jours depuis le dernier contact"),
    }[name.name]


def one_of(words: Sequence[str]) -> str:
    """ "a", "a ou b", "a, b ou c"."""
    return _joined(words, _(" ou "))


def _joined(words: Sequence[str], last: str) -> str:
    if len(words) < 2:
        return "".join(words)
    return ", ".join(words[:-1]) + last + words[-1]


def _clause(node: Node) -> str:
    """Something true or false."""
    if isinstance(node, Chain):
        return _chain(node)
    if isinstance(node, Not):
        return _("non ({condition})").format(condition=_clause(node.operand))
    if isinstance(node, Compare):
        return _comparison(node)
    if isinstance(node, Call):
        return _call(node)
    if isinstance(node, Name):
        return _lives_alone(True) if node.key == "@lives_alone" else _is_true(node)
    if isinstance(node, Literal) and isinstance(node.value, bool):
        return _("toujours") if node.value else _("jamais")
    return _value(node)


def _chain(node: Chain) -> str:
    if node.joined_by == "and":
        return _(" et ").join(_operand(operand) for operand in node.operands)
    parts: list[str] = []
    for key, same in groupby(node.operands, _name_of_values):
        operands = list(same)
        if key is None:
            parts += [_operand(operand) for operand in operands]
        else:
            values = [value for operand in operands for value in _values_of(operand)]
            parts.append(_is(key, one_of(values)))
    or_ = _(" ou ")
    return (f",{or_}" if any(or_ in part for part in parts) else or_).join(parts)


def _is(left: str, right: str) -> str:
    return _("{left} est {right}").format(left=left, right=right)


def _name_of_values(node: Node) -> str | None:
    """The name that `node` gives a few possible values, or None when it says something else."""
    if isinstance(node, Call) and node.function in _LEFT_OPEN:
        return _value(node.arguments[0])
    if not isinstance(node, Compare) or not isinstance(node.left, Name):
        return None
    is_one = node.operator == "==" and isinstance(node.right, Literal)
    is_listed = node.operator == "in" and isinstance(node.right, ListOf)
    is_plain = node.left.key != "@lives_alone" and (is_one or is_listed)
    return _value(node.left) if is_plain else None


def _values_of(node: Node) -> list[str]:
    """The values that `_name_of_values` saw, in words."""
    if isinstance(node, Call):
        return [_LEFT_OPEN[node.function]()]
    right = node.right if isinstance(node, Compare) else node
    return [_value(item) for item in right.items] if isinstance(right, ListOf) else [_value(right)]


_LEFT_OPEN: dict[str, Callable[[], str]] = {
    "empty": lambda: _("sans réponse"),
    "dk": lambda: _("« ne sait pas »"),
    "refused": lambda: _("un refus"),
}


def _is_true(name: Name) -> str:
    return _("{name} est vrai").format(name=name_words(name))


def _operand(node: Node) -> str:
    """A clause inside another: one that joins several stands in brackets."""
    text = _clause(node)
    return f"({text})" if isinstance(node, Chain) else text


def _comparison(node: Compare) -> str:
    left, right = node.left, node.right
    if isinstance(left, Name) and left.key == "@lives_alone" and isinstance(right, Literal):
        return _lives_alone((node.operator == "==") is (right.value is True))
    if node.operator in {"in", "not in"}:
        return _membership(node)
    return _COMPARISONS[node.operator]().format(left=_value(left), right=_value(right))


def _membership(node: Compare) -> str:
    left, right = _value(node.left), node.right
    is_in = node.operator == "in"
    if isinstance(right, ListOf):
        values = [_value(item) for item in right.items]
        if is_in:
            return _is(left, one_of(values))
        values = [_("ni {value}").format(value=value) for value in values]
        return _("{left} n'est {values}").format(left=left, values=" ".join(values))
    if isinstance(right, Name) and right.context:
        among = _("{left} est parmi {right}") if is_in else _("{left} n'est pas parmi {right}")
        return among.format(left=left, right=_value(right))
    holds = _("{right} comprend {left}") if is_in else _("{right} ne comprend pas {left}")
    return holds.format(left=left, right=_value(right))


def _lives_alone(is_alone: bool) -> str:
    return _("la personne vit seule") if is_alone else _("la personne ne vit pas seule")


def _call(node: Call) -> str:
    values = [_value(argument) for argument in node.arguments]
    if node.function in _LEFT_OPEN:
        return _is(values[0], _LEFT_OPEN[node.function]())
    if node.function == "count":
        return _("le nombre de réponses à {name}").format(name=values[0])
    return _("{right} comprend {left}").format(left=values[1], right=values[0])


def _value(node: Node) -> str:
    """Something that is compared."""
    if isinstance(node, Name):
        return name_words(node)
    if isinstance(node, Literal):
        return _literal(node.value)
    if isinstance(node, ListOf):
        return _joined([_value(item) for item in node.items], _(" et "))
    if isinstance(node, Sum):
        return f"{_value(node.left)} {node.operator} {_value(node.right)}"
    return _clause(node)


def _literal(value: bool | float | str) -> str:
    if isinstance(value, bool):
        return _("vrai") if value else _("faux")
    if isinstance(value, str):
        return _("« {text} »").format(text=value)
    return str(value).replace(".", _(","))


_COMPARISONS: dict[str, Callable[[], str]] = {
    "==": lambda: _("{left} est {right}"),
    "!=": lambda: _("{left} n'est pas {right}"),
    "<": lambda: _("{left} est inférieur à {right}"),
    "<=": lambda: _("{left} est au plus {right}"),
    ">": lambda: _("{left} est supérieur à {right}"),
    ">=": lambda: _("{left} est au moins {right}"),
}
