"""One listing's file, recognised by its content and read whole."""

from __future__ import annotations

from pathlib import Path

from veille_tui.errors import InputRefused
from veille_tui.intake.csv_files import read_csv
from veille_tui.intake.grids import Book
from veille_tui.intake.workbooks import kind_of_archive, kind_of_ole, read_workbook, refusal
from veille_tui.language import _

LARGEST = 200 << 20
"""Bytes of the largest file read; 55,000 rows are about 10 million."""
_ARCHIVE = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
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
    data = _content(path)
    if data.startswith(_ARCHIVE):
        return _workbook(path, kind_of_archive(path))
    if data.startswith(_OLE):
        return _workbook(path, kind_of_ole(data))
    if data.startswith(_FOREIGN):
        raise refusal("word")
    if data[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB):
        raise _web_page()
    if not data.strip(b"\xef\xbb\xbf \t\r\n\0"):
        raise _empty()
    return read_csv(data)


def _workbook(path: Path, kind: str) -> Book:
    if kind in ("xlsx", "xlsb", "ods", "xls"):
        return read_workbook(path, kind)
    raise refusal(kind)


def _content(path: Path) -> bytes:
    """The file's bytes; what cannot be read says why."""
    try:
        if path.is_dir():
            raise _unreadable(_("c'est un dossier"), _("Donner le fichier de la liste."))
        if not path.is_file():
            raise _unreadable(
                _("il n'existe pas"), _("Vérifier le nom du fichier et le dossier où il est.")
            )
        if path.stat().st_size > LARGEST:
            raise refusal("too-large")
        return path.read_bytes()
    except PermissionError as error:
        raise _unreadable(
            _("sa lecture n'est pas autorisée"), _("Copier le fichier dans un dossier à soi.")
        ) from error
    except (OSError, ValueError) as error:
        raise _unreadable(
            _("le disque ou le réseau refuse de le donner"), _("Le copier sur ce poste.")
        ) from error


def _unreadable(reason: str, hint: str) -> InputRefused:
    return InputRefused(_("Le fichier ne peut pas être lu : {reason}.").format(reason=reason), hint)


def _empty() -> InputRefused:
    return InputRefused(_("Le fichier est vide."), _("Exporter à nouveau la liste."))


def _web_page() -> InputRefused:
    return InputRefused(
        _("Ce fichier est une page web ou du XML, malgré son nom."),
        _("L'ouvrir dans le tableur et l'enregistrer en .xlsx ou en CSV."),
    )
