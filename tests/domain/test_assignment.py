"""Households are shared out fairly: whom the person knows, their agency's callers, the lightest."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.field import CAMPAIGN, a_call, a_case, at
from veille_tui.domain.assignment import ToAssign, assigned, kept_until, load_of
from veille_tui.domain.campaign import Assignment, CallerShare
from veille_tui.domain.case import QueueState
from veille_tui.domain.evidence import Talk
from veille_tui.domain.next_step import decide
from veille_tui.domain.outcomes import Outcome

ANNE, BILAL = CallerShare("Anne", ("Foix",)), CallerShare("Bilal", ("Auch", "Pau"))
CHLOE = CallerShare("Chloé", ("Foix",), load=20)
FREE = CallerShare("Dora")
BY_AGENCY = Assignment("agency", callers=(ANNE, BILAL))


@pytest.mark.parametrize(
    ("assignment", "agency", "known", "caller"),
    [
        (Assignment(), "Foix", "", ""),
        (Assignment(), "Foix", "Zoé", "Zoé"),
        (Assignment("agency"), "Foix", "", ""),
        (BY_AGENCY, "Foix", "", "Anne"),
        (BY_AGENCY, "FOIX", "", "Anne"),
        (BY_AGENCY, "Pau", "", "Bilal"),
        (BY_AGENCY, "Tarbes", "", ""),
        (BY_AGENCY, "", "", ""),
        (BY_AGENCY, "Foix", "Bilal", "Bilal"),
        (BY_AGENCY, "Foix", "Somebody who left", "Anne"),
        (Assignment("caller", callers=(ANNE, FREE)), "Foix", "", "Anne"),
        (Assignment("caller", callers=(ANNE, FREE)), "Tarbes", "", "Dora"),
        (Assignment("caller", callers=(ANNE, BILAL)), "Tarbes", "", "Anne"),
    ],
)
def test_who_calls_a_household(assignment, agency, known, caller) -> None:
    assert assigned(assignment, [ToAssign(1, agency, known)]) == {1: caller}


def test_who_can_take_twice_as_many_gets_twice_as_many() -> None:
    assignment = Assignment("agency", load=10, callers=(ANNE, CHLOE))
    found = assigned(assignment, [ToAssign(n, "Foix") for n in range(30)])
    assert Counter(found.values()) == {"Anne": 10, "Chloé": 20}


def test_what_somebody_carries_already_counts() -> None:
    assignment = Assignment("caller", callers=(FREE, replace(FREE, name="Élie")))
    found = assigned(assignment, [ToAssign(n) for n in range(4)], {"Dora": 4})
    assert set(found.values()) == {"Élie"}


@given(st.lists(st.sampled_from(["Foix", "Auch", "Pau", "Tarbes"])), st.integers(0, 40))
def test_everybody_has_at_most_one_caller_and_shares_differ_by_one(agencies, load) -> None:
    both = (ANNE, replace(CHLOE, load=0))
    found = assigned(
        Assignment("agency", load=load, callers=both),
        [ToAssign(n, agency) for n, agency in enumerate(agencies)],
    )
    assert set(found) == set(range(len(agencies)))
    counts = Counter(found.values())
    assert abs(counts["Anne"] - counts["Chloé"]) <= 1
    assert counts[""] == sum(agency != "Foix" for agency in agencies)


def test_a_caller_s_own_figure_comes_before_the_campaign_s() -> None:
    assignment = Assignment("agency", load=10, callers=(ANNE, CHLOE))
    assert (load_of(assignment, "Anne"), load_of(assignment, "Chloé")) == (10, 20)
    assert load_of(assignment, "Zoé") == 10


def test_the_next_call_is_kept_for_the_assigned_caller_for_the_campaign_s_grace() -> None:
    campaign = replace(CAMPAIGN, assignment=BY_AGENCY)
    case = a_case(preferred_caller="Bilal")
    decision = decide(case, a_call(Outcome.NO_ANSWER, at(17, 10)), Talk(), campaign, at(17, 10))
    assert (decision.state, decision.reserved_for) == (QueueState.SCHEDULED, "Bilal")
    assert decision.due_at is not None
    assert decision.reserved_until == decision.due_at + BY_AGENCY.grace
    anybody = decide(case, a_call(Outcome.NO_ANSWER, at(17, 10)), Talk(), CAMPAIGN, at(17, 10))
    assert anybody.reserved_for == ""


def test_a_followed_person_keeps_the_assigned_caller_whoever_called_this_time() -> None:
    campaign = replace(CAMPAIGN, assignment=BY_AGENCY)
    case = a_case(preferred_caller="Bilal")
    well = Talk(complete=True, told=11, asked=12, cadence="P7D")
    decision = decide(case, a_call(Outcome.DONE, at(17, 10)), well, campaign, at(17, 10))
    assert decision.reserved_for == "Bilal"
    mine = decide(case, a_call(Outcome.DONE, at(17, 10)), well, CAMPAIGN, at(17, 10))
    assert mine.reserved_for == "Paul"


def test_in_an_alert_a_household_waits_two_hours_at_most_for_its_caller() -> None:
    slow = replace(CAMPAIGN, assignment=replace(BY_AGENCY, grace=timedelta(hours=4)))
    quick = replace(CAMPAIGN, assignment=replace(BY_AGENCY, grace=timedelta(hours=1)))
    due = at(20, 9)
    assert kept_until(due, slow) == at(20, 13)
    assert kept_until(due, replace(slow, alert_since=at(19, 8))) == at(20, 11)
    assert kept_until(due, replace(quick, alert_since=at(19, 8))) == at(20, 10)
