"""The alert in the shared store: everybody today, then back to what was."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from tests.store.builders import (
    LEASE,
    NOON,
    WINTER,
    Clock,
    Desk,
    fill,
    household,
    query,
    take,
    taken,
    token,
)
from veille_tui.domain.campaign import AlertMode
from veille_tui.domain.case import Disposition, NewCase, Promise, PromiseKind, QueueState
from veille_tui.domain.next_step import Decision
from veille_tui.errors import Refused
from veille_tui.store.clock import to_micros
from veille_tui.store.shared import SharedStore

RED = replace(WINTER, alert_mode=AlertMode("P1D", time(18)))
WEEK = NOON + timedelta(days=7)


def finish(store: SharedStore, decision: Decision) -> Desk:
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.dialled(), desk.finished(decision)])
    return desk


def places(store: SharedStore) -> list[tuple[int, int]]:
    """State and due time of every case, in order."""
    return [
        (state, (due - int(NOON.timestamp() * 1_000_000)) // 3_600_000_000)
        for state, due in query(store, "select state, due_at from queue order by case_id")
    ]


def test_an_alert_makes_everybody_due_and_its_end_gives_each_their_time_back(store: SharedStore):
    fill(store, 4, RED)
    later = Decision(Disposition.FOLLOWED, QueueState.SCHEDULED, due_at=WEEK, cadence="P7D")
    finish(store, later)
    finish(store, Decision(Disposition.SECURED, QueueState.DONE))
    finish(store, Decision(Disposition.REFUSED, QueueState.CLOSED))
    before = places(store)
    assert before == [(4, 168), (2, 0), (3, 0), (0, 0)]
    store.switch_alert("hiver", True, "Sup", NOON + timedelta(hours=1))
    assert places(store) == [(0, 1), (0, 1), (3, 0), (0, 0)]
    off = store.switch_alert("hiver", False, "Sup", NOON + timedelta(hours=2))
    assert off.since is None
    assert places(store) == [(4, 168), (2, 1), (3, 0), (0, 0)]


def test_switching_twice_changes_nothing(store: SharedStore):
    fill(store, 2, RED)
    finish(store, Decision(Disposition.FOLLOWED, QueueState.SCHEDULED, due_at=WEEK))
    first = store.switch_alert("hiver", True, "Sup", NOON)
    again = store.switch_alert("hiver", True, "Paul", NOON + timedelta(hours=1))
    assert again.since == first.since == NOON
    assert query(store, "select alert_by from campaigns") == [("Sup",)]
    store.switch_alert("hiver", False, "Sup", NOON + timedelta(hours=2))
    store.switch_alert("hiver", False, "Sup", NOON + timedelta(hours=3))
    assert places(store)[0] == (4, 168)


def test_who_was_called_in_the_alert_keeps_the_time_that_this_call_set(store: SharedStore):
    fill(store, 3, RED)
    finish(store, Decision(Disposition.FOLLOWED, QueueState.SCHEDULED, due_at=WEEK))
    store.switch_alert("hiver", True, "Sup", NOON)
    tomorrow = NOON + timedelta(days=1)
    weekly = Decision(
        Disposition.FOLLOWED, QueueState.SCHEDULED, due_at=tomorrow, cadence="P7D",
        in_alert=True, calm_due_at=WEEK + timedelta(hours=1),
    )  # fmt: skip
    rest = Decision(Disposition.SECURED, QueueState.SCHEDULED, due_at=tomorrow, in_alert=True)
    done = [finish(store, weekly).case_id, finish(store, rest).case_id]
    store.switch_alert("hiver", False, "Sup", NOON + timedelta(hours=5))
    found = {
        case: (state, calm)
        for case, state, calm in query(store, "select case_id, state, calm_due_at from queue")
    }
    assert found[done[0]] == (4, None)
    assert found[done[1]] == (2, None)
    assert (store.case(done[0]).due_at, store.case(done[1]).disposition) == (
        WEEK + timedelta(hours=1),
        Disposition.SECURED,
    )


def test_a_result_of_a_desk_that_missed_the_end_of_the_alert_rests_as_without_it(
    store: SharedStore,
):
    fill(store, 1, RED)
    store.switch_alert("hiver", True, "Sup", NOON)
    desk = taken(store)
    store.switch_alert("hiver", False, "Sup", NOON)
    rest = Decision(
        Disposition.SECURED, QueueState.SCHEDULED, due_at=NOON + timedelta(days=1), in_alert=True
    )
    store.receive("poste", [desk.started(), desk.dialled(), desk.finished(rest)])
    assert store.case(desk.case_id).state == QueueState.DONE


def test_promises_dead_ends_and_the_hand_are_left_alone(store: SharedStore):
    fill(store, 4, RED)
    promise = Promise(PromiseKind.APPOINTMENT, WEEK)
    kept = Decision(Disposition.APPOINTMENT, QueueState.SCHEDULED, due_at=WEEK, promise=promise)
    finish(store, kept)
    finish(store, Decision(Disposition.TO_VISIT, QueueState.DONE))
    finish(store, Decision(Disposition.LANGUAGE, QueueState.DONE))
    take(store)
    before = places(store)
    store.switch_alert("hiver", True, "Sup", NOON)
    assert places(store) == before


def test_who_was_heard_this_morning_is_joined_and_due_tomorrow(store: SharedStore, clock: Clock):
    fill(store, 3, RED)
    morning = NOON - timedelta(hours=2)
    heard = Decision(Disposition.FOLLOWED, QueueState.SCHEDULED, due_at=WEEK, contact_at=morning)
    desk = finish(store, heard)
    yesterday = replace(heard, contact_at=NOON - timedelta(days=1))
    finish(store, yesterday)
    state = store.switch_alert("hiver", True, "Sup", NOON)
    assert (state.targeted, state.joined, state.left) == (3, 1, 2)
    assert state.ends_at == datetime(2020, 3, 26, 17, tzinfo=UTC)
    assert state.minutes_left == 300
    assert store.case(desk.case_id).due_at == datetime(2020, 3, 27, 8, tzinfo=UTC)
    assert [state for state, _due in places(store)] == [4, 0, 0]


def test_who_was_heard_by_another_campaign_is_joined_and_not_called_twice_the_same_day(
    store: SharedStore, clock: Clock
):
    fill(store, 2)
    fill(store, 2, replace(RED, id="canicule"))
    morning = NOON - timedelta(hours=2)
    finish(store, Decision(Disposition.SECURED, QueueState.DONE, contact_at=morning))
    claim = token()
    granted = store.claim_next("canicule", "Paul", claim, LEASE)
    assert granted is not None
    week = Decision(Disposition.FOLLOWED, QueueState.SCHEDULED, due_at=WEEK)
    desk = Desk(granted.case.id, claim, "Paul", campaign="canicule")
    store.receive("autre", [desk.started(), desk.finished(week)])
    query(store, "update queue set state = 4, due_at = :due where campaign_id = 'canicule'",
          due=int(WEEK.timestamp()) * 1_000_000)  # fmt: skip
    state = store.switch_alert("canicule", True, "Sup", NOON)
    assert (state.targeted, state.joined, state.left) == (2, 1, 1)
    due = query(store, "select state from queue where campaign_id = 'canicule' order by case_id")
    assert due == [(4,), (0,)]


def test_who_is_closed_is_not_targeted(store: SharedStore):
    fill(store, 2, RED)
    finish(store, Decision(Disposition.REFUSED, QueueState.CLOSED))
    assert store.alert_state("hiver", NOON).targeted == 1


def test_a_wave_to_come_is_called_in_an_alert_and_waits_again_after_it(store: SharedStore):
    opens = NOON + timedelta(days=20)
    fill(store, [NewCase(household(1), due_at=opens)], RED)
    store.switch_alert("hiver", True, "Sup", NOON)
    assert places(store) == [(0, 0)]
    store.switch_alert("hiver", False, "Sup", NOON)
    assert places(store) == [(4, 480)]


def test_the_campaign_says_since_when_and_forgets_nothing_when_its_file_is_updated(
    store: SharedStore,
):
    fill(store, 1, RED)
    store.switch_alert("hiver", True, "Sup", NOON)
    store.update_campaign(RED, "campagne: hiver\n", NOON + timedelta(hours=1))
    campaign = store.campaign("hiver")
    assert (campaign.alert_since, campaign.rules_at) == (NOON, NOON + timedelta(hours=1))


def test_a_claim_brings_when_the_rules_changed(store: SharedStore):
    fill(store, 2, RED)
    assert take(store).rules_at == NOON
    store.switch_alert("hiver", True, "Sup", NOON + timedelta(minutes=5))
    assert take(store).rules_at == NOON + timedelta(minutes=5)


def test_there_is_no_alert_in_a_closed_campaign_nor_in_an_unknown_one(store: SharedStore):
    fill(store, 1, RED)
    store.close_campaign("hiver", NOON)
    with pytest.raises(Refused):
        store.switch_alert("hiver", True, "Sup", NOON)
    with pytest.raises(Refused):
        store.switch_alert("ete", True, "Sup", NOON)


def test_who_died_or_is_lost_is_called_by_no_alert(store: SharedStore):
    fill(store, 3, RED)
    finish(store, Decision(Disposition.SECURED, QueueState.DONE))
    finish(store, Decision(Disposition.LOST_TO_FOLLOW_UP, QueueState.DONE))
    finish(store, Decision(Disposition.UNREACHABLE, QueueState.DONE))
    query(store, "update queue set closed_by = 'a1' where case_id = 1 returning 1")
    store.switch_alert("hiver", True, "Sup", NOON)
    # The telephone of who never answered rings once more: it is the day on which it matters.
    assert [place for place, _due in places(store)] == [2, 2, 0]


def test_who_is_kept_for_a_caller_falls_to_anybody_two_hours_after_the_alert_and_back(
    store: SharedStore,
):
    fill(store, 1, RED)
    kept = Decision(
        Disposition.FOLLOWED,
        QueueState.SCHEDULED,
        due_at=WEEK,
        reserved_for="Paul",
        reserved_until=WEEK + timedelta(hours=5),
    )
    finish(store, kept)
    reserved = "select reserved_for, reserved_until from queue"
    store.switch_alert("hiver", True, "Sup", NOON)
    assert query(store, reserved) == [("Paul", to_micros(NOON + timedelta(hours=2)))]
    store.switch_alert("hiver", False, "Sup", NOON)
    (name, until) = query(store, reserved)[0]
    assert (name, until) == ("Paul", to_micros(WEEK + timedelta(hours=2)))


def test_who_is_in_hand_when_the_alert_ends_goes_back_to_their_own_time(store: SharedStore):
    fill(store, 1, RED)
    finish(store, Decision(Disposition.SECURED, QueueState.DONE))
    store.switch_alert("hiver", True, "Sup", NOON)
    held = taken(store)
    store.switch_alert("hiver", False, "Sup", NOON)
    assert query(store, "select state, state_before from queue") == [(1, 2)]
    assert store.case(held.case_id).state == QueueState.HELD


def test_who_was_seen_well_at_the_door_today_is_joined(store: SharedStore):
    fill(store, 2, RED)
    query(store, "update cases set secured_at = :at where id = 1 returning 1", at=to_micros(NOON))
    assert store.alert_state("hiver", NOON).joined == 1
