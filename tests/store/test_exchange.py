"""All that a desk and the store tell each other in one round trip."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.builders import LEASE, NOON, Clock, Desk, fill, query, taken, token
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.exchange import Ask, Exchanged
from veille_tui.domain.next_step import Decision
from veille_tui.store.shared import SharedStore

HOUR = timedelta(hours=1)


def asks(count: int, **others: int) -> list[Ask]:
    return [Ask(token(), "hiver", LEASE, **others) for _ in range(count)]


def granted(found: Exchanged) -> list[int]:
    return [one.case.id for one in found.granted.values()]


def test_a_result_and_the_next_case_travel_together(store: SharedStore):
    fill(store, 2)
    desk = taken(store)
    (ask,) = asks(1)
    entries = [desk.started(), desk.dialled(), desk.ended("no_answer"), desk.finished()]
    found = store.exchange("poste", "Hélène B.", entries=entries, asks=[ask])
    assert found.received.accepted == tuple(entry.id for entry in entries)
    assert granted(found) != [desk.case_id]
    assert found.granted[ask.token].lease_until == NOON + LEASE
    assert found.now == NOON
    assert query(store, "select state from queue where case_id = :id", id=desk.case_id) == [(2,)]


def test_the_same_exchange_again_changes_nothing(store: SharedStore):
    fill(store, 3)
    desk = taken(store)
    wishes = asks(2)
    entries = [desk.started(), desk.dialled(), desk.finished()]
    first = store.exchange("poste", "Hélène B.", entries=entries, asks=wishes)
    before = query(store, "select * from queue order by case_id")
    again = store.exchange("poste", "Hélène B.", entries=entries, asks=wishes)
    assert granted(again) == granted(first)
    assert query(store, "select * from queue order by case_id") == before
    assert query(store, "select count(*) from attempts") == [(1,)]


def test_each_lease_is_renewed_for_its_own_length(store: SharedStore, clock: Clock):
    fill(store, 2)
    near, far = taken(store), taken(store)
    clock.forward(minutes=5)
    renewed = store.exchange(
        "poste", "Hélène B.", renew={near.claim: LEASE, far.claim: 2 * HOUR, token(): LEASE}
    )
    assert renewed.leases == {near.claim: clock() + LEASE, far.claim: clock() + 2 * HOUR}


def test_a_renewal_never_shortens_a_lease_but_for_no_time_gives_it_back(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    store.exchange("poste", "Hélène B.", renew={desk.claim: 2 * HOUR})
    kept = store.exchange("poste", "Hélène B.", renew={desk.claim: LEASE})
    assert kept.leases == {desk.claim: clock() + 2 * HOUR}
    store.exchange("poste", "Hélène B.", renew={desk.claim: timedelta(0)})
    assert query(store, "select state from queue") == [(0,)]


def test_cases_taken_in_advance_are_never_promised_ones(store: SharedStore):
    fill(store, 2)
    desk = taken(store)
    promise = Promise(PromiseKind.APPOINTMENT, NOON, NOON + HOUR)
    made = Decision(Disposition.APPOINTMENT, QueueState.READY, priority=0, promise=promise)
    store.receive("poste", [desk.started(), desk.finished(made)])
    in_advance = store.exchange("poste", "Paul", asks=asks(2, above=1))
    assert granted(in_advance) != [desk.case_id]
    assert len(in_advance.granted) == 1
    assert granted(store.exchange("poste", "Paul", asks=asks(1))) == [desk.case_id]


def test_nobody_holds_more_than_their_list(store: SharedStore):
    fill(store, 5)
    query(store, "update campaigns set list_size = 2")
    found = store.exchange("poste", "Hélène B.", asks=asks(4))
    assert len(found.granted) == 2
    assert found.is_full
    assert not store.exchange("autre", "Paul", asks=asks(2)).is_full
    first = next(iter(found.granted))
    store.release(first)
    assert len(store.exchange("poste", "Hélène B.", asks=asks(1)).granted) == 1


def test_an_empty_queue_is_no_full_list(store: SharedStore):
    fill(store, 0)
    found = store.exchange("poste", "Hélène B.", asks=asks(1))
    assert not found.granted
    assert not found.is_full


def too_late(store: SharedStore, clock: Clock) -> tuple[Desk, Desk]:
    """Hélène slept past her lease, Paul has her case, and then she finishes."""
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    store.sweep()
    other = taken(store, "Paul")
    return desk, other


def test_both_callers_are_told_of_a_late_result(store: SharedStore, clock: Clock):
    desk, _other = too_late(store, clock)
    entries = [desk.started(), desk.dialled(), desk.finished()]
    mine = store.exchange("poste", "Hélène B.", entries=entries)
    assert [(one.kind, one.about, one.case_id) for one in mine.notices] == [
        ("late", "Paul", desk.case_id)
    ]
    assert mine.received.late == (entries[-1].id,)
    theirs = store.exchange("autre", "Paul")
    assert [(one.kind, one.about, one.at) for one in theirs.notices] == [
        ("also_called", "Hélène B.", clock())
    ]


def test_who_has_decided_meanwhile_is_told_too(store: SharedStore, clock: Clock):
    desk, other = too_late(store, clock)
    store.receive("autre", [other.started(), other.finished()])
    store.receive("poste", [desk.started(), desk.finished()])
    assert [one.kind for one in store.exchange("autre", "Paul").notices] == ["also_called"]


def test_a_notice_is_told_until_it_was_heard(store: SharedStore, clock: Clock):
    desk, _other = too_late(store, clock)
    store.receive("poste", [desk.started(), desk.finished()])
    (told,) = store.exchange("autre", "Paul").notices
    assert store.exchange("autre", "Paul").notices == (told,)
    # Somebody else cannot hear it in Paul's place.
    store.exchange("poste", "Hélène B.", heard=[told.id])
    assert store.exchange("autre", "Paul").notices == (told,)
    assert not store.exchange("autre", "Paul", heard=[told.id]).notices


def test_a_late_result_sent_twice_tells_once(store: SharedStore, clock: Clock):
    desk, _other = too_late(store, clock)
    entries = [desk.started(), desk.finished()]
    store.receive("poste", entries)
    store.receive("poste", entries)
    assert query(store, "select count(*) from notices") == [(2,)]


def test_nobody_is_told_when_nobody_took_the_case(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    store.sweep()
    found = store.exchange("poste", "Hélène B.", entries=[desk.started(), desk.finished()])
    assert not found.notices
    assert found.received.late


def test_an_unknown_case_does_not_hold_up_the_next_one(store: SharedStore):
    fill(store, 2)
    desk = taken(store)
    lost = Desk(404, "")
    entries = [desk.started(), lost.started(), desk.note("un mot"), desk.finished()]
    found = store.exchange("poste", "Hélène B.", entries=entries, asks=asks(1))
    assert found.received.refused == {entries[1].id: "unknown-case"}
    assert len(found.received.accepted) == 3
    assert len(found.granted) == 1


def test_every_store_has_an_identity_of_its_own(
    store: SharedStore, ready_url: str, sqlite_url: str
):
    known = store.exchange("poste", "Hélène B.").store_id
    assert known
    assert SharedStore(ready_url).exchange("autre", "Paul").store_id == known


@pytest.mark.parametrize("kind", ["replayed", "reordered"])
def test_what_came_before_never_undoes_what_came_after(store: SharedStore, kind: str):
    fill(store, 1)
    desk = taken(store)
    first = [desk.started(), desk.dialled(), desk.ended("no_answer"), desk.answered("moral", "mal")]
    second = [
        desk.ended("done"),
        desk.answered("moral", "bien"),
        desk.finished(replace(SECURED, flagged="doubt")),
    ]
    batches = [first, second, first] if kind == "replayed" else [second, first]
    for batch in batches:
        store.receive("poste", batch)
    assert query(store, "select outcome, e164 from dials") == [("done", "+33536490000")]
    assert query(store, "select value from answers") == [('"bien"',)]
    assert query(store, "select disposition, reason, token from attempts") == [
        ("secured", "first", desk.claim)
    ]
    assert query(store, "select disposition, flagged from cases") == [("secured", "doubt")]
    assert query(store, "select state from queue") == [(2,)]


def test_a_flag_that_was_taken_off_does_not_come_back_with_a_replay(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    entries = [desk.started(), desk.finished(replace(SECURED, flagged="doubt"))]
    store.receive("poste", entries)
    store.mark_flag(desk.case_id, "")
    store.receive("poste", entries)
    assert query(store, "select flagged from cases") == [("",)]


SECURED = Decision(Disposition.SECURED, QueueState.DONE)
