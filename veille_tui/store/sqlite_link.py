"""The shared store in one SQLite file: private, patient when others write, never corrupted."""

from __future__ import annotations

import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from veille_tui.errors import Refused, StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.store.dialects import SQLITE
from veille_tui.store.file_systems import network_of
from veille_tui.store.link import Collision, Link, Rows, Values, not_initialised, read_json
from veille_tui.store.procedures import Procedure, Step

Result = TypeVar("Result")
_LONGEST_NAP = 0.02


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether several connections may write a WAL file: 3.7.0 to 3.51.2 could corrupt it."""
    return (
        version >= (3, 51, 3)
        or (3, 50, 7) <= version < (3, 51, 0)
        or (3, 44, 6) <= version < (3, 45, 0)
    )


class SqliteLink(Link):
    """One connection to the file; made, with its folder, when it is not there."""

    dialect = SQLITE

    def __init__(self, file: Path, patience: float) -> None:
        self.patience = patience
        self._file = file
        refuse_a_network(file)
        self._connection = _open(file)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        mode = "wal" if wal_is_safe(sqlite3.sqlite_version_info) else "delete"
        self._run("pragma foreign_keys = on")
        # Erased people are erased from the file too, not only from the tables.
        self._run("pragma secure_delete = on")
        if self._run("pragma journal_mode")[0][0] != mode:
            self._run(f"pragma journal_mode = {mode}")

    def _run(self, statement: str, values: Values = {}) -> Rows:  # noqa: B006 - never changed
        return self._retry(lambda: self._connection.execute(statement, values).fetchall())

    def _retry(self, work: Callable[[], Result]) -> Result:
        """`work`, again while another connection writes: short random naps, so nobody starves."""
        end = min(self.deadline, time.monotonic() + self.patience)
        while True:
            try:
                return work()
            except sqlite3.Error as error:
                if not _is_busy(error) or time.monotonic() >= end:
                    raise self._understood(error) from error
                time.sleep(random.uniform(0, _LONGEST_NAP))

    def rows(self, statement: str, values: Values = {}) -> Rows:  # noqa: B006 - never changed
        return self._run(SQLITE.write(statement), values)

    def call(self, procedure: Procedure, values: Values) -> Rows:
        known: dict[str, Any] = {"sender": "", "is_person": 0, **values}
        known |= {step.into: None for step in procedure.steps if step.into}
        known |= {step.adds_to: 0 for step in procedure.steps if step.adds_to}
        if not procedure.steps:
            return read_json(procedure, self.rows(procedure.result, known))
        with self._whole():
            for step in procedure.steps:
                if step.only_if and known[step.only_if] is None:
                    continue
                self._do(step, known)
                if step.stops_if and known[step.stops_if] is not None:
                    break
            return read_json(procedure, self.rows(procedure.result, known))

    def _do(self, step: Step, known: dict[str, Any]) -> None:
        if step.into:
            value = self.rows(step.statement, known)[0][0]
            known[step.into] = None if value == "[]" else value
            return
        text = SQLITE.write(step.statement)
        count = self._retry(lambda: self._connection.execute(text, known).rowcount)
        if step.adds_to:
            known[step.adds_to] += count

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """A transaction, or a part of the one that is open."""
        if self._connection.in_transaction:
            yield
            return
        with self.transaction():
            yield

    def many(self, statement: str, values: Sequence[Values]) -> None:
        text = SQLITE.write(statement)
        self._retry(lambda: self._connection.executemany(text, values))

    def load(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        marks = ", ".join("?" * len(columns))
        text = f"insert into {table} ({', '.join(columns)}) values ({marks})"
        self._retry(lambda: self._connection.executemany(text, rows))

    def reserve(self, table: str, count: int) -> Sequence[int]:
        # The engine keeps the highest number ever given, erased rows included.
        found = self._run("select seq from sqlite_sequence where name = :table", {"table": table})
        first = found[0][0] + 1 if found else 1
        return range(first, first + count)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self._run("begin immediate")
        try:
            yield
            self._run("commit")
        except BaseException:
            if self._connection.in_transaction:
                self._connection.rollback()
            raise

    @contextmanager
    def patient(self, seconds: float) -> Iterator[None]:
        """Long work also gets memory enough not to spill half-written pages to the disk."""
        self._run("pragma cache_size = -65536")
        try:
            with super().patient(seconds):
                yield
        finally:
            self._run("pragma cache_size = -2000")

    def close(self) -> None:
        self.is_open = False
        self._connection.close()

    def _understood(self, error: sqlite3.Error) -> Exception:
        text = str(error)
        if isinstance(error, sqlite3.IntegrityError) and "UNIQUE" in text:
            return Collision(text)
        if isinstance(error, (sqlite3.ProgrammingError, sqlite3.IntegrityError)):
            return error
        return _in_words(text, self._file)


def refuse_a_network(file: Path) -> None:
    """Raises Refused where SQLite's locks do not hold: two desks would damage the file."""
    kind = network_of(file)
    if kind:
        raise Refused(
            _("La base {file} est sur un dossier du réseau ({kind}) : elle s'y abîmerait.").format(
                file=file, kind=kind
            ),
            _(
                "Seul sur ce poste : choisir un dossier de son disque (--home, --store)."
                " À plusieurs : PostgreSQL (postgresql://nom@serveur/base)."
            ),
        )


def _is_busy(error: sqlite3.Error) -> bool:
    return isinstance(error, sqlite3.OperationalError) and (
        "locked" in str(error) or "busy" in str(error)
    )


def _open(file: Path) -> sqlite3.Connection:
    """A private file (0600) in a private folder (0700), made before it holds anything."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        return sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
    except (OSError, sqlite3.Error, ValueError) as error:
        raise StoreUnreachable(
            _("La base {file} ne peut pas être ouverte.").format(file=file),
            _("Vérifier que le dossier existe et que ce compte a le droit d'y écrire."),
        ) from error


def _in_words(text: str, file: Path) -> VeilleError:
    if "no such table" in text or "no such column" in text:
        return not_initialised()
    if "not a database" in text or "malformed" in text:
        return Refused(
            _("Le fichier {file} n'est pas une base de veille, ou il est abîmé.").format(file=file),
            _("Vérifier l'adresse de la base, ou reprendre une copie de sauvegarde."),
        )
    if "readonly" in text:
        return Refused(
            _("La base {file} est en lecture seule pour ce compte.").format(file=file),
            _("Demander le droit d'écrire dans ce fichier et dans son dossier."),
        )
    if "full" in text:
        return StoreUnreachable(
            _("Il n'y a plus de place sur le disque de la base {file}.").format(file=file),
            _("Libérer de la place ; ce qui attend d'être envoyé est gardé sur ce poste."),
        )
    if "locked" in text or "busy" in text:
        return StoreUnreachable(
            _("La base {file} est occupée par un autre programme.").format(file=file),
            _("Réessayer dans un instant ; ce qui attend d'être envoyé est gardé sur ce poste."),
        )
    return StoreUnreachable(
        _("La base {file} ne répond pas : {reason}.").format(file=file, reason=text),
        _("Vérifier le disque ; ce qui attend d'être envoyé est gardé sur ce poste."),
    )
