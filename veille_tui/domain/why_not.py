"""Why a household is not offered to a caller now, and when it will be: every reason there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from veille_tui.domain import slots
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, Disposition, FoundTenant, QueueState
from veille_tui.domain.late_dataclasses import dataclass

NEVER_AGAIN = {
    Disposition.REFUSED,
    Disposition.DECEASED,
    Disposition.MOVED_OUT,
    Disposition.OPTED_OUT,
}
"""What closes a case in its campaign; each is a reason by its own name."""
FOR_RELAYS = {
    Disposition.UNREACHABLE,
    Disposition.NO_NUMBER,
    Disposition.TO_VISIT,
    Disposition.LANGUAGE,
    Disposition.LOST_TO_FOLLOW_UP,
}
"""The telephone is over; each is a reason by its own name."""


@dataclass(frozen=True, slots=True)
class QueuePlace:
    """Where a case stands in the queue, as the store knows it."""

    state: QueueState
    due_at: datetime
    holder: str = ""
    lease_until: datetime | None = None
    reserved_for: str = ""
    reserved_until: datetime | None = None
    avoid: str = ""
    """Who put it back."""
    avoid_until: datetime | None = None
    before: int = 0
    """How many ready households come before it in the calling order."""
    dialled_today: int = 0
    """Dials of its household since the local midnight, in every campaign."""
    line_is_held: bool = False
    """Somebody is talking on the same line."""
    contact_elsewhere: bool = False
    """Heard today in another campaign."""
    opens: date | None = None
    """The day of its wave, when that is to come."""
    opted_out_until: datetime | None = None
    """Until when a temporary wish not to be called holds."""


@dataclass(frozen=True, slots=True)
class WhyNot:
    """One reason not to call a case now."""

    code: str
    """closed_campaign, deceased, refused, moved_out, opted_out, held, line_held, unreachable,
    no_number, to_visit, language, lost_to_follow_up, done, wave, elsewhere_today, dials_used,
    not_due, hours, put_back, reserved or before; none of them is `offered`."""
    until: datetime | None = None
    """When this reason ends; None is unknown or never."""
    who: str = ""
    number: int = 0
    """Of `before`: how many come first; of `dials_used`: how many dials."""


def why_not(
    case: Case | FoundTenant, place: QueuePlace, campaign: Campaign, caller: str, now: datetime
) -> tuple[WhyNot, ...]:
    """Every reason that holds, what lasts longest first; () when it is the next to be offered."""
    ended = _ended(case, place, campaign, now)
    if ended is not None:
        return (ended,)
    return tuple(_passing(case, place, campaign, caller, now))


def when_next(reasons: tuple[WhyNot, ...], now: datetime) -> datetime | None:
    """When the case can be offered at the earliest: `now` when nothing but its turn is awaited.

    None when no time ends what holds it.
    """
    waits = [one for one in reasons if one.code != "before"]
    known = [one.until for one in waits if one.until is not None]
    return None if len(known) < len(waits) else max([now, *known])


_WAITS = {QueueState.READY, QueueState.SCHEDULED}


_PROMISED = {Disposition.APPOINTMENT, Disposition.CALLBACK}


def _is_promised(case: Case | FoundTenant) -> bool:
    """Promised calls are made outside the hours too."""
    return case.promise is not None if isinstance(case, Case) else case.disposition in _PROMISED


def _ended(
    case: Case | FoundTenant, place: QueuePlace, campaign: Campaign, now: datetime
) -> WhyNot | None:
    if campaign.is_closed:
        return WhyNot("closed_campaign")
    if case.disposition is Disposition.OPTED_OUT and place.state in _WAITS:
        until = max(place.opted_out_until or place.due_at, place.due_at)
        return WhyNot("opted_out", until) if until > now else None
    if place.state is QueueState.CLOSED or case.disposition in NEVER_AGAIN:
        return WhyNot(case.disposition.value)
    if place.state is QueueState.HELD:
        return WhyNot("held", place.lease_until, place.holder)
    if place.state is QueueState.DONE:
        code = case.disposition.value if case.disposition in FOR_RELAYS else "done"
        return WhyNot(code)
    return None


def _passing(
    case: Case | FoundTenant, place: QueuePlace, campaign: Campaign, caller: str, now: datetime
) -> list[WhyNot]:
    zone = ZoneInfo(campaign.timezone)
    found = []
    if place.due_at > now:
        found.append(_not_due(place, campaign, zone, now))
    elif not _is_promised(case):
        opening = slots.next_opening(now, campaign.hours, zone)
        if opening != now:
            found.append(WhyNot("hours", opening))
    if place.line_is_held:
        found.append(WhyNot("line_held", None))
    if place.avoid == caller and place.avoid_until and place.avoid_until > now:
        found.append(WhyNot("put_back", place.avoid_until))
    if place.reserved_for not in {"", caller}:
        found.append(WhyNot("reserved", place.reserved_until, place.reserved_for))
    if not found and place.before:
        found.append(WhyNot("before", number=place.before))
    return found


def _not_due(place: QueuePlace, campaign: Campaign, zone: ZoneInfo, now: datetime) -> WhyNot:
    """What put its time off, as far as that is known."""
    why = WhyNot("not_due", place.due_at)
    if place.opens is not None and place.opens > now.astimezone(zone).date():
        return replace(why, code="wave")
    if place.due_at.astimezone(zone).date() > now.astimezone(zone).date():
        if place.contact_elsewhere:
            return replace(why, code="elsewhere_today")
        if place.dialled_today >= campaign.attempts.per_day:
            return replace(why, code="dials_used", number=place.dialled_today)
    return why
