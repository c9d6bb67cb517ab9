"""Workbooks that are no forms, damaged, locked or endless: refused with the reason."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from tests.callscript.xlsform.forms import YES_NO, write_form
from veille_tui.callscript.xlsform.from_excel import import_form
from veille_tui.callscript.xlsform.reading import MOST_ROWS
from veille_tui.errors import InputRefused

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SURVEY = (("type", "name", "label"), ("text", "q", "Q ?"))


def refused(path: Path) -> InputRefused:
    """The refusal of a file, which says what to do."""
    with pytest.raises(InputRefused) as caught:
        import_form(path)
    assert caught.value.hint
    return caught.value


def flood() -> bytes:
    """A small archive that unpacks to more than a billion bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"<x/>")
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(1100):
                member.write(bytes(1 << 20))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "n'est pas un classeur"),
        (b"script: essai\n", "n'est pas un classeur"),
        (b"%PDF-1.7", "n'est pas un classeur"),
        (b"PK\x03\x04" + bytes(100), "abîmé"),
        (OLE + bytes(2000), "abîmé"),
        (OLE + bytes(500) + "EncryptedPackage".encode("utf-16-le") + bytes(500), "mot de passe"),
    ],
)
def test_a_file_that_is_no_form_says_why(tmp_path: Path, content: bytes, said: str):
    path = tmp_path / "form.xlsx"
    path.write_bytes(content)
    assert said in refused(path).message


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path):
    assert "n'existe pas" in refused(tmp_path / "rien.xlsx").message
    assert "dossier" in refused(tmp_path).message


def test_a_form_that_unpacks_to_a_flood_is_refused(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    path.write_bytes(flood())
    assert "démesuré" in refused(path).message


def test_two_cells_at_the_ends_of_a_sheet_do_not_fill_the_memory(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("survey")
        page.write_row(0, 0, SURVEY[0])
        page.write(1_048_575, 16_383, "x")
    refused(path)


def test_an_endless_survey_is_refused(tmp_path: Path):
    rows = [SURVEY[0], *(("note", f"n{at}", "N") for at in range(MOST_ROWS + 1))]
    assert str(MOST_ROWS) in refused(write_form(tmp_path / "form.xlsx", rows)).message


def test_a_workbook_without_a_survey_is_refused(tmp_path: Path):
    path = tmp_path / "form.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Liste").write(0, 0, "Nom")
        book.add_worksheet("Autre")
    assert "survey" in refused(path).message


def test_an_old_workbook_is_read_too(tmp_path: Path):
    book = xlwt.Workbook()
    for name, rows in (("survey", SURVEY), ("choices", YES_NO)):
        page = book.add_sheet(name)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                page.write(at, column, cell)
    book.save(str(tmp_path / "form.xls"))
    assert [one.id for one in import_form(tmp_path / "form.xls").script.questions] == ["q"]


@pytest.mark.parametrize(
    "headings",
    [
        ("Type", "NAME", "Label"),
        ("command", "tag", "caption"),
        ("type", "name", "label::Français (fr)"),
        ("type", "name", "label:French"),
    ],
)
def test_headings_are_understood_in_all_their_spellings(tmp_path: Path, headings: tuple[str, ...]):
    found = import_form(write_form(tmp_path / "form.xlsx", [headings, SURVEY[1]]))
    assert found.script.questions[0].say == "Q ?"


def test_a_title_above_the_headings_is_passed(tmp_path: Path):
    rows = [("Mon formulaire",), (), *SURVEY, ("geopoint", "g", "Où ?")]
    found = import_form(write_form(tmp_path / "form.xlsx", rows))
    assert [one.row for one in found.problems] == [5]
