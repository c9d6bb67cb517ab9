"""An XLSForm as it was read: rows with their sheet and number, columns by their plain names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from veille_tui.problems import Problem


@dataclass(frozen=True, slots=True)
class Row:
    """One row that is not empty."""

    sheet: str
    number: int
    """As the spreadsheet counts."""
    cells: Mapping[str, str]
    """By plain column name, texts in the language chosen."""
    written: tuple[tuple[str, str], ...]
    """Heading and value of every cell that holds something, as they stand."""

    def get(self, column: str) -> str:
        """The cell of a column, "" when it is empty or not there."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Form:
    """One form."""

    name: str
    """Of its file, without the ending."""
    survey: tuple[Row, ...]
    choices: Mapping[str, tuple[Row, ...]]
    settings: Row | None = None
    language: str = ""
    """Of the texts, as the headings name it; "" when they name none."""
    problems: list[Problem] = field(default_factory=list)
    """What could not be read, each by its sheet and row."""
