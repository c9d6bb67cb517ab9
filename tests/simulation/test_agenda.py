"""Events happen in the order of their time, and those of another day wait for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

from veille_tui.simulation.clock import Agenda, WorldClock

NOON = datetime(2020, 3, 17, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_events_happen_in_order_and_tomorrow_waits() -> None:
    clock = WorldClock(NOON)
    agenda = Agenda(clock)
    seen: list[tuple[str, datetime]] = []

    def happens(name: str) -> None:
        seen.append((name, clock()))

    for name, hours in (("late", 30), ("second", 2), ("first", 1), ("past", -5)):
        agenda.at(NOON + hours * HOUR, partial(happens, name))
    agenda.run(NOON + 8 * HOUR)
    assert seen == [("past", NOON), ("first", NOON + HOUR), ("second", NOON + 2 * HOUR)]
    assert clock() == NOON + 8 * HOUR
    agenda.run(NOON + 48 * HOUR)
    assert seen[-1] == ("late", NOON + 30 * HOUR)


def test_an_event_may_put_another_one_down_for_the_same_day() -> None:
    clock = WorldClock(NOON)
    agenda, seen = Agenda(clock), []
    agenda.at(NOON, lambda: agenda.at(NOON + HOUR, lambda: seen.append(clock())))
    agenda.run(NOON + 2 * HOUR)
    assert seen == [NOON + HOUR]
