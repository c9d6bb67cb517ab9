"""Looks into either kind of store, and into a journal, with drivers and SQL of its own."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import psycopg

Rows = list[tuple[Any, ...]]
GRANTS = "trial_grants"
_COLUMNS = "case_id, line, old_token, new_token, claimed_at, old_until, new_until"
_SQLITE_WATCH = f"""
create table {GRANTS} (seq integer primary key autoincrement, case_id, line, old_token, new_token,
  claimed_at, old_until, new_until);
create trigger trial_watch after update on queue
when old.claim_token is not new.claim_token or old.lease_until is not new.lease_until
begin
  insert into {GRANTS} ({_COLUMNS}) values (new.case_id, new.line, old.claim_token,
    new.claim_token, new.claimed_at, old.lease_until, new.lease_until);
end;
"""
_POSTGRES_WATCH = f"""
create table {GRANTS} (seq bigserial primary key, case_id bigint, line text, old_token text,
  new_token text, claimed_at bigint, old_until bigint, new_until bigint);
create function trial_watch() returns trigger language plpgsql security definer as $$
begin
  insert into public.{GRANTS} ({_COLUMNS}) values (new.case_id, new.line, old.claim_token,
    new.claim_token, new.claimed_at, old.lease_until, new.lease_until);
  return null;
end $$;
create trigger trial_watch after update on queue for each row
when (old.claim_token is distinct from new.claim_token
   or old.lease_until is distinct from new.lease_until)
execute function trial_watch();
"""


class Eye:
    """One store, seen from outside the program."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._is_sqlite = url.startswith("sqlite")
        self._looking: sqlite3.Connection | None = None
        self._connection: psycopg.Connection[tuple[Any, ...]] | None = None

    def rows(self, statement: str, values: Sequence[Any] = ()) -> Rows:
        """Run one statement; `?` stands for each value on both engines."""
        if self._is_sqlite:
            with self._sqlite() as connection, connection:
                return connection.execute(statement, values).fetchall()
        cursor = self._postgres().execute(statement.replace("?", "%s").encode(), values)
        return cursor.fetchall() if cursor.description else []

    @contextmanager
    def _sqlite(self) -> Iterator[sqlite3.Connection]:
        """Kept no longer than it is looked at: a trial may take the file away."""
        if self._looking is not None:
            yield self._looking
            return
        file = self.url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(file, timeout=20)) as opened:
            self._looking = opened
            try:
                yield opened
            finally:
                self._looking = None

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Many looks, one connection."""
        if not self._is_sqlite:
            yield
            return
        with self._sqlite():
            yield

    def _postgres(self) -> psycopg.Connection[tuple[Any, ...]]:
        """One kept connection: opening one costs more than most looks."""
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self.url, autocommit=True)
        return self._connection

    def close(self) -> None:
        """Look no more."""
        if self._connection is not None:
            self._connection.close()

    def watch(self) -> None:
        """Have the database itself write down who holds what, whoever changes it."""
        if self._is_sqlite:
            file = self.url.removeprefix("sqlite:///")
            with closing(sqlite3.connect(file)) as connection:
                connection.executescript(_SQLITE_WATCH)
            return
        self._postgres().execute(_POSTGRES_WATCH.encode())

    def tables(self) -> list[str]:
        """The store's tables, without the witness's."""
        listed = (
            "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            if self._is_sqlite
            else "select tablename from pg_tables where schemaname = current_schema()"
        )
        return sorted(str(name) for (name,) in self.rows(listed) if name != GRANTS)

    def dump(self) -> dict[str, list[str]]:
        """Every row of every table, as text, in no order."""
        with self.looking():
            return {
                table: sorted(repr(row) for row in self.rows(f'select * from "{table}"'))
                for table in self.tables()
            }

    def grants(self) -> Rows:
        """What the watch saw, in order."""
        return self.rows(f"select {_COLUMNS} from {GRANTS} order by seq")
