"""The doctor says what to mend, in the order in which to mend it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest

from tests import builders
from veille_tui import config
from veille_tui.cli.checks import Check
from veille_tui.cli.context import Context
from veille_tui.cli.doctor import examine, worst
from veille_tui.domain.journal import Entry, Kind
from veille_tui.store.glance import Glance, _apply, glance
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore


def context(home: Path, store: str = "", late: timedelta = timedelta(0)) -> Context:
    env = {"VEILLE_HOME": str(home), "VEILLE_STORE": store}
    return Context(config.load(env), env, out=StringIO(), clock=lambda: datetime.now(UTC) + late)


def found(checks: list[Check], code: str) -> Check:
    return next(check for check in checks if check.code == code)


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A workstation whose store was used already."""
    SharedStore.open(f"sqlite:///{tmp_path / 'store.db'}").close()
    return tmp_path


def test_a_new_workstation_is_well(tmp_path: Path):
    checks = examine(context(tmp_path))
    assert worst(checks) == 0
    assert found(checks, "journal").message == "Pas encore de journal sur ce poste."
    assert "première utilisation" in found(checks, "store").message


def test_looking_makes_nothing(tmp_path: Path):
    examine(context(tmp_path / "home"))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_stays_empty(tmp_path: Path):
    (tmp_path / "store.db").touch()
    assert "première utilisation" in found(examine(context(tmp_path)), "store").message
    assert [file.stat().st_size for file in tmp_path.iterdir()] == [0]


def test_a_store_that_could_never_be_made_is_told(tmp_path: Path):
    (tmp_path / "file").touch()
    check = found(examine(context(tmp_path, f"sqlite:///{tmp_path}/file/store.db")), "store")
    assert (check.ok, check.status) == (False, 3)


def test_a_store_that_answers_is_well(begun: Path):
    checks = examine(context(begun))
    assert worst(checks) == 0
    assert found(checks, "clock").ok
    assert "attendue" in found(checks, "store").message


def test_a_server_without_tables_is_to_be_prepared(postgres_url: str, tmp_path: Path):
    check = found(examine(context(tmp_path, postgres_url)), "store")
    assert not check.ok
    assert "veille store init" in check.hint


def test_a_store_that_does_not_answer_is_the_worst(tmp_path: Path):
    checks = examine(context(tmp_path, "postgresql://veille@127.0.0.1:9/veille"))
    assert not found(checks, "store").ok
    assert found(checks, "store").hint
    assert worst(checks) == 3


@pytest.mark.parametrize("late", [timedelta(hours=1), -timedelta(hours=1)])
def test_a_wrong_clock_is_seen(begun: Path, late: timedelta):
    check = found(examine(context(begun, late=late)), "clock")
    assert not check.ok
    assert "l'heure" in check.hint


def written(home: Path, *ids: str, at: datetime = builders.NOW) -> LocalJournal:
    """A journal that holds so many entries, unsent."""
    journal = LocalJournal(home / "journal.db")
    for one in ids:
        journal.append(Entry(one, at, Kind.SHIFT_NOTE, 7, "c", "", "Paul", {"text": "Mme Roux"}))
    return journal


def test_what_waits_to_be_sent_is_counted_and_since_when(tmp_path: Path):
    written(tmp_path, "e1", at=datetime.now(UTC)).close()
    check = found(examine(context(tmp_path)), "unsent")
    assert check.ok
    assert check.message.startswith("1 écriture à envoyer, depuis le ")


def test_what_waits_for_a_day_wants_the_network(tmp_path: Path):
    written(tmp_path, "e1").close()
    check = found(examine(context(tmp_path)), "unsent")
    assert not check.ok
    assert "réseau" in check.hint


def test_what_was_set_aside_is_told_with_its_reason_and_without_its_words(tmp_path: Path):
    journal = written(tmp_path, "e1", "e2")
    journal.mark_sent(["e1", "e2"], builders.NOW, {"e1": "unknown-case", "e2": "unknown-case"})
    journal.close()
    check = found(examine(context(tmp_path)), "set_aside")
    assert not check.ok
    assert check.message.startswith("2 écritures mises de côté. Suivi qui n'existe pas")
    assert "suivi 7 shift_note e1" in check.message
    assert "Roux" not in check.line()


def test_a_desk_that_is_open_is_no_fault_and_loses_nothing_to_the_look(tmp_path: Path):
    journal = written(tmp_path, *(f"e{n}" for n in range(300)), at=datetime.now(UTC))
    checks = examine(context(tmp_path))
    assert found(checks, "journal").ok
    assert "ouvert" in found(checks, "journal").message
    assert found(checks, "unsent").message.startswith("300 écritures à envoyer")
    journal.mark_sent([f"e{n}" for n in range(299)], builders.NOW, {})
    assert found(examine(context(tmp_path)), "unsent").message.startswith("1 écriture à envoyer")
    journal.append(Entry("last", builders.NOW, Kind.SHIFT_NOTE, 0, "c", "", "Paul", {"text": "x"}))
    journal.close()
    assert sorted(file.name for file in tmp_path.iterdir()) == ["journal.db"]


def test_a_journal_that_was_killed_is_read_without_mending_it(tmp_path: Path):
    """What stays of a desk that was killed: the file, and a log nobody folded into it."""
    journal = written(tmp_path / "poste", "e1", "e2", at=datetime.now(UTC))
    for name in ("journal.db", "journal.db-wal"):
        (tmp_path / name).write_bytes((tmp_path / "poste" / name).read_bytes())
    journal.close()
    before = (tmp_path / "journal.db-wal").read_bytes()
    assert found(examine(context(tmp_path)), "unsent").message.startswith("2 écritures à envoyer")
    assert (tmp_path / "journal.db-wal").read_bytes() == before


def test_a_half_written_log_ends_where_it_was_last_whole(tmp_path: Path):
    journal = written(tmp_path / "poste", "e1", "e2", at=datetime.now(UTC))
    log = (tmp_path / "poste" / "journal.db-wal").read_bytes()
    journal.close()
    whole = glance_at(tmp_path, (tmp_path / "poste" / "journal.db").read_bytes(), b"").unsent
    assert whole == 2
    torn = log[:-4096] + b"\0" * 4096
    LocalJournal(tmp_path / "vide" / "journal.db").close()
    # The log begins with the tables themselves: without its last commit one entry is missing.
    assert glance_at(tmp_path, b"", torn).unsent == 1


def glance_at(folder: Path, content: bytes, log: bytes) -> Glance:
    """What a file and its log, put together, hold."""
    file = folder / "copie.db"
    made = bytearray(content)
    _apply(made, log)
    made[18:20] = b"\x01\x01"
    file.write_bytes(bytes(made))
    return glance(file)


def test_a_damaged_journal_is_told(tmp_path: Path):
    (tmp_path / "journal.db").write_bytes(b"not a database, whatever its name" * 40)
    check = found(examine(context(tmp_path)), "journal")
    assert not check.ok
    assert check.hint


@pytest.mark.parametrize(
    ("address", "ok", "words"),
    [
        ("postgresql://a@127.0.0.1:1/veille", True, "sur cet ordinateur"),
        ("postgresql://a@base.invalid/veille", True, "ni sans certificat vérifié"),
        ("postgresql://a@base.invalid/veille?sslmode=require", False, "rien ne prouve"),
        ("postgresql://a@base.invalid/veille?sslmode=disable", False, "en clair"),
    ],
)
def test_how_the_store_is_reached_is_said_in_words(
    tmp_path: Path, address: str, ok: bool, words: str
):
    check = found(examine(context(tmp_path, address)), "transport")
    assert (check.ok, words in check.message) == (ok, True)


def test_a_password_written_in_clear_is_told_and_not_shown(tmp_path: Path):
    checks = examine(context(tmp_path, "postgresql://a:s3cret@127.0.0.1:1/veille"))
    assert "VEILLE_STORE" in found(checks, "password").message
    assert "s3cret" not in "".join(check.line() for check in checks)
    (tmp_path / "config.toml").write_text('store = "postgresql://a:s3cret@127.0.0.1:1/v"\n')
    assert "config.toml" in found(examine(context(tmp_path)), "password").message


def test_a_folder_that_a_service_copies_elsewhere_is_told(tmp_path: Path):
    checks = examine(context(tmp_path / "OneDrive - Habitat"))
    told = [check for check in checks if check.code in {"store_folder", "journal_folder"}]
    assert [check.ok for check in told] == [False, False]


def test_a_journal_on_a_network_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("veille_tui.store.file_systems._network_of", lambda _file: "cifs")
    check = found(examine(context(tmp_path)), "journal_folder")
    assert (check.ok, "cifs" in check.message) == (False, True)
