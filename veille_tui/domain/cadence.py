"""The rhythm of follow-up: ISO 8601 durations in days, weeks and hours, and the next due time."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?")


def parse_every(text: str) -> timedelta:
    """The length of "P7D", "P1W", "PT84H" or "P3DT12H". Raises ValueError for anything else."""
    match = _DURATION.fullmatch(text)
    if match is None or not any(match.groups()):
        raise ValueError(f"not a duration: {text!r}")
    weeks, days, hours, minutes = (int(part or 0) for part in match.groups())
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    if not length:
        raise ValueError("a rhythm cannot be zero")
    return length


def next_due(every: str, until: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When the next follow-up is due, counted from this contact: what was missed never piles up.

    The same local hour is kept across summer time. None once the ISO date `until` has passed.
    """
    if not every:
        return None
    length = parse_every(every)
    local = now.astimezone(zone)
    due = local + length if length % timedelta(days=1) == timedelta(0) else now + length
    if until and due.astimezone(zone).date() > date.fromisoformat(until):
        return None
    return due.astimezone(now.tzinfo)
