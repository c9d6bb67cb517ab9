"""The refused rows of a listing, written back as they stood with the reason of each."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from veille_tui.errors import WrongUsage
from veille_tui.intake.importer import RefusedRow
from veille_tui.intake.listings import Listing
from veille_tui.intake.remarks import remark
from veille_tui.language import _

_HARMLESS = re.compile(r"[+-]?[\d .,()/-]*", re.ASCII)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_rejects(path: Path, listing: Listing, refused: Sequence[RefusedRow]) -> None:
    """Write the refused rows to `path`, whole or not at all, readable by its owner only.

    A workbook's rows become a .xlsx, others a csv with ";" and a mark of UTF-8, unless the ending
    of `path` says otherwise. In a csv, a cell that a spreadsheet would run as a formula gets an
    apostrophe in front; numbers that begin with + do not. Raises WrongUsage when the place refuses.
    """
    table = [
        [*listing.columns.headings, _("Ligne d'origine"), _("Motif du refus")],
        *([*_padded(row, listing), str(row.row), _reason(row)] for row in refused),
    ]
    ending = path.suffix.lower()
    is_csv = ending == ".csv" or (ending != ".xlsx" and listing.kind == "csv")
    beside = path.with_name(path.name + ".new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as stream:
            (_write_csv if is_csv else _write_workbook)(stream, table)
        beside.replace(path)
    except OSError as error:
        raise WrongUsage(
            _("Le fichier des lignes refusées ne peut pas être écrit."),
            _("Choisir un dossier qui existe et où l'on peut écrire."),
        ) from error


def _padded(row: RefusedRow, listing: Listing) -> list[str]:
    """The row's cells, as many as there are headings."""
    width = len(listing.columns.headings)
    return [*row.cells[:width], *[""] * (width - len(row.cells))]


def _reason(row: RefusedRow) -> str:
    told = remark(row.code)
    return f"{told.message} {told.hint}"


def _write_csv(stream: IO[bytes], table: Sequence[Sequence[str]]) -> None:
    text = io.StringIO(newline="")
    lines = csv.writer(text, delimiter=";", lineterminator="\r\n")
    lines.writerows([harmless(cell) for cell in row] for row in table)
    stream.write(text.getvalue().encode("utf-8-sig", "replace"))


def harmless(cell: str) -> str:
    """The cell as a spreadsheet shows it, never as it runs it."""
    if not cell.startswith(_FORMULA) or _HARMLESS.fullmatch(cell):
        return cell
    return "'" + cell


def _write_workbook(stream: IO[bytes], table: Sequence[Sequence[str]]) -> None:
    import xlsxwriter

    as_text = {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(stream, as_text) as book:
        page = book.add_worksheet()
        for at, row in enumerate(table):
            for column, cell in enumerate(row):
                page.write_string(at, column, cell[:32_000])
