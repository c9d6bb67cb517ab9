"""The PostgreSQL database that a test leaves is cleared for the next: far less work than a copy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import psycopg

from tests.postgres import Server

_SAID = "relname, relkind, relowner, relacl, reloptions, relrowsecurity, relforcerowsecurity"
_OWN = "oid >= 16384 and relpersistence <> 't'"
_HERE = "(select oid from pg_database where datname = current_database())"
_XMIN = "xmin::text"
# What makes up a shape: what stands in the row, or who wrote it last.
_CATALOGUES = (
    ("pg_class", f"({_SAID})::text", _OWN),
    ("pg_attribute", _XMIN, f"attrelid in (select oid from pg_class where {_OWN})"),
    ("pg_proc", _XMIN, "oid >= 16384"),
    ("pg_constraint", _XMIN, "oid >= 16384"),
    ("pg_trigger", _XMIN, "oid >= 16384"),
    ("pg_index", _XMIN, f"indrelid in (select oid from pg_class where {_OWN})"),
    ("pg_policy", _XMIN, "true"),
    ("pg_default_acl", _XMIN, "true"),
    ("pg_extension", _XMIN, "true"),
    ("pg_namespace", "(nspname, nspacl)::text", r"nspname not like 'pg\_%temp\_%'"),
    ("pg_database", "datacl::text", "datname = current_database()"),
    ("pg_db_role_setting", "setconfig::text", f"setdatabase in (0, {_HERE})"),
)
_SHAPE = " union all ".join(
    f"select '{name}', count(*), coalesce(sum(hashtext({said})::bigint), 0) from {name}"
    f" where {rows}"
    for name, said, rows in _CATALOGUES
)
_FILLED = f"""
select oid::regclass::text from pg_class
where relkind = 'r' and {_OWN} and pg_relation_size(oid) > 0"""
_ALONE = """
select pg_terminate_backend(pid) from pg_stat_activity
where datname = current_database() and pid <> pg_backend_pid()"""


@dataclass
class Cleared:
    """Databases like `template`, lent to one test at a time.

    One whose tables, functions, rights or settings a test changed is thrown away; of the others
    the rows go, and with them what the planner knew of them.
    """

    server: Server
    template: str
    _free: list[str] = field(default_factory=list)
    _shape: list[Any] = field(default_factory=list)
    _rows: dict[str, str] = field(default_factory=dict)

    def lend(self) -> str:
        """The name of a database with the template's tables and rows."""
        if not self._shape:
            with self._connected(self.template) as connection:
                self._shape = connection.execute(_SHAPE).fetchall()
                self._rows = self._told(connection)
        return self._free.pop() if self._free else self.server.new_database(self.template)

    def take_back(self, name: str) -> None:
        """Make it as new for the next test, or throw it away."""
        try:
            is_as_new = self._clear(name)
        except psycopg.Error:
            is_as_new = False
        if is_as_new:
            self._free.append(name)
        else:
            self.server.drop_database(name)

    def _clear(self, name: str) -> bool:
        with self._connected(name) as connection:
            connection.execute(_ALONE)
            if connection.execute(_SHAPE).fetchall() != self._shape:
                return False
            filled = [one for (one,) in connection.execute(_FILLED) if one not in self._rows]
            if filled:
                connection.execute("set session_replication_role = replica")
                connection.execute(
                    f"truncate {', '.join(filled)} restart identity cascade".encode()
                )
                connection.execute(
                    "delete from pg_statistic where starelid = any(%s::regclass[])", [filled]
                )
            return self._told(connection) == self._rows

    def _told(self, connection: psycopg.Connection[Any]) -> dict[str, str]:
        """What stands in each of the template's tables that are not empty."""
        named = self._rows or [one for (one,) in connection.execute(_FILLED)]
        found = {}
        for one in named:
            said = f"select json_agg(f)::text from {one} f"
            ((found[one],),) = connection.execute(said.encode()).fetchall()
        return found

    def _connected(self, name: str) -> psycopg.Connection[Any]:
        return psycopg.connect(self.server.url(name), autocommit=True)
