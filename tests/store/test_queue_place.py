"""Where a case stands in the queue, by the store's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.builders import LEASE, NOON, WINTER, fill, household, query, take, token
from veille_tui.domain.campaign import Wave
from veille_tui.domain.case import NewCase, QueueState
from veille_tui.domain.why_not import why_not
from veille_tui.errors import Refused
from veille_tui.store.shared import SharedStore


def reasons(store: SharedStore, case_id: int, caller: str = "Paul", campaign=WINTER) -> list[str]:
    place = store.queue_place(case_id, campaign, caller, NOON)
    return [one.code for one in why_not(store.case(case_id), place, campaign, caller, NOON)]


def test_the_second_waits_for_the_first(store: SharedStore) -> None:
    fill(store, 3)
    assert reasons(store, 1) == []
    assert store.queue_place(3, WINTER, "Paul", NOON).before == 2
    assert reasons(store, 3) == ["before"]


def test_what_somebody_holds_says_who(store: SharedStore) -> None:
    fill(store, 2)
    held = take(store, "Zoé")
    place = store.queue_place(held.case.id, WINTER, "Paul", NOON)
    assert (place.state, place.holder) == (QueueState.HELD, "Zoé")
    assert reasons(store, held.case.id) == ["held"]


def test_a_dwelling_mate_waits_for_the_line(store: SharedStore) -> None:
    fill(store, [household(1), household(2, numbers=household(1).numbers)])
    take(store, "Zoé")
    assert reasons(store, 2) == ["line_held"]


def test_what_is_put_back_waits_for_its_caller_alone(store: SharedStore) -> None:
    fill(store, [household(1, preferred_caller="Zoé")])
    assert reasons(store, 1) == ["reserved"]
    assert reasons(store, 1, "Zoé") == []


def test_a_wave_that_opens_later_is_named(store: SharedStore) -> None:
    opens = (NOON + timedelta(days=2)).date()
    campaign = replace(WINTER, waves=(Wave("second", ("all",), opens),))
    fill(store, [NewCase(household(1), due_at=NOON + timedelta(days=2))], campaign)
    query(store, "update cases set wave = 'second' returning 1")
    assert reasons(store, 1, campaign=campaign) == ["wave"]


def test_dials_of_another_campaign_of_the_household_are_counted(store: SharedStore) -> None:
    fill(store, 1)
    fill(store, 1, replace(WINTER, id="ete"))
    held = store.claim_case(2, "Zoé", token(), LEASE)
    assert held is not None
    query(
        store,
        "insert into attempts (id, case_id, campaign_id) values ('a', 2, 'ete') returning 1",
    )
    micros = int(NOON.timestamp() * 1_000_000)
    query(
        store,
        f"insert into dials (attempt_id, id, case_id, at) values ('a', 'd', 2, {micros})"
        " returning 1",
    )
    assert store.queue_place(1, WINTER, "Paul", NOON).dialled_today == 1


def test_an_unknown_case_is_refused(store: SharedStore) -> None:
    fill(store, 1)
    with pytest.raises(Refused):
        store.queue_place(99, WINTER, "Paul", NOON)
