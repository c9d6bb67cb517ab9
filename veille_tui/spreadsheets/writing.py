"""Tables of text written for spreadsheets, whole or not at all, for their owner's eyes only."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

_HARMLESS = re.compile(r"[+-]?[\d .,()/-]*", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST = 32_000
"""Characters that one cell of a workbook holds."""

Rows = Sequence[Sequence[str]]


def harmless(cell: str) -> str:
    """The cell as a spreadsheet shows it, never as it runs it."""
    if not cell.startswith(_FORMULA) or _HARMLESS.fullmatch(cell):
        return cell
    return "'" + cell


def csv_bytes(rows: Rows) -> bytes:
    """A csv with ";" and a mark of UTF-8; numbers that begin with + stay as they are."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx_bytes(rows: Rows, title: str, choices: Mapping[int, Sequence[str]] | None = None) -> bytes:
    """A workbook of one sheet, its first row in bold and kept in sight; every cell is text.

    It prints on A4 across, the first row on every page. `choices`: by column (from 0), the words
    that its cells may hold.
    """
    import xlsxwriter

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    held = io.BytesIO()
    with xlsxwriter.Workbook(held, as_text) as book:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31] or "1")
        strong = book.add_format({"bold": True})
        wraps = book.add_format({"text_wrap": True, "valign": "top"})
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write_string(at, column, cell[:_LONGEST], wraps if at else strong)
        page.freeze_panes(1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        for column, words in (choices or {}).items():
            rule = {"validate": "list", "source": list(words)}
            page.data_validation(1, column, max(1, len(rows) - 1), column, rule)
        for column in range(len(rows[0]) if rows else 0):
            widest = max(len(row[column]) for row in rows if column < len(row))
            page.set_column(column, column, min(max(widest + 2, 8), 45))
    return held.getvalue()


def write_file(file: Path, content: bytes) -> None:
    """Write the file for its owner only, or leave what was there and nothing beside it.

    Raises OSError.
    """
    if not file.name:
        raise IsADirectoryError(str(file))
    beside = file.with_name(file.name + ".new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        beside.replace(file)
    except OSError:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise
