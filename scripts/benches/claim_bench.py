"""The next case as the desk asks for it: alone against one raw statement of the driver, then many
desks at once, each a process of its own, against the same statement and two job queues.

The raw statement claims by the reference (token honoured, rows being taken passed over) and brings
the same rows of the same household, its people, numbers and past, undigested. The queues bring
their job's arguments. A caller takes ten cases under one name: nobody holds hundreds.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from scripts.benches import asking, claim_crowds, many_households
from scripts.benches.crowd import OneByOne
from scripts.benches.ratios import ON_DISK, Row, seconds
from scripts.benches.raw_claim import PATIENCE, RawClaim, raw_postgres, raw_sqlite
from tests.postgres import Server, running_server
from veille_tui.domain.case import Granted
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
        # As long as the raw statement's: a crowd on one file and a slow disk wait for each other.
        self._store = SharedStore(url, answer_seconds=PATIENCE)
        self._number = number
        self._taken = 0
        self._store.now()

    def claim(self) -> int:
        caller = f"Hélène {self._number}.{self._taken // _UNDER_ONE_NAME}"
        self._taken += 1
        return self.ask(self._store, caller).case.id

    def ask(self, store: SharedStore, caller: str) -> Granted:
        """The claim alone."""
        return asking.next_case(store, caller)

    def close(self) -> None:
        self._store.close()


class Exchanging(Ours):
    """The same desk, with all else that it tells and asks on the way."""

    def ask(self, store: SharedStore, caller: str) -> Granted:
        return asking.result_and_next(store, "desk", caller, [])


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
    """Alone at every size, fresh and worn, before and after ANALYZE; the crowds; the growth."""
    sizes = [10_000, 100_000, *([] if quick else [1_000_000]), *([10_000_000] if huge else [])]
    with running_server(prepare=_unattended) as server:
        postgres = Engine("PostgreSQL", partial(_database, server), raw_postgres)
        sqlite = Engine("SQLite", _file, raw_sqlite)
        peers = claim_crowds.peers(server)
        crowds = claim_crowds.Crowds.quick() if quick else claim_crowds.Crowds.whole()
        yield from _Bench(postgres, 100 if quick else 500, crowds, peers).rows(sizes, sizes)
        yield from _Bench(sqlite, 100 if quick else 500, crowds, None).rows(sizes, sizes[:1])


def _unattended(folder: Path) -> dict[str, str]:
    """Nothing is analyzed or tidied up behind the bench's back: worn is as bad as it gets."""
    return {"autovacuum": "off"}


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


Store = tuple[str, Link]


@dataclass
class _Bench:
    """One engine's rows."""

    engine: Engine
    times: int
    crowds: claim_crowds.Crowds
    peers: claim_crowds.Peers | None

    def rows(self, sizes: list[int], crowded: list[int]) -> Iterator[Row]:
        """Each size, with crowds at those of `crowded`; the last in turn with the first too."""
        for size in sizes:
            with ExitStack() as open_ones:
                stores = [open_ones.enter_context(_filled(self.engine.place, size))]
                if size == sizes[-1]:
                    # A small one beside it, so that the growth is not the machine's mood.
                    stores.append(open_ones.enter_context(_filled(self.engine.place, sizes[0])))
                self._growth = f"{size // sizes[0]:,} times fewer rows"
                yield from self._size(size, stores, is_crowded=size in crowded)

    def _size(self, size: int, stores: list[Store], *, is_crowded: bool) -> Iterator[Row]:
        links = [link for _, link in stores]
        yield from self._alone(size, "", stores)
        for link in links:
            link.rows("analyze")
        yield from self._alone(size, ", analyzed", stores)
        yield from self._alone(size, ", as one exchange", stores)
        if is_crowded:
            many_households.put_back(links[0], tidy=True)
            yield from self._crowds(size, *stores[0])
        for link in links:
            many_households.put_back(link)
            many_households.wear(link)
        yield from self._alone(size, ", 99 % done", stores)
        for link in links:
            link.rows("analyze")
        yield from self._alone(size, ", 99 % done, analyzed", stores)

    def _alone(self, size: int, shape: str, stores: list[Store]) -> Iterator[Row]:
        ours = [Exchanging(url) if "exchange" in shape else Ours(url) for url, _ in stores]
        raw = Raw(self.engine.raw, stores[0][0])
        links = [link for _, link in stores]
        mine, other = _in_turn(links, ours[0], raw, self.times)
        what = f"{self.engine.name} {size:,}{shape}"
        yield Row("claim", what, mine, other, "s", "one raw statement", 1.25)
        if len(ours) > 1:
            large, small = _in_turn(links, ours[0], ours[1], self.times)
            what = f"{self.engine.name} growth{shape}"
            yield Row("claim", what, large, small, "s", self._growth, 1.3)
        for one in (*ours, raw):
            one.close()

    def _crowds(self, size: int, url: str, link: Link) -> Iterator[Row]:
        raw = partial(Raw, self.engine.raw, url)
        lines = claim_crowds.own(link, partial(Ours, url), raw)
        if self.peers is None:
            yield from self.crowds.rows(self.engine.name, size, lines)
            return
        with self.peers(size) as others:
            yield from self.crowds.rows(self.engine.name, size, [*lines, *others])


def _in_turn(
    links: list[Link], first: OneByOne, second: OneByOne, times: int
) -> tuple[float, float]:
    """Medians of both; what was taken is put back between, so that the queue lasts."""
    found: tuple[list[float], list[float]] = ([], [])
    for turn in range(-20, times):
        if turn % 20 == 0:
            for link in links:
                many_households.put_back(link)
        order = (0, 1) if turn % 2 else (1, 0)
        for place in order:
            took = seconds((first, second)[place].claim)
            if turn >= 0:
                found[place].append(took)
    return median(found[0]), median(found[1])
