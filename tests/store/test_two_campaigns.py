"""One household in two campaigns of its landlord: its day, its dials, its history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.store.builders import LEASE, NOON, WINTER, Clock, Desk, fill, query, taken, token
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.next_step import Decision
from veille_tui.store.shared import SharedStore

SUMMER = Campaign("ete", "Été", landlord=WINTER.landlord)
TOMORROW = NOON + timedelta(hours=20)
HEARD = Decision(Disposition.SECURED, QueueState.DONE, contact_at=NOON, rests_until=TOMORROW)


def both(store: SharedStore, other: Campaign = SUMMER) -> None:
    fill(store, 1)
    fill(store, 1, other)


def summer_case(store: SharedStore) -> int:
    (found,) = query(store, "select id from cases where campaign_id = 'ete'")
    return int(found[0])


def heard(store: SharedStore, decision: Decision = HEARD) -> Desk:
    desk = taken(store)
    entries = [desk.started(), desk.dialled(), desk.ended("done"), desk.note("Elle va bien.")]
    store.receive("poste", [*entries, desk.finished(decision)])
    return desk


def is_offered(store: SharedStore) -> bool:
    claim = token()
    granted = store.claim_next("ete", "Paul", claim, LEASE)
    if granted is not None:
        store.release(claim)
    return granted is not None


def test_who_was_heard_in_one_campaign_is_called_by_the_other_the_next_day(
    store: SharedStore, clock: Clock
):
    both(store)
    heard(store)
    assert not is_offered(store)
    assert store.case(summer_case(store)).due_at == TOMORROW
    clock.now = TOMORROW
    assert is_offered(store)


def test_nobody_heard_leaves_the_other_campaign_free(store: SharedStore):
    both(store)
    heard(store, replace(HEARD, rests_until=None))
    assert is_offered(store)


def test_a_promise_of_the_other_campaign_is_kept(store: SharedStore):
    both(store)
    claim = token()
    store.claim_case(summer_case(store), "Paul", claim, LEASE)
    desk = Desk(summer_case(store), claim, "Paul", campaign="ete")
    promise = Promise(PromiseKind.APPOINTMENT, NOON, by="")
    kept = Decision(Disposition.APPOINTMENT, QueueState.SCHEDULED, due_at=NOON, promise=promise)
    store.receive("autre", [desk.started(), desk.dialled(), desk.finished(kept)])
    heard(store)
    assert is_offered(store)


def test_a_danger_of_the_other_campaign_does_not_wait(store: SharedStore):
    both(store)
    query(store, "update cases set urgency = 'immediate' where campaign_id = 'ete' returning id")
    heard(store)
    assert is_offered(store)


def test_a_later_time_of_the_other_campaign_stands(store: SharedStore):
    both(store)
    later = NOON + timedelta(days=5)
    query(
        store,
        "update queue set state = 4, due_at = :later where campaign_id = 'ete' returning case_id",
        later=int(later.timestamp()) * 1_000_000,
    )
    heard(store)
    assert store.case(summer_case(store)).due_at == later


def test_a_reservation_moves_with_its_household(store: SharedStore):
    both(store)
    day = 86_400_000_000
    query(
        store,
        "update queue set reserved_for = 'Paul', reserved_until = due_at + :day"
        " where campaign_id = 'ete' returning case_id",
        day=day,
    )
    heard(store)
    assert query(store, "select reserved_until - due_at from queue where campaign_id = 'ete'") == [
        (day,)
    ]


def test_received_again_it_puts_nothing_off_again(store: SharedStore, clock: Clock):
    both(store)
    desk = taken(store)
    entries = [desk.started(), desk.dialled(), desk.finished(HEARD)]
    store.receive("poste", entries)
    clock.now = TOMORROW
    store.sweep()
    query(store, "update queue set due_at = 0 where campaign_id = 'ete' returning case_id")
    clock.now = NOON
    store.receive("poste", entries)
    assert query(store, "select due_at from queue where campaign_id = 'ete'") == [(0,)]


def test_the_next_campaign_s_caller_reads_what_was_said(store: SharedStore, clock: Clock):
    both(store)
    desk = heard(store)
    clock.now = TOMORROW
    granted = store.claim_next("ete", "Paul", token(), LEASE)
    assert granted is not None
    (one,) = granted.case.elsewhere
    assert (one.id, one.campaign, one.caller) == (desk.attempt, "Hiver", "Hélène B.")
    assert one.notes == ("Elle va bien.",)
    assert [dial.outcome for dial in one.dials] == ["done"]
    assert granted.case.attempts == ()
    assert granted.case.decided_by == ""


def test_a_campaign_that_keeps_its_history_tells_only_when_it_rang(
    store: SharedStore, clock: Clock
):
    both(store, replace(SUMMER, shares_history=False))
    heard(store)
    clock.now = TOMORROW
    granted = store.claim_next("ete", "Paul", token(), LEASE)
    assert granted is not None
    (one,) = granted.case.elsewhere
    assert (one.campaign, one.caller, one.notes, one.disposition) == ("", "", (), "")
    assert [dial.outcome for dial in one.dials] == [""]
    assert granted.case.history == ()


def test_an_exchange_brings_it_too(store: SharedStore, clock: Clock):
    from veille_tui.domain.exchange import Ask

    both(store)
    heard(store)
    clock.now = TOMORROW
    found = store.exchange("autre", "Paul", asks=[Ask("jeton-de-paul", "ete", LEASE)])
    assert len(found.granted["jeton-de-paul"].case.elsewhere) == 1
