"""Text files with a cell between two separators, in whatever encoding they were saved."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Sequence

from veille_tui.errors import InputRefused
from veille_tui.language import _
from veille_tui.spreadsheets.grids import Book, Rows, Sheet
from veille_tui.spreadsheets.oddities import oddities

Known = Callable[[Sequence[str]], int]
"""How many cells of a row are headings that its reader knows."""
DELIMITERS = (";", ",", "\t", "|")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 60
"""Rows among which the separator and the headings are looked for."""
_HEAD = 50_000
_MACINTOSH = "mac_roman"


def read_csv(data: bytes, known: Known) -> Book:
    """The cells of a text file. Raises InputRefused when it is not text, or its quotes are open.

    `known` tells separators and encodings apart: the headings make sense under the right ones.
    """
    text, encoding = _decoded(data, known)
    first, newline, rest = text.partition("\n")
    told = ""
    if first[:4].lower() == "sep=" and len(first.rstrip("\r")) == 5:
        told, text = first[4], rest if newline else ""
    delimiter = told or _delimiter(text, known)
    rows = _rows(text, delimiter)
    return Book("csv", (Sheet("", rows),), delimiter, encoding)


def _decoded(data: bytes, known: Known) -> tuple[str, str]:
    encoding = next((name for bom, name in _BOMS if data.startswith(bom)), "") or _sixteen(data)
    if not encoding and b"\0" in data[:100_000]:
        raise _not_text()
    for name in (encoding,) if encoding else ("utf-8", "cp1252", "latin-1"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if name in ("cp1252", "latin-1") and _is_old_macintosh(data, known):
            return data.decode(_MACINTOSH), _MACINTOSH
        return text, name
    raise _not_text()


def _is_old_macintosh(data: bytes, known: Known) -> bool:
    """Whether text that is not UTF-8 was saved by an Excel for Macintosh, not by a Windows."""
    windows, macintosh = oddities(data, "cp1252"), oddities(data, _MACINTOSH)
    if windows != macintosh:
        return macintosh < windows
    return _headings_known(data, "cp1252", known) < _headings_known(data, _MACINTOSH, known)


def _headings_known(data: bytes, encoding: str, known: Known) -> int:
    head = data[:_HEAD].decode(encoding, "replace")
    return max(_likeness(head, sign, known)[0] for sign in DELIMITERS)


def _sixteen(data: bytes) -> str:
    """UTF-16 without its mark: nearly every second byte of European text is nought."""
    head = data[:2000]
    half = max(1, len(head) // 2)
    if head[1::2].count(0) > half * 0.7 and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > half * 0.7 and not head[1::2].count(0):
        return "utf-16-be"
    return ""


def _delimiter(text: str, known: Known) -> str:
    """The separator under which the first rows look most like a listing, else like a table."""
    head = text[:_HEAD]
    scores = {sign: _likeness(head, sign, known) for sign in DELIMITERS if sign in head}
    return max(scores, key=lambda sign: scores[sign], default=";")


def _likeness(head: str, delimiter: str, known: Known) -> tuple[int, int]:
    try:
        rows = list(csv.reader(io.StringIO(head, newline=""), delimiter=delimiter))
    except csv.Error:
        return (0, 0)
    most = max((known(row) for row in rows[:_LOOKED_AT] if len(row) > 1), default=0)
    return most, sum(len(row) > 1 for row in rows[:_LOOKED_AT])


def _rows(text: str, delimiter: str) -> Rows:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise _open_quote(0) from error
    if '"' in text:
        width = max((len(row) for row in rows[:_LOOKED_AT]), default=0)
        for number, row in enumerate(rows, start=1):
            if any("\n" in cell and cell.count(delimiter) >= max(2, width - 1) for cell in row):
                raise _open_quote(number)
    return rows


def _not_text() -> InputRefused:
    return InputRefused(
        _("Ce fichier n'est ni un classeur ni un texte : son contenu est illisible."),
        _("Ouvrir la liste dans le tableur et l'enregistrer en .xlsx ou en CSV."),
    )


def _open_quote(row: int) -> InputRefused:
    place = _(", ligne {row}").format(row=row) if row else ""
    return InputRefused(
        _("Un guillemet n'est pas refermé{place} : des lignes seraient avalées.").format(
            place=place
        ),
        _("Supprimer ce guillemet, ou enregistrer la liste en .xlsx."),
    )
