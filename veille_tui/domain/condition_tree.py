"""Reading a condition into a tree of a closed list of nodes; nothing in it can run anything."""

from __future__ import annotations

from collections.abc import Mapping

from veille_tui.domain.condition_tokens import (
    CONTEXT_WORDS,
    FUNCTION_WORDS,
    SPOKEN_EQUALS,
    ConditionFault,
    Token,
    tokens,
)
from veille_tui.domain.late_dataclasses import dataclass

MAX_DEPTH = 40
MAX_SIGNS = 100
_COMPARISONS = frozenset(("==", "!=", "<", "<=", ">", ">="))
_ARGUMENTS = {"count": 1, "empty": 1, "contains": 2, "dk": 1, "refused": 1}


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, true or false."""

    value: bool | int | float | str
    column: int


@dataclass(frozen=True, slots=True)
class Name:
    """A question's id, or with `context` something known of the person (in English)."""

    name: str
    column: int
    context: bool = False
    written: str = ""
    """As the author wrote it."""

    @property
    def key(self) -> str:
        """Where a scope keeps its value."""
        return f"@{self.name}" if self.context else self.name


@dataclass(frozen=True, slots=True)
class ListOf:
    """Several values between brackets."""

    items: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Call:
    """One of the five functions, by its English name."""

    function: str
    arguments: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Not:
    """The contrary."""

    operand: Node
    column: int


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by "and" or by "or"."""

    joined_by: str
    operands: tuple[Node, ...]
    column: int


@dataclass(frozen=True, slots=True)
class Compare:
    """`left op right`, where op is a comparison, "in" or "not in"."""

    operator: str
    left: Node
    right: Node
    column: int
    """Of the operator."""


@dataclass(frozen=True, slots=True)
class Sum:
    """`left + right` or `left - right`."""

    operator: str
    left: Node
    right: Node
    column: int


Node = Literal | Name | ListOf | Call | Not | Chain | Compare | Sum


def read(text: str, language: str, rename: Mapping[str, str]) -> Node:
    """The tree of `text`; names are looked up in `rename` first. Raises ConditionFault."""
    reader = _Reader(tokens(text, language), language, rename)
    if reader.here.kind == "end":
        raise ConditionFault("empty-condition", 1)
    tree = reader.either()
    if reader.here.kind != "end":
        raise reader.surprise()
    return tree


class _Reader:
    """One pass over the tokens, loosest operators first."""

    def __init__(self, found: list[Token], language: str, rename: Mapping[str, str]) -> None:
        self._tokens = found
        self._place = 0
        self._depth = 0
        self._signs = 0
        self._rename = rename
        self._context = CONTEXT_WORDS[language]
        self._functions = FUNCTION_WORDS[language]

    @property
    def here(self) -> Token:
        return self._tokens[self._place]

    def _next(self) -> Token:
        token = self.here
        if token.kind != "end":
            self._place += 1
        return token

    def _is(self, kind: str, *texts: str) -> bool:
        return self.here.kind == kind and self.here.text in texts

    def _count_sign(self) -> None:
        self._signs += 1
        if self._signs > MAX_SIGNS:
            raise ConditionFault("condition-too-deep", self.here.column)

    def surprise(self) -> ConditionFault:
        """What to say of the token here, which nothing allows."""
        token = self.here
        before = self._tokens[self._place - 1].kind if self._place else ""
        if token.kind == "end":
            return ConditionFault("unfinished-condition", token.column)
        if token.text == "," and before == "number":
            return ConditionFault("decimal-comma", token.column, ",", ".")
        if token.text == ")" and token.kind == "op":
            return ConditionFault("unopened-parenthesis", token.column, ")")
        if token.kind == "name" and token.text.casefold() in SPOKEN_EQUALS:
            return ConditionFault("foreign-operator", token.column, token.text, "==")
        return ConditionFault("unexpected-word", token.column, token.text)

    def either(self) -> Node:
        """Operands joined by "or"."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionFault("condition-too-deep", self.here.column)
        start = self.here.column
        operands = [self._both()]
        while self._is("word", "or"):
            self._next()
            operands.append(self._both())
        self._depth -= 1
        return operands[0] if len(operands) == 1 else Chain("or", tuple(operands), start)

    def _both(self) -> Node:
        start = self.here.column
        operands = [self._contrary()]
        while self._is("word", "and"):
            self._next()
            operands.append(self._contrary())
        return operands[0] if len(operands) == 1 else Chain("and", tuple(operands), start)

    def _contrary(self) -> Node:
        signs: list[int] = []
        while self._is("word", "not"):
            self._count_sign()
            signs.append(self._next().column)
        node = self._comparison()
        for column in reversed(signs):
            node = Not(node, column)
        return node

    def _comparison(self) -> Node:
        left = self._sum()
        comparisons: list[Node] = []
        while operator := self._operator():
            text, column = operator
            right = self._sum()
            comparisons.append(Compare(text, left, right, column))
            left = right
        if not comparisons:
            return left
        if len(comparisons) == 1:
            return comparisons[0]
        return Chain("and", tuple(comparisons), comparisons[0].column)

    def _operator(self) -> tuple[str, int] | None:
        token = self.here
        if token.kind == "op" and token.text in _COMPARISONS:
            self._next()
            return token.text, token.column
        if self._is("word", "in"):
            self._next()
            return "in", token.column
        following = self._tokens[min(self._place + 1, len(self._tokens) - 1)]
        if self._is("word", "not") and following.kind == "word" and following.text == "in":
            self._next()
            self._next()
            return "not in", token.column
        return None

    def _sum(self) -> Node:
        node = self._signed()
        while self._is("op", "+", "-"):
            self._count_sign()
            token = self._next()
            node = Sum(token.text, node, self._signed(), token.column)
        return node

    def _signed(self) -> Node:
        if not self._is("op", "+", "-"):
            return self._atom()
        token = self._next()
        if self._is("op", "+", "-"):
            raise self.surprise()
        return Sum(token.text, Literal(0, token.column), self._atom(), token.column)

    def _atom(self) -> Node:
        token = self.here
        if token.kind == "name":
            return self._named()
        if token.kind == "text":
            self._next()
            return Literal(token.text, token.column)
        if token.kind == "number":
            self._next()
            return Literal(_number(token.text), token.column)
        if self._is("word", "true", "false"):
            self._next()
            return Literal(token.text == "true", token.column)
        if self._is("op", "("):
            self._next()
            node = self.either()
            self._close(")", token)
            return node
        if self._is("op", "["):
            self._next()
            return ListOf(self._values("]", token), token.column)
        raise self.surprise()

    def _named(self) -> Node:
        token = self._next()
        if self._is("op", "("):
            return self._call(token)
        name = self._rename.get(token.text)
        if name is None and token.text in self._context:
            return Name(self._context[token.text], token.column, True, token.text)
        return Name(name or token.text, token.column, False, token.text)

    def _call(self, token: Token) -> Node:
        function = self._functions.get(token.text)
        if function is None:
            raise ConditionFault("unknown-function", token.column, token.text)
        opened = self._next()
        arguments = self._values(")", opened)
        if len(arguments) != _ARGUMENTS[function]:
            wanted = str(_ARGUMENTS[function])
            raise ConditionFault("wrong-arguments", token.column, token.text, wanted)
        return Call(function, arguments, token.column)

    def _values(self, closing: str, opened: Token) -> tuple[Node, ...]:
        items: list[Node] = []
        while not self._is("op", closing):
            items.append(self.either())
            if not self._is("op", ","):
                break
            self._next()
        self._close(closing, opened)
        return tuple(items)

    def _close(self, closing: str, opened: Token) -> None:
        if self._is("op", closing):
            self._next()
            return
        if self.here.kind == "end":
            raise ConditionFault("unclosed-parenthesis", opened.column, opened.text, closing)
        raise self.surprise()


def _number(text: str) -> int | float:
    return float(text) if "." in text else int(text)


def walk_nodes(node: Node) -> list[Node]:
    """`node` and every node under it, in reading order."""
    found: list[Node] = [node]
    for child in _children(node):
        found.extend(walk_nodes(child))
    return found


def _children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Chain):
        return node.operands
    if isinstance(node, ListOf):
        return node.items
    if isinstance(node, Call):
        return node.arguments
    if isinstance(node, Not):
        return (node.operand,)
    if isinstance(node, Compare | Sum):
        return (node.left, node.right)
    return ()
