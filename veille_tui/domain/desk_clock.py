"""The desk's clock: this computer's, corrected by the shared store's."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

TOLERANCE = timedelta(minutes=2)
"""A computer's clock that is further off is worth telling its owner."""
_SLACK = timedelta(seconds=1)


def system_now() -> datetime:
    """This computer's clock, UTC, right or wrong."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Seconds that no change of the clock touches; a lid that was closed counts."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        # There, time.monotonic stands still while the computer sleeps.
        return time.clock_gettime(time.CLOCK_MONOTONIC)
    return time.monotonic()


def still_right(offset: timedelta, told: datetime | None, now: datetime) -> timedelta:
    """The last session's correction, or none where it would go back behind what the store `told`.

    Whoever read that the computer's clock is wrong has set it right since. `now` is that clock.
    """
    is_behind = told is not None and now + offset < told <= now
    return timedelta(0) if is_behind else offset


class DeskClock:
    """Now, UTC: this computer's clock at the start, what has elapsed since, and a correction.

    A clock that somebody sets during a session changes nothing.
    """

    def __init__(
        self,
        offset: timedelta = timedelta(0),
        keep: Callable[[timedelta], object] = abs,
        system: Callable[[], datetime] = system_now,
        since: Callable[[], float] = elapsed,
    ) -> None:
        """`offset` is what the last session learnt; `keep` writes a new one down."""
        self._lock = threading.Lock()
        self._keep = keep
        self._system = system
        self._since = since
        self._started, self._mark = system(), since()
        self._offset = offset

    def __call__(self) -> datetime:
        """Now, as the shared store tells it."""
        return self._uncorrected() + self._offset

    def _uncorrected(self) -> datetime:
        return self._started + timedelta(seconds=self._since() - self._mark)

    def tell(self, store_now: datetime, asked_at: datetime, answered_at: datetime) -> None:
        """The shared store said `store_now` between two moments of this clock.

        The middle of them is taken for the same instant; what the way may explain is not corrected.
        """
        taken = answered_at - asked_at
        apart = store_now - (asked_at + taken / 2)
        if abs(apart) <= taken / 2 + _SLACK:
            return
        with self._lock:
            self._offset += apart
            kept = self._offset
        self._keep(kept)

    @property
    def error(self) -> timedelta:
        """How far this computer's clock is ahead of the corrected time; negative: it is late."""
        return self._system() - self()
