"""What the desks were told, written down outside the program before anything else happens.

A line is one `write` to a file opened for appending: it survives a kill -9 of whoever wrote it,
and lines of several processes do not mix.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A verb of the desk returned: the screen shows it as kept."""

    desk: str
    attempt: str
    kind: str
    says: Mapping[str, Any]
    """Keys and values that the entry's data must hold."""


@dataclass(frozen=True, slots=True)
class Told:
    """A desk was told that a case is its own until a moment."""

    desk: str
    token: str
    case: int
    at: int
    """Microseconds by the store's clock, as all moments here."""
    until: int


class Ledger:
    """One trial's book."""

    def __init__(self, file: Path) -> None:
        self.file = file

    def acknowledged(self, desk: str, attempt: str, kind: str, **says: Any) -> None:
        """Note that a verb returned."""
        self._write("acknowledged", [desk, attempt, kind, says])

    def told(self, desk: str, token: str, case: int, at: int, until: int) -> None:
        """Note that a grant was shown to a desk."""
        self._write("told", [desk, token, case, at, until])

    def _write(self, what: str, fields: list[Any]) -> None:
        line = json.dumps([what, *fields], ensure_ascii=False) + "\n"
        handle = os.open(self.file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, line.encode())
        finally:
            os.close(handle)

    def read(self) -> tuple[list[Acknowledged], list[Told]]:
        """Everything that was noted, in order."""
        acknowledged: list[Acknowledged] = []
        told: list[Told] = []
        if not self.file.exists():
            return acknowledged, told
        for line in self.file.read_text(encoding="utf-8").splitlines():
            what, *fields = json.loads(line)
            if what == "told":
                told.append(Told(*fields))
            else:
                acknowledged.append(Acknowledged(*fields))
        return acknowledged, told
