"""What a campaign's file would make of its households, counted before anybody is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import CadenceRule, Campaign, Partner
from veille_tui.domain.case import CallReason, NewCase
from veille_tui.domain.conditions import Condition, Scope, profile_values
from veille_tui.domain.partners import nearness
from veille_tui.domain.tenants import Household
from veille_tui.supervision.publics import condition_of, new_cases, opening_day, wave_of
from veille_tui.supervision.workload import (
    Assumptions,
    Rhythm,
    Round,
    first_round,
    rhythm,
)


@dataclass(frozen=True, slots=True)
class PublicCount:
    """One public; the id "" is those that are in none."""

    id: str
    title: str
    wave: str
    opens: date | None
    households: int
    """In it: the first that fits."""
    also: int
    """That fit it too, and are in an earlier one."""
    without_number: int


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that is counted."""

    campaign: str
    households: int
    people: int
    publics: tuple[PublicCount, ...]
    waves: dict[str, int]
    """Households of every wave; "-" is those of none. Empty without waves."""
    in_several: int
    """Households that fit more than one public."""
    without_number: int
    """Straight to the relays."""
    without_commune: int
    """No INSEE code: no partner can be found for them by commune."""
    uncovered: dict[str, int]
    """By kind of partner, households in whose commune none of the directory serves."""
    rounds: dict[str, Round]
    """The first round by wave; "" is all."""
    rhythm: Rhythm | None
    assumed: Assumptions

    @property
    def in_no_public(self) -> int:
        """Households that no public takes: called after all others."""
        return next((one.households for one in self.publics if not one.id), 0)


def preview(
    campaign: Campaign, households: Iterable[Household], assumed: Assumptions, now: datetime
) -> Preview:
    """Count `households` as they would enter `campaign` now; nothing is stored."""
    today = now.astimezone(ZoneInfo(campaign.timezone)).date()
    people = tuple(households)
    cases = new_cases(campaign, people, now)
    callable_ones = [one for one in cases if one.household.usable_numbers]
    publics = _publics(campaign, cases)
    return Preview(
        campaign.id,
        len(cases),
        sum(max(1, len(one.tenants)) for one in people),
        publics,
        {name: count for name, (_day, count) in _waves(campaign, cases).items()}
        if campaign.waves
        else {},
        sum(len(_own(campaign, one)) > 1 for one in cases),
        len(cases) - len(callable_ones),
        sum(not one.insee for one in people),
        _uncovered(campaign.partners, people),
        first_round(campaign, _waves(campaign, callable_ones), assumed, today),
        rhythm(
            campaign,
            _every_days(campaign, callable_ones, today),
            assumed,
            _ordinary_week(campaign, today),
        ),
        assumed,
    )


def _own(campaign: Campaign, one: NewCase) -> list[str]:
    """The campaign's publics that a household fits; a listing may name others."""
    known = {segment.id for segment in campaign.segments}
    return [name for name in one.segments if name in known]


def _publics(campaign: Campaign, cases: Sequence[NewCase]) -> tuple[PublicCount, ...]:
    inside = Counter(one.segment for one in cases)
    fitting = Counter(name for one in cases for name in _own(campaign, one))
    silent = Counter(one.segment for one in cases if not one.household.usable_numbers)
    found = []
    for segment in campaign.segments:
        wave = wave_of(campaign, segment.id)
        found.append(
            PublicCount(
                segment.id,
                segment.title,
                wave.id if wave else "",
                opening_day(campaign, segment.id),
                inside[segment.id],
                fitting[segment.id] - inside[segment.id],
                silent[segment.id],
            )
        )
    if inside[""]:
        found.append(PublicCount("", "", "", None, inside[""], 0, silent[""]))
    return tuple(found)


def _waves(campaign: Campaign, cases: Sequence[NewCase]) -> dict[str, tuple[date | None, int]]:
    """Opening day and households with a number of every wave; "-" is those of none."""
    counts = Counter(one.wave or "-" for one in cases)
    days = {wave.id: wave.opens for wave in campaign.waves}
    names = [wave.id for wave in campaign.waves] + (["-"] if counts["-"] else [])
    return {name: (days.get(name), counts[name]) for name in names}


def _uncovered(partners: Sequence[Partner], people: Sequence[Household]) -> dict[str, int]:
    """Kinds that serve only some communes, with the households they leave out."""
    by_kind: dict[str, list[Partner]] = {}
    for partner in partners:
        by_kind.setdefault(partner.kind, []).append(partner)
    places = Counter(one.insee for one in people)
    found = {
        kind: sum(
            n
            for insee, n in places.items()
            if not any(nearness(one.communes, insee) for one in several)
        )
        for kind, several in by_kind.items()
    }
    return {kind: count for kind, count in found.items() if count}


def _every_days(campaign: Campaign, cases: Sequence[NewCase], today: date) -> list[float]:
    """How many days apart each household is called again; those that are called once are left."""
    rules = [(rule, condition_of(rule.when, campaign.language)) for rule in campaign.cadence]
    found = (_days(rules, one, today) for one in cases)
    return [days for days in found if days]


def _days(
    rules: Sequence[tuple[CadenceRule, Condition | None]], one: NewCase, today: date
) -> float:
    if not rules:
        return 0
    scope = Scope(known=profile_values(one.household.profile(today), CallReason.FOLLOW_UP.value))
    for rule, condition in rules:
        if condition is None or condition.holds(scope):
            return parse_every(rule.every) / timedelta(days=1)
    return 0


def _ordinary_week(campaign: Campaign, today: date) -> date:
    """The Monday of the campaign's first whole week from today on."""
    begin = max(campaign.start or today, today)
    return begin + timedelta(days=-begin.weekday() % 7)
