"""Households are kept for the caller of their agency, then fall to anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.store.builders import LEASE, NOON, WINTER, Clock, fill, household, query, token
from veille_tui.domain.campaign import Assignment, CallerShare
from veille_tui.domain.case import Granted
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.publics import new_cases

SHARED = replace(
    WINTER,
    assignment=Assignment(
        "agency",
        callers=(CallerShare("Anne", ("Foix",)), CallerShare("Bilal", ("Auch",))),
        grace=timedelta(hours=4),
    ),
)
LISTED = [household(n, agency=agency) for n, agency in enumerate(("Foix", "Auch", "Pau"))]


def agency_of(granted: Granted | None) -> str:
    return granted.case.household.agency if granted else ""


def test_each_caller_gets_their_agency_first_and_the_rest_after_the_grace(
    store: SharedStore, clock: Clock
) -> None:
    clock.now = NOON
    fill(store, list(new_cases(SHARED, LISTED, NOON)), SHARED)
    assert store.carried("hiver") == {"Anne": 1, "Bilal": 1}
    assert agency_of(store.claim_next("hiver", "Bilal", token(), LEASE)) == "Auch"
    assert agency_of(store.claim_next("hiver", "Bilal", token(), LEASE)) == "Pau"
    assert store.claim_next("hiver", "Bilal", token(), LEASE) is None
    clock.forward(hours=4, minutes=1)
    assert agency_of(store.claim_next("hiver", "Bilal", token(), LEASE)) == "Foix"


def test_a_new_rule_shares_out_what_waits_and_leaves_what_is_held_or_promised(
    store: SharedStore,
) -> None:
    fill(store, [*LISTED, household(3, agency="Auch")])
    assert store.reassign("hiver", NOON) == {}
    held = store.claim_next("hiver", "Zoé", token(), LEASE)
    assert agency_of(held) == "Foix"
    query(store, "update cases set promise_kind = 'callback' where id = 4 returning 1")
    store.update_campaign(SHARED, "campagne: hiver\n", NOON)
    assert store.reassign("hiver", NOON) == {"Bilal": 1}
    kept = "select case_id, reserved_for from queue order by case_id"
    assert query(store, kept) == [(1, ""), (2, "Bilal"), (3, ""), (4, "")]
    assert store.reassign("hiver", NOON) == {"Bilal": 1}


def test_who_left_the_team_hands_over_to_the_others(store: SharedStore) -> None:
    fill(store, list(new_cases(SHARED, LISTED, NOON)), SHARED)
    gone = replace(SHARED, assignment=Assignment("caller", callers=(CallerShare("Bilal"),)))
    store.update_campaign(gone, "campagne: hiver\n", NOON)
    assert store.reassign("hiver", NOON) == {"Bilal": 3}
