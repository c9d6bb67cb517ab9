"""The whole way from a call script to the workbook of a form."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from veille_tui.callscript.xlsform.exporting import Exporter
from veille_tui.callscript.xlsform.sheets import CHOICES, SURVEY, Lost, Sheets
from veille_tui.domain.call_script import CallScript
from veille_tui.language import _
from veille_tui.problems import Problem

_LONGEST_CELL = 32_000
"""Excel refuses more than 32,767 letters in a cell."""


def export_script(script: CallScript) -> tuple[bytes, list[Problem]]:
    """The workbook of `script`, and everything that a form cannot say."""
    sheets = Exporter(script).export()
    return workbook(sheets), [_problem(lost) for lost in sheets.lost]


def workbook(sheets: Sheets) -> bytes:
    """The bytes of the .xlsx file."""
    import xlsxwriter

    held = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(held, options) as book:
        bold = book.add_format({"bold": True})
        _table(
            book,
            "survey",
            SURVEY,
            [[row.get(one, "") for one in SURVEY] for row in sheets.survey],
            bold,
        )
        _table(
            book,
            "choices",
            CHOICES,
            [[row.get(one, "") for one in CHOICES] for row in sheets.choices],
            bold,
        )
        _table(book, "settings", tuple(sheets.settings), [list(sheets.settings.values())], bold)
        if sheets.lost:
            heads = (
                _("ligne de survey"),
                _("où"),
                _("mot-clé ou condition"),
                _("contenu"),
                _("pourquoi"),
            )
            rows = [
                [str(lost.row or ""), lost.place, lost.key, lost.value, lost.reason]
                for lost in sheets.lost
            ]
            _table(book, sheets.lost_name, heads, rows, bold)
    return held.getvalue()


def _table(
    book: Any, name: str, headings: Sequence[str], rows: Sequence[Sequence[str]], bold: Any
) -> None:
    page = book.add_worksheet(name)
    page.freeze_panes(1, 0)
    page.set_column(0, len(headings) - 1, 24)
    for at, heading in enumerate(headings):
        page.write_string(0, at, heading, bold)
    for line, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            if cell:
                page.write_string(line, at, cell[:_LONGEST_CELL])


def _problem(lost: Lost) -> Problem:
    message = _("« {place} » {key} : {reason}.").format(
        place=lost.place, key=lost.key[:80], reason=lost.reason
    )
    return Problem(
        "not-in-a-form",
        message,
        "",
        "warning",
        sheet="survey" if lost.row else "",
        row=lost.row,
        heading=lost.key[:80],
        value=lost.value[:80],
    )
