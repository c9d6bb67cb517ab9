"""The shared store on a PostgreSQL server: one kept connection that is never waited for in vain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import errors, sql

from veille_tui.errors import Refused, StoreUnreachable
from veille_tui.language import _
from veille_tui.store.connecting import Silent, connect, never_prepare, silent
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
from veille_tui.store.procedures import NO_RIGHT, Procedure

CONNECTIONS = 20
"""Of one login at once: no single one takes all that the server has."""


class PostgresLink(Link):
    """One connection, in autocommit: one statement is one round trip."""

    dialect = POSTGRESQL

    def __init__(
        self, url: str, connect_seconds: float, patience: float, password: str = ""
    ) -> None:
        self.patience = patience
        self._url = url
        # Nothing is ever set for the session: behind PgBouncer there is none.
        self._connection = connect(url, connect_seconds, password)

    def _limit(self) -> None:
        self._connection.patience = self.patience
        self._connection.deadline = self.deadline

    @contextmanager
    def _watched(self) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
        self._limit()
        try:
            yield self._connection
        except (Silent, psycopg.Error) as error:
            raise self._understood(error) from None

    def rows(self, statement: str, values: Values = {}) -> Rows:  # noqa: B006 - never changed
        # Not _watched(), which costs each claim a generator more.
        self._limit()
        try:
            cursor = self._connection.execute(POSTGRESQL.write(statement), values)
            # Its `description` would name every column of every answer.
            return cursor.fetchall() if cursor.pgresult and cursor.pgresult.nfields else []
        except (Silent, psycopg.Error) as error:
            raise self._understood(error) from None

    def call(self, procedure: Procedure, values: Values) -> Rows:
        return read_json(procedure, self.rows(procedure.call, values))

    def many(self, statement: str, values: Sequence[Values]) -> None:
        with self._watched() as connection, connection.cursor() as cursor:
            cursor.executemany(POSTGRESQL.write(statement), values)

    def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        # COPY goes past the rules that say who may add which rows, so it is the owner's alone.
        if self.rows("select row_security_active(:table::text)", {"table": table})[0][0]:
            self._insert(table, columns, rows)
            return
        names = sql.SQL(", ").join(map(sql.Identifier, columns))
        text = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
        with (
            self._watched() as connection,
            connection.cursor() as cursor,
            cursor.copy(text) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def _insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        names = ", ".join(columns)
        marks = ", ".join(f":{column}" for column in columns)
        self.many(
            f"insert into {table} ({names}) values ({marks})",
            [dict(zip(columns, row, strict=True)) for row in rows],
        )

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

    def make_login(self, login: str, password: str, group: str) -> None:
        with self._watched() as connection:
            kept = connection.pgconn.encrypt_password(
                password.encode(), login.encode(), b"scram-sha-256"
            )
            text = sql.SQL("create role {} login connection limit {} password {} in role {}")
            names = (
                *(sql.Identifier(login), sql.Literal(CONNECTIONS)),
                *(sql.Literal(kept.decode()), sql.Identifier(group)),
            )
            connection.execute(text.format(*names))

    def close(self) -> None:
        self.is_open = False
        # Not close(): its goodbye would wait for a server that is not listening any more.
        self._connection.pgconn.finish()

    def _understood(self, error: psycopg.Error | Silent) -> Exception:
        if isinstance(error, Silent):
            self.close()
            return silent(self._url)
        if isinstance(
            error,
            (errors.UniqueViolation, errors.DeadlockDetected, errors.SerializationFailure),
        ):
            return Collision(error.sqlstate)
        if isinstance(error, (errors.UndefinedTable, errors.UndefinedColumn)):
            return not_initialised()
        if isinstance(error, errors.InsufficientPrivilege):
            return account_closed() if error.diag.message_primary == NO_RIGHT else no_rights()
        if isinstance(error, errors.ReadOnlySqlTransaction):
            return _only_read()
        if isinstance(error, errors.ProgramLimitExceeded):
            return too_many_lookups()
        if self._connection.broken or self._connection.closed or self._is_outdated(error):
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

    def _is_outdated(self, error: psycopg.Error) -> bool:
        """Whether what was prepared is of no use any more; a new connection has nothing prepared.

        A pooler sent it elsewhere, or the tables were upgraded since.
        """
        if isinstance(error, (errors.InvalidSqlStatementName, errors.DuplicatePreparedStatement)):
            never_prepare(self._url)
            return True
        return isinstance(error, errors.FeatureNotSupported) and "cached plan" in str(error)


def no_rights() -> Refused:
    """The account may not do this on the server."""
    return Refused(
        _("Ce compte n'a pas le droit de faire cela dans la base partagée."),
        _("Demander les droits à la personne qui administre le serveur."),
    )


def account_closed() -> Refused:
    """The account is suspended, or of a role that this is not for."""
    return Refused(
        _("La base partagée ne prend plus rien de ce compte : il est suspendu, ou sans ce droit."),
        _("Demander au superviseur. Ce qui est noté est gardé ici, et part s'il est rouvert."),
    )


def too_many_lookups() -> Refused:
    """This login has looked for more people than anybody who answers a telephone."""
    return Refused(
        _("Trop de recherches de personnes depuis une heure."),
        _("Réessayer plus tard, ou prévenir le responsable."),
    )


def _only_read() -> StoreUnreachable:
    """The server is a copy that takes nothing in, as after a fail-over."""
    return StoreUnreachable(
        _("La base partagée n'accepte que la lecture pour le moment."),
        _("Réessayer dans un instant ; ce qui attend est gardé sur ce poste."),
    )
