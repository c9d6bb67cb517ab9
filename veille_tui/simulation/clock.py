"""The world's time: events in their order, and a clock that stands where the last one put it."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime
from itertools import count

Event = Callable[[], None]


class WorldClock:
    """A clock that everything in the world reads; aware, UTC."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


class Agenda:
    """What is to happen, in the order of its time; what was put down first goes first."""

    def __init__(self, clock: WorldClock) -> None:
        self._clock = clock
        self._events: list[tuple[datetime, int, Event]] = []
        self._order = count()

    def at(self, moment: datetime, event: Event) -> None:
        """Put an event down; one of the past happens now."""
        heapq.heappush(self._events, (max(moment, self._clock()), next(self._order), event))

    def run(self, until: datetime) -> None:
        """Let everything happen that is due by then; the clock stands there afterwards."""
        while self._events and self._events[0][0] <= until:
            moment, _order, event = heapq.heappop(self._events)
            self._clock.moment = max(moment, self._clock.moment)
            event()
        self._clock.moment = max(until, self._clock.moment)
