"""`veille sync`: what it sent, what it could not, what is to be done."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.cli.test_a_day import Desk, capturing, imported, opened
from veille_tui.domain.journal import Entry, Kind
from veille_tui.store.local import LocalJournal

__all__ = ["capturing"]


@pytest.fixture
def desk(store_url: str, tmp_path: Path, capturing: Any) -> Desk:
    """On SQLite, then on PostgreSQL."""
    return imported(opened(tmp_path / "home", store_url, capturing))


def note(number: int, case: int = 0, kind: Kind = Kind.SHIFT_NOTE) -> Entry:
    attempt = f"a{number}"
    return Entry(f"e{number}", builders.NOW, kind, case, "demo", attempt, "Paul", {"text": "x"})


def journal(desk: Desk) -> LocalJournal:
    return LocalJournal(desk.home / "journal.db")


def test_what_waits_is_sent_and_counted(desk: Desk):
    local = journal(desk)
    local.append(note(1), note(2))
    local.close()
    done = desk.run("sync", "--once")
    assert (done.status, done.out) == (0, "2 écritures envoyées.\n")
    assert desk.data("sync") == {"sent": 0, "unsent": 0, "set_aside": 0, "notices": []}


def test_what_the_store_does_not_take_is_said_with_its_reason_and_the_rest_goes(desk: Desk):
    local = journal(desk)
    local.append(note(1), note(2, case=999_999, kind=Kind.NOTE_WRITTEN), note(3))
    local.close()
    done = desk.run("sync", "--once")
    assert done.status == 0
    assert "2 écritures envoyées." in done.out
    assert "ce foyer n'est plus dans la base" in done.out
    assert "À faire : prévenir le superviseur" in done.out
    assert desk.data("sync")["set_aside"] == 1
    doctor = desk.run("doctor").out
    assert "1 écriture mise de côté." in doctor
    assert "veille sync" in doctor


def test_an_open_window_sends_for_itself_and_the_second_program_says_so(desk: Desk):
    local = journal(desk)
    done = desk.run("sync")
    plain = desk.run("call", "--plain")
    local.close()
    assert done.status == plain.status == 4
    assert "veille est déjà ouvert sur ce poste." in done.err
    assert "C'est cette fenêtre qui envoie ce qui attend" in done.err
    assert "VEILLE_HOME" in plain.err


def test_a_sync_by_hand_takes_no_household(desk: Desk):
    assert "Tout est gardé et envoyé." in desk.run("call", "--plain", typed="").out
    desk.run("sync")
    assert desk.data("campaign", "show", "demo")["waiting"]["held"] == 0


def test_entries_for_another_store_stay_and_the_address_is_said(
    desk: Desk, tmp_path: Path, capturing: Any
):
    assert desk.run("sync").status == 0
    local = journal(desk)
    local.append(note(1))
    local.close()
    other = Desk(desk.home, f"sqlite:///{tmp_path / 'autre.db'}", **capturing)
    assert other.run("store", "init").status == 0
    done = other.run("sync")
    assert done.status == 4
    assert "1 écriture de ce poste est pour une autre base partagée" in done.err
    assert "VEILLE_STORE" in done.err
    assert desk.run("sync").out == "1 écriture envoyée.\n"
