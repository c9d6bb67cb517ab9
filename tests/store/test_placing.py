"""A campaign's file changes: households follow it, what is under way stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.store.builders import (
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
from veille_tui.domain.campaign import Campaign, Segment, Wave
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.next_step import Decision
from veille_tui.domain.placement import Move, Moved
from veille_tui.domain.tenants import Tenant
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.placing import place_households
from veille_tui.supervision.publics import new_cases

OLD = Segment("ages", "80 ans", "age >= 80", 1)
REST = Segment("autres", "Autres", "", 2)
SPRING = replace(WINTER, segments=(OLD, REST))
LATER = date(2020, 4, 13)


def aged(place: int, age: int, **others: object):
    born = date(2020 - age, 1, 1)
    return household(place, tenants=(Tenant("Lefèvre", birth_date=born),), **others)


def begin(store: SharedStore, campaign: Campaign, *ages: int) -> None:
    """A campaign with one household of each age, in their publics."""
    people = [aged(place, age) for place, age in enumerate(ages)]
    fill(store, new_cases(campaign, people, NOON), campaign)


def change(store: SharedStore, campaign: Campaign, now: datetime = NOON) -> Moved:
    store.update_campaign(campaign, "", now)
    return place_households(store, campaign, now)


def places(store: SharedStore) -> list[tuple[str, int, str, int]]:
    """Public, its priority, wave and place in the queue of every case, in order."""
    return query(
        store,
        "select c.segment, c.segment_priority, c.wave, q.priority from cases c"
        " join queue q on q.case_id = c.id order by c.id",
    )


def midnight(day: date) -> int:
    moment = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo("Europe/Paris"))
    return int(moment.timestamp() * 1_000_000)


def test_an_import_writes_the_wave_of_a_household(store: SharedStore):
    begin(
        store,
        replace(SPRING, waves=(Wave("une", ("ages",), LATER), Wave("deux", ("autres",)))),
        84,
        50,
    )
    assert [row[2] for row in places(store)] == ["une", "deux"]
    assert query(store, "select due_at, state from queue order by case_id")[0] == (
        midnight(LATER),
        4,
    )


def test_a_new_public_takes_the_households_that_now_belong_to_it(store: SharedStore):
    begin(store, SPRING, 84, 72, 50)
    middle = Segment("septante", "70 ans", "age >= 70", 2)
    moved = change(store, replace(SPRING, segments=(OLD, middle, replace(REST, priority=3))))
    assert moved == Moved(moved=1)
    assert [row[:2] for row in places(store)] == [("ages", 1), ("septante", 2), ("autres", 3)]
    assert [row[3] for row in places(store)] == [11, 12, 13]


def test_the_publics_that_a_household_also_fits_are_kept_as_labels(store: SharedStore):
    begin(store, SPRING, 84)
    change(store, replace(SPRING, segments=(Segment("tous", "Tous", "", 1), OLD)))
    (placed,) = store.places("hiver")
    assert (placed.segment, placed.segments) == ("tous", ("tous", "ages"))


def test_an_update_that_changes_no_public_moves_nobody(store: SharedStore):
    begin(store, SPRING, 84, 50)
    assert change(store, replace(SPRING, title="Autre titre")) == Moved()


def test_a_wave_that_is_put_off_makes_its_households_wait(store: SharedStore):
    begin(store, SPRING, 84, 50)
    moved = change(store, replace(SPRING, waves=(Wave("une", ("autres",), LATER),)))
    assert (moved.later, moved.sooner) == (1, 0)
    rows = query(store, "select state, due_at from queue order by case_id")
    assert rows[1] == (QueueState.SCHEDULED, midnight(LATER))
    assert rows[0][0] == QueueState.READY


def test_a_wave_that_is_brought_forward_opens_at_once(store: SharedStore):
    waves = (Wave("une", ("ages", "autres"), LATER),)
    begin(store, replace(SPRING, waves=waves), 84)
    assert store.waiting("hiver", "Paul").ready == 0
    moved = change(
        store, replace(SPRING, waves=(Wave("une", ("ages", "autres"), date(2020, 3, 26)),))
    )
    assert (moved.moved, moved.sooner) == (0, 1)
    assert take(store).case.segment == "ages"


def test_a_household_kept_for_a_caller_stays_so_as_long_when_its_wave_moves(store: SharedStore):
    people = [aged(1, 84, preferred_caller="Hélène B.")]
    fill(store, new_cases(SPRING, people, NOON), SPRING)
    change(store, replace(SPRING, waves=(Wave("une", ("ages", "autres"), LATER),)))
    day = timedelta(days=1) // timedelta(microseconds=1)
    assert query(store, "select reserved_until from queue") == [(midnight(LATER) + day,)]


def test_a_household_in_hand_is_left_as_it_is_and_told(store: SharedStore):
    begin(store, SPRING, 84, 50)
    held = take(store)
    before = places(store)
    moved = change(store, replace(SPRING, segments=(Segment("tous", "Tous", "", 5),)))
    assert (moved.held, moved.moved) == (1, 1)
    assert places(store)[0] == before[0]
    assert query(store, "select state from queue where case_id = :id", id=held.case.id) == [(1,)]
    assert places(store)[1][0] == "tous"


def test_a_promise_keeps_its_time_and_its_place(store: SharedStore, clock: Clock):
    begin(store, SPRING, 84)
    desk = taken(store)
    promise = Promise(PromiseKind.APPOINTMENT, NOON + timedelta(days=2), by="Hélène B.")
    decision = Decision(
        Disposition.APPOINTMENT,
        QueueState.SCHEDULED,
        due_at=promise.starts,
        promise=promise,
        priority=0,
    )
    store.receive("poste", [desk.started(), desk.finished(decision)])
    before = query(store, "select state, due_at, priority from queue")
    segments = (Segment("tous", "Tous", "", 7),)
    waves = (Wave("une", ("tous",), LATER),)
    moved = change(store, replace(SPRING, segments=segments, waves=waves))
    assert moved == Moved(moved=1)
    assert query(store, "select state, due_at, priority from queue") == before
    assert store.case(desk.case_id).promise == promise


def test_what_is_finished_stays_finished(store: SharedStore):
    begin(store, SPRING, 84)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.finished()])
    before = query(store, "select state, due_at from queue")
    change(store, replace(SPRING, waves=(Wave("une", ("ages", "autres"), LATER),)))
    assert query(store, "select state, due_at from queue") == before
    assert store.case(desk.case_id).disposition is Disposition.SECURED


def test_a_household_that_was_tried_is_not_put_off(store: SharedStore):
    begin(store, SPRING, 84)
    desk = taken(store)
    again = Decision(Disposition.RETRYING, QueueState.SCHEDULED, due_at=NOON + timedelta(hours=3))
    store.receive("poste", [desk.started(), desk.finished(again)])
    before = query(store, "select state, due_at from queue")
    change(store, replace(SPRING, waves=(Wave("une", ("ages", "autres"), LATER),)))
    assert query(store, "select state, due_at from queue") == before


def test_while_the_alert_is_on_the_time_it_gives_back_moves_and_today_stays(store: SharedStore):
    begin(store, replace(SPRING, waves=(Wave("une", ("ages", "autres"), LATER),)), 84)
    query(store, "update queue set calm_due_at = due_at, due_at = 5, state = 0 returning 1")
    other = date(2020, 5, 1)
    change(store, replace(SPRING, waves=(Wave("une", ("ages", "autres"), other),)))
    assert query(store, "select due_at, state, calm_due_at from queue") == [(5, 0, midnight(other))]


def test_fifteen_thousand_that_join_in_mid_campaign_touch_no_running_case(store: SharedStore):
    begin(store, SPRING, 84, 72, 50)
    desk = taken(store)
    decision = Decision(
        Disposition.CALLBACK,
        QueueState.SCHEDULED,
        due_at=NOON + timedelta(hours=1),
        promise=Promise(PromiseKind.CALLBACK, NOON + timedelta(hours=1), by="Hélène B."),
        priority=1,
    )
    store.receive("poste", [desk.started(), desk.finished(decision)])
    held = take(store, claim=token())
    looked = "select * from queue where case_id <= 3 order by case_id"
    cases = "select * from cases where id <= 3 order by id"
    before = query(store, looked), query(store, cases)
    people = [aged(place, 60 + place % 40, numbers=()) for place in range(10, 15_010)]
    fill(store, new_cases(SPRING, people, NOON), SPRING)
    assert (query(store, looked), query(store, cases)) == before
    assert query(store, "select count(*) from cases") == [(15_003,)]
    second = Desk(held.case.id, query(store, "select claim_token from queue where state = 1")[0][0])
    assert not store.receive("poste", [second.started(), second.finished()]).refused


def test_a_household_taken_in_hand_while_the_file_was_read_stays_where_it_was_shown(
    store: SharedStore,
):
    begin(store, SPRING, 84)
    held = take(store)
    before = places(store)
    store.place_again([Move(held.case.id, "tous", ("tous",), 5, "une", NOON)], NOON)
    assert places(store) == before
    assert query(store, "select state from queue") == [(1,)]


def test_a_household_whose_caller_vanished_in_the_call_is_not_put_off(
    store: SharedStore, clock: Clock
):
    begin(store, SPRING, 84)
    desk = taken(store)
    store.receive("poste", [desk.started()])
    clock.forward(hours=2)
    store.sweep()
    before = query(store, "select state, due_at from queue")
    change(store, replace(SPRING, waves=(Wave("une", ("ages", "autres"), LATER),)), clock())
    assert query(store, "select state, due_at from queue") == before
