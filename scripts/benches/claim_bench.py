"""The next case as the desk asks for it: alone against one raw statement of the driver, then many
desks at once, each a process of its own, against the same statement and two job queues.

The raw statement claims by the reference (token honoured, rows being taken passed over) and brings
the same rows of the same household, its people, numbers and past, undigested. The queues bring
their job's arguments. A caller takes ten cases under one name: nobody holds hundreds.
"""

from __future__ import annotations

import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from statistics import median

from scripts.benches import asking, claim_crowds, many_households
from scripts.benches.crowd import OneByOne
from scripts.benches.ratios import ON_DISK, Row, seconds
from scripts.benches.raw_claim import RawClaim, raw_postgres, raw_sqlite
from tests.postgres import Server, running_server
from veille_tui.store import migrate
from veille_tui.store.engine import open_link
from veille_tui.store.link import Link
from veille_tui.store.shared import SharedStore

Place = Callable[[], AbstractContextManager[str]]
_UNDER_ONE_NAME = 10


@dataclass(frozen=True, slots=True)
class Engine:
    """One of the two stores: where to put it, and its raw statement."""

    name: str
    place: Place
    raw: Callable[[str], RawClaim]


class Ours(OneByOne):
    """One desk on the shared store."""

    def __init__(self, url: str, number: int = 0) -> None:
        self._store = SharedStore(url)
        self._number = number
        self._taken = 0
        self._store.now()

    def claim(self) -> int:
        caller = f"Hélène {self._number}.{self._taken // _UNDER_ONE_NAME}"
        self._taken += 1
        granted = asking.next_case(self._store, caller)
        return granted.case.id

    def close(self) -> None:
        self._store.close()


class Raw(OneByOne):
    """One desk on the driver alone."""

    def __init__(self, raw: Callable[[str], RawClaim], url: str, number: int = 0) -> None:
        self._raw = raw(url)
        self._caller = f"Paul {number}"

    def claim(self) -> int:
        self._raw.claim(many_households.CAMPAIGN, self._caller, str(uuid.uuid4()))
        # Nobody looks into its rows.
        return 0

    def close(self) -> None:
        self._raw.close()


def rows(*, quick: bool, huge: bool = False) -> Iterator[Row]:
    """Alone at every size, fresh and worn, before and after ANALYZE; the growth; the crowds."""
    sizes = [10_000, 100_000, *([] if quick else [1_000_000]), *([10_000_000] if huge else [])]
    times = 100 if quick else 500
    with running_server() as server:
        postgres = Engine("PostgreSQL", partial(_database, server), raw_postgres)
        sqlite = Engine("SQLite", _file, raw_sqlite)
        for engine in (postgres, sqlite):
            yield from _alone(engine, sizes, times)
        yield from _crowds(server, postgres, sqlite, sizes, quick=quick)


@contextmanager
def _database(server: Server) -> Iterator[str]:
    name = server.new_database()
    yield server.url(name)
    server.drop_database(name)


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        yield f"sqlite:///{folder}/store.db"


@contextmanager
def _filled(place: Place, size: int) -> Iterator[tuple[str, Link]]:
    with place() as url:
        link = open_link(url, 10, 600)
        migrate.init(url, link)
        many_households.fill(link, size)
        yield url, link
        link.close()


# Alone.


def _alone(engine: Engine, sizes: list[int], times: int) -> Iterator[Row]:
    found: dict[tuple[int, str], float] = {}
    for size in sizes:
        for shape, ours, raw, ratio in _at_size(engine, size, times):
            found[size, shape] = ours
            yield Row(
                "claim", f"{engine.name} {size:,}{shape}", ours, raw, "s",
                "one raw statement", 1.25, ratio,
            )  # fmt: skip
    small, large = sizes[0], sizes[-1]
    for shape in [shape for size, shape in found if size == small]:
        yield Row(
            "claim", f"{engine.name} growth{shape}", found[large, shape], found[small, shape], "s",
            f"{large // small:,} times fewer rows", 1.3,
        )  # fmt: skip


def _at_size(engine: Engine, size: int, times: int) -> Iterator[tuple[str, float, float, float]]:
    with _filled(engine.place, size) as (url, link):
        ours, raw = Ours(url), Raw(engine.raw, url)
        for shape in ("", ", 99 % done"):
            if shape:
                many_households.put_back(link)
                many_households.wear(link)
            yield (shape, *_measured(link, ours, raw, times))
            link.rows("analyze")
            yield (f"{shape}, analyzed", *_measured(link, ours, raw, times))
        ours.close()
        raw.close()


def _measured(link: Link, ours: Ours, raw: Raw, times: int) -> tuple[float, float, float]:
    """Medians of both, in turn; what was taken is put back between, so that the queue lasts."""
    pairs = []
    for turn in range(-20, times):
        if turn % 20 == 0:
            many_households.put_back(link)
        first, second = (raw, ours) if turn % 2 else (ours, raw)
        one, two = seconds(first.claim), seconds(second.claim)
        if turn >= 0:
            pairs.append((two, one) if turn % 2 else (one, two))
    mine, other = median(one for one, _ in pairs), median(other for _, other in pairs)
    return mine, other, mine / other


# Many at once.


def _crowds(
    server: Server, postgres: Engine, sqlite: Engine, sizes: list[int], *, quick: bool
) -> Iterator[Row]:
    from scripts.benches import peers

    others = peers.installed()
    if not others:
        print(
            f"claim      without its peers; to bring them: {peers.HOW_TO_INSTALL}", file=sys.stderr
        )
    crowds = claim_crowds.Crowds(
        desks=(1, 16) if quick else (1, 16, 64),
        seconds=0.5 if quick else 2.0,
        rounds=1 if quick else 3,
    )
    for size in sizes:
        with _filled(postgres.place, size) as (url, link), _peers(server, others, size) as lines:
            own = claim_crowds.own(link, partial(Ours, url), partial(Raw, raw_postgres, url))
            yield from crowds.rows("PostgreSQL", size, [*own, *lines])
    with _filled(sqlite.place, sizes[0]) as (url, link):
        own = claim_crowds.own(link, partial(Ours, url), partial(Raw, raw_sqlite, url))
        yield from crowds.rows("SQLite", sizes[0], own)


@contextmanager
def _peers(
    server: Server, others: list[claim_crowds.Peer], size: int
) -> Iterator[list[claim_crowds.Line]]:
    """Each on a database of its own, with as many rows as the store has households."""
    names = [server.new_database() for _ in others]
    lines = []
    for peer, name in zip(others, names, strict=True):
        peer.fill(server.url(name), size)
        back = partial(peer.put_back, server.url(name))
        lines.append(claim_crowds.Line(peer.name, peer.taker(server.url(name)), back))
    yield lines
    for name in names:
        server.drop_database(name)
