"""Moving a proposed next call: by a day, or to another part of the day, within calling hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain import slots
from veille_tui.domain.campaign import Hours

PARTS = {
    "morning": (time(0), time(12)),
    "afternoon": (time(12), time(18)),
    "evening": (time(18), None),
}
"""The parts of a day, by the local hours in which their calls begin."""
_HORIZON_DAYS = 30


def by_days(
    due: datetime | None, days: int, hours: Hours, zone: ZoneInfo, now: datetime
) -> datetime:
    """`due` (or now) moved by whole days to a day with calls, at its hour when that is allowed.

    Never before `now`. Times are aware; the result is UTC.
    """
    local = (due or now).astimezone(zone)
    step = 1 if days > 0 else -1
    day = local.date() + timedelta(days=days)
    for _ in range(_HORIZON_DAYS):
        if slots.windows_on(day, hours, zone) or day < now.astimezone(zone).date():
            break
        day += timedelta(days=step)
    wanted = datetime.combine(day, local.time().replace(second=0, microsecond=0), zone)
    return _allowed(max(wanted, now), hours, zone)


def at_part(
    due: datetime | None, part: str, hours: Hours, zone: ZoneInfo, now: datetime
) -> datetime | None:
    """The first call of a part of the day (see PARTS), that day or the next one that has it.

    None when the campaign never calls at that time of day.
    """
    first = (due or now).astimezone(zone).date()
    for offset in range(_HORIZON_DAYS):
        found = _start(first + timedelta(days=offset), part, hours, zone, now)
        if found is not None:
            return found
    return None


def _start(day: date, part: str, hours: Hours, zone: ZoneInfo, now: datetime) -> datetime | None:
    earliest, latest = PARTS[part]
    lowest = datetime.combine(day, earliest, zone)
    highest = datetime.combine(day, latest, zone) if latest else lowest + timedelta(hours=6)
    for window in slots.windows_on(day, hours, zone):
        starts = max(window.starts, lowest, now)
        if starts < min(window.ends, highest):
            return starts.astimezone(UTC)
    return None


def _allowed(moment: datetime, hours: Hours, zone: ZoneInfo) -> datetime:
    return (slots.next_opening(moment, hours, zone) or moment).astimezone(UTC)
