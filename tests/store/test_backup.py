"""A copy of the embedded store is whole while others write, private, and never half made."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.store.builders import LEASE, NOON, Clock, fill, query, taken, token
from tests.store.test_migrations import _of_the_first_version
from veille_tui.domain.journal import Entry, Kind
from veille_tui.errors import Refused, StoreUnreachable, WrongUsage
from veille_tui.store import backup
from veille_tui.store.backup import back_up, name_of_copy
from veille_tui.store.link import NotInitialised
from veille_tui.store.local import LocalJournal
from veille_tui.store.restoring import check_copy, restore, send_again
from veille_tui.store.schema import EXPECTED
from veille_tui.store.shared import SharedStore
from veille_tui.store.url import sqlite_file
from veille_tui.store.verifying import verify


@pytest.fixture
def file(ready_sqlite: str) -> Path:
    return sqlite_file(ready_sqlite)


@pytest.fixture
def store(ready_sqlite: str, clock: Clock) -> Iterator[SharedStore]:
    """An embedded store with three households."""
    with closing(SharedStore(ready_sqlite, clock=clock)) as opened:
        fill(opened, 3)
        yield opened


def others(file: Path) -> list[str]:
    """What lies beside the store."""
    return sorted(one.name for one in file.parent.iterdir() if one.name.startswith("store"))


def test_a_copy_is_the_store_and_only_its_owner_reads_it(store: SharedStore, file: Path):
    copy = back_up(store.url, file.with_name("copie.db"))
    found = verify(copy.file, NOON)
    assert found.is_sound
    assert (found.version, found.counts["households"]) == (EXPECTED, 3)
    assert stat.S_IMODE(copy.file.stat().st_mode) == 0o600
    assert not list(file.parent.glob("copie.db.*"))


def test_a_copy_is_never_made_over_a_file_unless_asked(store: SharedStore, file: Path):
    there = file.with_name("copie.db")
    there.write_text("à garder")
    with pytest.raises(Refused, match="existe déjà"):
        back_up(store.url, there)
    assert there.read_text() == "à garder"
    back_up(store.url, there, replace=True)
    assert verify(there, NOON).is_sound


def test_nor_over_the_store_itself(store: SharedStore, file: Path):
    with pytest.raises(WrongUsage):
        back_up(store.url, file, replace=True)


def test_there_is_nothing_to_copy_before_the_first_use(tmp_path: Path):
    with pytest.raises(NotInitialised):
        back_up(f"sqlite:///{tmp_path / 'none.db'}", tmp_path / "copie.db")
    assert not (tmp_path / "copie.db").exists()


def test_a_copy_made_while_a_desk_writes_is_of_one_moment(
    store: SharedStore, file: Path, monkeypatch: pytest.MonkeyPatch
):
    """Whoever writes between two pages makes the copy begin again; then it takes the floor."""
    monkeypatch.setattr(backup, "_STEP", 5)
    stop, wrote = threading.Event(), []

    def write() -> None:
        while not stop.is_set():
            store.release(take_one(store))
            wrote.append(1)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        copy = back_up(store.url, file.with_name("copie.db"))
    finally:
        stop.set()
        writer.join()
    assert wrote
    assert verify(copy.file, NOON).is_sound


def take_one(store: SharedStore) -> str:
    made = token()
    store.claim_next("hiver", "Paul", made, LEASE)
    return made


_FULL = """
import resource, sys
from pathlib import Path
from veille_tui.errors import VeilleError
from veille_tui.store.backup import back_up
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    back_up(sys.argv[1], Path(sys.argv[2]))
except VeilleError as error:
    print(error.exit_status)
"""


def test_a_full_disk_leaves_nothing_half_made(store: SharedStore, file: Path):
    """No file may grow beyond 100 kB, as on a disk without room."""
    before = others(file)
    done = subprocess.run(
        [sys.executable, "-c", _FULL, store.url, str(file.with_name("store-copie.db"))],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout.strip(), others(file)) == ("3", before), done.stderr


def test_the_name_says_the_day(file: Path):
    named = name_of_copy(file, "copie", datetime(2020, 3, 26, 12, tzinfo=UTC))
    assert named.parent == file.parent
    assert named.name.startswith("store-copie-2020-03-26-")


# Verifying.


def test_a_damaged_page_is_found(store: SharedStore, file: Path):
    copy = back_up(store.url, file.with_name("copie.db"))
    content = bytearray(copy.file.read_bytes())
    with closing(sqlite3.connect(copy.file)) as connection:
        (page,) = connection.execute(
            "select rootpage from sqlite_master where name = 'ix_queue_household_id'"
        ).fetchone()
    content[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    copy.file.write_bytes(content)
    found = verify(copy.file, NOON)
    assert found.faults
    assert not found.is_sound


def test_a_key_that_leads_nowhere_is_found(store: SharedStore, file: Path):
    copy = back_up(store.url, file.with_name("copie.db"))
    with closing(sqlite3.connect(copy.file, isolation_level=None)) as connection:
        connection.execute("update tenants set household_id = 99 where id = 1")
    found = verify(copy.file, NOON)
    assert (found.missing_keys, found.is_sound) == (1, False)


def test_verifying_changes_nothing(store: SharedStore, file: Path):
    before = file.read_bytes()
    assert verify(file, NOON).is_sound
    assert file.read_bytes() == before


def test_what_is_no_database_is_refused(tmp_path: Path):
    (tmp_path / "notes.txt").write_text("à faire " * 500)
    with pytest.raises(Refused):
        verify(tmp_path / "notes.txt", NOON)
    with pytest.raises(Refused):
        verify(tmp_path / "nowhere.db", NOON)


# Restoring.


def test_a_copy_takes_the_place_of_the_store_which_stays_beside(store: SharedStore, file: Path):
    copy = back_up(store.url, file.with_name("copie.db"))
    fill(store, 5)
    done = restore(store.url, check_copy(copy.file, store.url, NOON), NOON)
    assert query(store, "select count(*) from households") == [(3,)]
    assert done.kept is not None
    assert verify(done.kept, NOON).counts["households"] == 5
    assert not file.with_name("store.db.restoring").exists()


def test_a_program_that_has_the_store_open_reads_the_copy_from_then_on(
    store: SharedStore, file: Path
):
    copy = back_up(store.url, file.with_name("copie.db"))
    held = taken(store)
    restore(store.url, check_copy(copy.file, store.url, NOON), NOON)
    assert store.waiting("hiver", "Hélène B.").held == 0
    assert not store.release(held.claim)


def test_a_store_that_is_gone_comes_back(store: SharedStore, file: Path):
    copy = back_up(store.url, file.with_name("copie.db"))
    store.close()
    file.unlink()
    done = restore(store.url, check_copy(copy.file, store.url, NOON), NOON)
    assert done.kept is None
    assert query(store, "select count(*) from households") == [(3,)]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_store_that_is_rubbish_is_put_aside(store: SharedStore, file: Path):
    copy = back_up(store.url, file.with_name("copie.db"))
    store.close()
    file.write_bytes(b"rien de bon" * 1_000)
    done = restore(store.url, check_copy(copy.file, store.url, NOON), NOON)
    assert done.kept is not None
    assert done.kept.read_bytes().startswith(b"rien de bon")
    assert query(store, "select count(*) from households") == [(3,)]


@pytest.mark.parametrize("version", ["9999", ""])
def test_a_copy_of_a_newer_program_is_refused(store: SharedStore, file: Path, version: str):
    copy = back_up(store.url, file.with_name("copie.db"))
    with closing(sqlite3.connect(copy.file, isolation_level=None)) as connection:
        connection.execute("update alembic_version set version_num = ?", (version,))
    with pytest.raises(Refused):
        check_copy(copy.file, store.url, NOON)


def test_an_older_copy_is_brought_up_to_this_program(
    store: SharedStore, file: Path, tmp_path: Path
):
    old = tmp_path / "ancienne.db"
    _of_the_first_version(old)
    done = restore(store.url, check_copy(old, store.url, NOON), NOON)
    assert (done.version_before, done.version) == ("0001", EXPECTED)
    assert verify(file, NOON).version == EXPECTED
    assert query(store, "select count(*) from households") == [(1,)]


def test_a_store_somebody_writes_for_ever_is_left_as_it_is(
    store: SharedStore, file: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(backup, "_PATIENCE", 0)
    copy = check_copy(back_up(store.url, file.with_name("copie.db")).file, store.url, NOON)
    with closing(sqlite3.connect(file, isolation_level=None)) as writer:
        writer.execute("begin immediate")
        with pytest.raises(StoreUnreachable, match="occupée"):
            restore(store.url, copy, NOON)
        writer.execute("rollback")
    assert query(store, "select count(*) from households") == [(3,)]
    assert not file.with_name("store.db.restoring").exists()


def test_what_was_sent_since_the_copy_goes_out_again(
    store: SharedStore, file: Path, tmp_path: Path
):
    with closing(LocalJournal(tmp_path / "poste" / "journal.db")) as journal:

        def say(word: str) -> None:
            journal.append(
                Entry(word, NOON, Kind.SHIFT_NOTE, 0, "hiver", "", "Paul", {"text": word})
            )
            entries = journal.unsent(10)
            store.receive(journal.desk_id, entries)
            journal.mark_sent([one.id for one in entries], NOON, {})

        say("avant")
        copy = back_up(store.url, file.with_name("copie.db"))
        say("après")
        restore(store.url, check_copy(copy.file, store.url, NOON), NOON)
        assert send_again(journal, store.url) == 1
        (entry,) = journal.unsent(10)
        assert entry.id == "après"
        store.receive(journal.desk_id, [entry])
    assert query(store, "select id from journal_entries order by id") == [("après",), ("avant",)]


def test_no_copy_is_half_restored_when_the_disk_is_full(store: SharedStore, file: Path):
    copy = back_up(store.url, file.with_name("copie.db"))
    fill(store, 5)
    script = _FULL.replace(
        "from veille_tui.store.backup import back_up",
        "from datetime import datetime, UTC\n"
        "from veille_tui.store.restoring import check_copy, restore",
    ).replace(
        "back_up(sys.argv[1], Path(sys.argv[2]))",
        "now = datetime.now(UTC)\n    restore(sys.argv[1], check_copy(Path(sys.argv[2]),"
        " sys.argv[1], now), now)",
    )
    done = subprocess.run(
        [sys.executable, "-c", script, store.url, str(copy.file)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert done.stdout.strip() == "3", done.stderr
    assert query(store, "select count(*) from households") == [(5,)]
    assert others(file) == ["store.db"]
