"""What becomes of a household, in every campaign, when its numbers end, come back or are shared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.builders import LEASE, NOON, WINTER, Desk, fill, household, query, taken, token
from veille_tui.domain.case import Disposition, Granted
from veille_tui.domain.case import QueueState as State
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.store.shared import SharedStore

SUMMER = replace(WINTER, id="ete")
SEEN = """select c.campaign_id, q.state, c.disposition
  from queue q join cases c on c.id = q.case_id order by 1"""
FIRST = PhoneNumber("+33536490001", valid=False)
SECOND = PhoneNumber("+33536490002", valid=False, rank=2)


def wrong_number(store: SharedStore, desk: Desk) -> None:
    """The call in which the household's only number is found wrong."""
    number = store.case(desk.case_id).household.numbers[0]
    lost = Decision(Disposition.NO_NUMBER, State.DONE, numbers_ended=(number.id,))
    store.receive("poste", [desk.started(), desk.finished(lost)])


def test_a_household_without_a_number_left_is_offered_in_no_campaign(store: SharedStore):
    fill(store, 1)
    fill(store, 1, SUMMER)
    wrong_number(store, taken(store))
    assert query(store, SEEN) == [("ete", 2, "no_number"), ("hiver", 2, "no_number")]
    assert store.claim_next("ete", "Paul", token(), LEASE) is None


def test_a_number_that_is_given_makes_it_callable_in_every_campaign(store: SharedStore):
    fill(store, 1)
    fill(store, 1, SUMMER)
    desk = taken(store)
    wrong_number(store, desk)
    given = {"e164": "+33639980009", "role": "relative"}
    store.receive("poste", [desk.entry(Kind.NUMBER_GIVEN, given)])
    assert query(store, SEEN) == [("ete", 0, "to_call"), ("hiver", 0, "to_call")]


@pytest.mark.parametrize("ended", [Disposition.UNREACHABLE, Disposition.LOST_TO_FOLLOW_UP])
def test_a_number_of_a_newer_listing_is_tried_where_the_others_were_exhausted(
    store: SharedStore, ended: Disposition
):
    fill(store, 2)
    for _each in range(2):
        desk = taken(store)
        store.receive("poste", [desk.started(), desk.finished(Decision(ended, State.DONE))])
    known = household(0)
    store.apply_import("hiver", [], [household(1)], NOON)
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None, "the same number is no news"
    store.apply_import("hiver", [], [replace(known, numbers=(*known.numbers, SECOND))], NOON)
    granted = store.claim_next("hiver", "Paul", token(), LEASE)
    assert granted is not None
    assert (granted.case.household.reference, granted.case.disposition) == (
        known.reference,
        Disposition.TO_CALL,
    )


def test_what_is_held_elsewhere_is_done_once_it_is_put_back(store: SharedStore):
    fill(store, 1)
    fill(store, 1, SUMMER)
    desk = taken(store)
    store.release(desk.claim)
    claim = token()
    assert isinstance(store.claim_next("ete", "Paul", claim, LEASE), Granted)
    wrong_number(store, desk)
    store.release(claim)
    assert query(store, SEEN)[0] == ("ete", 2, "no_number")


def test_a_household_whose_number_ended_enters_a_new_campaign_without_one(store: SharedStore):
    fill(store, 1)
    wrong_number(store, taken(store))
    fill(store, [household(0)], SUMMER)
    assert query(store, SEEN)[0] == ("ete", 2, "no_number")


def test_a_wrong_number_that_was_a_wrong_key_rings_again_in_every_campaign(store: SharedStore):
    fill(store, 1)
    fill(store, 1, SUMMER)
    desk = taken(store)
    wrong_number(store, desk)
    store.receive("poste", [desk.finished(Decision(Disposition.RETRYING, State.READY))])
    assert query(store, SEEN) == [("ete", 0, "to_call"), ("hiver", 0, "retrying")]


def test_mates_whose_numbers_are_ranked_otherwise_are_not_offered_together(store: SharedStore):
    crossed = (replace(SECOND, rank=1), replace(FIRST, rank=2))
    fill(store, [household(1, numbers=(FIRST, SECOND)), household(2, numbers=crossed)])
    taken(store)
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None


def test_mates_are_known_again_when_a_number_ends(store: SharedStore):
    fill(store, [household(1, numbers=(FIRST, SECOND)), household(2, numbers=(SECOND,))])
    desk = taken(store)
    first = store.case(desk.case_id).household.numbers[0]
    ended = Decision(Disposition.RETRYING, State.READY, numbers_ended=(first.id,))
    store.receive("poste", [desk.started(), desk.finished(ended)])
    taken(store)
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None
