"""A directory of partners in a spreadsheet, as the tree that its YAML would give."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS
from veille_tui.callscript.reporter import Reporter, did_you_mean, listed
from veille_tui.callscript.tree import Listing, Node, Place, Scalar, Source, Table
from veille_tui.callscript.vocabulary import words_of, written
from veille_tui.domain.names import fold
from veille_tui.domain.texts import strip_controls
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.spreadsheets.files import file_bytes, workbook_in
from veille_tui.spreadsheets.grids import Book, Sheet
from veille_tui.spreadsheets.text_tables import read_csv

MOST_ROWS = 5_000
_LOOKED_AT = 30
"""Rows among which the headings are looked for."""
_KEYS = CAMPAIGN_KEYS["partner"]
_LISTS = ("communes", "themes")
_SPELT = {
    "identifiant": "id",
    "type": "kind",
    "categorie": "kind",
    "structure": "name",
    "partenaire": "name",
    "organisme": "name",
    "raison sociale": "name",
    "commune": "communes",
    "code insee": "communes",
    "codes insee": "communes",
    "insee": "communes",
    "moyen": "channel",
    "mode de contact": "channel",
    "mail": "email",
    "e mail": "email",
    "adresse mail": "email",
    "adresse e mail": "email",
    "adresse courriel": "email",
    "adresse electronique": "email",
    "tel": "phone",
    "numero": "phone",
    "telephone fixe": "phone",
    "adresse postale": "address",
    "theme": "themes",
    "remarque": "note",
    "remarques": "note",
    "notes": "note",
    "observations": "note",
}
"""Headings as people write them, folded."""


def read_sheet(path: Path, report: Reporter, language: str) -> Table | None:
    """The sheet's rows as a directory in YAML; places are its rows and columns.

    None, and reported, when it is no sheet or has no heading that means anything.
    """
    source = Source(str(path), ())
    try:
        book = _book(path)
    except InputRefused as error:
        report.error("unreadable-file", Place(source, 1, 1), error.message, error.hint)
        return None
    found = max(
        (
            (len(_fields_of(row)), -at, sheet, at)
            for sheet in book.sheets
            for at, row in enumerate(sheet.rows[:_LOOKED_AT])
        ),
        key=lambda one: one[:2],
        default=None,
    )
    if found is None or found[0] < 2:
        report.error(
            "no-headings",
            Place(source, 1, 1),
            _("Aucune ligne d'en-têtes n'est reconnue dans cette feuille."),
            _("Une colonne par mot : {words}.").format(
                words=listed((written(_KEYS, name, language) for name in _KEYS), 20)
            ),
        )
        return None
    return _directory(found[2], found[3], source, report, language)


def _book(path: Path) -> Book:
    data = file_bytes(path)
    return workbook_in(path, data) or read_csv(data, lambda row: len(_fields_of(row)))


def _fields_of(row: Sequence[str]) -> dict[int, str]:
    """By column, the English keyword that its heading means; each keyword once."""
    both = {**words_of(_KEYS, "en"), **words_of(_KEYS, "fr")}
    known = {fold(word): name for word, name in both.items()} | _SPELT
    found: dict[int, str] = {}
    for at, cell in enumerate(row):
        name = known.get(fold(cell), "")
        if name and name not in found.values():
            found[at] = name
    return found


def _directory(
    sheet: Sheet, heading: int, source: Source, report: Reporter, language: str
) -> Table:
    fields = _fields_of(sheet.rows[heading])
    _report_unknown(sheet.rows[heading], heading, fields, source, report, language)
    words = {at: written(_KEYS, name, language) for at, name in fields.items()}
    begin = heading + 1
    items = tuple(
        _row(row, number, fields, words, source)
        for number, row in enumerate(sheet.rows[begin : begin + MOST_ROWS], start=begin + 1)
        if any(cell.strip() for cell in row)
    )
    place = Place(source, begin, 1)
    key = "partners" if language == "en" else "partenaires"
    return Table(((Scalar(key, key, place), Listing(items, place)),), place)


def _report_unknown(
    row: Sequence[str],
    heading: int,
    fields: dict[int, str],
    source: Source,
    report: Reporter,
    language: str,
) -> None:
    known = [written(_KEYS, name, language) for name in _KEYS]
    for at, cell in enumerate(row):
        if at not in fields and cell.strip():
            report.warning(
                "unknown-heading",
                Place(source, heading + 1, at + 1),
                _("La colonne « {heading} » n'est pas lue.").format(heading=cell.strip()[:60]),
                did_you_mean(
                    cell.strip()[:60],
                    known,
                    _("Colonnes lues : {words}.").format(words=listed(known, 20)),
                ),
            )


def _row(
    row: Sequence[str],
    number: int,
    fields: dict[int, str],
    words: dict[int, str],
    source: Source,
) -> Table:
    entries = []
    for at, name in fields.items():
        cell = strip_controls(" ".join(row[at].split())) if at < len(row) else ""
        if cell:
            place = Place(source, number, at + 1)
            entries.append((Scalar(words[at], words[at], place), _cell(name, cell, place)))
    return Table(tuple(entries), Place(source, number, 1))


def _cell(name: str, cell: str, place: Place) -> Node:
    if name not in _LISTS:
        return Scalar(cell, cell, place)
    return Listing(tuple(_parts(cell, place)), place)


def _parts(cell: str, place: Place) -> Iterator[Scalar]:
    for part in re.split(r"[;,/|\s]+" if not re.search(r"[A-Za-z]{3}", cell) else r"[;,/|]", cell):
        if text := part.strip():
            yield Scalar(text, text, place)
