"""Turns between a desk and its store over a 40 ms link, counted by the link and by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import median

import psycopg

from scripts.benches import asking, results
from scripts.benches.ratios import Row, seconds
from scripts.benches.slow_link import ROUND_TRIP, SlowLink, slow_link
from tests.postgres import running_server
from veille_tui.store.link import Link
from veille_tui.store.shared import SharedStore

_CALLER = "Hélène"


def rows(*, quick: bool) -> Iterator[Row]:
    """Each call's turns against one, and its time against the driver's `select 1`."""
    times = 5 if quick else 25
    with running_server() as server, slow_link(server.folder) as far:
        name = server.new_database()
        near = results.store_with(server.url(name), 20_000)
        near.rows("analyze")
        url = far.url("veille", name)
        ping = _ping(url, times)
        yield Row("roundtrips", "select 1 by the driver, time", ping, ROUND_TRIP, "s", "the link")
        # A minute: on a busy machine a thousand results may be slow, and are counted all the same.
        store = SharedStore(url, answer_seconds=60)
        far.counted()
        took = seconds(lambda: asking.next_case(store, f"{_CALLER} 0"))
        yield _turns("connecting and the first case", [far.counted()], bound=None)
        yield Row("roundtrips", "connecting and the first case, time", took, ping, "s", "select 1")
        yield from _calls(_Bench(far, near, store), ping, times)
        store.close()
        near.close()


class _Bench:
    """What is asked over the far link, prepared over the near one."""

    def __init__(self, far: SlowLink, near: Link, store: SharedStore) -> None:
        self._far = far
        self._near = near
        self._store = store
        self._turn = 0
        for _ in range(4):
            # The driver prepares a statement at its third use, once for a connection's life.
            self.claim()
            self.result_and_next()

    def claim(self) -> tuple[int, float]:
        caller = self._caller()
        return self._counted(lambda: asking.next_case(self._store, caller))

    def result_and_next(self) -> tuple[int, float]:
        entries = results.results(results.hold(self._near, 1))
        caller = self._caller()
        return self._counted(lambda: asking.result_and_next(self._store, "desk", caller, entries))

    def sync(self, count: int) -> tuple[int, float]:
        entries = results.results(results.hold(self._near, count))
        return self._counted(lambda: asking.send(self._store, "desk", _CALLER, entries))

    def _caller(self) -> str:
        self._turn += 1
        return f"{_CALLER} {self._turn // 10}"

    def _counted(self, work: Callable[[], object]) -> tuple[int, float]:
        self._far.counted()
        took = seconds(work)
        return self._far.counted(), took


def _calls(bench: _Bench, ping: float, times: int) -> Iterator[Row]:
    for what, work, repeated in (
        ("claim", bench.claim, times),
        ("result, finish and next case", bench.result_and_next, times),
        ("sync of 100 results", lambda: bench.sync(100), 3),
        ("sync of 1,000 results", lambda: bench.sync(1000), 3),
    ):
        found = [work() for _ in range(repeated)]
        yield _turns(what, [turns for turns, _ in found], bound=1.0)
        took = median(took for _, took in found)
        # A large sync is work for the server too: its time is told, only its turns are judged.
        bound = 1.25 if repeated == times else None
        yield Row("roundtrips", f"{what}, time", took, ping, "s", "select 1", bound)


def _turns(what: str, found: list[int], bound: float | None) -> Row:
    return Row("roundtrips", f"{what}, turns", max(found), 1, "", "one", bound)


def _ping(url: str, times: int) -> float:
    with psycopg.connect(url, autocommit=True) as connection:
        return median(seconds(lambda: connection.execute("select 1")) for _ in range(times))
