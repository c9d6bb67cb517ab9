"""One listing's file, recognised by its content and read whole."""

from __future__ import annotations

from pathlib import Path

from veille_tui.errors import InputRefused
from veille_tui.intake.columns import recognise
from veille_tui.language import _
from veille_tui.spreadsheets.files import file_bytes, workbook_in
from veille_tui.spreadsheets.grids import Book
from veille_tui.spreadsheets.text_tables import read_csv
from veille_tui.spreadsheets.workbooks import refusal

_FOREIGN = (
    b"%PDF",
    b"{\\rtf",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
_WEB = (b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<head")


def read_book(path: Path) -> Book:
    """The sheets of a listing's file.

    Raises InputRefused, with cause and remedy, for whatever is not a workbook or a text table.
    """
    data = file_bytes(path)
    if book := workbook_in(path, data):
        return book
    if data.startswith(_FOREIGN):
        raise refusal("word")
    if data[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB):
        raise _web_page()
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise _empty()
    return read_csv(data, lambda row: len(recognise(row).where))


def _empty() -> InputRefused:
    return InputRefused(_("Le fichier est vide."), _("Exporter à nouveau la liste."))


def _web_page() -> InputRefused:
    return InputRefused(
        _("Ce fichier est une page web ou du XML, malgré son nom."),
        _("L'ouvrir dans le tableur et l'enregistrer en .xlsx ou en CSV."),
    )
