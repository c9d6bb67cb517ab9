"""How many callers a list needs: the same world with fewer and with more of them, in small."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.language import _, n_
from veille_tui.simulation.engine import Day, Engine, Order
from veille_tui.simulation.people import scaled
from veille_tui.simulation.world import Callers

SMALL = 300
"""Households of the small world: enough to tell, few enough to wait for."""
_TRIES = (0.5, 0.75, 1.0, 1.5, 2.0)
"""Shares of the callers there are."""
_WIDE = 40
LONGEST = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a number of callers comes to."""

    callers: int
    days: int | None
    """Until nobody waits any more in the evening; None when they never catch up."""
    calls_a_day: float
    """Of one caller."""
    secured: float
    """Share of all targeted households, at the end."""


def plans(order: Order, tell: Callable[[Plan], None]) -> list[Plan]:
    """The world with half to twice its callers; each try has a store of its own."""
    households = sum(group.number for group in order.world.groups)
    scale = min(1.0, SMALL / max(1, households))
    number = order.callers or order.world.callers.number
    last = min(order.until or order.world.until, order.world.starts + LONGEST)
    found: list[Plan] = []
    for share in _TRIES:
        callers = max(1, round(number * share))
        if any(one.callers == callers for one in found):
            continue
        small = replace(
            order,
            scale=scale,
            callers=max(1, scaled(callers, scale)),
            until=last,
            store_url=f"sqlite:///{Path(order.folder) / f'plan_{callers}.db'}",
        )
        # One caller is the least: fewer are one who works less of the day.
        part = callers * scale / small.callers
        world = replace(small.world, callers=_less(small.world.callers, part))
        found.append(_try(replace(small, world=world), callers))
        tell(found[-1])
    return found


def _less(callers: Callers, part: float) -> Callers:
    """The same callers who talk so much less, or more, that the whole fits the small world."""
    return replace(callers, minutes=callers.minutes / max(part, 0.05)) if part < 1 else callers


def _in_silence(day: Day) -> None:
    """Nobody watches a try day by day."""


def _try(order: Order, callers: int) -> Plan:
    with closing(Engine(order, _in_silence)) as engine:
        outcome = engine.run()
    days = [day for day in outcome.days if day.calls]
    last = outcome.days[-1]
    return Plan(
        callers,
        _caught_up(outcome.days),
        outcome.calls / max(1, len(days)) / outcome.callers,
        last.secured / last.targeted if last.targeted else 0.0,
    )


def _caught_up(days: Sequence[Day]) -> int | None:
    """After how many days nobody waits any more in the evening."""
    return next((n for n, day in enumerate(days, 1) if day.calls and not day.due), None)


def plan_lines(found: Sequence[Plan]) -> Iterator[str]:
    """The answer and its picture."""
    most = max((one.days or 0 for one in found), default=0) or 1
    yield _("Jours avant que plus personne n'attende le soir, selon le nombre d'appelants")
    for one in found:
        bar = "█" * round(_WIDE * (one.days or most) / most) if one.days else "…"
        told = (
            n_("{n} jour", "{n} jours", one.days).format(n=one.days)
            if one.days
            else _("jamais à jour")
        )
        yield f"  {one.callers:>5}  {bar:<{_WIDE}}  {told}"
    yield ""
    yield _("Charge et résultat")
    for one in found:
        words = _("{n} appels par jour et par appelant, {share} % de situations sécurisées")
        shown = words.format(n=round(one.calls_a_day), share=round(100 * one.secured))
        yield f"  {one.callers:>5}  {shown}"
    enough = next((one for one in found if one.days is not None and one.days <= 7), None)
    if enough is not None:
        yield ""
        yield n_(
            "Il faut {n} appelant pour que chacun soit appelé dans la semaine.",
            "Il faut {n} appelants pour que chacun soit appelé dans la semaine.",
            enough.callers,
        ).format(n=enough.callers)
