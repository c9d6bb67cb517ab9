"""The auditor complains: each of its rules sees a store or a journal that was broken on purpose."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scripts.trials import random_walk
from scripts.trials.auditor import Finding
from scripts.trials.scene import ENGINES, Engine, Place, Scene
from tests.store.builders import LEASE
from veille_tui.errors import StoreUnreachable
from veille_tui.store.shared import SharedStore

Places = Callable[[str], Place]


@pytest.fixture(params=ENGINES)
def scene(request: pytest.FixtureRequest, place: Places) -> Iterator[Scene]:
    engine: Engine = request.param
    with place("auditor").scene(engine) as made:
        yield made


def kinds(findings: list[Finding]) -> set[str]:
    return {finding.kind for finding in findings}


def one_call(scene: Scene) -> None:
    """Hélène calls one household to its end, and nothing of it is sent."""
    hand = scene.desk("Hélène").take()
    assert hand is not None
    scene.desk("Hélène").call(hand)
    scene.close_desks()


def in_journal(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute(statement)


def test_it_finds_nothing_where_nothing_is_wrong(scene: Scene):
    one_call(scene)
    assert scene.judged() == []


@pytest.mark.parametrize(
    "kind",
    [
        "attempt_started", "number_dialled", "person_answered", "answered", "note_written",
        "dial_ended", "attempt_finished",
    ],
)  # fmt: skip
def test_an_entry_that_is_nowhere_is_lost(place: Places, kind: str):
    with place("auditor").scene("sqlite") as scene:
        one_call(scene)
        in_journal(scene.journal("Hélène"), f"delete from journal where kind = '{kind}'")
        assert kinds(scene.auditor().lost()) == {"lost"}


def test_an_answer_that_says_something_else_is_lost(scene: Scene):
    one_call(scene)
    in_journal(scene.journal("Hélène"), "update journal set data = replace(data, 'mal', 'bien')")
    (finding,) = scene.auditor().lost()
    assert "forme" in finding.text


def test_an_entry_that_was_called_sent_and_was_not_is_lost(scene: Scene):
    one_call(scene)
    in_journal(scene.journal("Hélène"), "update journal set sent_at = '2020' where seq = 4")
    scene.send_all()
    assert scene.auditor().lost() == []
    assert kinds(scene.auditor().lost_when_all_is_sent()) == {"lost"}


@pytest.mark.parametrize("table", ["dials", "answers", "notes"])
def test_an_entry_without_the_row_that_people_read_is_lost(scene: Scene, table: str):
    one_call(scene)
    scene.send_all()
    scene.eye.rows(f"delete from {table} returning attempt_id")
    assert kinds(scene.auditor().lost_when_all_is_sent()) == {"lost"}


def test_a_case_that_is_granted_twice_has_two_holders(scene: Scene):
    scene.desk("Hélène").take()
    scene.eye.rows("update queue set state = 0 where state = 1 returning case_id")
    scene.desk("Paul").take()
    findings = scene.auditor().double()
    # Seen by the database's witness, and by what the two screens said.
    assert len(findings) == 2
    assert kinds(findings) == {"double"}


def test_a_lease_that_is_cut_short_for_another_desk_has_two_holders(scene: Scene):
    scene.desk("Hélène").take()
    scene.clock.forward(minutes=10)
    scene.eye.rows(
        "update queue set state = 0, claim_token = null, lease_until = null where state = 1"
        " returning case_id"
    )
    scene.desk("Paul").take()
    assert kinds(scene.auditor().double()) == {"double"}


def test_a_lease_that_is_over_or_a_case_put_back_is_no_double(scene: Scene):
    hand = scene.desk("Hélène").take()
    assert hand is not None
    scene.clock.forward(minutes=LEASE / timedelta(minutes=1))
    again = scene.desk("Paul").take()
    assert again is not None
    scene.desk("Paul").put_back(again)
    scene.desk("Paul").send()
    scene.desk("Zoé").take()
    assert scene.auditor().double() == []


def test_two_cases_of_one_telephone_line_have_two_holders(scene: Scene):
    scene.eye.rows("update queue set line = 'the same' where case_id < 3 returning case_id")
    drop = "drop index uq_queue_line_held"
    scene.eye.rows(drop)
    scene.desk("Hélène").take()
    scene.eye.rows("update queue set line = 'other' where state = 1 returning case_id")
    scene.desk("Paul").take()
    scene.eye.rows(
        "update queue set line = 'the same', lease_until = lease_until + 1 where state = 1"
        " returning case_id"
    )
    assert kinds(scene.auditor().double()) == {"double"}


def test_a_token_that_no_desk_knows_is_a_leak(scene: Scene):
    scene.desk("Hélène").take()
    scene.close_desks()
    assert scene.auditor().leaks() == []
    in_journal(scene.journal("Hélène"), "delete from claims")
    assert kinds(scene.auditor().leaks()) == {"leak"}


def test_a_store_that_takes_everything_twice_is_found_by_the_replay(scene: Scene):
    one_call(scene)
    scene.send_all()
    counted = "update queue set tries = tries + 1 returning case_id"
    findings = scene.auditor().replay(lambda: scene.eye.rows(counted))
    assert kinds(findings) == {"replay"}
    assert "queue" in findings[0].text


class Forgetful:
    """A store that says it has a batch, and has only its first half."""

    def __init__(self, store: SharedStore) -> None:
        self._store = store

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def exchange(self, *who: Any, entries: Any = (), **others: Any) -> Any:
        from dataclasses import replace

        kept = entries[: len(entries) // 2]
        answer = self._store.exchange(*who, entries=kept, **others)
        known = tuple(entry.id for entry in entries)
        return replace(answer, received=replace(answer.received, accepted=known))


def test_a_whole_shift_on_a_forgetful_store_does_not_pass(scene: Scene):
    desk = scene.desk("Hélène")
    desk.way = Forgetful(scene.store)
    desk.shift(2)
    assert "lost" in kinds(scene.judged())


def test_the_state_machine_finds_a_store_that_lends_what_is_lent(
    place: Places, monkeypatch: pytest.MonkeyPatch
):
    """Any desk's sweep takes every household away from whoever has it."""
    here = place("walk")
    plain = Scene.open_campaign

    def broken(scene: Scene, households: int) -> None:
        plain(scene, households)
        scene.eye.rows(
            "create trigger too_early after insert on journal_entries begin"
            " update queue set state = 0, claim_token = null, lease_until = null"
            " where state = 1; end"
        )

    monkeypatch.setattr(Scene, "open_campaign", broken)
    random_walk.walk(here, "sqlite", examples=60, steps=30)
    assert any("Fallen" in finding.text for finding in here.tally.findings)


def test_what_nobody_expected_is_a_finding_too(place: Places):
    here = place("auditor")
    with here.trial("sqlite"):
        raise StoreUnreachable("nobody caught it")
    assert kinds(here.tally.findings) == {"wrong"}
