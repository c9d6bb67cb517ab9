"""A condition of ours as an XLSForm expression that means the same in a form.

With us any comparison with nothing is false; in a form an empty answer differs from any code. So
every comparison that an empty answer could make true says first that there is an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from veille_tui.callscript.xlsform.numbers import plain_number
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
from veille_tui.language import _

FALSE = "false()"
_FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class CannotSay(Exception):
    """XLSForm has no expression that means the same; the reason, as part of a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question, or something known of the person, as a form names it."""

    ref: str
    """`${name}`, or "." for the question itself."""
    kind: str
    """code, list, number, truth, date, time, text, or "" for nothing to compare."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Our codes to the form's."""
    left_open: Mapping[str, str] = field(default_factory=dict)
    """"dk" and "refused" to the form's codes, where the form has any."""
    is_known: bool = False


class Writer:
    """Writes conditions as expressions; `spoken` says how the form calls each name."""

    def __init__(self, spoken: Callable[[Name], Spoken]) -> None:
        self._spoken = spoken
        self.lost: list[str] = []
        """What can never be true in a form, and was written as false()."""

    def write(self, node: Node) -> str:
        """The expression of a condition. Raises CannotSay."""
        if isinstance(node, Chain):
            parts = [self._operand(one, node.joined_by) for one in node.operands]
            return f" {node.joined_by} ".join(parts)
        if isinstance(node, Not):
            return f"not({self.write(node.operand)})"
        if isinstance(node, Literal):
            return "true()" if node.value is True else FALSE
        if isinstance(node, Name):
            return f"{self._spoken(node).ref} = 'oui'"
        if isinstance(node, Call):
            return self._call(node)
        if isinstance(node, Compare):
            return self._compare(node)
        raise CannotSay(_("ce n'est pas une comparaison"))

    def _operand(self, node: Node, joined_by: str) -> str:
        text = self.write(node)
        is_loose = isinstance(node, Chain | Compare | Call) and " or " in text
        return f"({text})" if is_loose and joined_by == "and" else text

    def _call(self, node: Call) -> str:
        name = node.arguments[0]
        if not isinstance(name, Name):
            raise CannotSay(_("une fonction n'y porte pas sur une question"))
        spoken = self._spoken(name)
        if node.function in {"dk", "refused"}:
            return self._left_as(name, spoken, node.function)
        if node.function == "empty":
            return self._empty(spoken)
        if node.function == "contains" and spoken.kind == "list":
            return self._selected(spoken, node.arguments[1])
        if node.function == "contains":
            raise CannotSay(_("un formulaire ne cherche pas dans un texte sans casse ni accents"))
        raise CannotSay(_("ce n'est pas une comparaison"))

    def _left_as(self, name: Name, spoken: Spoken, how: str) -> str:
        code = spoken.left_open.get(how)
        if code is None:
            self.lost.append(name.written or name.name)
            return FALSE
        if spoken.kind == "list":
            return f"selected({spoken.ref}, {quoted(code)})"
        return f"{spoken.ref} = {quoted(code)}"

    def _empty(self, spoken: Spoken) -> str:
        if spoken.is_known and spoken.kind != "list":
            return FALSE
        codes = spoken.left_open.values()
        if spoken.kind == "list":
            left = [f"selected({spoken.ref}, {quoted(code)})" for code in codes]
        else:
            left = [f"{spoken.ref} = {quoted(code)}" for code in codes]
        return " or ".join([f"{spoken.ref} = ''", *left])

    def _answered(self, spoken: Spoken) -> list[str]:
        """What says that there is an answer to compare."""
        if spoken.is_known:
            return []
        codes = spoken.left_open.values()
        if spoken.kind == "list":
            left = [f"not(selected({spoken.ref}, {quoted(code)}))" for code in codes]
        else:
            left = [f"{spoken.ref} != {quoted(code)}" for code in codes]
        return [f"{spoken.ref} != ''", *left]

    def _selected(self, spoken: Spoken, wanted: Node) -> str:
        if isinstance(wanted, Literal):
            return f"selected({spoken.ref}, {quoted(_code(spoken, wanted.value))})"
        if isinstance(wanted, Name):
            other = self._spoken(wanted)
            same = all(spoken.codes.get(code) == one for code, one in other.codes.items())
            if other.kind == "code" and same and not other.left_open:
                return f"({other.ref} != '' and selected({spoken.ref}, {other.ref}))"
        raise CannotSay(_("une liste n'y est pas comparée à un code"))

    def _compare(self, node: Compare) -> str:
        if node.operator in {"in", "not in"}:
            return self._among(node)
        for left, right, sign in (
            (node.left, node.right, node.operator),
            (node.right, node.left, _FLIPPED.get(node.operator, node.operator)),
        ):
            if isinstance(left, Call) and left.function == "count":
                return self._count(left, sign, right)
            if isinstance(left, Name) and isinstance(right, Literal | ListOf):
                found = self._against(self._spoken(left), sign, right)
                if found is not None:
                    return found
        if isinstance(node.left, Name) and isinstance(node.right, Name):
            return self._names(node, node.left, node.right)
        return self._numbers(node)

    def _against(self, spoken: Spoken, sign: str, right: Literal | ListOf) -> str | None:
        """A name against something written down; None when both are numbers."""
        if spoken.kind == "number" and not (isinstance(right, Literal) and _is_text(right)):
            return None
        if isinstance(right, ListOf):
            return self._whole_list(spoken, sign, right)
        if spoken.kind == "truth":
            wanted = (right.value is True) == (sign == "==")
            return f"{spoken.ref} = {quoted('oui' if wanted else 'non')}"
        if sign not in {"==", "!="}:
            return self._dated(spoken, sign, right)
        if spoken.kind in {"time", "list"}:
            raise CannotSay(_("un formulaire n'écrit pas ces réponses comme nous"))
        value = quoted(_code(spoken, right.value))
        if sign == "==":
            return f"{spoken.ref} = {value}"
        return " and ".join([*self._answered(spoken), f"{spoken.ref} != {value}"])

    def _dated(self, spoken: Spoken, sign: str, right: Literal) -> str:
        if spoken.kind != "date" or not isinstance(right.value, str):
            raise CannotSay(_("un formulaire n'ordonne que des nombres et des dates"))
        return f"date({spoken.ref}) {sign} date({quoted(right.value)})"

    def _whole_list(self, spoken: Spoken, sign: str, right: ListOf) -> str:
        """Exactly these codes."""
        codes = [one.value for one in right.items if isinstance(one, Literal)]
        if spoken.kind != "list" or sign not in {"==", "!="} or len(codes) != len(right.items):
            raise CannotSay(_("une liste n'y est pas comparée à des codes"))
        several = [f"count-selected({spoken.ref}) = {len(codes)}"]
        several += [f"selected({spoken.ref}, {quoted(_code(spoken, one))})" for one in codes]
        same = " and ".join(several)
        if sign == "==":
            return " and ".join([*self._answered(spoken), same])
        return " and ".join([*self._answered(spoken), f"not({same})"])

    def _count(self, call: Call, sign: str, right: Node) -> str:
        name = call.arguments[0]
        if not isinstance(name, Name) or not isinstance(right, Literal) or _is_text(right):
            raise CannotSay(_("le compte n'y est pas comparé à un nombre"))
        spoken = self._spoken(name)
        operator = "=" if sign == "==" else sign
        limit = plain_number(float(right.value))
        counted = f"count-selected({spoken.ref}) {operator} {limit}"
        return " and ".join([*self._answered(spoken), counted])

    def _among(self, node: Compare) -> str:
        if isinstance(node.right, Name):
            found = self._in_list(self._spoken(node.right), node.left)
            spoken = self._spoken(node.right)
            if node.operator == "in":
                return found
            return " and ".join([*self._answered(spoken), f"not({found})"])
        if not isinstance(node.left, Name) or not isinstance(node.right, ListOf):
            raise CannotSay(_("« dans » n'y porte pas sur une question"))
        spoken = self._spoken(node.left)
        several = [self._is(spoken, item) for item in node.right.items]
        found = " or ".join(several) or FALSE
        if node.operator == "in":
            return found
        return " and ".join([*self._answered(spoken), f"not({found})"])

    def _is(self, spoken: Spoken, item: Node) -> str:
        if not isinstance(item, Literal) or spoken.kind in {"list", "time", "truth"}:
            raise CannotSay(_("« dans » n'y porte pas sur des codes"))
        if spoken.kind == "number" and not _is_text(item):
            return f"{spoken.ref} = {plain_number(float(item.value))}"
        return f"{spoken.ref} = {quoted(_code(spoken, item.value))}"

    def _in_list(self, spoken: Spoken, left: Node) -> str:
        if spoken.kind != "list":
            raise CannotSay(_("« dans » n'y porte pas sur une liste"))
        return self._selected(spoken, left)

    def _names(self, node: Compare, left: Name, right: Name) -> str:
        one, other = self._spoken(left), self._spoken(right)
        if one.kind == other.kind == "number":
            return self._numbers(node)
        if one.kind == other.kind == "date":
            return f"date({one.ref}) {_sign(node.operator)} date({other.ref})"
        same = one.kind == other.kind and one.kind in {"code", "text"} and one.codes == other.codes
        if not same or node.operator not in {"==", "!="}:
            raise CannotSay(_("deux réponses de sortes différentes y sont comparées"))
        answered = [*self._answered(one), *self._answered(other)]
        return " and ".join([*answered, f"{one.ref} {_sign(node.operator)} {other.ref}"])

    def _numbers(self, node: Compare) -> str:
        """Sums of numbers; of nothing they are no number, which only « != » is true of."""
        left, right = self._sum(node.left), self._sum(node.right)
        compared = f"{left} {_sign(node.operator)} {right}"
        if node.operator != "!=":
            return compared
        refs = dict.fromkeys(
            f"{self._spoken(name).ref} != ''" for name in _names_in([node.left, node.right])
        )
        return " and ".join([*refs, compared])

    def _sum(self, node: Node) -> str:
        if isinstance(node, Literal) and not _is_text(node):
            return plain_number(float(node.value))
        if isinstance(node, Name) and self._spoken(node).kind == "number":
            return f"number({self._spoken(node).ref})"
        if isinstance(node, Sum):
            return f"({self._sum(node.left)} {node.operator} {self._sum(node.right)})"
        raise CannotSay(_("elle compare autre chose que des nombres"))


def _sign(operator: str) -> str:
    return "=" if operator == "==" else operator


def _is_text(literal: Literal) -> bool:
    return isinstance(literal.value, str | bool)


def _code(spoken: Spoken, value: object) -> str:
    text = str(value)
    return spoken.codes.get(text, text)


def _names_in(nodes: Sequence[Node]) -> list[Name]:
    found: list[Name] = []
    for node in nodes:
        if isinstance(node, Name):
            found.append(node)
        elif isinstance(node, Sum):
            found.extend(_names_in([node.left, node.right]))
    return found


def quoted(text: str) -> str:
    """A text as expressions write it. Raises CannotSay when it holds both quotes."""
    if "'" not in text:
        return f"'{text}'"
    if '"' in text:
        raise CannotSay(_("un texte y contient les deux sortes de guillemets"))
    return f'"{text}"'
