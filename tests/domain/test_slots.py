"""Hours, holidays and the spreading of attempts."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.field import PARIS, at
from veille_tui.domain.campaign import EVERY_DAY, Hours, Slot
from veille_tui.domain.slots import (
    easter,
    is_public_holiday,
    next_opening,
    next_try,
    slot_of,
)

HOURS = Hours()
ALWAYS = Hours((Slot("always", time(0), time(0), EVERY_DAY),), holidays=True)


@pytest.mark.parametrize(
    ("year", "day"),
    [(2019, date(2019, 4, 21)), (2020, date(2020, 4, 12)), (2024, date(2024, 3, 31)),
     (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)  # fmt: skip
def test_easter_falls_on_its_published_date(year: int, day: date) -> None:
    assert easter(year) == day


def test_a_year_has_eleven_public_holidays() -> None:
    days = [date(2020, 1, 1) + timedelta(days=n) for n in range(366)]
    holidays = [day for day in days if is_public_holiday(day)]
    assert len(holidays) == 11
    assert {date(2020, 4, 13), date(2020, 5, 21), date(2020, 6, 1)} <= set(holidays)


@pytest.mark.parametrize(
    ("moment", "slot"),
    [(at(17, 9), "morning"), (at(17, 11, 59), "morning"), (at(17, 12), "afternoon"),
     (at(17, 19, 59), "evening"), (at(17, 20), ""), (at(17, 8, 59), ""),
     (at(21, 10), "saturday"), (at(21, 13), ""), (at(22, 10), "")],
)  # fmt: skip
def test_a_moment_falls_in_its_slot_or_outside_hours(moment: datetime, slot: str) -> None:
    assert slot_of(moment, HOURS, PARIS) == slot


def test_nobody_is_called_on_a_sunday_so_monday_morning_is_next() -> None:
    assert next_opening(at(22, 10), HOURS, PARIS) == at(23, 9)


def test_easter_monday_is_skipped_unless_the_campaign_says_so() -> None:
    monday = at(13, 10, month=4)
    assert next_opening(monday, HOURS, PARIS) == at(14, 9, month=4)
    assert next_opening(monday, Hours(holidays=True), PARIS) == monday


def test_hours_are_local_across_summer_time() -> None:
    saturday_evening = at(28, 20)
    assert next_opening(saturday_evening, HOURS, PARIS) == datetime(2020, 3, 30, 7, tzinfo=UTC)


def test_a_campaign_without_any_hours_never_opens() -> None:
    assert next_opening(at(17, 9), Hours(()), PARIS) is None


def test_a_slot_that_ends_at_midnight_is_open_until_then() -> None:
    assert slot_of(at(22, 23, 59), ALWAYS, PARIS) == "always"


def test_tries_move_from_morning_to_afternoon_to_evening() -> None:
    dials = [at(17, 9, 30)]
    afternoon = next_try(at(17, 12, 30), dials, HOURS, PARIS, 3)
    assert afternoon == at(17, 12, 30)
    dials.append(afternoon)
    assert next_try(at(17, 15, 30), dials, HOURS, PARIS, 3) == at(17, 18)


def test_a_fourth_dial_waits_for_tomorrow() -> None:
    dials = [at(17, 9), at(17, 12), at(17, 18)]
    assert next_try(at(17, 18, 15), dials, HOURS, PARIS, 3) == at(18, 9)


@pytest.mark.parametrize("place", ["Pacific/Noumea", "Pacific/Tahiti", "America/Martinique"])
def test_days_and_slots_are_those_of_the_place_and_not_of_greenwich(place: str) -> None:
    zone = ZoneInfo(place)
    day = date(2020, 3, 17)

    def there(hour: int, days: int = 0) -> datetime:
        local = datetime.combine(day + timedelta(days=days), time(hour), zone)
        return local.astimezone(UTC)

    dials = [there(9), there(12), there(18)]
    assert [slot_of(dial, HOURS, zone) for dial in dials] == ["morning", "afternoon", "evening"]
    assert next_try(there(19), dials, HOURS, zone, 3, spread=False) == there(9, days=1)


def test_the_days_on_either_side_of_summer_time_have_their_own_dials_and_slots() -> None:
    friday, monday = datetime(2020, 3, 27, 8, tzinfo=UTC), datetime(2020, 3, 30, 7, tzinfo=UTC)
    assert [slot_of(moment, HOURS, PARIS) for moment in (friday, monday)] == ["morning"] * 2
    late = datetime(2020, 3, 30, 16, tzinfo=UTC)
    assert slot_of(late, HOURS, PARIS) == "evening"
    assert slot_of(late - timedelta(days=3), HOURS, PARIS) == "afternoon"
    night = [datetime(2020, 10, 24, 22, 30, tzinfo=UTC), datetime(2020, 10, 25, 22, 30, tzinfo=UTC)]
    after = next_try(datetime(2020, 10, 25, 22, 45, tzinfo=UTC), night, ALWAYS, PARIS, 2)
    assert after == datetime(2020, 10, 25, 23, tzinfo=UTC)


def test_mornings_deserve_twice_the_tries_of_afternoons() -> None:
    dials = [at(16, 9), at(16, 12), at(16, 18)]
    assert next_try(at(17, 9), dials, HOURS, PARIS, 3) == at(17, 9)


@given(
    st.integers(0, 2 * 366 * 24 * 60),
    st.lists(st.integers(0, 14 * 24 * 60), max_size=8),
)
def test_a_next_try_is_never_early_never_outside_hours_never_a_fourth(
    minute: int, ago: list[int]
) -> None:
    now = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
    dials = [now - timedelta(minutes=minutes) for minutes in ago]
    due = next_try(now, dials, HOURS, PARIS, 3)
    assert due is not None
    assert due >= now
    assert slot_of(due, HOURS, PARIS)
    day = due.astimezone(PARIS).date()
    assert sum(dial.astimezone(PARIS).date() == day for dial in dials) < 3
