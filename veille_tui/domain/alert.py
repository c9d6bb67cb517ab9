"""The alert: while it is on everybody is called at its rhythm, before the deadline of the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain import slots
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import AlertMode, Campaign
from veille_tui.domain.late_dataclasses import dataclass

USUAL_DEADLINE = time(18)
"""Of a campaign whose file names none."""
SOONEST = timedelta(minutes=15)
"""However near the deadline, nobody's telephone rings again sooner."""


@dataclass(frozen=True, slots=True)
class AlertState:
    """How far the day's alert has come."""

    since: datetime | None
    """UTC; None is off, and nothing below counts."""
    ends_at: datetime | None = None
    """Today's deadline, UTC; None when nobody is called today."""
    targeted: int = 0
    """Every household of the campaign but those that are never called again."""
    joined: int = 0
    """Those of whom there was a sign of life since the last local midnight, before the alert was
    switched on too: somebody heard this morning is well this morning."""
    left: int = 0
    """Targeted and not joined."""
    minutes_left: int = 0
    """Until the deadline; 0 once it has passed."""


def mode_of(campaign: Campaign) -> AlertMode:
    """The campaign's alert, with the usual deadline when its file names none."""
    mode = campaign.alert_mode or AlertMode()
    return mode if mode.by is not None else replace(mode, by=USUAL_DEADLINE)


def deadline(campaign: Campaign, now: datetime) -> datetime | None:
    """The end of today's alert, UTC; None while it is off."""
    if campaign.alert_since is None:
        return None
    zone = ZoneInfo(campaign.timezone)
    day, by = now.astimezone(zone).date(), mode_of(campaign).by
    return datetime.combine(day, by or USUAL_DEADLINE, zone).astimezone(UTC)


def day_began(campaign: Campaign, now: datetime) -> datetime:
    """The last local midnight, UTC: who was heard since is joined today."""
    zone = ZoneInfo(campaign.timezone)
    return datetime.combine(now.astimezone(zone).date(), time(0), zone).astimezone(UTC)


def pace(rhythm: tuple[str, str], campaign: Campaign) -> tuple[str, str]:
    """The rhythm that a call sets: the alert's while it is on, but never slower than one's own."""
    if campaign.alert_since is None:
        return rhythm
    alert = mode_of(campaign).every
    own = rhythm[0]
    return (own if own and parse_every(own) < parse_every(alert) else alert), ""


def before_deadline(due: datetime, campaign: Campaign, now: datetime) -> datetime:
    """When to try again somebody who was not reached: in an alert, while there is time today.

    A try that would come after the deadline is brought forward into the middle of what is left.
    """
    end = deadline(campaign, now)
    if end is None or due <= end or now >= end:
        return due
    return min(due, max(now + (end - now) / 2, now + SOONEST))


def at_opening(due: datetime, campaign: Campaign) -> datetime:
    """The first call of `due`'s local day: in an alert the whole day is needed."""
    zone = ZoneInfo(campaign.timezone)
    midnight = day_began(campaign, due)
    return slots.next_opening(midnight, campaign.hours, zone) or due


def minutes_left(campaign: Campaign, now: datetime) -> int:
    """Whole minutes until today's deadline; 0 when it has passed or the alert is off."""
    end = deadline(campaign, now)
    return 0 if end is None else max(0, (end - now) // timedelta(minutes=1))
