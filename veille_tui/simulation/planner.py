"""How many callers a list needs: reckoned first, then tried in a small world."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta
from math import ceil
from pathlib import Path

from veille_tui.callscript.campaign_file import read_campaign
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import InputRefused
from veille_tui.language import _, n_
from veille_tui.reports.figure_lines import number_words
from veille_tui.simulation.engine import Day, Engine, Order
from veille_tui.simulation.people import Person, draw
from veille_tui.simulation.world import Group, Habit, Shift, World
from veille_tui.supervision.workload import Assumptions

SMALL = 200
"""Households of the small world: enough to tell, few enough to wait for."""
_TRIES = (0.5, 0.75, 1.0, 1.5, 2.0)
"""Shares of the callers that were reckoned."""
_WIDE = 30
LONGEST = timedelta(days=21)
WEEK = timedelta(days=7)
_MUTE = "injoignables"


@dataclass(frozen=True, slots=True)
class Need:
    """What the list takes, reckoned."""

    households: int
    """With a number."""
    unreachable: float
    """Share that never answers."""
    attempts: float
    """Of one household, on average."""
    minutes: float
    """That one household takes, on average."""
    minutes_a_day: float
    """That one caller has on a day of calls."""
    every: int
    """Calendar days of the rhythm."""
    calling_days: float
    """Days of calls in that time."""
    callers: int
    """Who call everybody in that time."""

    def days(self, callers: int) -> int:
        """Days of calls that one round takes so many callers."""
        return ceil(self.households * self.minutes / (callers * self.minutes_a_day))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a number of callers comes to."""

    callers: int
    reckoned: int
    """Days of calls, by the reckoning."""
    days: int | None
    """Days of calls until nobody waits any more in the evening; None when they never catch up."""
    calls_a_day: float
    """Of one caller."""
    secured: float
    """Share of all targeted households, at the end."""


def need_of(order: Order) -> Need:
    """What the list takes, by the world's habits and hours and the campaign's rhythm."""
    world, campaign = order.world, _campaign(order.campaign_file)
    people = [one for one in draw(world, order.seed, 1.0).values() if one.number]
    heard = [chance for one in people if (chance := _heard(one))]
    reached = sum(heard) / len(heard) if heard else 1.0
    callers = world.callers
    assumed = Assumptions(
        # The talk, then a minute to write it down.
        minutes=callers.minutes + 1,
        reached=min(1.0, reached),
        maximum=campaign.attempts.maximum,
        unreachable=1 - len(heard) / max(1, len(people)),
    )
    open_for = sum((_length(shift) for shift in callers.shifts), timedelta())
    a_day = open_for / timedelta(minutes=1) * callers.present
    every = next((parse_every(rule.every) for rule in campaign.cadence if not rule.when), WEEK)
    calling_days = max(1.0, len(callers.days) * (every / WEEK))
    least = len(people) * assumed.minutes_each / (a_day * calling_days)
    return Need(
        households=len(people),
        unreachable=assumed.unreachable,
        attempts=assumed.attempts,
        minutes=assumed.minutes_each,
        minutes_a_day=a_day,
        every=max(1, every // timedelta(days=1)),
        calling_days=calling_days,
        callers=max(1, ceil(least)),
    )


def _campaign(file: Path) -> Campaign:
    found, problems = read_campaign(file)
    if found is None:
        raise InputRefused(
            _("La campagne {file} a des erreurs.").format(file=file.name),
            _("Les corriger, puis vérifier avec : veille campaign check {file}").format(file=file),
            problems.found,
        )
    return found.campaign


def _heard(one: Person) -> float:
    """The chance that a call is answered; 0 is never, a wrong number too."""
    chances = list(one.habit.answers.values())
    return 0.0 if one.habit.wrong_number or not chances else sum(chances) / len(chances)


def _length(shift: Shift) -> timedelta:
    return datetime.combine(date.min, shift.ends) - datetime.combine(date.min, shift.starts)


def with_unreachable(world: World, share: float) -> World:
    """The same list of whom such a share never answers, and all others as most of it does."""
    rest = next((one for one in world.habits if one.rest), None)
    usual = rest or Habit("facile", rest=True, answers={"*": 0.9})
    mute = [Habit(_MUTE, round(group.number * share), within=group.name) for group in world.groups]
    return replace(world, habits=(usual, *mute), fates=(), situations=())


def plans(order: Order, need: Need, tell: Callable[[Plan], None]) -> list[Plan]:
    """Half to twice the callers that were reckoned; each try has a store of its own."""
    wanted = {max(1, round(need.callers * share)) for share in _TRIES}
    wanted |= {order.callers} - {0}
    found: list[Plan] = []
    for callers in sorted(wanted):
        found.append(_try(order, need, callers))
        tell(found[-1])
    return found


def _try(order: Order, need: Need, callers: int) -> Plan:
    """So many callers, all smaller alike: the whole list is there on the first day."""
    world = order.world
    total = sum(group.number for group in world.groups)
    few = max(1, min(callers, round(callers * SMALL / max(1, total))))
    groups = tuple(_at_once(group) for group in world.groups)
    small = replace(
        order,
        world=replace(world, groups=groups, alerts=(), messages=()),
        scale=few / callers,
        callers=few,
        until=min(order.until or world.until, world.starts + LONGEST),
        is_trial=True,
        store_url=f"sqlite:///{Path(order.folder) / f'plan_{callers}.db'}",
    )
    with closing(Engine(small, _in_silence)) as engine:
        outcome = engine.run()
    days = [day for day in outcome.days if day.calls]
    last = outcome.days[-1]
    return Plan(
        callers,
        need.days(callers),
        len(days) if days and not last.due else None,
        outcome.calls / max(1, len(days)) / few,
        last.secured / last.targeted if last.targeted else 0.0,
    )


def _at_once(group: Group) -> Group:
    return replace(group, comes=None, one_by_one=False, until=None)


def _in_silence(day: Day) -> None:
    """Nobody watches a try day by day."""


def need_lines(need: Need) -> Iterator[str]:
    """The reckoning, in words."""
    yield _(
        "{n} foyers avec un numéro, dont {share} % qui ne répondent jamais : {attempts} appel(s)"
        " et {minutes} minutes par foyer."
    ).format(
        n=number_words(need.households),
        share=number_words(round(100 * need.unreachable, 1)),
        attempts=number_words(round(need.attempts, 1)),
        minutes=number_words(round(need.minutes, 1)),
    )
    yield _("Une personne a {minutes} minutes par jour d'appels.").format(
        minutes=number_words(round(need.minutes_a_day))
    )
    yield n_(
        "Calcul : il faut {n} personne pour que chacun soit appelé tous les {days} jours.",
        "Calcul : il faut {n} personnes pour que chacun soit appelé tous les {days} jours.",
        need.callers,
    ).format(n=number_words(need.callers), days=need.every)


def plan_lines(need: Need, found: Sequence[Plan]) -> Iterator[str]:
    """The answer and its picture."""
    most = max((one.days or one.reckoned for one in found), default=0) or 1
    yield _("Jours d'appels avant que plus personne n'attende le soir, par nombre d'appelants")
    yield f"  {'':>6}  {'':<{_WIDE}}  {_('simulé'):>8}{_('calculé'):>9}{_('appels/jour'):>13}"
    for one in found:
        bar = "█" * max(1, round(_WIDE * one.days / most)) if one.days else "…"
        days = "-" if one.days is None else number_words(one.days)
        yield (
            f"  {number_words(one.callers):>6}  {bar:<{_WIDE}}  {days:>8}"
            f"{number_words(one.reckoned):>9}{number_words(round(one.calls_a_day)):>13}"
        )
    yield ""
    enough = [one for one in found if one.days is not None and one.days <= need.calling_days]
    if enough:
        yield n_(
            "Simulé : {n} personne suffit, {calls} appels par jour.",
            "Simulé : {n} personnes suffisent, {calls} appels par jour chacune.",
            enough[0].callers,
        ).format(n=number_words(enough[0].callers), calls=round(enough[0].calls_a_day))
    else:
        yield _("Simulé : aucun de ces nombres ne suffit au rythme de la campagne.")
