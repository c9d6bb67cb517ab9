"""The refused rows of a listing, written back as they stood with the reason of each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from veille_tui.errors import WrongUsage
from veille_tui.intake.importer import RefusedRow
from veille_tui.intake.listings import Listing
from veille_tui.intake.remarks import remark
from veille_tui.language import _
from veille_tui.spreadsheets.writing import csv_bytes, write_file, xlsx_bytes


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
    try:
        content = csv_bytes(table) if is_csv else xlsx_bytes(table, _("Lignes refusées"))
        write_file(path, content)
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
