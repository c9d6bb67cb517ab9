"""The workstation's own file."""

from __future__ import annotations

import os
import signal
import sqlite3
import stat
import subprocess
import sys
import textwrap
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.domain.field import a_case, at
from veille_tui.domain.journal import Entry, Kind
from veille_tui.errors import JournalFailed, Refused
from veille_tui.store.local import LocalJournal

NOW = datetime(2020, 3, 17, 9, tzinfo=UTC)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "poste" / "journal.db"


@pytest.fixture
def journal(file: Path) -> Iterator[LocalJournal]:
    journal = LocalJournal(file)
    yield journal
    journal.close()


def entry(text: str = "bonjour", attempt: str = "a1", kind: Kind = Kind.NOTE_WRITTEN) -> Entry:
    return Entry(str(uuid.uuid4()), NOW, kind, 7, "confinement", attempt, "Paul", {"text": text})


def test_the_file_and_its_folder_are_for_their_owner_alone(
    journal: LocalJournal, file: Path
) -> None:
    journal.append(entry())
    for path in file.parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path.suffix
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_entries_come_back_whole_and_in_order(journal: LocalJournal) -> None:
    written = [entry("un"), entry("deux"), entry("trois")]
    journal.append(*written)
    read = journal.entries_of("a1")
    assert [e.data["text"] for e in read] == ["un", "deux", "trois"]
    assert [e.seq for e in read] == [1, 2, 3]
    assert read[0].at == NOW


def test_half_a_character_is_kept_as_a_question_mark(journal: LocalJournal) -> None:
    journal.append(entry("caf\udce9 chaud"))
    assert [one.data["text"] for one in journal.entries_of("a1")] == ["caf? chaud"]


def test_what_was_sent_leaves_the_outbox_and_what_was_refused_stays_in_sight(
    journal: LocalJournal,
) -> None:
    one, two, three = entry("un"), entry("deux"), entry("trois")
    journal.append(one, two, three)
    journal.mark_sent([one.id, two.id], NOW, {two.id: "unknown case"})
    assert [e.id for e in journal.unsent(10)] == [three.id]
    assert journal.unsent_count() == (1, NOW)
    assert [(e.id, why) for e, why in journal.refused()] == [(two.id, "unknown case")]


def test_one_id_is_written_once_and_a_failed_batch_leaves_nothing(journal: LocalJournal) -> None:
    first = entry("un")
    journal.append(first)
    with pytest.raises(JournalFailed):
        journal.append(entry("deux"), first)
    assert len(journal.entries_of("a1")) == 1


def test_a_token_is_written_before_it_is_sent_and_keeps_the_case_it_got(
    journal: LocalJournal,
) -> None:
    journal.ask_claim("t1", "confinement")
    assert journal.claims()[0].case is None
    journal.got_claim("t1", a_case(), at(17, 10))
    assert journal.claims()[0].case == a_case()
    assert journal.claims()[0].lease_until == at(17, 10)


def test_a_claim_that_is_not_renewed_is_marked_lost_and_kept(journal: LocalJournal) -> None:
    for token in ("t1", "t2"):
        journal.ask_claim(token, "confinement")
    journal.renew_claims({"t1": at(17, 11)}, ["t1", "t2"])
    assert {claim.token: claim.is_lost for claim in journal.claims()} == {"t1": False, "t2": True}


def test_the_end_of_an_attempt_and_its_claim_go_together(journal: LocalJournal) -> None:
    journal.ask_claim("t1", "confinement")
    first = entry()
    journal.append(first)
    with pytest.raises(JournalFailed):
        journal.finish("t1", first)
    assert len(journal.claims()) == 1
    journal.finish("t1", entry("fin"))
    assert journal.claims() == []


def test_a_second_program_on_the_same_journal_is_told_so(journal: LocalJournal, file: Path) -> None:
    with pytest.raises(Refused, match="déjà ouvert"):
        LocalJournal(file)


def test_a_journal_of_a_newer_program_is_not_touched(file: Path) -> None:
    LocalJournal(file).close()
    with closing(sqlite3.connect(file)) as raw:
        raw.execute("pragma user_version = 99")
    with pytest.raises(Refused, match="plus récente"):
        LocalJournal(file)


def test_a_damaged_journal_is_named_and_kept(tmp_path: Path) -> None:
    file = tmp_path / "journal.db"
    file.write_bytes(b"not a database, and long enough to be read as one" * 100)
    before = file.read_bytes()
    with pytest.raises(JournalFailed, match="illisible"):
        LocalJournal(file)
    assert file.read_bytes() == before


def test_a_full_disk_says_so_and_the_entry_is_not_there(file: Path) -> None:
    program = textwrap.dedent(
        """
        import resource, signal, sys
        from datetime import UTC, datetime
        from pathlib import Path
        from veille_tui.domain.journal import Entry, Kind
        from veille_tui.errors import JournalFailed
        from veille_tui.store.local import LocalJournal

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        journal = LocalJournal(Path(sys.argv[1]))
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        written = 0
        try:
            for number in range(10_000):
                journal.append(Entry(str(number), datetime.now(UTC), Kind.NOTE_WRITTEN, 1, "c",
                                     "a", "Paul", {"text": "x" * 500}))
                written += 1
        except JournalFailed as error:
            print(written, len(journal.entries_of("a")), error.message)
        """
    )
    run = subprocess.run(
        [sys.executable, "-c", program, str(file)], capture_output=True, text=True, check=True
    )
    written, kept, message = run.stdout.split(" ", 2)
    assert int(written) > 10
    assert written == kept
    assert "disque" in message


def test_no_acknowledged_entry_is_lost_by_a_kill(file: Path) -> None:
    program = textwrap.dedent(
        """
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from veille_tui.domain.journal import Entry, Kind
        from veille_tui.store.local import LocalJournal

        journal = LocalJournal(Path(sys.argv[1]))
        for number in range(100_000):
            journal.append(Entry(str(number), datetime.now(UTC), Kind.NOTE_WRITTEN, 1, "c", "a",
                                 "Paul", {"text": "x"}))
            print(number, flush=True)
        """
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(file)], stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        acknowledged = [next(child.stdout) for _ in range(200)]
        os.kill(child.pid, signal.SIGKILL)
        acknowledged += list(child.stdout)
    journal = LocalJournal(file)
    kept = {e.id for e in journal.entries_of("a")}
    journal.close()
    assert {line.strip() for line in acknowledged if line.endswith("\n")} <= kept
