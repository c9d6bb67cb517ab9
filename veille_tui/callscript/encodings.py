"""The text of a file, whatever it was saved in: UTF-8 is right, the others are recognised."""

from __future__ import annotations

import codecs
from typing import NamedTuple

_OTHERWISE = "veille-windows-1252"


class Decoded(NamedTuple):
    """A text, and the place (from 1) of the first thing that is not UTF-8."""

    text: str
    encoding: str = ""
    """What it is in; "" for UTF-8."""
    line: int = 1
    column: int = 1


def decode(content: bytes) -> Decoded:
    """What `content` holds, or what it most likely holds when it is not UTF-8."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Decoded(content.decode("utf-16", "replace"), "UTF-16")
    if unmarked := _utf16_without_mark(content):
        return Decoded(content.decode(unmarked, "replace"), "UTF-16")
    try:
        return Decoded(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        codecs.register_error(_OTHERWISE, _as_windows_writes)
        return Decoded(content.decode("utf-8", _OTHERWISE), "Windows-1252 (ANSI)", line, column)


def _utf16_without_mark(content: bytes) -> str:
    """The UTF-16 that `content` is in without saying so, or "": every other byte is nothing."""
    begin = content[:400]
    even, odd = begin[0::2].count(0), begin[1::2].count(0)
    enough = max(2, len(begin) * 2 // 5)
    if odd >= enough and not even:
        return "utf-16-le"
    return "utf-16-be" if even >= enough and not odd else ""


def _as_windows_writes(error: UnicodeError) -> tuple[str, int]:
    """What is not UTF-8 is read as Windows-1252: the two may have been mixed in one file."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end
