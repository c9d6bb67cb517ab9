"""Crowds of desks taking cases: rates, medians and slowest of a hundred, ours against others."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median

from scripts.benches import many_households
from scripts.benches import peers as job_queues
from scripts.benches.crowd import OpenTaker, Run, run
from scripts.benches.peers import Peer
from scripts.benches.ratios import Row
from tests.postgres import Server
from veille_tui.store.link import Link

_LEAST = {1: 2.0, 16: 3.0}
"""Ours to a job queue, by the number of connections."""


@dataclass(frozen=True)
class Line:
    """One way of taking cases."""

    name: str
    open_one: OpenTaker
    put_back: Callable[[], None]


def own(link: Link, ours: OpenTaker, raw: OpenTaker) -> list[Line]:
    """The store and the raw statement, on the same rows."""
    back = partial(many_households.put_back, link, tidy=True)
    return [Line("ours", ours, back), Line("one raw statement", raw, back)]


Peers = Callable[[int], AbstractContextManager[list[Line]]]


def peers(server: Server) -> Peers:
    """The job queues that are installed, each on a database of its own with so many rows."""
    others = job_queues.installed()
    if not others:
        how = job_queues.HOW_TO_INSTALL
        print(f"claim      without its peers; to bring them: {how}", file=sys.stderr)
    return partial(_filled_peers, server, others)


@contextmanager
def _filled_peers(server: Server, others: list[Peer], size: int) -> Iterator[list[Line]]:
    names = [server.new_database() for _ in others]
    lines = []
    for peer, name in zip(others, names, strict=True):
        peer.fill(server.url(name), size)
        back = partial(peer.put_back, server.url(name))
        lines.append(Line(peer.name, peer.taker(server.url(name)), back))
    yield lines
    for name in names:
        server.drop_database(name)


@dataclass(frozen=True)
class Crowds:
    """How many desks, for how long, how often."""

    desks: tuple[int, ...]
    seconds: float
    rounds: int

    @classmethod
    def quick(cls) -> Crowds:
        """To see that it works."""
        return cls((1, 16), 0.5, 1)

    @classmethod
    def whole(cls) -> Crowds:
        """To be told."""
        return cls((1, 16, 64), 2.0, 3)

    def rows(self, engine: str, size: int, lines: list[Line]) -> Iterator[Row]:
        """`lines` begins with ours and the raw statement; job queues may follow."""
        for desks in self.desks:
            runs: list[list[Run]] = [[] for _ in lines]
            for _ in range(self.rounds):
                for line, done in zip(lines, runs, strict=True):
                    done.append(self._one(line, size, desks))
            what = f"{engine} {size:,}, {desks} desk{'s' if desks > 1 else ''}"
            yield from _compared(what, desks, lines, runs)

    def _one(self, line: Line, size: int, desks: int) -> Run:
        each = max(1, size * 8 // 10 // desks - 20)
        found = run(line.open_one, desks, each, self.seconds)
        line.put_back()
        return found


def _compared(what: str, desks: int, lines: list[Line], runs: list[list[Run]]) -> Iterator[Row]:
    ours, raw = runs[0], runs[1]
    for name, figure in _FIGURES:
        mine, other = median(map(figure, ours)), median(map(figure, raw))
        yield Row("claim", f"{what}, {name}", mine, other, "s", lines[1].name)
    for line, theirs in zip(lines[1:], runs[1:], strict=True):
        mine, other = median(map(_rate, ours)), median(map(_rate, theirs))
        least = _LEAST.get(desks) if line is not lines[1] else None
        yield Row("claim", f"{what}", mine, other, "/s", line.name, least=least)


def _rate(one: Run) -> float:
    return one.per_second


_FIGURES: tuple[tuple[str, Callable[[Run], float]], ...] = (
    ("p50", lambda one: one.p50),
    ("p99", lambda one: one.p99),
)
