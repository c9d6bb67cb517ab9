"""Runs a world day by day over the campaign's calendar, through the real program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from veille_tui.callscript.campaign_words import DAYS
from veille_tui.domain import slots
from veille_tui.domain.campaign import Campaign
from veille_tui.errors import Refused
from veille_tui.intake.importer import import_listing
from veille_tui.language import _
from veille_tui.reports.progress import report
from veille_tui.simulation.afterwards import Afterwards
from veille_tui.simulation.callers import Caller, Truths
from veille_tui.simulation.checks import Checks
from veille_tui.simulation.clock import Agenda, WorldClock
from veille_tui.simulation.listing import write_listing
from veille_tui.simulation.people import Person, draw, scaled
from veille_tui.simulation.world import Group, World
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.campaigns import open_campaign
from veille_tui.supervision.publics import new_cases

SUPERVISOR = "Superviseur simulé"
_OPENS = time(7)
"""When lists come in and the alert is switched, local."""
_SEES_TO_IT = (time(9, 30), time(11, 30), time(13, 30), time(15, 30), time(18, 5))
"""When the supervisor sends what waits, local."""
_NIGHT = time(21)
_WEEKDAYS = {name: day for day, name in enumerate(DAYS.values())}


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be simulated."""

    world: World
    campaign_file: Path
    store_url: str
    folder: Path
    """For listings; it may be thrown away after."""
    seed: int = 1
    scale: float = 1.0
    callers: int = 0
    """Instead of the world's own number."""
    until: date | None = None
    """Instead of the world's own last day."""
    is_trial: bool = False
    """How long a list takes: everybody may be called by anybody, and the first evening on which
    nobody waits is the last."""


@dataclass(frozen=True, slots=True)
class Day:
    """What one day came to."""

    day: date
    calls: int
    secured: int
    targeted: int
    due: int
    """Households that waited for a call at its end."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the whole simulation came to."""

    campaign: Campaign
    figures: dict[str, Any]
    """The report's document."""
    people: dict[str, Person]
    days: tuple[Day, ...] = ()
    calls: int = 0
    callers: int = 0
    scale: float = 1.0


Tell = Callable[[Day], None]


@dataclass
class _Run:
    days: list[Day] = field(default_factory=list)
    before: int = 0


def refuse_a_store_in_use(store: SharedStore) -> None:
    """Made-up people never come among real ones, where somebody would look for them.

    Raises Refused.
    """
    used = store.campaigns()
    if used:
        raise Refused(
            _("Cette base sert déjà ({campaigns}) : la simulation y mettrait des gens inventés.")
            .format(campaigns=", ".join(one.id for one in used)),
            _("Lui donner une base vide, par exemple : --store sqlite:///simulation.db"),
        )  # fmt: skip


class Engine:
    """One world, one campaign, one store."""

    def __init__(self, order: Order, tell: Tell) -> None:
        self._order, self._tell, world = order, tell, order.world
        self._zone = ZoneInfo("Europe/Paris")
        self._clock = WorldClock(self._at(world.starts, _OPENS))
        self._agenda = Agenda(self._clock)
        self._store = SharedStore(order.store_url, clock=self._clock)
        self._people = draw(world, order.seed, order.scale)
        self._truths = Truths(world, self._people, set(), set(), order.seed)
        self._run = _Run()
        self._callers: list[Caller] = []

    def run(self) -> Outcome:
        """Everything, from the first listing to the last evening.

        Raises Refused, nothing written, for a store that people work in.
        """
        order = self._order
        refuse_a_store_in_use(self._store)
        self._campaign = open_campaign(self._store, order.campaign_file, SUPERVISOR, self._clock())
        if order.is_trial:
            self._share_with_anybody()
        self._zone = ZoneInfo(self._campaign.timezone)
        self._checks = Checks(order.store_url, self._store, self._campaign)
        self._after = Afterwards(
            self._store, self._campaign.id, self._clock, self._agenda, self._truths, SUPERVISOR
        )
        self._callers = [
            Caller(name, self._campaign.id, self._store, self._clock, self._agenda, self._truths)
            for name in self._names()
        ]
        day, last = order.world.starts, order.until or order.world.until
        while day <= last:
            self._day(day)
            self._agenda.run(self._at(day, _NIGHT))
            self._evening(day)
            if order.is_trial and self._run.days[-1].calls and not self._run.days[-1].due:
                break
            day += timedelta(days=1)
        campaign, figures = report(self._store, self._campaign.id)
        calls = sum(one.calls for one in self._callers)
        days = tuple(self._run.days)
        people, number = self._people, len(self._callers)
        return Outcome(campaign, figures, people, days, calls, number, order.scale)

    def close(self) -> None:
        """Let go of the store and of the journals."""
        for one in self._callers:
            one.close()
        self._store.close()

    def _share_with_anybody(self) -> None:
        """As many callers as are tried, whoever the campaign's file names."""
        known, now = self._campaign, self._clock()
        assignment = replace(known.assignment, by="anybody", callers=(), load=0)
        self._campaign = replace(known, assignment=assignment)
        source = self._store.campaign_source(known.id)
        self._store.update_campaign(self._campaign, source, now, SUPERVISOR)

    def _at(self, day: date, moment: time) -> datetime:
        return datetime.combine(day, moment, self._zone).astimezone(UTC)

    def _names(self) -> list[str]:
        """The assigned callers of the campaign's file first, then the world's, then numbers."""
        order, callers = self._order, self._order.world.callers
        number = order.callers or max(1, scaled(callers.number, order.scale))
        known = [one.name for one in self._campaign.assignment.callers] or list(callers.names)
        others = (f"Appelant {n + 1:03d}" for n in range(number))
        return [*known, *others][: order.callers or max(number, len(known))]

    def _day(self, day: date) -> None:
        self._agenda.at(self._at(day, _OPENS), lambda: self._morning(day))
        for moment in _SEES_TO_IT:
            self._agenda.at(self._at(day, moment), self._after.see_to_it)
        if not self._calls_on(day):
            return
        callers = self._order.world.callers
        present = max(1, round(callers.present * len(self._callers)))
        for shift in callers.shifts:
            ends = self._at(day, shift.ends)
            for rank, one in enumerate(self._callers[:present]):
                starts = self._at(day, shift.starts) + timedelta(seconds=7 * rank % 240)
                self._agenda.at(starts, partial(one.sit_down, ends))

    def _calls_on(self, day: date) -> bool:
        wanted = [_WEEKDAYS[name] for name in self._order.world.callers.days]
        is_open = bool(slots.windows_on(day, self._campaign.hours, self._zone))
        return is_open and day.weekday() in wanted

    def _morning(self, day: date) -> None:
        self._after.switch_alert(day)
        self._after.send_messages(day)
        for group in self._order.world.groups:
            if group.one_by_one:
                self._some_of(group, day)
            elif (group.comes or self._order.world.starts) == day:
                self._bring([one for one in self._people.values() if one.group is group], day)

    def _some_of(self, group: Group, day: date) -> None:
        """Those whom an agency's staff add today, spread over the working days."""
        if not self._calls_on(day) or day < (group.comes or self._order.world.starts):
            return
        last = group.until or self._order.world.until
        days = [one for one in _days(day, last) if self._calls_on(one)]
        known = self._store.known_households(self._campaign.id)
        left = [
            one
            for one in self._people.values()
            if one.group is group and one.reference not in known
        ]
        for one in left[: -(-len(left) // max(1, len(days)))]:
            self._bring([one], day)

    def _bring(self, people: list[Person], day: date) -> None:
        file = self._order.folder / f"liste_{day.isoformat()}.csv"
        write_listing(file, people, day)
        import_listing(self._store, file, self._campaign.id, self._clock(), new_cases)

    def _evening(self, day: date) -> None:
        """What the day came to, and whether every rule still holds."""
        self._checks.of_the_day(day, [one.journal for one in self._callers])
        targeted, secured, ready = self._checks.standing(self._clock())
        calls = sum(one.calls for one in self._callers)
        one = Day(day, calls - self._run.before, secured, targeted, ready)
        self._run.before = calls
        self._run.days.append(one)
        self._tell(one)


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)
