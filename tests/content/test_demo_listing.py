"""The made-up listing of the demonstration: a landlord's export that rings nobody."""

from __future__ import annotations

import csv
from collections import Counter
from functools import cache
from pathlib import Path

from veille_tui.intake.listings import read_listing
from veille_tui.intake.phone_cells import read_numbers

LISTING = Path(__file__).parents[2] / "call_scripts" / "demo" / "locataires_demo.csv"
FICTION = ("+3319900", "+3326191", "+3335301", "+3346571", "+3353649", "+3363998")


@cache
def rows() -> tuple[dict[str, str], ...]:
    with LISTING.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file, delimiter=";"))


def numbers() -> list[str]:
    cells = {cell for row in rows() for cell in (row["Téléphones"], row["Tél. proche"])}
    return [number.e164 for cell in cells for number in read_numbers(cell, "FR").numbers]


def test_every_heading_is_recognised() -> None:
    columns = read_listing(LISTING).columns
    assert columns.ignored == ()
    assert columns.guessed == ()


def test_every_number_is_reserved_for_fiction() -> None:
    assert [number for number in numbers() if not number.startswith(FICTION)] == []


def test_no_number_belongs_to_two_dwellings() -> None:
    assert [number for number, times in Counter(numbers()).items() if times > 1] == []


def test_a_few_households_have_no_number_and_some_dwellings_hold_two_people() -> None:
    dwellings = Counter(row["N° logement"] for row in rows())
    silent = {
        row["N° logement"] for row in rows() if not read_numbers(row["Téléphones"], "FR").numbers
    }
    assert len(dwellings) == 45
    assert 2 <= len(silent) <= 6
    assert sum(people == 2 for people in dwellings.values()) >= 5


def test_it_opens_in_a_french_spreadsheet() -> None:
    data = LISTING.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == len(rows()) + 1
