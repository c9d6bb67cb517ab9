"""What there is to say of the shared store, whatever its state: `veille store status`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from veille_tui.errors import Refused, StoreUnreachable
from veille_tui.store import schema
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.link import Link, not_initialised
from veille_tui.store.url import engine_of, hide_password, sqlite_file

COUNTED = (
    "campaigns households tenants phone_numbers cases attempts dials answers notes needs"
    " refused_entries"
).split()
_LONG = 60.0


@dataclass(frozen=True, slots=True)
class Status:
    """The shared store seen from this workstation."""

    url: str
    """Without its password."""
    engine: str
    schema: str
    """The tables' version; "" when there are none."""
    expected: str
    reachable: bool
    counts: dict[str, int] = field(default_factory=dict)
    """Rows by table, when the version is the expected one."""
    problem: StoreUnreachable | Refused | None = None
    """What stands in the way, if anything."""


def status(
    url: str, connect_seconds: float = 3, answer_seconds: float = 10, password: str = ""
) -> Status:
    """Look without touching: no file is made, no table. Raises WrongUsage for a malformed URL."""
    engine = engine_of(url)
    shown = hide_password(url)
    if engine == "sqlite" and not _is_begun(sqlite_file(url)):
        problem = not_initialised()
        return Status(shown, engine, "", schema.EXPECTED, reachable=True, problem=problem)
    try:
        link = open_link(url, connect_seconds, answer_seconds, password)
    except (StoreUnreachable, Refused) as error:
        return Status(shown, engine, "", schema.EXPECTED, reachable=False, problem=error)
    try:
        return _status(link, shown)
    except StoreUnreachable as error:
        return Status(shown, engine, "", schema.EXPECTED, reachable=False, problem=error)
    finally:
        link.close()


def clock_of(url: str, connect_seconds: float = 3, answer_seconds: float = 10) -> datetime:
    """The clock of a store that has this program's tables, UTC; nothing is made.

    Raises WrongUsage, StoreUnreachable, Refused; NotInitialised where there is no table yet.
    """
    is_file = engine_of(url) == "sqlite"
    if is_file and not _is_begun(sqlite_file(url)):
        raise not_initialised()
    link = open_link(url, connect_seconds, answer_seconds)
    try:
        schema.check(link)
        now = to_micros(datetime.now(UTC)) if is_file else None
        return from_micros(link.rows("select {now}", {"now": now})[0][0])
    finally:
        link.close()


def _is_begun(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0


def _status(link: Link, shown: str) -> Status:
    engine, found = link.dialect.name, schema.version_of(link)
    try:
        schema.check(link)
    except Refused as error:
        return Status(shown, engine, found, schema.EXPECTED, reachable=True, problem=error)
    with link.patient(_LONG):
        rows = link.rows("select " + ", ".join(f"(select count(*) from {t})" for t in COUNTED))
    counts = dict(zip(COUNTED, rows[0], strict=True))
    return Status(shown, engine, found, schema.EXPECTED, reachable=True, counts=counts)
