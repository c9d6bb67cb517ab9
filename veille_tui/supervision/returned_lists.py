"""A list that left and comes back filled in: its rows by their headings, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from veille_tui.domain.names import fold
from veille_tui.domain.texts import strip_controls
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.problems import Problem, Problems
from veille_tui.spreadsheets.files import file_bytes, workbook_in
from veille_tui.spreadsheets.grids import Sheet
from veille_tui.spreadsheets.text_tables import read_csv

Headings = Mapping[str, Sequence[str]]
"""By what a column holds, its headings, folded."""
_LOOKED_AT = 30
"""Rows among which the headings are looked for."""
# A spreadsheet may give 12 back as 12.0; the store's numbers have nine digits at most.
_NUMBER = re.compile(r"(\d{1,9})(?:\.0*)?", re.ASCII)


def filled_rows(
    file: Path, headings: Headings, needed: Collection[str], refusal: InputRefused
) -> Iterator[tuple[int, dict[str, str]]]:
    """Every row below the headings with its place in the spreadsheet, its cells by what they hold.

    Raises InputRefused: `refusal` when no sheet has a column for each of `needed`.
    """
    sheet, at, places = _headed(file, headings, needed, refusal)
    for row, cells in enumerate(sheet.rows[at + 1 :], start=at + 2):
        yield (
            row,
            {
                name: strip_controls(cells[column]).strip() if column < len(cells) else ""
                for name, column in places.items()
            },
        )


def _headed(
    file: Path, headings: Headings, needed: Collection[str], refusal: InputRefused
) -> tuple[Sheet, int, dict[str, int]]:
    """The sheet, the row (from 0) of its headings, and which column holds what."""
    data = file_bytes(file)
    book = workbook_in(file, data) or read_csv(data, lambda cells: len(_places(cells, headings)))
    for sheet in book.sheets:
        for at, row in enumerate(sheet.rows[:_LOOKED_AT]):
            places = _places(row, headings)
            if places.keys() >= set(needed):
                return sheet, at, places
    raise refusal


def _places(row: Sequence[str], headings: Headings) -> dict[str, int]:
    """Which column holds what; of two with one heading the first."""
    found: dict[str, int] = {}
    for column, cell in enumerate(row):
        name = next((one for one, known in headings.items() if fold(cell) in known), "")
        if name:
            found.setdefault(name, column)
    return found


def number_in(cell: str) -> int:
    """The store's number that a cell holds; 0 when it holds none."""
    found = _NUMBER.fullmatch(cell)
    return int(found[1]) if found else 0


def wrong(file: Path, row: int, code: str, message: str, hint: str, *, value: str = "") -> Problem:
    """What is wrong with one row."""
    return Problem(code, message, hint, file=str(file), row=row, value=value[:200])


def refuse(problems: Problems, message: str) -> None:
    """Raise InputRefused with every problem of a list, if it has any."""
    if problems.errors:
        raise InputRefused(
            message, _("Corriger les lignes nommées, puis recommencer."), problems.found
        )
