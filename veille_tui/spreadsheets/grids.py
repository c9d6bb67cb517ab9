"""What every reader of files gives: sheets of text, row by row."""

from __future__ import annotations

from dataclasses import dataclass

Rows = list[list[str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: all of its cells as text, the first row of the list being row 1."""

    name: str
    rows: Rows
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """One file as it was read."""

    kind: str
    """"csv", "xlsx", "xls", "ods" or "xlsb": by its content, whatever its name ends with."""
    sheets: tuple[Sheet, ...]
    delimiter: str = ""
    """Of a csv, what stands between two cells."""
    encoding: str = ""
    """Of a csv, as Python names it."""
