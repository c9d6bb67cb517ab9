"""A workbook to a form: its sheets found, its headings understood, one language chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from veille_tui.callscript.xlsform.form import Form, Row
from veille_tui.callscript.xlsform.headings import (
    TRANSLATED,
    Heading,
    language_code,
    read_heading,
)
from veille_tui.domain.texts import strip_controls
from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.problems import Problem
from veille_tui.spreadsheets.files import file_bytes, workbook_in
from veille_tui.spreadsheets.grids import Book, Sheet

MOST_ROWS = 20_000
"""Rows of the questions' sheet; the longest questionnaires published have some 3,000."""
MOST_CHOICES = 200_000
_FIRST_ROWS = 20
"""Headings stand in the first rows: some forms have a title above them."""
_OURS = ("non_repris", "not_carried")
"""The sheet in which an export lists what XLSForm cannot say."""


def read_form(path: Path, language: str = "", reader: str = "fr") -> Form:
    """The form in the workbook at `path`, its texts in `language` when it has that one.

    Without `language` they are in that of the `reader`, else in the form's own. Raises
    InputRefused, with cause and remedy, for whatever is not an XLSForm.
    """
    book = workbook_in(path, file_bytes(path), fill_merged=False)
    if book is None:
        raise InputRefused(
            _("Ce fichier n'est pas un classeur."),
            _("Donner le questionnaire XLSForm en .xlsx, .xls ou .ods."),
        )
    return _Reader(path, book).form(language, reader)


class _Reader:
    """Reads one book."""

    def __init__(self, path: Path, book: Book) -> None:
        self._path = path
        self._sheets = _by_name(book)
        self._problems: list[Problem] = []
        self._languages: list[str] = []

    def form(self, language: str, reader: str) -> Form:
        """The form, or InputRefused."""
        survey = self._sheets.get("survey")
        if survey is None:
            raise InputRefused(
                _("Ce classeur n'est pas un XLSForm : il n'a pas de feuille « survey »."),
                _("Donner le fichier du questionnaire, avec ses feuilles survey et choices."),
            )
        choices = self._sheets.get("choices")
        self._refuse_long(survey, MOST_ROWS)
        if choices:
            self._refuse_long(choices, MOST_CHOICES)
        settings = self._rows(self._sheets.get("settings"), "")
        chosen = (
            self._choose(language, reader, settings[0].get("default_language"))
            if settings
            else self._choose(language, reader, "")
        )
        questions = self._rows(survey, chosen)
        if not any(row.get("type") for row in questions):
            raise InputRefused(
                _("La feuille « survey » n'a pas de colonne « type » avec des questions."),
                _("Vérifier la première ligne : type, name, label."),
            )
        self._tell_sheets()
        return Form(
            name=self._path.stem,
            survey=tuple(questions),
            choices=self._lists(self._rows(choices, chosen)),
            settings=settings[0] if settings else None,
            language=chosen,
            problems=self._problems,
        )

    def _refuse_long(self, sheet: Sheet, most: int) -> None:
        if len(sheet.rows) > most:
            raise InputRefused(
                _("La feuille « {sheet} » a plus de {count} lignes.").format(
                    sheet=sheet.name[:60], count=most
                ),
                _("Copier les seules lignes utiles dans un nouveau classeur."),
            )

    def _choose(self, wanted: str, reader: str, default: str) -> str:
        """The language of the texts among those of the headings of survey and choices."""
        known = _languages(self._sheets.get("survey"), self._sheets.get("choices"))
        if wanted:
            found = _matching(wanted, known)
            if found is None:
                raise InputRefused(
                    _("Ce questionnaire n'a pas de textes en « {language} ».").format(
                        language=wanted[:60]
                    ),
                    _("Langues du questionnaire : {words}.").format(
                        words=", ".join(known) or _("une seule, sans nom")
                    ),
                )
            chosen = found
        else:
            chosen = (
                next((one for one in known if language_code(one) == reader), None)
                or _matching(default, known)
                or (known[0] if known else "")
            )
        others = [one for one in known if one != chosen]
        if others:
            self._tell(
                "other-languages",
                "survey",
                1,
                _("Les textes en {languages} ne sont pas repris.").format(
                    languages=", ".join(others)
                ),
                _("Un script a une langue : importer à nouveau avec --language."),
            )
        return chosen

    def _tell(self, code: str, sheet: str, row: int, message: str, hint: str = "") -> None:
        self._problems.append(
            Problem(code, message, hint, "warning", str(self._path), sheet=sheet, row=row)
        )

    def _tell_sheets(self) -> None:
        for name, sheet in self._sheets.items():
            if name in {"survey", "choices", "settings", *_OURS} or not any(map(any, sheet.rows)):
                continue
            self._tell(
                "sheet-not-carried",
                sheet.name,
                1,
                _("Cette feuille n'est pas reprise."),
                _("Seules survey, choices et settings font un questionnaire."),
            )

    def _rows(self, sheet: Sheet | None, language: str) -> list[Row]:
        """The rows under the headings that are not empty."""
        if sheet is None:
            return []
        top = _heading_row(sheet)
        if top is None:
            return []
        headings = [read_heading(cell) for cell in sheet.rows[top]]
        found = []
        for number, cells in enumerate(sheet.rows[top + 1 :], start=top + 2):
            if any(cell.strip() for cell in cells):
                found.append(_row(sheet, number, sheet.rows[top], headings, cells, language))
        return found

    def _lists(self, rows: Sequence[Row]) -> dict[str, tuple[Row, ...]]:
        lists: dict[str, list[Row]] = {}
        for row in rows:
            if name := row.get("list_name"):
                lists.setdefault(name, []).append(row)
        return {name: tuple(found) for name, found in lists.items()}


def _by_name(book: Book) -> dict[str, Sheet]:
    """The sheets by name; the only one of a book is its survey, whatever it is called."""
    if len(book.sheets) == 1:
        return {"survey": replace(book.sheets[0], name="survey")}
    return {sheet.name.strip().lower(): sheet for sheet in reversed(book.sheets)}


def _heading_row(sheet: Sheet) -> int | None:
    """The first row that has the words of headings, else the first that is not empty."""
    words = {"survey": "type", "choices": "list_name"}.get(sheet.name.strip().lower(), "")
    filled = [at for at, cells in enumerate(sheet.rows[:_FIRST_ROWS]) if any(cells)]
    for at in filled:
        if words and words in {read_heading(cell).column for cell in sheet.rows[at]}:
            return at
    return filled[0] if filled else None


def _row(
    sheet: Sheet,
    number: int,
    titles: Sequence[str],
    headings: Sequence[Heading],
    cells: Sequence[str],
    language: str,
) -> Row:
    texts: dict[str, tuple[int, str]] = {}
    written = []
    for title, heading, cell in zip(titles, headings, cells, strict=False):
        value = strip_controls(cell).strip()
        if not value:
            continue
        written.append((title.strip(), value))
        rank = _rank(heading, language)
        known = texts.get(heading.column)
        if heading.column and (known is None or rank < known[0]):
            texts[heading.column] = (rank, value)
    plain = {column: value for column, (_rank_of, value) in texts.items()}
    return Row(sheet.name.strip().lower(), number, plain, tuple(written))


def _rank(heading: Heading, language: str) -> int:
    """Texts in the language chosen come first, then those without one, then any."""
    if heading.language == language or heading.column not in TRANSLATED:
        return 0
    return 1 if not heading.language else 2


def _languages(*sheets: Sheet | None) -> list[str]:
    found: dict[str, None] = {}
    for sheet in sheets:
        top = _heading_row(sheet) if sheet else None
        for cell in sheet.rows[top] if sheet and top is not None else ():
            heading = read_heading(cell)
            if heading.language and heading.column in {"label", "hint"}:
                found[heading.language] = None
    return list(found)


def _matching(wanted: str, known: Sequence[str]) -> str | None:
    """The language among `known` that is called `wanted`, in full, by name or by code."""
    plain = wanted.strip().lower()
    for one in known:
        name = one.lower()
        if plain and plain in {name, name.partition("(")[0].strip(), language_code(one)}:
            return one
    return None
