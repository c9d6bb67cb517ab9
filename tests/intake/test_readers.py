"""Files of every kind, whole, damaged and disguised."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.builders import text_of, write_csv, write_ods, write_xls, write_xlsx
from veille_tui.errors import InputRefused
from veille_tui.intake.listings import read_listing
from veille_tui.intake.readers import read_book

ROWS = [
    ["Nom", "Prénom", "Tél.", "CP", "Ville"],
    ["LEFÈVRE", "Hélène", "05 36 49 00 01", "01004", "Ambérieu"],
    ["D’ANGELO", "Œdipe", "06 39 98 00 02", "31000", "Toulouse"],
]


def refused(path: Path) -> InputRefused:
    """The refusal of a file."""
    with pytest.raises(InputRefused) as caught:
        read_listing(path)
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
def test_a_csv_is_read_whatever_its_signs(tmp_path: Path, delimiter: str, encoding: str) -> None:
    listing = read_listing(write_csv(tmp_path / "l.csv", ROWS, delimiter, encoding))
    assert listing.rows == ROWS[1:]


HEADS = ["Nom", "Prénom", "Né(e) le", "Tél."]


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252"])
@pytest.mark.parametrize(
    "rows",
    [
        [HEADS, ["LEFÈVRE", "Hélène", "05/03/1938", "0536490001"]],
        [["Nom", "Né(e) le"], ["ROUX", "05/03/1938"]],
        [["Nom", "Ville"], ["MÜLLER", "Noël"]],
        [["Nom", "Ville"], ["BEAUPRÉ", "ALÈS"], ["D’ANGELO", "Aÿ"]],
        [["Nom", "Observation"], ["ROUX", "très âgée, « fatiguée », où ? là-bas"]],
    ],
)
def test_accents_are_told_from_an_old_macintosh_or_a_windows(
    tmp_path: Path, encoding: str, rows: list[list[str]]
) -> None:
    listing = read_listing(write_csv(tmp_path / "l.csv", rows, encoding=encoding))
    assert listing.rows == rows[1:]
    assert listing.columns.headings == tuple(rows[0])
    assert len(listing.columns.where) == len(rows[0])


@pytest.mark.parametrize("name", ["Žižek", "ŠIMIC", "Gonçalves", "MUÑOZ"])
def test_a_windows_listing_keeps_its_rare_names(tmp_path: Path, name: str) -> None:
    text = text_of([["Nom", "Prénom", "Tél."], [name, "Hélène", "0536490001"]])
    (tmp_path / "l.csv").write_bytes(text.encode("cp1252"))
    read = read_listing(tmp_path / "l.csv").rows[0][0]
    assert read == name


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
def test_a_workbook_is_read_under_any_name(
    tmp_path: Path, write: Callable[[Path, Sequence[Sequence[object]]], Path]
) -> None:
    book = write(tmp_path / "liste", ROWS)
    assert read_listing(book).rows == ROWS[1:]
    assert read_listing(book.rename(tmp_path / "liste.csv")).rows == ROWS[1:]


def test_numbers_of_a_workbook_lose_nothing(tmp_path: Path) -> None:
    book = write_xlsx(tmp_path / "l.xlsx", [["Nom", "Tél", "CP"], ["ROUX", 639980002, 1004]])
    assert read_listing(book).rows == [["ROUX", "639980002", "1004"]]


def test_titles_and_blank_rows_are_passed_but_counted(tmp_path: Path) -> None:
    rows = [["Locataires de plus de 70 ans"], [], ["", *ROWS[0]], *(["", *row] for row in ROWS[1:])]
    listing = read_listing(write_csv(tmp_path / "l.csv", rows))
    assert listing.heading_row == 3
    assert listing.columns.spot("last_name") == 1


def test_the_sheet_with_headings_is_chosen(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "l.xlsx")) as book:
        book.add_worksheet("Notice").write(0, 0, "Export du 17 mars")
        page = book.add_worksheet("Données")
        for at, row in enumerate(ROWS):
            page.write_row(at, 0, row)
    assert read_listing(tmp_path / "l.xlsx").sheet == "Données"


def test_another_sheet_that_looks_like_a_listing_is_named(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "l.xlsx")) as book:
        for name in ("Nord", "Sud"):
            page = book.add_worksheet(name)
            for at, row in enumerate(ROWS):
                page.write_row(at, 0, row)
    assert [one.code for one in read_listing(tmp_path / "l.xlsx").problems] == ["sheet-not-read"]


def test_a_merged_cell_is_true_of_all_its_rows(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "l.xlsx")) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, ["Réf. logement", "Nom"])
        page.merge_range(1, 0, 2, 0, "L1")
        page.write(1, 1, "ROUX")
        page.write(2, 1, "FABRE")
    assert read_listing(tmp_path / "l.xlsx").rows == [["L1", "ROUX"], ["L1", "FABRE"]]


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"\xef\xbb\xbf", b" \r\n \r\n", b"%PDF-1.7", b"{\\rtf1", b"\x89PNG\r\n"),
        *(b"<html><table>", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        *(b"\x00\x01\x02" * 90, b"Bonjour,\nvoici la liste.", b"1;2;3\n4;5;6", b"a"),
    ],
)
def test_what_is_no_listing_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "l.xlsx").write_bytes(content)
    refused(tmp_path / "l.xlsx")


def test_a_folder_and_an_absent_file_are_refused(tmp_path: Path) -> None:
    refused(tmp_path)
    refused(tmp_path / "absent.csv")


def test_a_refusal_never_quotes_the_file(tmp_path: Path) -> None:
    error = refused(write_csv(tmp_path / "l.csv", ROWS[1:]))
    assert "LEFÈVRE" not in error.message + error.hint
    assert "LEFÈVRE" in error.problems[0].value
    assert error.problems[0].heading == ""


def archive(**members: bytes) -> bytes:
    """A zip file with these members; "__" in a name stands for "/"."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


def test_a_text_document_in_a_workbooks_clothes_is_refused(tmp_path: Path) -> None:
    (tmp_path / "l.xlsx").write_bytes(archive(word__document_xml=b"<w/>"))
    assert "malgré son nom" in refused(tmp_path / "l.xlsx").message


def test_a_locked_workbook_says_so(tmp_path: Path) -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    (tmp_path / "l.xlsx").write_bytes(ole + bytes(500))
    assert "mot de passe" in refused(tmp_path / "l.xlsx").message


def test_a_workbook_that_unpacks_to_a_flood_is_refused(tmp_path: Path) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b"<x/>")
        with made.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            for _ in range(1100):
                member.write(bytes(1 << 20))
    (tmp_path / "l.xlsx").write_bytes(stream.getvalue())
    assert "démesuré" in refused(tmp_path / "l.xlsx").message


def test_two_cells_at_the_ends_of_a_sheet_do_not_fill_the_memory(tmp_path: Path) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(str(tmp_path / "l.xlsx")) as book:
        page = book.add_worksheet()
        page.write(0, 0, "Nom")
        page.write(1_048_575, 16_383, "x")
    refused(tmp_path / "l.xlsx")


def test_an_open_quote_swallows_no_row(tmp_path: Path) -> None:
    text = text_of(ROWS).replace("LEFÈVRE", '"LEFÈVRE') + "ROUX;Jean;;;\r\nVIDAL;Luce;;;\r\n"
    (tmp_path / "l.csv").write_text(text, encoding="utf-8", newline="")
    assert "guillemet" in refused(tmp_path / "l.csv").message


def test_a_line_break_inside_a_cell_does_not_shift_the_row_numbers(tmp_path: Path) -> None:
    rows = [["Nom", "Adresse"], ["ROUX", "1 rue du Lac\nBât. B"], ["VIDAL", "2 rue du Lac"]]
    listing = read_listing(write_csv(tmp_path / "l.csv", rows))
    assert [row[0] for row in listing.rows] == ["ROUX", "VIDAL"]


def test_excels_separator_line_is_no_row(tmp_path: Path) -> None:
    (tmp_path / "l.csv").write_bytes(b"sep=,\r\nNom,Ville\r\nROUX,Foix\r\n")
    assert read_listing(tmp_path / "l.csv").heading_row == 1


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: text.encode("utf-8")))
def test_no_bytes_make_the_reader_fall(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "l.bin"
    file.write_bytes(content)
    with suppress(InputRefused):
        read_listing(file)


@pytest.mark.parametrize("write", [write_xlsx, write_xls, write_ods])
def test_no_damage_to_a_workbook_makes_the_reader_fall(
    tmp_path: Path, write: Callable[[Path, Sequence[Sequence[object]]], Path]
) -> None:
    whole = write(tmp_path / "whole", ROWS).read_bytes()
    dice = random.Random(5)
    for _ in range(12):
        damaged = bytearray(whole)
        for _ in range(dice.randint(1, 12)):
            damaged[dice.randrange(8, len(damaged))] = dice.randrange(256)
        (tmp_path / "l").write_bytes(damaged[: dice.randint(len(whole) // 2, len(whole))])
        with suppress(InputRefused):
            read_book(tmp_path / "l")
