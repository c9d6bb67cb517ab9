"""Copies of the embedded store: whole while desks go on writing, private, never half made."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import Refused, StoreUnreachable, VeilleError, WrongUsage
from veille_tui.language import _
from veille_tui.store.link import not_initialised
from veille_tui.store.url import sqlite_file

Progress = Callable[[int, int], None]
_STEP = 2_000
"""Pages copied before others get a turn: 8 MB."""
_TURN = 0.003
_RESTARTS = 3
"""A copy that writers made begin again so often takes the floor."""
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy that is whole and on disk."""

    file: Path
    size: int


class _Overtaken(Exception):
    """Others write so much that a polite copy would never end."""


class Busy(Exception):
    """Somebody else has had the file for too long."""


def silent(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def name_of_copy(store: Path, word: str, now: datetime) -> Path:
    """Where a copy goes when nobody says: beside the store, whose folder is private."""
    return store.with_name(f"{store.stem}-{word}-{now.astimezone():%Y-%m-%d-%H%M%S}.db")


def back_up(url: str, target: Path, *, replace: bool = False, progress: Progress = silent) -> Copy:
    """Copy the store at `url` while it is in use; `target` is there whole or not at all.

    Raises WrongUsage when `target` is the store itself, Refused when it exists and `replace` was
    not asked, NotInitialised, StoreUnreachable when the disk or another program does not let it.
    """
    store = sqlite_file(url)
    if not store.is_file() or not store.stat().st_size:
        raise not_initialised()
    if is_same(store, target):
        raise WrongUsage(
            _("{file} est la base elle-même.").format(file=target),
            _("Donner un autre nom à la copie."),
        )
    _refuse_to_replace(target, replace)
    with part_of(target) as part:
        copy_pages(store, part, progress)
        with closing(sqlite3.connect(part)) as copied:
            # A copy is one file: no log beside it that could be forgotten on the way.
            copied.execute("pragma journal_mode = delete")
        _refuse_to_replace(target, replace)
    return Copy(target, target.stat().st_size)


def is_same(one: Path, other: Path) -> bool:
    """Whether two names are one file."""
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


def _refuse_to_replace(target: Path, replace: bool) -> None:
    if target.is_dir():
        raise WrongUsage(
            _("{file} est un dossier.").format(file=target), _("Donner le nom d'un fichier.")
        )
    if target.exists() and not replace:
        raise Refused(
            _("Le fichier {file} existe déjà.").format(file=target),
            _("Choisir un autre nom, ou ajouter --replace pour le remplacer."),
        )


@contextmanager
def part_of(target: Path) -> Iterator[Path]:
    """A private file that takes `target`'s name when the block ends well, and is gone otherwise."""
    part = target.with_name(target.name + ".part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        yield part
        _to_disk(part)
        part.replace(target)
        _to_disk(target.parent)
    except (OSError, sqlite3.Error, Busy) as error:
        _clear(part)
        raise in_words(error, target) from error
    except BaseException:
        _clear(part)
        raise


def _clear(part: Path) -> None:
    for name in (part.name, part.name + "-journal", part.name + "-wal", part.name + "-shm"):
        with contextlib.suppress(OSError):
            part.with_name(name).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Wait until the disk has it; a folder cannot be asked everywhere."""
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def copy_pages(source: Path, target: Path, progress: Progress = silent) -> None:
    """Copy one database over another as SQLite does it: others see all of it or nothing.

    Writers of `source` get their turns, unless they write so much that the copy would never end.
    Raises sqlite3.Error, Busy.
    """
    with (
        closing(open_read_only(source)) as old,
        closing(sqlite3.connect(target, isolation_level=None)) as new,
    ):
        try:
            _copy(old, new, progress, at_most=_RESTARTS)
        except _Overtaken:
            old.execute("begin")
            old.execute("select count(*) from sqlite_master").fetchone()
            _copy(old, new, progress, at_most=None)
            old.execute("rollback")


def open_read_only(file: Path) -> sqlite3.Connection:
    """A connection that cannot write."""
    return sqlite3.connect(
        f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=5
    )


def _copy(
    old: sqlite3.Connection, new: sqlite3.Connection, progress: Progress, at_most: int | None
) -> None:
    left_before, restarts, moved_at = None, 0, time.monotonic()

    def step(status: int, left: int, total: int) -> None:
        nonlocal left_before, restarts, moved_at
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            if time.monotonic() - moved_at > _PATIENCE:
                raise Busy
            return
        moved_at = time.monotonic()
        if at_most is not None and left_before is not None and left > left_before - _STEP:
            restarts += left > 0
            if restarts > at_most:
                raise _Overtaken
        left_before = left
        progress(total - left, total)
        time.sleep(_TURN if at_most is not None and left else 0)

    old.backup(new, pages=_STEP, progress=step, sleep=0.05)


def in_words(error: Exception, target: Path) -> VeilleError:
    """What to do when copying to `target` failed."""
    text = str(error)
    if isinstance(error, Busy) or "locked" in text or "busy" in text:
        return StoreUnreachable(
            _("La base est occupée par un autre programme depuis trop longtemps."),
            _("Réessayer dans un instant ; rien n'est changé."),
        )
    if "not a database" in text or "malformed" in text:
        return Refused(
            _("La base de départ n'est pas une base de veille, ou elle est abîmée."),
            _("La vérifier avec « veille store verify », ou reprendre une copie de sauvegarde."),
        )
    return StoreUnreachable(
        _("La copie {file} n'a pas pu être écrite ({reason}) ; rien n'en reste.").format(
            file=target, reason=_reason(error)
        ),
        _("Vérifier la place sur le disque et les droits du dossier."),
    )


def _reason(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return str(error) or type(error).__name__
