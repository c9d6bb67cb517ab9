"""Moving a proposed next call: days with calls, parts of the day, never the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.domain import next_call, slots
from veille_tui.domain.campaign import Hours

PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2020, 3, 19, 9, 12, tzinfo=UTC)
HOURS = Hours()
"""Monday to Friday 9-20, Saturday 9-12."""


def local(day: int, hour: int, month: int = 3) -> datetime:
    return datetime(2020, month, day, hour, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("due", "days", "expected"),
    [
        (local(26, 10), 1, local(27, 10)),
        (local(28, 10), 1, local(30, 10)),
        (local(30, 10), -1, local(28, 10)),
        (local(27, 15), 1, local(30, 9)),
        (local(10, 10, 4), 1, local(11, 10, 4)),
        (local(11, 10, 4), 1, local(14, 10, 4)),
        (local(28, 11), 1, local(30, 11)),
    ],
)
def test_a_day_without_calls_is_passed_over(due: datetime, days: int, expected: datetime) -> None:
    assert next_call.by_days(due, days, HOURS, PARIS, NOW) == expected


def test_without_a_next_call_days_are_counted_from_now() -> None:
    assert next_call.by_days(None, 1, HOURS, PARIS, NOW) == NOW + timedelta(days=1)


@pytest.mark.parametrize(
    ("part", "expected"),
    [("morning", local(26, 9)), ("afternoon", local(26, 12)), ("evening", local(26, 18))],
)
def test_a_part_of_the_day_begins_with_its_first_call(part: str, expected: datetime) -> None:
    assert next_call.at_part(local(26, 15), part, HOURS, PARIS, NOW) == expected


def test_a_part_that_is_over_today_is_the_next_day() -> None:
    late = local(19, 13).astimezone(UTC)
    assert next_call.at_part(None, "morning", HOURS, PARIS, late) == local(20, 9)


def test_a_saturday_has_no_evening() -> None:
    assert next_call.at_part(local(21, 10), "evening", HOURS, PARIS, NOW) == local(23, 18)


def test_a_campaign_without_evenings_says_so() -> None:
    mornings = Hours((HOURS.slots[0],))
    assert next_call.at_part(local(26, 10), "evening", mornings, PARIS, NOW) is None


@given(
    st.timedeltas(timedelta(0), timedelta(days=350)),
    st.integers(-40, 40).filter(bool),
)
def test_a_moved_call_is_in_hours_and_never_past(later: timedelta, days: int) -> None:
    moved = next_call.by_days(NOW + later, days, HOURS, PARIS, NOW)
    assert moved >= NOW
    assert slots.slot_of(moved, HOURS, PARIS)
