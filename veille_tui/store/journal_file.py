"""The file of this workstation's journal: opened by one program, upgraded, written whole.

Standard library only: it is opened before the first paint.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from veille_tui.errors import JournalFailed, Refused
from veille_tui.language import _

VERSION = 2
_FIRST = """
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
_SECOND = """
alter table claims add column ahead integer not null default 0;
alter table claims add column leaving integer not null default 0;
create table called (
    campaign_id text not null, case_id integer not null, who text not null, at text not null,
    primary key (campaign_id, case_id)
) without rowid;
create table notices (
    id integer primary key, kind text not null, case_id integer not null,
    campaign_id text not null, about text not null, at text not null, who text not null,
    heard_at text, read_at text
);
create index journal_refused on journal(seq) where refused is not null;
"""
_STEPS = (_FIRST, _SECOND)
"""What brings a journal from each version to the next; an unsent one is carried along."""


class JournalInUse(Refused):
    """Another program of this workstation has the journal open."""


class JournalFile:
    """One file, one program, one connection; each public method is one transaction."""

    def __init__(self, file: Path | None) -> None:
        """None: a journal in memory, gone with the program; nothing is written anywhere."""
        self._lock = threading.RLock()
        self._connection = _open(file) if file is not None else _open_in_memory()

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
                raise failed() from error
            except BaseException:
                self._connection.execute("rollback")
                raise

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock:
            try:
                return self._connection.execute(sql, values).fetchall()
            except sqlite3.Error as error:
                raise failed() from error

    def remember(self, key: str, value: str) -> None:
        """Keep one small fact: the campaign last opened, the figures last seen."""
        with self._transaction() as connection:
            connection.execute("insert or replace into meta values (?, ?)", (key, value))

    def remembered(self, key: str) -> str:
        """The fact kept under `key`, or ""."""
        rows = self._rows("select value from meta where key = ?", (key,))
        return str(rows[0][0]) if rows else ""


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
        if version < VERSION:
            _bring_up(connection, version)
    except sqlite3.Error as error:
        connection.close()
        raise _not_ours(error, file) from error
    if version > VERSION:
        connection.close()
        raise Refused(
            _("Le journal de ce poste vient d'une version plus récente de veille."),
            _("Mettre le programme à jour ; rien n'est perdu."),
        )
    return connection


def _open_in_memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    connection.execute("pragma temp_store = memory")
    _bring_up(connection, 0)
    return connection


def _bring_up(connection: sqlite3.Connection, version: int) -> None:
    """To this program's version in one transaction: a kill leaves the old one, whole."""
    try:
        steps = "".join(_STEPS[version:])
        connection.executescript(
            f"begin exclusive; {steps} pragma user_version = {VERSION}; commit;"
        )
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("rollback")
        raise


def _not_ours(error: sqlite3.Error, file: Path) -> Refused | JournalFailed:
    text = str(error)
    if "locked" in text or "busy" in text:
        return JournalInUse(
            _("veille est déjà ouvert sur ce poste."),
            _(
                "Retourner à l'autre fenêtre, ou la fermer avant d'en ouvrir une nouvelle."
                " À deux sur cet ordinateur : un dossier chacun, avec VEILLE_HOME."
            ),
        )
    if "full" in text or "readonly" in text or "I/O" in text:
        return failed()
    return JournalFailed(
        _("Le journal de ce poste est illisible ({file}).").format(file=file),
        _("Ne pas effacer ce fichier : le confier à la personne qui administre veille."),
    )


def failed() -> JournalFailed:
    """The disk refuses; nothing was written."""
    return JournalFailed(
        _("Le disque de ce poste refuse d'écrire : la dernière réponse n'est pas enregistrée."),
        _("Libérer de la place sur le disque, puis répondre à nouveau."),
    )
