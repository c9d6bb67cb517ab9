"""The report as a csv for other programs and as a workbook with one sheet a section."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from veille_tui.language import current
from veille_tui.reports.sections import Cell, Section, Share
from veille_tui.spreadsheets.writing import csv_bytes

_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME = 31
_LONGEST_CELL = 32_000
_NOT_COUNTED = ("labels", "asked_as", "type")
"""What the document says of a question beside its numbers."""


def csv_report(figures: Mapping[str, Any]) -> bytes:
    """The document in long form, a line a figure: section, key, value; keys are those of the JSON.

    Decimals are written as the language in force writes them: a French spreadsheet would take 6.5
    for the sixth of May.
    """
    lines = [(section, key, _written(value)) for section, key, value in flat(figures)]
    return csv_bytes([("section", "key", "value"), *lines])


def flat(figures: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Section, key and value of every figure of the document."""
    for section, value in figures.items():
        if isinstance(value, Mapping):
            for path, leaf in _leaves(value, ()):
                if not any(name in path[1:] for name in _NOT_COUNTED):
                    yield section, " / ".join(path), leaf
        else:
            yield "report", section, value


def _leaves(
    node: Mapping[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, value in node.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name), value


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and current() == "fr":
        return str(value).replace(".", ",")
    return str(value)


def workbook_report(title: str, found: Sequence[Section]) -> bytes:
    """A workbook: numbers are numbers, rates are per cents, days are days, words are never run."""
    import xlsxwriter

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, as_text) as book:
        book.set_properties({"title": title[:255]})
        forms = {
            "bold": book.add_format({"bold": True, "text_wrap": True}),
            "share": book.add_format({"num_format": "0.0%"}),
            "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        }
        names: set[str] = set()
        for section in found:
            _sheet(book.add_worksheet(_name(section.title, names)), section, forms)
        if not found:
            book.add_worksheet()
    return held.getvalue()


def _sheet(page: Any, section: Section, forms: Mapping[str, Any]) -> None:
    page.freeze_panes(1, 0)
    page.set_column(0, 0, 38)
    page.set_column(1, len(section.heads), 16)
    for column, head in enumerate(section.heads):
        page.write_string(0, column, head, forms["bold"])
    for line, row in enumerate(section.rows, start=1):
        for column, cell in enumerate(row):
            _cell(page, line, column, cell, forms)


def _cell(page: Any, line: int, column: int, cell: Cell, forms: Mapping[str, Any]) -> None:
    if isinstance(cell, str):
        page.write_string(line, column, cell[:_LONGEST_CELL])
    elif isinstance(cell, date):
        page.write_datetime(line, column, cell, forms["day"])
    elif cell is not None:
        form = [forms["share"]] if isinstance(cell, Share) else []
        page.write_number(line, column, cell, *form)


def _name(title: str, taken: set[str]) -> str:
    """A name that no other sheet has; to Excel, capitals make no difference."""
    plain = _NOT_IN_A_NAME.sub(" ", title)[:_LONGEST_NAME]
    name, number = plain, 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = plain[: _LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name
