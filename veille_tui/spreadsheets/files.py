"""A file recognised by its content: the bytes of any, the sheets of a workbook."""

from __future__ import annotations

from pathlib import Path

from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.spreadsheets.grids import Book
from veille_tui.spreadsheets.workbooks import (
    kind_of_archive,
    kind_of_ole,
    read_workbook,
    refusal,
)

LARGEST = 200 << 20
"""Bytes of the largest file read; 55,000 rows are about 10 million."""
_ARCHIVE = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def file_bytes(path: Path) -> bytes:
    """The file's bytes. Raises InputRefused, with the reason, when they cannot be read."""
    try:
        if path.is_dir():
            raise _unreadable(_("c'est un dossier"), _("Donner un fichier, pas un dossier."))
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


def workbook_in(path: Path, data: bytes, *, fill_merged: bool = True) -> Book | None:
    """The sheets of the file at `path`, whose content is `data`; None when it is no workbook.

    Raises InputRefused when it is one, or another office file, and cannot be read.
    """
    if data.startswith(_ARCHIVE):
        kind = kind_of_archive(path)
    elif data.startswith(_OLE):
        kind = kind_of_ole(data)
    else:
        return None
    if kind in ("xlsx", "xlsb", "ods", "xls"):
        return read_workbook(path, kind, fill_merged=fill_merged)
    raise refusal(kind)


def _unreadable(reason: str, hint: str) -> InputRefused:
    return InputRefused(_("Le fichier ne peut pas être lu : {reason}.").format(reason=reason), hint)
