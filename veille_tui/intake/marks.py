"""The marks of one row: flags, publics, language, from all of their columns together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import FLAGS
from veille_tui.intake.cells import read_yes_no
from veille_tui.intake.columns import Columns
from veille_tui.intake.flags import read_flag, read_flags, read_language, read_segments
from veille_tui.intake.phone_words import NO_NUMBER


class Marks(NamedTuple):
    """What is marked on a household; `unclear` are the columns that say neither yes nor no."""

    flags: frozenset[str]
    segments: tuple[str, ...]
    language: str
    unclear: tuple[int, ...]


class MarkReader:
    """Reads the marks of rows under one set of headings; equal cells give equal objects."""

    def __init__(self, columns: Columns) -> None:
        where = columns.where
        names = (*FLAGS, "flags", "segments", "language", "occupants", "guardian", "phone_guardian")
        self._columns = [(name, at) for name in names for at in where.get(name, ())]
        self._places = [at for _, at in self._columns]
        self._known: dict[tuple[str, ...], Marks] = {}

    def read(self, cells: Sequence[str]) -> Marks:
        """The marks of one row of clean cells."""
        key = tuple([cells[at] for at in self._places])
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._read(key)
        return known

    def _read(self, key: tuple[str, ...]) -> Marks:
        flags: set[str] = set()
        segments: list[str] = []
        unclear: list[int] = []
        language = ""
        for (name, at), text in zip(self._columns, key, strict=True):
            if not text:
                continue
            if name == "segments":
                segments += read_segments(text)
            elif name == "language":
                language = read_language(text)
            elif name in FLAGS and read_flag(name, text) is None:
                unclear.append(at)
            else:
                flags.update(_flags_of(name, text))
        return Marks(frozenset(flags), tuple(dict.fromkeys(segments)), language, tuple(unclear))


def _flags_of(name: str, text: str) -> tuple[str, ...]:
    if name == "flags":
        return read_flags(text)
    if name == "occupants":
        return ("lives_alone",) if text == "1" else ()
    if name in ("guardian", "phone_guardian"):
        nobody = fold(text) in NO_NUMBER or read_yes_no(text) is False
        return () if nobody else ("guardianship",)
    return (name,) if read_flag(name, text) else ()
