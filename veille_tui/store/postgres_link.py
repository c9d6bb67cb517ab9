"""The shared store on a PostgreSQL server: one kept connection that is never waited for in vain."""

from __future__ import annotations

import threading
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import psycopg
from psycopg import errors, sql
from psycopg.types.string import TextLoader

from veille_tui.errors import Refused, StoreUnreachable, VeilleError, WrongUsage
from veille_tui.language import _
from veille_tui.store import refusal
from veille_tui.store.dialects import POSTGRESQL
from veille_tui.store.link import (
    Collision,
    Link,
    LinkLost,
    Rows,
    Values,
    not_initialised,
    read_json,
)
from veille_tui.store.procedures import Procedure
from veille_tui.store.url import hide_password, libpq_address

Result = TypeVar("Result")
_LOOK_AGAIN = 0.1
"""Seconds between two looks at the deadline while the server is silent."""


class _Silent(Exception):
    """The deadline passed without an answer."""


def _limited(work: Generator[Any, Any, Result], end: float) -> Generator[Any, Any, Result]:
    """psycopg's own conversation with the server, left when `end` passes in silence."""
    try:
        wants = next(work)
        while True:
            ready = yield wants
            if not ready and time.monotonic() >= end:
                raise _Silent
            wants = work.send(ready)
    except StopIteration as finished:
        result: Result = finished.value
        return result


class _Connection(psycopg.Connection[tuple[Any, ...]]):
    """A psycopg connection whose every wait has an end, whatever becomes of the server."""

    patience = 10.0

    def wait(
        self,
        gen: Generator[Any, Any, Result],
        interval: float = _LOOK_AGAIN,
        timeout: float | None = None,
    ) -> Result:
        """As psycopg's own, but never longer than `patience`."""
        end = time.monotonic() + min(self.patience, timeout or self.patience)
        return super().wait(_limited(gen, end), min(interval, _LOOK_AGAIN))


class PostgresLink(Link):
    """One connection, in autocommit: one statement is one round trip."""

    dialect = POSTGRESQL

    def __init__(
        self, url: str, connect_seconds: float, patience: float, password: str = ""
    ) -> None:
        self.patience = patience
        self._url = url
        self._connection = _connect(url, connect_seconds, password)
        # The claim's plan does not depend on its values, and planning costs more than running it.
        self.rows("set plan_cache_mode = force_generic_plan")

    @contextmanager
    def _watched(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        self._connection.patience = self.patience
        try:
            yield self._connection
        except (_Silent, psycopg.Error) as error:
            raise self._understood(error) from None

    def rows(self, statement: str, values: Values = {}) -> Rows:  # noqa: B006 - never changed
        # Not _watched(), which costs each claim a generator more.
        self._connection.patience = self.patience
        try:
            cursor = self._connection.execute(POSTGRESQL.write(statement), values)
            # Its `description` would name every column of every answer.
            return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
        except (_Silent, psycopg.Error) as error:
            raise self._understood(error) from None

    def call(self, procedure: Procedure, values: Values) -> Rows:
        return read_json(procedure, self.rows(procedure.call, values))

    def many(self, statement: str, values: Sequence[Values]) -> None:
        with self._watched() as connection, connection.cursor() as cursor:
            cursor.executemany(POSTGRESQL.write(statement), values)

    def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        text = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
        with (
            self._watched() as connection,
            connection.cursor() as cursor,
            cursor.copy(text) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def reserve(self, table: str, count: int) -> Sequence[int]:
        found = self.rows(
            "select nextval(pg_get_serial_sequence(:table, 'id')) from generate_series(1, :count)",
            {"table": table, "count": count},
        )
        return [number for (number,) in found]

    @contextmanager
    def transaction(self) -> Iterator[None]:
        with self._watched() as connection, connection.transaction():
            yield

    @contextmanager
    def together(self) -> Iterator[None]:
        with self._watched() as connection, connection.pipeline():
            yield

    def close(self) -> None:
        self.is_open = False
        # Not close(): its goodbye would wait for a server that is not listening any more.
        self._connection.pgconn.finish()

    def _understood(self, error: psycopg.Error | _Silent) -> Exception:
        if isinstance(error, _Silent):
            self.close()
            return _silent(self._url)
        if isinstance(
            error,
            (errors.UniqueViolation, errors.DeadlockDetected, errors.SerializationFailure),
        ):
            return Collision(error.sqlstate)
        if isinstance(error, (errors.UndefinedTable, errors.UndefinedColumn)):
            return not_initialised()
        if isinstance(error, errors.InsufficientPrivilege):
            return no_rights()
        if self._connection.broken or self._connection.closed:
            self.close()
            return LinkLost(type(error).__name__)
        if isinstance(error, psycopg.OperationalError):
            return StoreUnreachable(
                _("La base partagée ne peut pas répondre maintenant ({code}).").format(
                    code=error.sqlstate or type(error).__name__
                ),
                _("Réessayer dans un instant ; ce qui attend est gardé sur ce poste."),
            )
        # The driver's words may quote a value; its type and code never do.
        return RuntimeError(f"{type(error).__name__} {error.sqlstate}")


def _connect(url: str, seconds: float, password: str) -> _Connection:
    """A connection within `seconds`, even where the name's look-up alone takes longer."""
    box: list[_Connection | psycopg.Error] = []
    late = threading.Event()

    def work() -> None:
        try:
            connection = _Connection.connect(
                libpq_address(url),
                autocommit=True,
                prepare_threshold=2,
                connect_timeout=max(2, round(seconds)),
                keepalives_idle=30,
                keepalives_interval=10,
                keepalives_count=3,
                application_name="veille",
                password=password or None,
            )
        except psycopg.Error as error:
            box.append(error)
            return
        # JSON is read by the rows' own reader, on both engines alike.
        for kind in ("json", "jsonb"):
            connection.adapters.register_loader(kind, TextLoader)
        box.append(connection)
        if late.is_set():
            connection.pgconn.finish()

    thread = threading.Thread(target=work, name="veille-connect", daemon=True)
    thread.start()
    thread.join(seconds)
    if not box:
        late.set()
        raise _silent(url)
    if isinstance(box[0], psycopg.Error):
        raise _no_connection(box[0], url) from None
    return box[0]


def _silent(url: str) -> StoreUnreachable:
    return StoreUnreachable(
        _("La base partagée ne répond pas ({url}).").format(url=hide_password(url)),
        _("Vérifier le réseau ; ce qui attend d'être envoyé est gardé sur ce poste."),
    )


def _no_connection(error: psycopg.Error, url: str) -> VeilleError:
    shown = hide_password(url)
    if isinstance(error, psycopg.ProgrammingError):
        return WrongUsage(
            _("L'adresse de la base partagée n'est pas comprise : {url}").format(url=shown),
            _("Écrire postgresql://nom@serveur/base."),
        )
    why = refusal.understand(error)
    if why == "account":
        return Refused(
            _("Le serveur de la base refuse ce compte ou son mot de passe ({url}).").format(
                url=shown
            ),
            _("Vérifier le nom et le mot de passe (PGPASSFILE, ou dans VEILLE_STORE)."),
        )
    if why == "database":
        return StoreUnreachable(
            _(
                "Le serveur répond, mais cette base n'existe pas ou n'est pas ouverte ({url})."
            ).format(url=shown),
            _("Vérifier son nom, ou la faire créer par la personne qui administre le serveur."),
        )
    return StoreUnreachable(
        _("La base partagée ne peut pas être jointe ({url}).").format(url=shown),
        _("Vérifier l'adresse et le réseau ; ce qui attend d'être envoyé est gardé sur ce poste."),
    )


def no_rights() -> Refused:
    """The account may not do this on the server."""
    return Refused(
        _("Ce compte n'a pas le droit de faire cela dans la base partagée."),
        _("Demander les droits à la personne qui administre le serveur."),
    )
