"""Whether one SQLite file is a sound store: its pages, its keys, its version, its states."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store import schema
from veille_tui.store.backup import Progress, open_read_only, silent
from veille_tui.store.clock import to_micros
from veille_tui.store.proving import Proof, prove
from veille_tui.store.sqlite_link import SqliteLink
from veille_tui.store.status import COUNTED

_FAULTS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found in one file; nothing in it was changed."""

    file: Path
    size: int
    version: str
    """The tables' version; "" when there are none."""
    faults: tuple[str, ...]
    """What SQLite says of damaged pages, the first few."""
    missing_keys: int
    """Rows that name a row which is not there."""
    counts: dict[str, int]
    proof: Proof | None
    """None for tables of another version than this program's."""

    @property
    def is_sound(self) -> bool:
        """Whether it can be relied on."""
        whole = not self.faults and not self.missing_keys and bool(self.version)
        return whole and (self.proof is None or self.proof.holds)

    @property
    def is_newer(self) -> bool:
        """Whether a newer program made it."""
        return self.version > schema.EXPECTED


class ReadOnlyLink(SqliteLink):
    """A file that is looked at and cannot be written, not even by mistake."""

    def __init__(self, file: Path, patience: float) -> None:
        self.patience = patience
        self._file = file
        self._connection = open_read_only(file)


def verify(file: Path, now: datetime, progress: Progress = silent) -> Verified:
    """Look at everything in `file`. Raises Refused when it is no SQLite database at all."""
    if not file.is_file():
        raise Refused(
            _("Le fichier {file} n'existe pas.").format(file=file), _("Vérifier son nom.")
        )
    try:
        with closing(ReadOnlyLink(file, 60)) as link:
            return _verified(file, link, now, progress)
    except sqlite3.Error as error:
        raise Refused(
            _("Le fichier {file} ne peut pas être lu : {reason}.").format(file=file, reason=error),
            _("Vérifier ses droits, et qu'il s'agit d'une copie de veille."),
        ) from error


def _verified(file: Path, link: ReadOnlyLink, now: datetime, progress: Progress) -> Verified:
    size = file.stat().st_size
    with link.patient(3_600):
        faults = _faults(link)
        if faults:
            return Verified(file, size, "", faults, 0, {}, None)
        version = schema.version_of(link)
        keys = link.rows("select count(*) from pragma_foreign_key_check")[0][0]
        counts, proof = {}, None
        if version == schema.EXPECTED:
            counts = {table: link.rows(f"select count(*) from {table}")[0][0] for table in COUNTED}
            proof = prove(link, to_micros(now), progress)
    return Verified(file, size, version, faults, keys, counts, proof)


def _faults(link: ReadOnlyLink) -> tuple[str, ...]:
    """What is damaged, in SQLite's words. Raises Refused when it is no database at all."""
    try:
        told = [str(row[0]) for row in link.rows(f"pragma integrity_check({_FAULTS_TOLD})")]
    except Refused as error:
        if "malformed" in str(error.__cause__):
            return (str(error.__cause__),)
        raise
    return tuple(word for word in told if word != "ok")
