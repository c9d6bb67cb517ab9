"""The content of a YAML file with the place of every key and value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

NO_NAMES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """One file: the name to show and its lines."""

    name: str
    lines: tuple[str, ...]


class Place(NamedTuple):
    """A character of a file; line and column count from 1."""

    source: Source
    line: int
    column: int


@dataclass(slots=True)
class Scalar:
    """A single value; `names` and `prefix` come from the include that brought it.

    Nothing changes one; it is not frozen because a file has thousands, and freezing each costs
    more than reading it.
    """

    value: str | int | float | bool | None
    text: str
    """As it was written, without quotes."""
    place: Place
    style: str = ""
    """"" for plain, else the quote or block sign it was written with."""
    prefix: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: NO_NAMES, compare=False)
    parts: tuple[Scalar, ...] = ()
    """The conditions that it joins, each in its own place; none for what a file holds itself."""

    @property
    def is_plain_number(self) -> bool:
        """Whether it is a number, true and false aside."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)

    def place_of(self, offset: int) -> Place:
        """Where the character `offset` (from 0) of the text stands in the file."""
        return _place_in(self, offset)


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in order."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """Values by key, in order; a key stands there once."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, *keys: str) -> Node | None:
        """The value of the first of `keys` that is there."""
        for wanted in keys:
            for key, value in self.entries:
                if key.text == wanted:
                    return value
        return None


Node = Scalar | Listing | Table

_ESCAPE_WIDTHS = {"x": 4, "u": 6, "U": 10}


def _place_in(scalar: Scalar, offset: int) -> Place:
    """Follow text and source side by side: folding, quotes and escapes change the distance."""
    source, line, column = scalar.place.source, scalar.place.line - 1, scalar.place.column - 1
    if scalar.style in ("|", ">"):
        line, column = line + 1, 0
    elif scalar.style:
        column += 1
    last = (line, column)
    for index, letter in enumerate(scalar.text):
        if letter.isspace():
            continue
        line, column = _skip_space(source, line, column)
        if line >= len(source.lines):
            return scalar.place
        if index >= offset:
            return Place(source, line + 1, column + 1)
        column += _width(scalar.style, source.lines[line], column)
        last = (line, column)
    return Place(source, last[0] + 1, last[1] + 1)


def _skip_space(source: Source, line: int, column: int) -> tuple[int, int]:
    while line < len(source.lines):
        text = source.lines[line]
        while column < len(text) and text[column].isspace():
            column += 1
        if column < len(text):
            return line, column
        line, column = line + 1, 0
    return line, column


def _width(style: str, text: str, column: int) -> int:
    """How many characters of the source one character of the text takes."""
    if style == "'" and text[column : column + 2] == "''":
        return 2
    if style == '"' and text[column] == "\\":
        return _ESCAPE_WIDTHS.get(text[column + 1 : column + 2], 2)
    return 1
