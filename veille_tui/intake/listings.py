"""Where in a file the listing is: which sheet, under which row of headings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from veille_tui.errors import InputRefused
from veille_tui.intake.cells import clean
from veille_tui.intake.collecting import collection_put_off
from veille_tui.intake.columns import Columns, recognise
from veille_tui.intake.readers import read_book
from veille_tui.intake.remarks import remark
from veille_tui.language import _
from veille_tui.problems import Problem
from veille_tui.spreadsheets.grids import Book, Rows, Sheet

_LOOKED_AT = 60
"""Rows among which the headings are looked for, below titles and blank rows."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A file's listing: its columns, and its rows as text."""

    kind: str
    delimiter: str
    sheet: str
    heading_row: int
    """The spreadsheet's own number of the row of headings; the data begin on the next."""
    columns: Columns
    rows: Rows
    problems: tuple[Problem, ...] = ()
    """What is to be said of the file as a whole; none forbids reading it."""


def read_listing(path: Path, told: Mapping[str, Sequence[str]] | None = None) -> Listing:
    """The listing in a file; `told` is a column file: our field to their headings.

    Raises InputRefused when the file is unreadable or no listing is in it, or when a heading of
    the column file is not there.
    """
    from veille_tui.intake.column_file import positions

    with collection_put_off():
        book = read_book(path)
    found = [(sheet, *_headings(sheet)) for sheet in book.sheets]
    if told:
        found = [
            (sheet, number, recognise(columns.headings, positions(columns.headings, told)))
            for sheet, (number, columns) in (
                (sheet, _headings_named(sheet, told)) for sheet in book.sheets
            )
        ]
    listings = [entry for entry in found if entry[2].is_listing]
    if not listings:
        raise _no_listing(book)
    best = max(listings, key=lambda it: (not it[0].hidden, len(it[2].where), len(it[0].rows)))
    return _listing(book, best, [entry[0] for entry in listings if entry is not best])


def _listing(book: Book, best: tuple[Sheet, int, Columns], others: Sequence[Sheet]) -> Listing:
    sheet, number, columns = best
    about = (
        ("column-guessed", columns.guessed),
        ("column-twice", columns.repeated),
    )
    problems = [
        remark(code, number, columns.headings[at], sheet=sheet.name)
        for code, places in about
        for at in places
    ]
    problems += [remark("sheet-not-read", sheet=other.name, value=other.name) for other in others]
    rows = sheet.rows[number:]
    return Listing(book.kind, book.delimiter, sheet.name, number, columns, rows, tuple(problems))


def _headings(sheet: Sheet) -> tuple[int, Columns]:
    """The row that most looks like headings, by its own number, and its columns."""
    best, at = Columns(()), 1
    for number, row in enumerate(sheet.rows[:_LOOKED_AT], start=1):
        if sum(map(bool, row)) < 1:
            continue
        columns = recognise([clean(cell) for cell in row])
        if columns.is_listing and len(columns.where) > len(best.where):
            best, at = columns, number
    return at, best


def _headings_named(sheet: Sheet, told: Mapping[str, Sequence[str]]) -> tuple[int, Columns]:
    """The row that holds most of the headings a column file names."""
    from veille_tui.intake.column_file import positions

    best, at, most = Columns(()), 1, 0
    for number, row in enumerate(sheet.rows[:_LOOKED_AT], start=1):
        headings = tuple(clean(cell) for cell in row)
        count = len(positions(headings, told, strict=False))
        if count > most:
            best, at, most = Columns(headings), number, count
    return at, best


def _no_listing(book: Book) -> InputRefused:
    """The refusal; the first row may name tenants, so only the problem's value shows it."""
    first = next(
        (
            (number, row)
            for sheet in book.sheets
            for number, row in enumerate(sheet.rows, start=1)
            if any(clean(cell) for cell in row)
        ),
        None,
    )
    if first is None:
        return InputRefused(_("Le fichier est vide."), _("Exporter à nouveau la liste."))
    number, row = first
    seen = " | ".join(clean(cell)[:40] for cell in row if clean(cell))[:300]
    message = _(
        "Ce fichier n'est pas une liste de locataires : aucun en-tête connu n'y est trouvé."
    )
    hint = _(
        "Il faut une ligne d'en-têtes avec au moins un nom ou un téléphone (Nom, Prénom, "
        "Téléphone, Adresse...). Des en-têtes particuliers se déclarent avec --columns."
    )
    problem = Problem("no-listing", message, hint, row=number, value=seen)
    return InputRefused(message, hint, [problem])
