"""Which public a household belongs to when it enters a campaign, and when its wave opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from veille_tui.domain.assignment import ToAssign, assigned
from veille_tui.domain.campaign import Campaign, Segment, Wave
from veille_tui.domain.case import CallReason, NewCase
from veille_tui.domain.conditions import Condition, ConditionFault, Scope, parse, profile_values
from veille_tui.domain.tenants import Household


def new_cases(
    campaign: Campaign,
    households: Iterable[Household],
    now: datetime,
    carried: Mapping[str, int] | None = None,
) -> tuple[NewCase, ...]:
    """The households as they enter `campaign`: the first public that fits decides the order.

    `carried`: how many households each caller takes care of already.

    A household that fits none is kept and called after the others.
    """
    publics = [
        (segment, condition_of(segment.when, campaign.language)) for segment in campaign.segments
    ]
    today = now.astimezone(ZoneInfo(campaign.timezone)).date()
    last = max((segment.priority for segment in campaign.segments), default=0) + 1
    cases = [_case(campaign, one, publics, last, today) for one in households]
    callers = assigned(
        campaign.assignment,
        (
            ToAssign(place, one.household.agency, one.household.preferred_caller)
            for place, one in enumerate(cases)
        ),
        carried,
    )
    kept_for = campaign.assignment.grace
    return tuple(
        replace(one, caller=callers[place], kept_for=kept_for) for place, one in enumerate(cases)
    )


_Publics = list[tuple[Segment, Condition | None]]


def _case(
    campaign: Campaign, household: Household, publics: _Publics, last: int, today: date
) -> NewCase:
    if not publics:
        return NewCase(household, segments=household.segments, priority=last)
    scope = Scope(known=profile_values(household.profile(today), CallReason.FIRST.value))
    fitting = [
        segment
        for segment, condition in publics
        if segment.id in household.segments or condition is None or condition.holds(scope)
    ]
    if not fitting:
        return NewCase(household, segments=household.segments, priority=last)
    first = fitting[0]
    ids = dict.fromkeys([*(segment.id for segment in fitting), *household.segments])
    wave = wave_of(campaign, first.id)
    return NewCase(
        household,
        first.id,
        tuple(ids),
        first.priority,
        opens_at(campaign, first.id),
        wave.id if wave else "",
    )


def wave_of(campaign: Campaign, segment_id: str) -> Wave | None:
    """The wave that opens a public first, one without a date before all others; None is none."""
    waves = [wave for wave in campaign.waves if segment_id in wave.segments]
    return min(waves, key=lambda wave: wave.opens or date.min, default=None)


def opens_at(campaign: Campaign, segment_id: str) -> datetime | None:
    """When the public's first wave opens, UTC; None when it is open from the start."""
    day = opening_day(campaign, segment_id)
    if day is None:
        return None
    return datetime.combine(day, time(0), ZoneInfo(campaign.timezone)).astimezone(UTC)


def opening_day(campaign: Campaign, segment_id: str) -> date | None:
    """The day on which the public's first wave opens; None when it is open from the start."""
    wave = wave_of(campaign, segment_id)
    return wave.opens if wave else None


def condition_of(text: str, language: str) -> Condition | None:
    """A condition of a campaign's file; None is everybody. It may be in either language."""
    if not text:
        return None
    other = "en" if language == "fr" else "fr"
    try:
        return parse(text, language)
    except ConditionFault:
        return parse(text, other)
