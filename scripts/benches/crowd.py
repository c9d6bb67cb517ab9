"""Many desks at once, each a process of its own: threads would share one interpreter's lock."""

from __future__ import annotations

import multiprocessing
import os
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from statistics import median, quantiles

# A copy of this process: what was imported need not be imported four hundred times.
_FORK = multiprocessing.get_context("fork")
_PATIENCE = 120.0
_WARM = 20


class Taker(ABC):
    """One desk that takes cases over one open connection."""

    @abstractmethod
    def take(self, count: int, until: float) -> list[tuple[float, int]]:
        """Take up to `count` cases, none after the clock says `until`: seconds and case each."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection."""


class OneByOne(Taker):
    """A taker that waits for each case in its own thread."""

    @abstractmethod
    def claim(self) -> int:
        """Take one case; its number. Raises RuntimeError when there is none."""

    def take(self, count: int, until: float) -> list[tuple[float, int]]:
        taken = []
        for _ in range(count):
            start = time.perf_counter()
            if start > until:
                break
            case = self.claim()
            taken.append((time.perf_counter() - start, case))
        return taken


OpenTaker = Callable[[int], Taker]


@dataclass(frozen=True, slots=True)
class Run:
    """What a crowd did from the moment the gate opened."""

    seconds: float
    """Until the last one was served."""
    times: Sequence[float]
    cases: Sequence[int]

    @property
    def per_second(self) -> float:
        return len(self.times) / self.seconds

    @property
    def p50(self) -> float:
        return median(self.times)

    @property
    def p99(self) -> float:
        return quantiles(self.times, n=100)[98] if len(self.times) > 1 else self.times[0]


def run(
    open_one: OpenTaker, desks: int, each: int, seconds: float = 60.0, *, warm: int = _WARM
) -> Run:
    """`desks` processes that each take up to `each` cases within `seconds`, all from one moment.

    Everybody is connected, and has taken `warm` cases, before the gate opens.
    """
    gate, opener = os.pipe()
    pipes: list[Connection] = []
    people = []
    for number in range(desks):
        mine, theirs = _FORK.Pipe()
        person = _FORK.Process(
            target=_desk, args=(open_one, number, (each, seconds, warm), (gate, opener), theirs)
        )
        person.start()
        theirs.close()
        pipes.append(mine)
        people.append(person)
    try:
        for pipe in pipes:
            _answer(pipe)
        start = time.perf_counter()
        os.close(opener)
        ends = [_answer(pipe) for pipe in pipes]
    finally:
        os.close(gate)
        for person in people:
            person.join(5)
            if person.is_alive():
                person.kill()
    taken = [one for _, some in ends for one in some]
    return Run(
        max(end for end, _ in ends) - start,
        [took for took, _ in taken],
        [case for _, case in taken],
    )


def _answer(pipe: Connection) -> tuple[float, list[tuple[float, int]]]:
    if not pipe.poll(_PATIENCE):
        raise TimeoutError("a desk is stuck")
    found: tuple[float, list[tuple[float, int]]] | str = pipe.recv()
    if isinstance(found, str):
        raise RuntimeError(found)
    return found


def _desk(
    open_one: OpenTaker,
    number: int,
    work: tuple[int, float, int],
    gate: tuple[int, int],
    box: Connection,
) -> None:
    """One process: warm up, say so, wait until the gate opens, work, tell."""
    each, seconds, warm = work
    os.close(gate[1])
    try:
        taker = open_one(number)
        taker.take(warm, time.perf_counter() + _PATIENCE)
        box.send((0.0, []))
        # The end of the file comes to all who read at the same moment.
        os.read(gate[0], 1)
        taken = taker.take(each, time.perf_counter() + seconds)
        box.send((time.perf_counter(), taken))
        taker.close()
    except Exception as error:  # noqa: BLE001 - told to the bench, which stops
        box.send(f"{type(error).__name__}: {error}")
