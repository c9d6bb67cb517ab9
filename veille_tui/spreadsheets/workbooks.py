"""Workbooks of Excel and LibreOffice, read in a process of their own."""

from __future__ import annotations

import marshal
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.spreadsheets.grids import Book, Sheet

UNPACKED = 1 << 30
"""Bytes a workbook may unpack to; 100,000 rows of 30 columns are a fifth of it."""
SECONDS = 180
"""A workbook that takes longer is refused."""
_CHILD = Path(__file__).with_name("workbook_child.py")
_BROKEN = (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError)
_OLE_STREAMS = {
    "EncryptedPackage": "encrypted",
    "WordDocument": "word",
    "PowerPoint Document": "slides",
    "Workbook": "xls",
    "Book": "xls",
}


def kind_of_archive(path: Path) -> str:
    """What a zip file is: "xlsx", "xlsb", "ods", or a code that `refusal` explains."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = {entry.filename for entry in archive.infolist()}
            unpacked = sum(entry.file_size for entry in archive.infolist())
            opendocument = "mimetype" in names and archive.read("mimetype")[:80]
            manifest = "META-INF/manifest.xml" in names and archive.read("META-INF/manifest.xml")
    except (*_BROKEN, zlib.error):
        return "damaged"
    if unpacked > UNPACKED:
        return "too-large"
    if opendocument:
        if manifest and b"encryption-data" in manifest:
            return "encrypted"
        return "ods" if b"spreadsheet" in opendocument else "word"
    return next(
        (
            kind
            for name, kind in (
                ("xl/workbook.xml", "xlsx"),
                ("xl/workbook.bin", "xlsb"),
                ("word/document.xml", "word"),
                ("ppt/presentation.xml", "slides"),
            )
            if name in names
        ),
        "archive",
    )


def kind_of_ole(data: bytes) -> str:
    """What an old Office file is: "xls", or a code that `refusal` explains."""
    for name, kind in _OLE_STREAMS.items():
        if name.encode("utf-16-le") in data:
            return kind
    return "damaged"


def read_workbook(path: Path, kind: str, *, fill_merged: bool = True) -> Book:
    """Every sheet of a workbook, as text. Raises InputRefused with its reason.

    With `fill_merged` every cell of a merged range has what its first one shows.
    """
    merged = "filled" if fill_merged else "as-stored"
    command = [sys.executable, "-I", str(_CHILD), str(path.absolute()), merged]
    try:
        done = subprocess.run(  # noqa: S603 - our own file, no shell
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refusal("too-large") from error
    if done.returncode:
        raise refusal("too-large" if b"memory allocation" in done.stderr else "damaged")
    found = marshal.loads(done.stdout)  # noqa: S302 - written by our own child
    if "error" in found:
        raise refusal(found["error"])
    sheets = tuple(Sheet(name, rows, hidden) for name, hidden, rows in found["sheets"])
    return Book(kind, sheets)


def refusal(code: str) -> InputRefused:
    """The words for a file that is no listing."""
    return InputRefused(*_REASONS.get(code, _damaged)())


def _damaged() -> tuple[str, str]:
    return (
        _("Ce classeur est abîmé : il ne peut pas être lu."),
        _("L'ouvrir dans le tableur, l'enregistrer sous un autre nom en .xlsx, recommencer."),
    )


def _encrypted() -> tuple[str, str]:
    return (
        _("Ce classeur est protégé par un mot de passe."),
        _("L'ouvrir dans le tableur et l'enregistrer sans mot de passe."),
    )


def _too_large() -> tuple[str, str]:
    return (
        _("Ce classeur est démesuré : il remplirait la mémoire."),
        _("Copier les seules lignes utiles dans un nouveau classeur."),
    )


def _other() -> tuple[str, str]:
    return (
        _("Ce fichier n'est pas un classeur, malgré son nom."),
        _("Donner un classeur (.xlsx, .xls, .ods), ou une liste en .csv."),
    )


_REASONS = {
    "damaged": _damaged,
    "encrypted": _encrypted,
    "too-large": _too_large,
    "word": _other,
    "slides": _other,
    "archive": _other,
}
