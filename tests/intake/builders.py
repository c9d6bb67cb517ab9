"""Makes the listings that the tests read: made-up people, numbers kept for fiction."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from veille_tui.domain.tenants import Household
from veille_tui.intake.importer import ImportPlan, plan
from veille_tui.intake.listings import read_listing

TODAY = date(2020, 3, 17)
Cells = Sequence[object]

_LASTS = "LEFEVRE DUPONT MARTIN GARCIA ROUX MOREL FABRE VIDAL LE GOFF D'ANGELO".split(" ")
_FIRSTS = "Hélène Marie Jean Odette Marcel Yvette René Simone Lucien Paulette".split()
_WAYS = "rue des Œillets,avenue du Lac,place de la Poste,impasse des Lilas".split(",")
_TOWNS = (("31000", "Toulouse"), ("09000", "Foix"), ("33000", "Bordeaux"), ("01004", "Ambérieu"))
_RANGES = ("019900", "026191", "035301", "046571", "053649", "063998")
HEADINGS = (
    "Réf. logement;Civilité;Nom;Prénom;Date naiss.;Téléphone;Portable;Adresse;CP;Ville;Agence;"
    "Résidence;Vit seul"
).split(";")


def text_of(rows: Sequence[Cells], delimiter: str = ";") -> str:
    """Rows as the text of a csv file."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return stream.getvalue()


def write_csv(
    path: Path, rows: Sequence[Cells], delimiter: str = ";", encoding: str = "utf-8"
) -> Path:
    """A csv file in any encoding."""
    path.write_bytes(text_of(rows, delimiter).encode(encoding))
    return path


def write_xlsx(path: Path, rows: Sequence[Cells], sheet: str = "Liste") -> Path:
    """A workbook of Excel; numbers stay numbers."""
    import xlsxwriter

    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        page = book.add_worksheet(sheet)
        days = book.add_format({"num_format": "dd/mm/yyyy"})
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(at, column, value, days)
                else:
                    page.write(at, column, value)
    return path


def write_xls(path: Path, rows: Sequence[Cells]) -> Path:
    """A workbook of an old Excel."""
    import xlwt

    book = xlwt.Workbook()
    page = book.add_sheet("Liste")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            page.write(at, column, value)
    book.save(str(path))
    return path


def write_ods(path: Path, rows: Sequence[Cells]) -> Path:
    """A workbook of LibreOffice, all of it text."""
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    page = Table(name="Liste")
    book.spreadsheet.addElement(page)
    for row in rows:
        line = TableRow()
        page.addElement(line)
        for value in row:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
    book.save(str(path))
    return path


def listing_rows(count: int, seed: int = 1, numbers: int = 0) -> list[list[str]]:
    """Headings and `count` rows as a landlord exports them; `numbers` in all, else 1.3 a row."""
    dice = random.Random(seed)
    both = (numbers - count) / count if numbers else 0.3
    rows = [list(HEADINGS)]
    for at in range(count):
        postcode, town = dice.choice(_TOWNS)
        first = dice.choice(_FIRSTS)
        rows.append(
            [
                f"L{at:06d}",
                "M." if first in ("Jean", "Marcel", "René", "Lucien") else "Mme",
                dice.choice(_LASTS),
                first,
                f"{dice.randint(1, 28):02d}/{dice.randint(1, 12):02d}/{dice.randint(1922, 1950)}",
                spaced(fiction(dice)),
                fiction(dice) if dice.random() < both else "",
                f"{dice.randint(1, 200)} {dice.choice(_WAYS)}",
                postcode,
                town,
                "Toulouse Est",
                f"Les Œillets {at % 40}",
                dice.choice(("oui", "non", "")),
            ]
        )
    return rows


def fiction(dice: random.Random) -> str:
    """A ten-digit number that nobody has."""
    return dice.choice(_RANGES) + f"{dice.randint(0, 9999):04d}"


def spaced(number: str) -> str:
    """A number by pairs."""
    return " ".join(number[at : at + 2] for at in range(0, 10, 2))


def planned(folder: Path, rows: Sequence[Cells], *known: Household) -> ImportPlan:
    """The plan of a csv listing with these rows, headings first."""
    path = write_csv(folder / "liste.csv", rows)
    return plan(read_listing(path), {one.reference: one for one in known}, "confinement", TODAY)
