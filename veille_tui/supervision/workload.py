"""How many days a first round takes so many callers, and how many keep up a rhythm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.slots import windows_on

LONGEST_DAY = timedelta(hours=5)
"""Nobody telephones longer than this in a day, however long the hours are."""
MISSED = timedelta(minutes=2)
"""A call that nobody answers, written down."""
MINUTES = 10.0
"""A call that is answered, written down."""
REACHED = 0.5
"""Calls that are answered, of all."""
_HORIZON_DAYS = 730


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What a forecast stands on; it is shown with every result."""

    callers: int = 1
    minutes: float = MINUTES
    reached: float = REACHED
    load: int = 0
    """Households that all callers together are asked to call a day; 0 is as many as come."""
    maximum: int = 5
    """Attempts before the telephone is given up."""
    unreachable: float = 0.0
    """Share of households that never answer."""

    @property
    def ever_reached(self) -> float:
        """The share of households that answers before the telephone is given up."""
        return (1 - self.unreachable) * (1 - (1 - self.reached) ** self.maximum)

    @property
    def attempts(self) -> float:
        """Attempts that one household takes on average."""
        return self.ever_reached / self.reached + self.unreachable * self.maximum

    @property
    def minutes_each(self) -> float:
        """Minutes of a caller that one household of the first round takes on average."""
        missed = self.attempts - self.ever_reached
        return self.ever_reached * self.minutes + missed * MISSED.total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Round:
    """When a wave, or everybody, was called."""

    households: int
    days: int = 0
    """Calling days from its opening until it is done."""
    ends_on: date | None = None
    """None: not within two years."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """What keeping up the campaign's rhythm takes, once everybody was called."""

    calls_a_week: float
    minutes_a_week: float
    """That one caller has."""
    callers: float
    """That it takes."""


def assumptions_of(
    campaign: Campaign, callers: int = 0, minutes: float = 0, reached: float = 0
) -> Assumptions:
    """What the campaign's file says, with the options in force; 0 is not given."""
    shares = campaign.assignment.callers
    count = callers or len(shares) or 1
    named = [one.load or campaign.assignment.load for one in shares] if not callers else []
    load = sum(named) if named and all(named) else campaign.assignment.load * count
    return Assumptions(
        count, minutes or MINUTES, reached or REACHED, load, campaign.attempts.maximum
    )


def first_round(
    campaign: Campaign,
    waves: Mapping[str, tuple[date | None, int]],
    assumed: Assumptions,
    today: date,
) -> dict[str, Round]:
    """When each wave was called through; "" is all of them. `waves`: opening day, households.

    Waves are called in the order in which they open, each from its day on.
    """
    begin = max(campaign.start or today, today)
    line = sorted(waves, key=lambda name: waves[name][0] or date.min)
    left = {name: float(waves[name][1]) for name in line}
    days = dict.fromkeys(line, 0)
    ends: dict[str, date] = {name: begin for name in line if not left[name]}
    worked = 0
    zone = ZoneInfo(campaign.timezone)
    for offset in range(_HORIZON_DAYS):
        day = begin + timedelta(days=offset)
        if len(ends) == len(line):
            break
        can = _households_on(campaign, day, zone, assumed)
        if not can:
            continue
        opened = [one for one in line if one not in ends and (waves[one][0] or day) <= day]
        worked += bool(opened)
        for name in opened:
            days[name] += 1
            done = min(can, left[name])
            left[name] -= done
            can -= done
            if left[name] < 1e-9:
                ends[name] = day
    found = {name: Round(waves[name][1], days[name], ends.get(name)) for name in line}
    last = max(ends.values(), default=None) if len(ends) == len(line) else None
    return {**found, "": Round(sum(one for _day, one in waves.values()), worked, last)}


def _households_on(campaign: Campaign, day: date, zone: ZoneInfo, assumed: Assumptions) -> float:
    """How many households all callers together get through on one day."""
    can = assumed.callers * _minutes_on(campaign, day, zone) / assumed.minutes_each
    return min(can, assumed.load) if assumed.load and can else can


def _minutes_on(campaign: Campaign, day: date, zone: ZoneInfo) -> float:
    """Minutes that one caller telephones on one day."""
    open_for = sum(
        (one.ends - one.starts for one in windows_on(day, campaign.hours, zone)), timedelta()
    )
    return min(open_for, LONGEST_DAY).total_seconds() / 60


def rhythm(
    campaign: Campaign, every_days: Sequence[float], assumed: Assumptions, monday: date
) -> Rhythm | None:
    """What the rhythm of households that are called again every so many days takes.

    None without a rhythm. `monday`: the week whose hours count.
    """
    if not every_days:
        return None
    zone = ZoneInfo(campaign.timezone)
    week = [monday + timedelta(days=count) for count in range(7)]
    calls = sum(7 / days for days in every_days) * assumed.ever_reached
    minutes = sum(_minutes_on(campaign, day, zone) for day in week)
    # Whoever is called again is found a little oftener than a stranger; the same is assumed.
    needed = calls * assumed.minutes_each / (minutes * assumed.ever_reached) if minutes else 0
    return Rhythm(calls, minutes, needed)
