"""The expressions of XLSForm, read into a small tree; nothing in it can run anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MAX_DEPTH = 60
MAX_LENGTH = 20_000
MAX_OPERATORS = 250
"""More than any condition of ours could hold; whatever follows a tree never goes too deep."""


class Misspelt(Exception):
    """An expression cannot be read; `found` is what stood where it stopped."""

    def __init__(self, found: str) -> None:
        super().__init__(found)
        self.found = found


@dataclass(frozen=True, slots=True)
class Number:
    """A number."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A text between quotes."""

    value: str


@dataclass(frozen=True, slots=True)
class Ref:
    """`${name}`, or the question itself as "."."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and what stands between them: or and = != < <= > >= + - * div mod."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Path:
    """A way through the form's tree, which only its engine can follow."""

    text: str


Node = Number | Text | Ref | Call | Binary | Path

_TOKEN = re.compile(
    r"""\s+
    | (?P<number>\d+(?:\.\d*)?|\.\d+)
    | (?P<text>"[^"]*"|'[^']*')
    | \$\{\s*(?P<ref>[^{}]+?)\s*\}
    | (?P<path>\.\.|//?|@|\||::|\[|\])
    | (?P<op><=|>=|!=|[=<>+*,()-])
    | (?P<dot>\.)
    | (?P<name>[^\W\d][\w.-]*(?::[^\W\d][\w.-]*)?)
    """,
    re.VERBOSE,
)
_CURLY = str.maketrans("‘’‚“”„\u00a0", "'''\"\"\" ")
_LEVELS = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_WORDS = frozenset(("or", "and", "div", "mod"))

Token = tuple[str, str]


def read_expression(text: str) -> Node:
    """The tree of `text`. Raises Misspelt when it is no expression."""
    if len(text) > MAX_LENGTH:
        raise Misspelt(text[:30])
    reader = _Reader(_tokens(text.translate(_CURLY)))
    node = reader.level(0)
    if reader.here[0] != "end":
        raise Misspelt(reader.here[1])
    return node


def _tokens(text: str) -> list[Token]:
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None:
            raise Misspelt(text[place : place + 20])
        kind, place = match.lastgroup, match.end()
        if kind is not None:
            found.append((kind, match.group(kind)))
    found.append(("end", ""))
    return found


class _Reader:
    """One pass over the tokens, loosest operators first."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0
        self._operators = 0

    @property
    def here(self) -> Token:
        return self._tokens[self._place]

    def _next(self) -> Token:
        token = self.here
        if token[0] != "end":
            self._place += 1
        return token

    def level(self, rank: int) -> Node:
        """Operands joined by the operators of one rank, left to right."""
        if rank == len(_LEVELS):
            return self._signed()
        node = self.level(rank + 1)
        while self.here[0] in {"op", "name"} and self.here[1] in _LEVELS[rank]:
            operator = self._next()[1]
            self._operators += 1
            if self._operators > MAX_OPERATORS:
                raise Misspelt(operator)
            node = Binary(operator, node, self.level(rank + 1))
        return node

    def _signed(self) -> Node:
        signs = 0
        while self.here == ("op", "-"):
            self._next()
            signs += 1
        node = self._primary()
        if signs % 2 == 0:
            return node
        return Number(-node.value) if isinstance(node, Number) else Binary("-", Number(0), node)

    def _primary(self) -> Node:
        kind, text = self.here
        if kind == "path":
            return self._path()
        self._next()
        if kind == "number":
            return Number(float(text))
        if kind == "text":
            node: Node = Text(text[1:-1])
        elif kind == "ref":
            node = Ref(text)
        elif kind == "dot":
            node = Ref(".")
        elif kind == "name" and self.here == ("op", "("):
            node = Call(text, self._arguments())
        elif (kind, text) == ("op", "("):
            node = self._inside()
        else:
            raise Misspelt(text)
        return self._path(text) if self.here[0] == "path" else node

    def _deeper(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Misspelt("(")

    def _inside(self) -> Node:
        self._deeper()
        node = self.level(0)
        self._depth -= 1
        self._close()
        return node

    def _arguments(self) -> tuple[Node, ...]:
        self._next()
        self._deeper()
        found: list[Node] = []
        while self.here != ("op", ")"):
            found.append(self.level(0))
            if self.here != ("op", ","):
                break
            self._next()
        self._depth -= 1
        self._close()
        return tuple(found)

    def _close(self) -> None:
        if self.here != ("op", ")"):
            raise Misspelt(self.here[1])
        self._next()

    def _path(self, start: str = "") -> Path:
        """Everything that belongs to a path is passed over: brackets with what is in them."""
        text, brackets = start, 0
        while self.here[0] != "end":
            kind, word = self.here
            if not brackets and kind in {"op", "text", "number"} and word != "*":
                break
            if not brackets and word in _WORDS:
                break
            brackets += (word == "[") - (word == "]")
            text += self._next()[1]
        return Path(text)


def parts_of(node: Node) -> Iterator[Node]:
    """`node` and everything in it, in reading order."""
    yield node
    inside: tuple[Node, ...] = ()
    if isinstance(node, Call):
        inside = node.arguments
    elif isinstance(node, Binary):
        inside = (node.left, node.right)
    for one in inside:
        yield from parts_of(one)


def refs_of(node: Node) -> set[str]:
    """The names of every question in `node`."""
    return {part.name for part in parts_of(node) if isinstance(part, Ref)}
