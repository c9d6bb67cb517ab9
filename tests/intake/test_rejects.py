"""Refused rows go back as they stood, with a reason, and run nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.intake.builders import write_csv, write_xlsx
from veille_tui.errors import WrongUsage
from veille_tui.intake.importer import RefusedRow
from veille_tui.intake.listings import Listing, read_listing
from veille_tui.intake.rejects import write_rejects
from veille_tui.spreadsheets.writing import harmless

ROWS = [["Réf. logement", "Nom", "Ville"], ["L9", "", "Foix"]]
REFUSED = [RefusedRow(2, ("L9", "", "=1+1"), "nobody")]


def listing(folder: Path) -> Listing:
    """A csv listing."""
    return read_listing(write_csv(folder / "l.csv", ROWS))


def test_a_csv_goes_back_as_a_csv(tmp_path: Path) -> None:
    target = tmp_path / "refus"
    write_rejects(target, listing(tmp_path), REFUSED)
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    row = list(csv.reader(data.decode("utf-8-sig").splitlines(), delimiter=";"))[1]
    assert row[:4] == ["L9", "", "'=1+1", "2"]
    assert "personne à appeler" in row[4]


def test_a_workbook_goes_back_as_a_workbook(tmp_path: Path) -> None:
    book = read_listing(write_xlsx(tmp_path / "l.xlsx", ROWS))
    write_rejects(tmp_path / "refus", book, REFUSED)
    back = read_listing(tmp_path / "refus")
    assert (back.kind, back.rows[0][:3]) == ("xlsx", ["L9", "", "=1+1"])


def test_what_went_back_can_be_imported_again(tmp_path: Path) -> None:
    write_rejects(tmp_path / "refus.csv", listing(tmp_path), REFUSED)
    assert read_listing(tmp_path / "refus.csv").columns.where["last_name"] == (1,)


def test_only_its_owner_reads_it(tmp_path: Path) -> None:
    write_rejects(tmp_path / "refus.csv", listing(tmp_path), REFUSED)
    assert (tmp_path / "refus.csv").stat().st_mode & 0o077 == 0


def test_a_place_that_refuses_is_said(tmp_path: Path) -> None:
    with pytest.raises(WrongUsage):
        write_rejects(tmp_path / "absent" / "refus.csv", listing(tmp_path), REFUSED)


@pytest.mark.parametrize("cell", ["+33 5 36 49 00 01", "-", "-12", "ROUX", ""])
def test_numbers_and_names_are_not_touched(cell: str) -> None:
    assert harmless(cell) == cell


@pytest.mark.parametrize("cell", ["=1+1", "+1+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)"])
def test_formulas_are_shown_not_run(cell: str) -> None:
    assert harmless(cell) == "'" + cell
