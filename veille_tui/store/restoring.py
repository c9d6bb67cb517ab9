"""Puts a copy in the place of the embedded store, which stays beside it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _
from veille_tui.store import schema
from veille_tui.store.backup import (
    Busy,
    Progress,
    back_up,
    copy_pages,
    in_words,
    is_same,
    name_of_copy,
    part_of,
    silent,
)
from veille_tui.store.engine import open_link
from veille_tui.store.link import Link
from veille_tui.store.local import LocalJournal
from veille_tui.store.url import sqlite_file
from veille_tui.store.verifying import Verified, verify

_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put in place, and where the store of before is."""

    kept: Path | None
    """The store of before; None when there was none."""
    version_before: str
    """Of the copy; older than `version` when it was brought up to this program."""
    version: str


def check_copy(file: Path, url: str, now: datetime) -> Verified:
    """A copy that may take the store's place. Raises Refused or WrongUsage when it may not."""
    if is_same(file, sqlite_file(url)):
        raise WrongUsage(
            _("{file} est la base elle-même.").format(file=file),
            _("Donner la copie à remettre en place."),
        )
    found = verify(file, now)
    if found.is_newer:
        raise Refused(
            _("La copie vient d'une version plus récente ({found}, attendue {expected}).").format(
                found=found.version, expected=schema.EXPECTED
            ),
            _("Mettre le programme à jour sur ce poste ; rien n'est perdu."),
        )
    if found.faults or found.missing_keys or not found.version:
        raise Refused(
            _("La copie {file} est abîmée, ou n'est pas une copie de veille.").format(file=file),
            _("La regarder avec « veille store verify », et prendre une autre copie."),
        )
    return found


def restore(url: str, copy: Verified, now: datetime, progress: Progress = silent) -> Restored:
    """Put a checked copy in the store's place, all of it or nothing.

    An older copy is brought up to this program first, apart. Programs that have the store open
    read the copy from their next question on. Raises StoreUnreachable or Refused, nothing changed.
    """
    store = sqlite_file(url)
    store.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    ready = store.with_name(store.name + ".restoring")
    try:
        with part_of(ready) as part:
            copy_pages(copy.file, part)
            if copy.version != schema.EXPECTED:
                _upgrade(part)
        kept = _keep(url, store, now)
        _put_in_place(ready, store, progress)
    finally:
        ready.unlink(missing_ok=True)
    return Restored(kept, copy.version, schema.EXPECTED)


def _upgrade(file: Path) -> None:
    from veille_tui.store.migrate import upgrade

    url = f"sqlite:///{quote(str(file.absolute()))}"
    with closing(open_link(url, 3, 60)) as link:
        upgrade(url, link)
        link.rows("pragma journal_mode = delete")


def _keep(url: str, store: Path, now: datetime) -> Path | None:
    """The store of before, copied beside itself; moved there when it is too damaged to copy."""
    if not store.exists() or not store.stat().st_size:
        return None
    kept = name_of_copy(store, "remplacee", now)
    try:
        back_up(url, kept)
    except Refused:
        for ending in ("", "-journal", "-wal", "-shm"):
            beside = store.with_name(store.name + ending)
            if beside.exists():
                beside.replace(kept.with_name(kept.name + ending))
    return kept


def _put_in_place(ready: Path, store: Path, progress: Progress) -> None:
    os.close(os.open(store, os.O_RDWR | os.O_CREAT, 0o600))
    try:
        copy_pages(ready, store, progress)
    except (OSError, sqlite3.Error, Busy) as error:
        raise in_words(error, store) from error


def send_again(journal: LocalJournal, url: str) -> int:
    """What this workstation had sent and the store does not know any more goes out once more.

    How many entries. The copy is of before they came; receiving twice changes nothing.
    """
    with closing(open_link(url, 3, 60)) as link:
        store_id, last_notice = link.rows(
            "select (select value from store_facts where key = 'store_id'),"
            " (select coalesce(max(id), 0) from notices)"
        )[0]
        if journal.remembered("store_id") not in {"", store_id}:
            # The copy is of another store: what was sent elsewhere is none of its business.
            return 0
        missing = _missing(link, journal.sent())
    journal.send_again(missing)
    journal.forget_notices(last_notice)
    return len(missing)


def _missing(link: Link, sent: Sequence[str]) -> list[str]:
    missing: list[str] = []
    for start in range(0, len(sent), _AT_ONCE):
        part = sent[start : start + _AT_ONCE]
        known = {
            row[0]
            for table in ("journal_entries", "refused_entries")
            for row in link.rows(
                f"select id from {table} where id in {{texts}}", {"list": json.dumps(part)}
            )
        }
        missing += [one for one in part if one not in known]
    return missing
