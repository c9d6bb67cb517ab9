"""Hours in which people may be called, public holidays, and how attempts are spread over slots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Hours, Slot
from veille_tui.domain.late_dataclasses import dataclass

SPREAD_DAYS = 3
"""How far a try may be put off only to fall into a less used slot."""
_HORIZON_DAYS = 60


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * el) // 433
    month = (h + el - 7 * m + 90) // 25
    return date(year, month, (h + el - 7 * m + 33 * month + 19) % 32)


def is_public_holiday(day: date) -> bool:
    """Whether `day` is one of the eleven public holidays of metropolitan France."""
    fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
    return (day.month, day.day) in fixed or (day - easter(day.year)).days in {1, 39, 50}


@dataclass(frozen=True, slots=True)
class Window:
    """One slot on one day; both ends in UTC, the end exclusive."""

    slot: Slot
    starts: datetime
    ends: datetime


def windows_on(day: date, hours: Hours, zone: ZoneInfo) -> list[Window]:
    """The windows of one local day, earliest first."""
    if is_public_holiday(day) and not hours.holidays:
        return []
    found = []
    for slot in hours.slots:
        if day.weekday() in slot.days:
            starts = datetime.combine(day, slot.starts, zone)
            last = day + timedelta(days=1) if slot.ends == time(0) else day
            ends = datetime.combine(last, slot.ends, zone)
            found.append(Window(slot, starts.astimezone(UTC), ends.astimezone(UTC)))
    return sorted(found, key=lambda window: window.starts)


def windows_from(moment: datetime, hours: Hours, zone: ZoneInfo) -> Iterator[Window]:
    """The windows that are open at or after `moment`, for two months."""
    first = moment.astimezone(zone).date()
    for offset in range(_HORIZON_DAYS):
        for window in windows_on(first + timedelta(days=offset), hours, zone):
            if window.ends > moment:
                yield window


def slot_of(moment: datetime, hours: Hours, zone: ZoneInfo) -> str:
    """The id of the slot `moment` falls in, or "" outside hours."""
    day = moment.astimezone(zone).date()
    for window in windows_on(day, hours, zone):
        if window.starts <= moment < window.ends:
            return window.slot.id
    return ""


def next_opening(moment: datetime, hours: Hours, zone: ZoneInfo) -> datetime | None:
    """`moment` itself when calls are allowed, else when they next are; None if never."""
    for window in windows_from(moment, hours, zone):
        return max(moment, window.starts)
    return None


def next_try(
    earliest: datetime,
    past_dials: Iterable[datetime],
    hours: Hours,
    zone: ZoneInfo,
    per_day: int,
    *,
    spread: bool = True,
) -> datetime | None:
    """When to dial again: not before `earliest`, within hours, at most `per_day` dials a day.

    Among the windows of the next three calling days the one least used for its weight wins, then
    the earliest; so attempts spread over mornings, afternoons, evenings and Saturdays. Without
    `spread` it is simply the earliest: a busy line is tried again within the quarter of an hour.
    """
    past = list(past_dials)
    by_day = Counter(dial.astimezone(zone).date() for dial in past)
    by_slot = Counter(slot_of(dial, hours, zone) for dial in past)
    days: list[date] = []
    best: tuple[float, datetime] | None = None
    for window in windows_from(earliest, hours, zone):
        day = window.starts.astimezone(zone).date()
        if by_day[day] >= per_day:
            continue
        if day not in days:
            days.append(day)
            if len(days) > SPREAD_DAYS:
                break
        use = by_slot[window.slot.id] / window.slot.weight if spread else 0.0
        candidate = (use, max(earliest, window.starts))
        if best is None or candidate < best:
            best = candidate
    return best[1] if best else None
