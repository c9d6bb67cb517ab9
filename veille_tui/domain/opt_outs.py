"""Opt-outs: who asked not to be called any more, where, and until when."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from veille_tui.domain.late_dataclasses import dataclass

SCOPES = ("campaign", "all")
CHANNELS = ("calls", "messages")
BEFORE_ZONES = "Europe/Paris"
"""Where the days of journals count that were written before they named their time zone."""


@dataclass(frozen=True, slots=True)
class OptOut:
    """A person's wish not to be called, or not to get text messages."""

    scope: str = "campaign"
    """campaign, or all: every campaign of the landlord, to come ones too."""
    until: date | None = None
    """Local day on which calls may begin again; None is for ever."""
    channel: str = "calls"
    """calls (text messages too) or messages alone."""
    words: str = ""
    """What the person said."""


@dataclass(frozen=True, slots=True)
class StandingOptOut:
    """A wish that nobody took back, as the store has it."""

    id: int
    campaign_id: str
    """"" is every campaign of the landlord."""
    channel: str
    until: datetime | None
    """UTC; None is for ever."""
    words: str
    said_by: str
    """Who wrote it down."""
    at: datetime


def wish_in(data: Mapping[str, Any] | None) -> OptOut | None:
    """The wish that an OPTED_OUT entry's data holds; None when it holds none."""
    if not data or not data.get("scope"):
        return None
    until = data.get("until")
    return OptOut(
        scope=data["scope"],
        until=date.fromisoformat(until) if until else None,
        channel=data.get("channel") or "calls",
        words=data.get("words") or "",
    )


def ends_in(data: Mapping[str, Any], wish: OptOut) -> datetime | None:
    """When the wish of an OPTED_OUT entry ends, where the person who said it lives.

    Raises ValueError for a time zone that nobody knows.
    """
    if wish.until is None:
        return None
    try:
        zone = ZoneInfo(str(data.get("zone") or BEFORE_ZONES))
    except (ZoneInfoNotFoundError, OSError):
        raise ValueError("zone") from None
    return ends_at(wish.until, zone)


def ends_at(until: date, zone: ZoneInfo) -> datetime:
    """The moment from which calls may begin again, UTC: the local day's first."""
    return datetime.combine(until, time(0), zone).astimezone(UTC)
