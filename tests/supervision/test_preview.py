"""A campaign is counted before it starts: publics, waves, silent households, days of work."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from veille_tui.domain.campaign import (
    Assignment,
    Attempts,
    CadenceRule,
    CallerShare,
    Campaign,
    Hours,
    Partner,
    Segment,
    Slot,
    Wave,
)
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant
from veille_tui.supervision.preview import preview
from veille_tui.supervision.workload import Assumptions, assumptions_of, first_round, rhythm

NOW = datetime(2020, 3, 16, 9, tzinfo=UTC)
MONDAY = date(2020, 3, 16)
WEEKDAYS = Hours((Slot("matin", time(9), time(12)),))
CAMPAIGN = Campaign(
    "c",
    "C",
    segments=(
        Segment("isoles", "Isolés", '"isole" dans marqueurs', 1),
        Segment("grands_ages", "80 ans et plus", "age >= 80", 2),
        Segment("ages", "70 ans et plus", "age >= 70", 3),
    ),
    waves=(
        Wave("une", ("isoles", "grands_ages")),
        Wave("deux", ("ages",), date(2020, 3, 23)),
    ),
    hours=WEEKDAYS,
)


def household(place: int, age: int, **others: object) -> Household:
    values: dict[str, object] = {
        "tenants": (Tenant("LEFÈVRE", birth_date=date(2020 - age, 1, 1)),),
        "numbers": (PhoneNumber(f"+3353649{place:04d}", valid=False),),
        "insee": "31555",
    }
    return Household(f"L{place}", **values | others)  # type: ignore[arg-type]


PEOPLE = (
    household(1, 84, flags=frozenset({"isolated"})),
    household(2, 81),
    household(3, 72, numbers=()),
    household(4, 71, insee=""),
    household(5, 40),
)


def counted(campaign: Campaign = CAMPAIGN, **assumed: object):
    return preview(campaign, PEOPLE, Assumptions(**assumed), NOW)  # type: ignore[arg-type]


def test_every_household_is_in_one_public_and_the_others_are_counted_beside():
    found = counted()
    assert [(one.id, one.households, one.also) for one in found.publics] == [
        ("isoles", 1, 0),
        ("grands_ages", 1, 1),
        ("ages", 2, 2),
        ("", 1, 0),
    ]
    assert (found.households, found.in_no_public, found.in_several) == (5, 1, 2)


def test_waves_silent_households_and_missing_communes_are_counted():
    found = counted()
    assert found.waves == {"une": 2, "deux": 2, "-": 1}
    assert (found.without_number, found.without_commune) == (1, 1)
    assert [one.without_number for one in found.publics] == [0, 0, 1, 0]


def test_a_campaign_without_publics_or_waves_is_counted_too():
    found = counted(Campaign("c", "C", hours=WEEKDAYS))
    assert (found.waves, found.households, found.in_no_public) == ({}, 5, 5)


def test_kinds_of_partner_that_leave_a_commune_out_are_told():
    partners = (
        Partner("a", "social_services", "CCAS", ("31",)),
        Partner("b", "charity", "Ici", ("09122",)),
        Partner("c", "charity", "Là", ("31555",)),
        Partner("d", "town_hall", "Partout"),
    )
    found = counted(replace(CAMPAIGN, partners=partners))
    assert found.uncovered == {"social_services": 1, "charity": 1}


@pytest.mark.parametrize(
    ("reached", "maximum", "attempts"),
    [(1.0, 5, 1.0), (0.5, 1, 1.0), (0.5, 2, 1.5), (0.5, 5, 1.9375), (0.2, 3, 2.44)],
)
def test_the_attempts_of_a_household_follow_from_the_share_that_answers(
    reached: float, maximum: int, attempts: float
):
    assert Assumptions(reached=reached, maximum=maximum).attempts == pytest.approx(attempts)


def test_a_household_takes_the_answered_call_and_the_missed_ones():
    assert Assumptions(minutes=10, reached=0.5, maximum=2).minutes_each == pytest.approx(
        0.75 * 10 + 0.75 * 2
    )


def days(households: int, campaign: Campaign = CAMPAIGN, **assumed: object):
    given = Assumptions(minutes=10, reached=1.0, **assumed)  # type: ignore[arg-type]
    return first_round(campaign, {"une": (None, households)}, given, MONDAY)[""]


@pytest.mark.parametrize(
    ("households", "callers", "expected", "ends"),
    [
        (18, 1, 1, date(2020, 3, 16)),
        (19, 1, 2, date(2020, 3, 17)),
        (36, 2, 1, date(2020, 3, 16)),
        (90, 1, 5, date(2020, 3, 20)),
        (91, 1, 6, date(2020, 3, 23)),
        (0, 1, 0, date(2020, 3, 16)),
    ],
)
def test_three_hours_a_day_are_eighteen_calls_of_ten_minutes(
    households: int, callers: int, expected: int, ends: date
):
    found = days(households, callers=callers)
    assert (found.days, found.ends_on) == (expected, ends)


def test_nobody_telephones_more_than_five_hours_however_long_the_day():
    long = replace(CAMPAIGN, hours=Hours((Slot("jour", time(8), time(20)),)))
    assert days(30, long).days == 1
    assert days(31, long).days == 2


def test_a_daily_load_slows_the_round_down():
    assert days(40, load=10).days == 4


def test_public_holidays_are_no_days_of_work():
    easter = date(2020, 4, 13)
    given = Assumptions(minutes=10, reached=1.0)
    found = first_round(CAMPAIGN, {"une": (None, 1)}, given, easter)
    assert found[""].ends_on == easter + timedelta(days=1)


def test_a_wave_is_not_called_before_it_opens():
    given = Assumptions(minutes=10, reached=1.0)
    waves = {"une": (None, 5), "deux": (date(2020, 3, 23), 20)}
    found = first_round(CAMPAIGN, waves, given, MONDAY)
    assert found["une"].ends_on == MONDAY
    assert (found["deux"].days, found["deux"].ends_on) == (2, date(2020, 3, 24))


def test_what_never_ends_is_not_given_a_day():
    closed = replace(CAMPAIGN, hours=Hours((Slot("jamais", time(9), time(12), frozenset()),)))
    assert days(5, closed).ends_on is None


def test_a_weekly_rhythm_asks_for_so_many_callers():
    given = Assumptions(minutes=10, reached=1.0)
    found = rhythm(CAMPAIGN, [7.0] * 90 + [3.5] * 45, given, MONDAY)
    assert found is not None
    assert found.calls_a_week == pytest.approx(180)
    assert found.callers == pytest.approx(2)


def test_without_a_rhythm_nobody_is_needed_afterwards():
    assert counted().rhythm is None


def test_the_first_rule_of_the_rhythm_that_holds_counts():
    rules = (CadenceRule("P7D", "age >= 80"), CadenceRule("P14D"))
    found = counted(replace(CAMPAIGN, cadence=rules), reached=1.0)
    assert found.rhythm is not None
    assert found.rhythm.calls_a_week == pytest.approx(2 + 2 * 0.5)


@pytest.mark.parametrize(
    ("assignment", "callers", "expected"),
    [
        (Assignment(), 0, (1, 0)),
        (Assignment(load=20), 3, (3, 60)),
        (Assignment(callers=(CallerShare("A"), CallerShare("B"))), 0, (2, 0)),
        (Assignment(load=20, callers=(CallerShare("A", load=5), CallerShare("B"))), 0, (2, 25)),
        (Assignment(load=20, callers=(CallerShare("A", load=5),)), 4, (4, 80)),
    ],
)
def test_callers_and_their_load_come_from_the_file_unless_told(
    assignment: Assignment, callers: int, expected: tuple[int, int]
):
    campaign = replace(CAMPAIGN, assignment=assignment, attempts=Attempts(maximum=7))
    found = assumptions_of(campaign, callers)
    assert (found.callers, found.load) == expected
    assert found.maximum == 7
