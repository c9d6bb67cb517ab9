"""Callers at work: each the real desk with its own journal and courier, pausing as people do.

Four processes carry a hundred desks each, a thread and a courier's thread a desk: at a person's
rhythm a process works a few moments in a second. The desks of one process share the script that
each workstation would have read once.
"""

from __future__ import annotations

import functools
import logging
import multiprocessing
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path
from unittest.mock import patch

from scripts.benches import calling
from veille_tui import bootstrap
from veille_tui.domain.journal import Kind
from veille_tui.errors import StoreUnreachable

_FORK = multiprocessing.get_context("fork")
_PROCESSES = 4
_ANSWERED = 0.45
"""Of ten households rung, four or five answer."""
_SECONDS = {
    "read": (10, 40), "ring": (8, 25), "ring_out": (25, 35), "ask": (6, 20), "close": (15, 40),
    "between": (5, 30), "arrive": (0, 60),
}  # fmt: skip


class _Over(Exception):
    """The shift ends."""


@dataclass
class Shift:
    """What desks tell at the end of it."""

    taking: list[float] = field(default_factory=list)
    """Seconds until each case was in hand."""
    calls: int = 0
    entries: int = 0
    """Written to the journals."""
    unsent: int = 0
    refused: int = 0
    failures: list[str] = field(default_factory=list)

    def add(self, other: Shift) -> None:
        """Both together."""
        self.taking += other.taking
        self.calls += other.calls
        self.entries += other.entries
        self.unsent += other.unsent
        self.refused += other.refused
        self.failures += other.failures


@contextmanager
def at_work(folder: Path, store_url: str, desks: int, pace: float) -> Iterator[Shift]:
    """`desks` callers from now to the end of the block; then what they did.

    `pace` 1 is a person's; at 0.25 everybody is four times as fast.
    """
    shift = Shift()
    pipes: list[Connection] = []
    people = []
    for group in range(_PROCESSES):
        mine, theirs = _FORK.Pipe()
        numbers = range(group, desks, _PROCESSES)
        person = _FORK.Process(target=_group, args=(folder, store_url, numbers, pace, theirs))
        person.start()
        theirs.close()
        pipes.append(mine)
        people.append(person)
    try:
        yield shift
        for pipe in pipes:
            pipe.send("the shift is over")
        for pipe in pipes:
            if not pipe.poll(300):
                raise TimeoutError("desks are stuck")
            shift.add(pipe.recv())
    finally:
        for person in people:
            person.join(5)
            if person.is_alive():
                person.kill()


def _group(folder: Path, store_url: str, numbers: range, pace: float, box: Connection) -> None:
    over = threading.Event()
    # What goes wrong is told by the desks: log lines would stand in the table.
    logging.getLogger().addHandler(logging.NullHandler())
    with patch.object(bootstrap, "read_script", functools.cache(bootstrap.read_script)):
        desks = [_Desk(folder / f"desk-{n}", store_url, n, pace, over) for n in numbers]
        for desk in desks:
            desk.start()
        box.recv()
        over.set()
        shift = Shift()
        for desk in desks:
            desk.join()
            shift.add(desk.shift)
    box.send(shift)


class _Desk(threading.Thread):
    """One caller from arriving to leaving."""

    def __init__(
        self, home: Path, store_url: str, number: int, pace: float, over: threading.Event
    ) -> None:
        super().__init__(daemon=True)
        self.shift = Shift()
        self._home = home
        self._url = store_url
        self._number = number
        self._chance = random.Random(number)
        self._pace = pace
        self._over = over

    def run(self) -> None:
        post = calling.post(self._home, self._url, f"Appelante {self._number}")
        try:
            self._pause("arrive")
            self._patiently(lambda: post.desk.enter("bench"))
            post.begin_work()
            while True:
                self._call(post)
                self._pause("between")
        except _Over:
            pass
        except Exception as error:  # noqa: BLE001 - told at the end, with all that went wrong
            self.shift.failures.append(f"{type(error).__name__}: {error}")
        try:
            self._leave(post)
        except Exception as error:  # noqa: BLE001 - the same
            self.shift.failures.append(f"leaving: {type(error).__name__}: {error}")

    def _call(self, post: bootstrap.Post) -> None:
        start = time.perf_counter()
        hand = calling.take(post.desk)
        self.shift.taking.append(time.perf_counter() - start)
        call = calling.talk if self._chance.random() < _ANSWERED else calling.ring_out
        call(post.desk, hand, self._pause)
        post.rounds.wake()
        self.shift.calls += 1

    def _patiently(self, work: calling.Verb) -> None:
        """Everybody comes in within a minute: a server may be late once."""
        try:
            work()
        except StoreUnreachable as error:
            self.shift.failures.append(f"at first: {error}")
            self._pause("between")
            work()

    def _pause(self, what: str) -> None:
        if self._over.wait(self._chance.uniform(*_SECONDS[what]) * self._pace):
            raise _Over

    def _leave(self, post: bootstrap.Post) -> None:
        post.rounds.stop(30)
        journal = post.journal
        self.shift.entries = len(
            journal.entries_since(datetime.min.replace(tzinfo=UTC), list(Kind))
        )
        error = post.rounds.once()
        if error is not None:
            self.shift.failures.append(f"at last: {error}")
        self.shift.unsent = journal.unsent_count()[0]
        self.shift.refused = len(journal.refused())
        post.store.close()
        journal.close()
