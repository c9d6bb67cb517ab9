"""Small forms, for the tests of how they are read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from veille_tui.callscript.xlsform.from_excel import Imported, import_form
from veille_tui.domain.call_script import Question
from veille_tui.problems import Problem

Table = Sequence[Sequence[str]]
YES_NO = (("list_name", "name", "label"), ("yn", "yes", "Yes"), ("yn", "no", "No"))


def write_form(path: Path, survey: Table, choices: Table = YES_NO, **sheets: Table) -> Path:
    """A workbook with these sheets; the first row of each is its headings."""
    tables: Mapping[str, Table] = {"survey": survey, "choices": choices, **sheets}
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        for name, rows in tables.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return path


class Forms:
    """Imports forms of a few rows: columns type, name, label, then what is named."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def imported(
        self,
        *rows: Sequence[str],
        columns: Sequence[str] = (),
        choices: Table = YES_NO,
        language: str = "",
        **sheets: Table,
    ) -> Imported:
        """What becomes of these rows."""
        survey = [("type", "name", "label", *columns), *rows]
        path = write_form(self._folder / "formulaire.xlsx", survey, choices, **sheets)
        return import_form(path, language)

    def question(self, *row: str, columns: Sequence[str] = (), choices: Table = YES_NO) -> Question:
        """What becomes of the only row."""
        return self.imported(row, columns=columns, choices=choices).script.questions[0]

    def condition(self, expression: str, *rows: Sequence[str], choices: Table = YES_NO) -> str:
        """The condition that a note after these rows gets; "" for none."""
        found = self.imported(
            *rows, ("note", "fin", "Fin", expression), columns=("relevant",), choices=choices
        )
        when = found.script.questions[-1].when
        assert found.script.questions[-1].id == "fin"
        return when.text if when else ""


def told(found: Imported) -> list[tuple[str, int, str]]:
    """Sheet, row and code of everything that is not as it was."""
    return [(one.sheet, one.row, one.code) for one in found.problems]


def only(found: Imported) -> Problem:
    """The one thing that is not as it was."""
    assert len(found.problems) == 1, told(found)
    return found.problems[0]
