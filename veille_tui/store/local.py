"""This workstation's own file: the journal, the claimed cases, what the screen shows at start.

Standard library only: it is opened before the first paint.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from veille_tui.domain.case import Case
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.errors import JournalFailed, Refused
from veille_tui.language import _

_VERSION = 1
_SCHEMA = """
create table meta (key text primary key, value text not null) without rowid;
create table journal (
    seq integer primary key, id text not null unique, at text not null, kind text not null,
    case_id integer not null, campaign_id text not null, attempt_id text not null,
    caller text not null, data text not null, sent_at text, refused text
);
create index journal_attempt on journal(attempt_id, seq);
create index journal_token on journal(json_extract(data, '$.token'))
    where kind = 'attempt_started';
create index journal_unsent on journal(seq) where sent_at is null;
create table claims (
    token text primary key, campaign_id text not null, case_id integer, reason text not null,
    dossier text, lease_until text, lost integer not null default 0
) without rowid;
"""


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A claim as this workstation knows it."""

    token: str
    campaign_id: str
    reason: str
    """"" for the next case, or why one case was asked for: inbound."""
    asked: int = 0
    """The case that was asked for; 0 while the next of the calling order is."""
    case: Case | None = None
    """None while the answer to the claim has not come."""
    lease_until: datetime | None = None
    """By the shared store's clock, UTC."""
    is_lost: bool = False
    """The shared store said that somebody else has it now."""


class LocalJournal:
    """The journal of one workstation, opened by one program at a time.

    Each public method is one transaction, on disk (fsync) when it returns; methods may be called
    from any thread. Raises JournalFailed when the disk refuses.
    """

    def __init__(self, file: Path | None) -> None:
        """None: a journal in memory, gone with the program; nothing is written anywhere."""
        self._lock = threading.RLock()
        self._connection = _open(file) if file is not None else _open_in_memory()
        self.desk_id = self._desk_id()

    def close(self) -> None:
        """Let another program open this journal."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            try:
                self._connection.execute("begin immediate")
                yield self._connection
                self._connection.execute("commit")
            except sqlite3.Error as error:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise _failed(error) from error
            except BaseException:
                self._connection.execute("rollback")
                raise

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise _failed(error) from error

    def _desk_id(self) -> str:
        known = self.remembered("desk")
        if known:
            return known
        made = str(uuid.uuid4())
        self.remember("desk", made)
        return made

    # What the screen shows before anything else is loaded.

    def remember(self, key: str, value: str) -> None:
        """Keep one small fact: the campaign last opened, the figures last seen."""
        with self._transaction() as connection:
            connection.execute("insert or replace into meta values (?, ?)", (key, value))

    def remembered(self, key: str) -> str:
        """The fact kept under `key`, or ""."""
        rows = self._rows("select value from meta where key = ?", (key,))
        return str(rows[0][0]) if rows else ""

    # The journal.

    def append(self, *entries: Entry) -> None:
        """Write entries, all or none; each gets its place in the order."""
        if len(entries) == 1:
            self._append_one(entries[0])
            return
        with self._transaction():
            self.append_within(entries)

    def _append_one(self, entry: Entry) -> None:
        """One statement is a transaction of its own: the caller waits for one sync and no more."""
        row = _entry_row(entry)
        with self._lock:
            try:
                self._connection.execute(_INSERT, row)
            except sqlite3.Error as error:
                raise _failed(error) from error

    def entries_of(self, attempt_id: str) -> list[Entry]:
        """One attempt's entries, in order."""
        return [
            _entry(row)
            for row in self._rows(f"{_SELECT} where attempt_id = ? order by seq", (attempt_id,))
        ]

    def open_attempt(self, token: str) -> str:
        """The attempt that was begun under a claim, or ""."""
        rows = self._rows(
            "select attempt_id from journal where kind = 'attempt_started'"
            " and json_extract(data, '$.token') = ? order by seq desc limit 1",
            (token,),
        )
        return str(rows[0][0]) if rows else ""

    def entries_since(self, moment: datetime, kinds: Iterable[Kind]) -> list[Entry]:
        """Today's entries of some kinds, in order: what the start screen counts."""
        marks = ", ".join(repr(kind.value) for kind in kinds)
        return [
            _entry(row)
            for row in self._rows(
                f"{_SELECT} where at >= ? and kind in ({marks}) order by seq", (moment.isoformat(),)
            )
        ]

    # The outbox is the unsent tail.

    def unsent(self, limit: int) -> list[Entry]:
        """The oldest entries that the shared store has not acknowledged."""
        return [
            _entry(row)
            for row in self._rows(f"{_SELECT} where sent_at is null order by seq limit ?", (limit,))
        ]

    def unsent_count(self) -> tuple[int, datetime | None]:
        """How many entries wait, and since when."""
        rows = self._rows("select count(*), min(at) from journal where sent_at is null")
        count, since = rows[0]
        return int(str(count)), datetime.fromisoformat(str(since)) if since else None

    def mark_sent(self, ids: Sequence[str], now: datetime, refused: dict[str, str]) -> None:
        """The shared store has these; `refused` ones are set aside with its reason."""
        with self._transaction() as connection:
            connection.executemany(
                "update journal set sent_at = ?, refused = ? where id = ?",
                [(now.isoformat(), refused.get(entry), entry) for entry in ids],
            )

    def sent(self) -> list[str]:
        """Ids of all that the shared store has answered for, in order."""
        rows = self._rows("select id from journal where sent_at is not null order by seq")
        return [str(row[0]) for row in rows]

    def send_again(self, ids: Iterable[str]) -> None:
        """The shared store went back to a copy of before these came."""
        with self._transaction() as connection:
            connection.executemany(
                "update journal set sent_at = null, refused = null where id = ?",
                [(entry,) for entry in ids],
            )

    def refused(self) -> list[tuple[Entry, str]]:
        """Entries that the shared store would not take, with its reason."""
        rows = self._rows(f"{_SELECT_REFUSED} where refused is not null order by seq")
        return [(_entry(row), str(row[-1])) for row in rows]

    # Claims.

    def ask_claim(self, token: str, campaign_id: str, reason: str = "", case_id: int = 0) -> None:
        """Write a token down before it is sent, with the case it is for: 0 is the next one.

        A lost reply then leaks no case.
        """
        with self._transaction() as connection:
            connection.execute(
                "insert into claims(token, campaign_id, reason, case_id) values (?, ?, ?, ?)"
                " on conflict (token) do update set reason = excluded.reason",
                (token, campaign_id, reason, case_id),
            )

    def got_claim(self, token: str, case: Case, lease_until: datetime) -> None:
        """The shared store granted this token a case."""
        with self._transaction() as connection:
            connection.execute(
                "update claims set case_id = ?, dossier = ?, lease_until = ? where token = ?",
                (case.id, _dump(to_plain(case)), lease_until.isoformat(), token),
            )

    def renew_claims(self, leases: dict[str, datetime], asked: Iterable[str]) -> None:
        """New ends of leases; those asked for and not granted are marked lost."""
        with self._transaction() as connection:
            for token in asked:
                lease = leases.get(token)
                connection.execute(
                    "update claims set lease_until = coalesce(?, lease_until), lost = ?"
                    " where token = ?",
                    (lease.isoformat() if lease else None, int(lease is None), token),
                )

    def drop_claim(self, token: str) -> None:
        """This workstation no longer holds that claim."""
        with self._transaction() as connection:
            connection.execute("delete from claims where token = ?", (token,))

    def finish(self, token: str, *entries: Entry) -> None:
        """Write the end of an attempt and let go of its claim, both or neither."""
        with self._transaction():
            self.append_within(entries)
            self._connection.execute("delete from claims where token = ?", (token,))

    def append_within(self, entries: Sequence[Entry]) -> None:
        """`append` inside a transaction that is already open."""
        self._connection.executemany(_INSERT, [_entry_row(entry) for entry in entries])

    def claims(self) -> list[HeldClaim]:
        """The claims of this workstation, asked or held."""
        rows = self._rows(
            "select token, campaign_id, reason, coalesce(case_id, 0), dossier, lease_until, lost"
            " from claims"
        )
        return [_claim(row) for row in rows]


_INSERT = (
    "insert into journal(id, at, kind, case_id, campaign_id, attempt_id, caller, data)"
    " values (?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = "select seq, id, at, kind, case_id, campaign_id, attempt_id, caller, data from journal"
_SELECT_REFUSED = _SELECT.replace("data from", "data, refused from")


def _open(file: Path) -> sqlite3.Connection:
    """A private file (0600) in a private folder, one program at a time, every commit synced."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        connection = sqlite3.connect(
            file, timeout=0.5, isolation_level=None, check_same_thread=False
        )
    except (OSError, sqlite3.Error) as error:
        raise JournalFailed(
            _("Le journal de ce poste ne peut pas être ouvert ({file}).").format(file=file),
            _("Vérifier les droits du dossier et la place sur le disque."),
        ) from error
    try:
        connection.execute("pragma locking_mode = exclusive")
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma synchronous = full")
        connection.execute("pragma secure_delete = on")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version == 0:
            _create(connection)
    except sqlite3.Error as error:
        connection.close()
        raise _not_ours(error, file) from error
    if version > _VERSION:
        connection.close()
        raise Refused(
            _("Le journal de ce poste vient d'une version plus récente de veille."),
            _("Mettre le programme à jour ; rien n'est perdu."),
        )
    return connection


def _open_in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("pragma temp_store = memory")
    _create(connection)
    return connection


def _create(connection: sqlite3.Connection) -> None:
    connection.executescript(
        f"begin exclusive; {_SCHEMA} pragma user_version = {_VERSION}; commit;"
    )


def _not_ours(error: sqlite3.Error, file: Path) -> Refused | JournalFailed:
    if "locked" in str(error) or "busy" in str(error):
        return Refused(
            _("veille est déjà ouvert sur ce poste."),
            _("Retourner à l'autre fenêtre, ou la fermer avant d'en ouvrir une nouvelle."),
        )
    return JournalFailed(
        _("Le journal de ce poste est illisible ({file}).").format(file=file),
        _("Ne pas effacer ce fichier : le confier à la personne qui administre veille."),
    )


def _failed(error: sqlite3.Error) -> JournalFailed:
    return JournalFailed(
        _("Le disque de ce poste refuse d'écrire : la dernière réponse n'est pas enregistrée."),
        _("Libérer de la place sur le disque, puis répondre à nouveau."),
    )


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _entry_row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.id,
        entry.at.isoformat(),
        entry.kind.value,
        entry.case_id,
        entry.campaign_id,
        entry.attempt_id,
        entry.caller,
        _dump(to_plain(entry.data)),
    )


def _entry(row: Sequence[object]) -> Entry:
    seq, entry_id, at, kind, case_id, campaign_id, attempt_id, caller, data = row[:9]
    return Entry(
        id=str(entry_id),
        at=datetime.fromisoformat(str(at)),
        kind=Kind(str(kind)),
        case_id=int(str(case_id)),
        campaign_id=str(campaign_id),
        attempt_id=str(attempt_id),
        caller=str(caller),
        data=json.loads(str(data)),
        seq=int(str(seq)),
    )


def _claim(row: Sequence[object]) -> HeldClaim:
    token, campaign_id, reason, asked, dossier, lease, lost = row
    return HeldClaim(
        token=str(token),
        campaign_id=str(campaign_id),
        reason=str(reason),
        asked=int(str(asked)),
        case=from_plain(Case, json.loads(str(dossier))) if dossier else None,
        lease_until=datetime.fromisoformat(str(lease)) if lease else None,
        is_lost=bool(lost),
    )
