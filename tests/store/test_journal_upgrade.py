"""A journal that the program of before wrote, opened by this one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

from tests import builders
from veille_tui.desk.hand import Stage
from veille_tui.domain.outcomes import Outcome
from veille_tui.store.journal_file import VERSION
from veille_tui.store.local import LocalJournal

OF_BEFORE = Path(__file__).with_name("journal_v1.sql")
"""A real one: a call sent of which one entry was refused, another call under way, a token without
an answer."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "journal.db"
    with closing(sqlite3.connect(made)) as raw:
        raw.executescript(OF_BEFORE.read_text(encoding="utf-8"))
    return made


def version(file: Path) -> int:
    with closing(sqlite3.connect(file)) as raw:
        found: int = raw.execute("pragma user_version").fetchone()[0]
    return found


def test_an_unsent_journal_is_carried_along_and_its_call_goes_on(file: Path) -> None:
    assert version(file) == 1
    journal = LocalJournal(file)
    assert journal.unsent_count()[0] == 4
    assert [why for _entry, why in journal.refused()] == ["unknown-case"]
    assert [claim.token for claim in journal.claims() if claim.case is None] == ["never-answered"]
    assert journal.ahead_claims() == []
    desk = builders.desk(journal)
    hand = desk.with_script(builders.held(desk))
    assert (hand.stage, hand.case.id) == (Stage.TALKING, 2)
    assert hand.call is not None
    assert hand.call.answers == {"forme": "mal"}
    desk.finish(desk.end_dial(hand, Outcome.DROPPED))
    assert journal.unsent_count()[0] == 6
    journal.close()
    assert version(file) == VERSION


def test_what_was_there_is_there_to_the_letter(file: Path) -> None:
    def rows() -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(file)) as raw:
            return [
                *raw.execute("select * from journal order by seq"),
                *raw.execute("select token, campaign_id, case_id, dossier, lost from claims"),
                *raw.execute("select * from meta order by key"),
            ]

    before = rows()
    LocalJournal(file).close()
    assert rows() == before


def test_a_kill_in_the_middle_of_the_upgrade_leaves_the_old_journal_whole(file: Path) -> None:
    program = textwrap.dedent(
        """
        import os, signal, sys
        from pathlib import Path
        from veille_tui.store import journal_file
        from veille_tui.store.local import LocalJournal


        steps = list(journal_file._STEPS)
        steps[1] = steps[1] + "select die();"
        journal_file._STEPS = tuple(steps)
        opened = journal_file.sqlite3.connect

        def connect(*given, **named):
            made = opened(*given, **named)
            made.create_function("die", 0, lambda: os.kill(os.getpid(), signal.SIGKILL))
            return made

        journal_file.sqlite3.connect = connect
        LocalJournal(Path(sys.argv[1]))
        """
    )
    killed = subprocess.run([sys.executable, "-c", program, str(file)], env={**os.environ})
    assert killed.returncode == -signal.SIGKILL
    assert version(file) == 1
    journal = LocalJournal(file)
    assert journal.unsent_count()[0] == 4
    journal.close()
