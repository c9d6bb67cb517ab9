"""Makes and upgrades the shared store's tables; the only file that loads Alembic."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store import schema
from veille_tui.store.access import install
from veille_tui.store.link import Link
from veille_tui.store.url import engine_of, hide_password, sqlite_file

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_LONG = 600.0
"""Seconds that a change of a large table may take."""
_KEPT = timedelta(days=7)
"""How long the copy of before an upgrade stays: it holds people's data, which no purge reaches."""


def init(url: str, link: Link) -> str:
    """Make the tables in an empty database; their version. Raises Refused when it is not empty."""
    found = schema.version_of(link)
    if found:
        schema.check(link)
        return found
    if _tables(link):
        raise Refused(
            _("Cette base contient déjà autre chose ({url}).").format(url=hide_password(url)),
            _("Donner à veille une base vide, à elle seule."),
        )
    return _migrate(url)


def upgrade(url: str, link: Link) -> tuple[str, str]:
    """Bring the tables to this program's version: before and after. All of it or nothing.

    On a server the functions and rights are made anew even where the tables are up to date.
    """
    found = schema.version_of(link)
    if not found or found > schema.EXPECTED:
        schema.check(link)
    is_server = link.dialect.name == "postgresql"
    return found, _migrate(url) if is_server or found != schema.EXPECTED else found


def upgrade_own(url: str, link: Link) -> None:
    """The same for a store that one workstation keeps for itself, its copy left beside it.

    Raises Refused, with nothing changed, when there is no room for the copy.
    """
    found = schema.version_of(link)
    if found and found < schema.EXPECTED:
        _copy_beside(Path(sqlite_file(url)), found)
        upgrade(url, link)


def forget_old_copies(url: str, now: datetime) -> None:
    """Delete the copies of upgrades that have proved themselves; `now` is aware."""
    file = Path(sqlite_file(url))
    for copy in file.parent.glob(f"{file.name}.[0-9][0-9][0-9][0-9]"):
        with contextlib.suppress(OSError):
            made = datetime.fromtimestamp(copy.stat().st_mtime, UTC)
            if now - made > _KEPT:
                copy.unlink()


def _copy_beside(file: Path, version: str) -> None:
    """A whole copy, `store.db.0001`, that only its owner may read."""
    import sqlite3
    from contextlib import closing

    part = file.with_name(f"{file.name}.{version}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with closing(sqlite3.connect(file)) as old, closing(sqlite3.connect(part)) as new:
            old.backup(new)
        part.replace(file.with_name(f"{file.name}.{version}"))
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise Refused(
            _("La base de ce poste n'a pas pu être copiée avant sa mise à jour."),
            _("Rien n'est perdu : faire de la place sur le disque, puis recommencer."),
        ) from error


def _tables(link: Link) -> list[str]:
    statement = (
        "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
        if link.dialect.name == "sqlite"
        else "select tablename from pg_tables where schemaname = current_schema()"
    )
    return [str(row[0]) for row in link.rows(statement)]


def _migrate(url: str) -> str:
    """Run what is missing of the history, in one transaction. Raises Refused when it cannot."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy.exc import SQLAlchemyError

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    engine = _engine(url)
    try:
        with engine.connect() as connection, connection.begin():
            _take_turns(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _give_rights(connection)
    except SQLAlchemyError as error:
        raise Refused(
            _("Les tables n'ont pas pu être préparées ({reason}) ; rien n'est changé.").format(
                reason=type(getattr(error, "orig", None) or error).__name__
            ),
            _("Vérifier les droits de ce compte sur la base, et que personne ne s'en sert."),
        ) from None
    finally:
        engine.dispose()
    return schema.EXPECTED


def _give_rights(connection: Connection) -> None:
    """On a server: the functions and rights that go with these tables."""
    if connection.dialect.name != "postgresql":
        return
    driver: Any = connection.connection.driver_connection

    def execute(statement: str) -> list[tuple[Any, ...]]:
        cursor = driver.execute(statement)
        return list(cursor.fetchall()) if cursor.description else []

    install(execute)


def _take_turns(connection: Connection) -> None:
    """Two programs that start at once make the tables once."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("select pg_advisory_xact_lock(7263645)")
        connection.exec_driver_sql(f"set local statement_timeout = '{int(_LONG)}s'")


def _engine(url: str) -> Engine:
    """An engine whose SQLite transactions hold the table definitions too."""
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    if engine_of(url) == "postgresql":
        from veille_tui.store.connecting import for_tables

        return create_engine(
            "postgresql+psycopg://", creator=lambda: for_tables(url), poolclass=NullPool
        )
    engine = create_engine("sqlite://", creator=lambda: _sqlite_connection(url), poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("begin immediate"))
    return engine


def _sqlite_connection(url: str) -> object:
    import sqlite3

    return sqlite3.connect(sqlite_file(url), timeout=30, isolation_level=None)
