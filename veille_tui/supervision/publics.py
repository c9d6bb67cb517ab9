"""Which public a household belongs to when it enters a campaign, and when its wave opens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from veille_tui.domain.assignment import ToAssign, assigned
from veille_tui.domain.campaign import Campaign, Segment
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
    publics = [(segment, _condition(segment, campaign.language)) for segment in campaign.segments]
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
    return NewCase(household, first.id, tuple(ids), first.priority, opens_at(campaign, first.id))


def opens_at(campaign: Campaign, segment_id: str) -> datetime | None:
    """When the public's first wave opens, UTC; None when it is open from the start."""
    waves = [wave for wave in campaign.waves if segment_id in wave.segments]
    days = [wave.opens for wave in waves if wave.opens is not None]
    if not days or len(days) < len(waves):
        return None
    return datetime.combine(min(days), time(0), ZoneInfo(campaign.timezone)).astimezone(UTC)


def _condition(segment: Segment, language: str) -> Condition | None:
    """The public's condition; None is everybody. A file may write in either language."""
    if not segment.when:
        return None
    other = "en" if language == "fr" else "fr"
    try:
        return parse(segment.when, language)
    except ConditionFault:
        return parse(segment.when, other)
