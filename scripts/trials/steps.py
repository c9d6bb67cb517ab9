"""Durable steps by number: every statement that a process sends to a database file or a server.

Installed in a child, which dies or falls asleep before the step it was given. What came after a
statement is what stands before the next one, so that "before" covers both.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

_READS = ("select", "pragma", "set ", "with ")


class Steps:
    """Counts steps and acts before one of them."""

    def __init__(self, at: int, send: int = signal.SIGKILL) -> None:
        self.count = 0
        self.names: list[str] = []
        self._at = at
        self._send = send

    def __call__(self, name: str) -> None:
        """A step is about to be done."""
        self.count += 1
        self.names.append(name)
        if self.count == self._at:
            os.kill(os.getpid(), self._send)

    def write(self, file: Path) -> None:
        """Leave the names of the steps for whoever counts them."""
        file.write_text("\n".join(self.names), encoding="utf-8")


def install(steps: Steps) -> None:
    """Make every writing statement of this process a step."""
    _watch_sqlite(steps)
    _watch_psycopg(steps)


def _watch_sqlite(steps: Steps) -> None:
    class Stepping(sqlite3.Connection):
        where = ""

        def execute(self, sql: str, *values: Any) -> sqlite3.Cursor:
            _before(steps, self.where, sql)
            return super().execute(sql, *values)

        def executemany(self, sql: str, *values: Any) -> sqlite3.Cursor:
            _before(steps, self.where, sql)
            return super().executemany(sql, *values)

        def executescript(self, sql: str) -> sqlite3.Cursor:
            _before(steps, self.where, sql)
            return super().executescript(sql)

    plain = sqlite3.connect

    def connect(file: Any, *arguments: Any, **options: Any) -> sqlite3.Connection:
        made = plain(file, *arguments, factory=Stepping, **options)
        made.where = Path(str(file)).name
        return made

    sqlite3.connect = connect  # type: ignore[assignment]


def _watch_psycopg(steps: Steps) -> None:
    execute, many = psycopg.Connection.execute, psycopg.Cursor.executemany
    leave = psycopg.Transaction.__exit__

    def stepping_execute(self: Any, query: Any, *values: Any, **options: Any) -> Any:
        _before(steps, "server", query)
        return execute(self, query, *values, **options)

    def stepping_many(self: Any, query: Any, *values: Any, **options: Any) -> Any:
        _before(steps, "server", query)
        return many(self, query, *values, **options)

    def stepping_leave(self: Any, *error: Any) -> Any:
        steps("server: end of transaction")
        return leave(self, *error)

    replaced: list[tuple[Any, str, Callable[..., Any]]] = [
        (psycopg.Connection, "execute", stepping_execute),
        (psycopg.Cursor, "executemany", stepping_many),
        (psycopg.Transaction, "__exit__", stepping_leave),
    ]
    for owner, name, function in replaced:
        setattr(owner, name, function)


def _before(steps: Steps, where: str, sql: Any) -> None:
    text = sql.decode() if isinstance(sql, bytes) else str(sql)
    first = " ".join(text.split())[:40]
    # A claim begins with "with" and writes; so may what a server is told to select.
    if where == "server" or not first.lower().startswith(_READS) or " update " in text.lower():
        steps(f"{where}: {first}")
