"""A look into this workstation's journal that takes nothing from the desk that has it open.

The desk holds its file for itself alone, so the file and its write-ahead log are read as bytes and
put together in memory: no lock is taken, nothing is written anywhere.
"""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from datetime import datetime
from pathlib import Path

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import JournalFailed
from veille_tui.language import _
from veille_tui.store.journal_file import VERSION

_TRIES = 5
_WAL_HEADER, _FRAME_HEADER = 32, 24


@dataclass(frozen=True, slots=True)
class Aside:
    """One entry that the shared store would not take: what it is, never what it says."""

    id: str
    kind: str
    case_id: int
    reason: str


@dataclass(frozen=True, slots=True)
class HeldHere:
    """One claim that this workstation believes to have."""

    token: str
    case_id: int
    lease_until: datetime | None


@dataclass(frozen=True, slots=True)
class Glance:
    """What the journal held a moment ago."""

    is_in_use: bool
    """A desk has it open now."""
    is_newer: bool = False
    """A newer program made it; the rest is not known then."""
    unsent: int = 0
    since: datetime | None = None
    """When the oldest unsent entry was written."""
    store_id: str = ""
    """The shared store that the unsent entries are for; "" is not known yet."""
    store_address: str = ""
    aside: tuple[Aside, ...] = ()
    claims: tuple[HeldHere, ...] = ()


def glance(file: Path) -> Glance:
    """What the journal at `file` holds. Raises JournalFailed when it cannot be read."""
    try:
        in_use = _is_in_use(file)
        with closing(sqlite3.connect(":memory:")) as connection:
            connection.deserialize(_whole(file))
            version = connection.execute("pragma user_version").fetchone()[0]
            if version == 0:
                return Glance(in_use)
            if version > VERSION:
                return Glance(in_use, is_newer=True)
            return _read(connection, in_use)
    except (OSError, sqlite3.Error, struct.error) as error:
        raise JournalFailed(
            _("Le journal de ce poste est illisible ({file}).").format(file=file),
            _("Ne pas effacer ce fichier : le confier à la personne qui administre veille."),
        ) from error


def _read(connection: sqlite3.Connection, in_use: bool) -> Glance:
    count, since = connection.execute(
        "select count(*), min(at) from journal where sent_at is null"
    ).fetchone()
    meta = dict(connection.execute("select key, value from meta where key like 'store_%'"))
    aside = connection.execute(
        "select id, kind, case_id, refused from journal where refused is not null order by seq"
    )
    claims = connection.execute(
        "select token, case_id, lease_until from claims where dossier is not null and lost = 0"
    )
    return Glance(
        is_in_use=in_use,
        unsent=count,
        since=datetime.fromisoformat(since) if since else None,
        store_id=meta.get("store_id", ""),
        store_address=meta.get("store_address", ""),
        aside=tuple(Aside(*row) for row in aside),
        claims=tuple(
            HeldHere(token, case_id or 0, datetime.fromisoformat(lease) if lease else None)
            for token, case_id, lease in claims
        ),
    )


def _is_in_use(file: Path) -> bool:
    """Whether a desk has it: SQLite then lets nobody else even read."""
    address = f"{file.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(address, uri=True, timeout=0)) as connection:
        try:
            connection.execute("select count(*) from sqlite_master").fetchone()
        except sqlite3.OperationalError as error:
            return "locked" in str(error) or "busy" in str(error)
    return False


def _whole(file: Path) -> bytes:
    """The file with what its log holds beyond it, as of one moment.

    When the desk moves its log into the file meanwhile, everything is read again.
    """
    log = file.with_name(file.name + "-wal")
    for _try in range(_TRIES):
        before = _head(log)
        frames = log.read_bytes() if before else b""
        content = bytearray(file.read_bytes())
        if _head(log) == before:
            _apply(content, frames)
            # As a file without a log: bytes 18 and 19 say how it is written.
            content[18:20] = b"\x01\x01"
            return bytes(content)
    raise OSError("the journal is being moved about")


def _head(log: Path) -> bytes:
    try:
        with log.open("rb") as stream:
            return stream.read(_WAL_HEADER)
    except FileNotFoundError:
        return b""


def _apply(content: bytearray, log: bytes) -> None:
    """Put the committed pages of a write-ahead log into `content` (sqlite.org/walformat.html)."""
    if len(log) < _WAL_HEADER:
        return
    magic, _version, size, _sequence, salt, other_salt = struct.unpack_from(">6I", log)
    order = ">" if magic & 1 else "<"
    sums = _add(log[:24], (0, 0), order)
    pending: dict[int, bytes] = {}
    for start in range(_WAL_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        page, pages, *rest = struct.unpack_from(">6I", log, start)
        body = log[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
        sums = _add(body, _add(log[start : start + 8], sums, order), order)
        if rest != [salt, other_salt, *sums]:
            # What is left of an older round of the log, or is being written at this instant.
            break
        pending[page] = body
        if pages:
            _commit(content, pending, pages * size, size)
            pending = {}


def _commit(content: bytearray, pending: dict[int, bytes], length: int, size: int) -> None:
    content.extend(bytes(max(0, length - len(content))))
    for page, body in pending.items():
        content[(page - 1) * size : page * size] = body
    del content[length:]


def _add(part: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    first, second = sums
    words = struct.unpack(f"{order}{len(part) // 4}I", part)
    for one, other in zip(words[::2], words[1::2], strict=True):
        first = (first + one + second) & 0xFFFFFFFF
        second = (second + other + first) & 0xFFFFFFFF
    return first, second
