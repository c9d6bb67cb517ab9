"""Four hundred desks at a person's rhythm on one PostgreSQL of this machine, which is also theirs.

The server keeps its promises here: every commit waits for the disk. Directly, each desk has its
connections; through PgBouncer, in transaction mode, twenty serve everybody.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from scripts.benches import server_processes, simulated_desks, working_desk
from scripts.benches.ratios import ON_DISK, Row
from scripts.benches.server_processes import Use
from scripts.benches.simulated_desks import Shift
from tests.pgbouncer import find_pgbouncer, pooled
from tests.postgres import Server, running_server
from veille_tui.store import migrate
from veille_tui.store.engine import open_link

DESKS = 400
_HOUSEHOLDS = 20_000
_SERVERS = 20
_EVERY = 5.0
_MEMORY_EVERY = 6
"""Looks at the connections to one at the memory, which costs some seconds of this machine."""


def rows(*, quick: bool, minutes: float = 5) -> Iterator[Row]:
    """Directly, then through PgBouncer; quick: a minute, fewer desks, five times as fast."""
    plan = _Plan(100, 1.0, 0.2) if quick else _Plan(DESKS, minutes, 1.0)
    yield from _shift("direct", plan, is_pooled=False)
    if find_pgbouncer():
        yield from _shift("PgBouncer", plan, is_pooled=True)
    else:
        print(
            "desks      without PgBouncer: apt-get install pgbouncer, or name it in"
            " VEILLE_TEST_PGBOUNCER",
            file=sys.stderr,
        )


@dataclass(frozen=True, slots=True)
class _Plan:
    """How many desks, for how long, and how fast: 1 is a person's pace."""

    desks: int
    minutes: float
    pace: float


def _durable(folder: Path) -> dict[str, str]:
    """As a server is set up to keep what it is told, with room for everybody."""
    return {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "shared_buffers": "256MB",
        "autovacuum_naptime": "1min",
        "max_connections": str(DESKS * 2 + 50),
    }


@dataclass
class _Watch:
    """What the server used while it was looked at."""

    uses: list[Use] = field(default_factory=list)
    counts: list[int] = field(default_factory=list)

    @property
    def processor(self) -> float:
        return self.uses[-1].processor - self.uses[0].processor

    @property
    def heaviest(self) -> Use:
        return max(self.uses, key=lambda use: use.proportional)


_CONNECTED = "select count(*) from pg_stat_activity where backend_type = 'client backend'"


@contextmanager
def _watching(server: Server) -> Iterator[_Watch]:
    watch, over = _Watch([server_processes.use(server.pid)]), threading.Event()

    def work() -> None:
        while not over.wait(_EVERY):
            # One of the connections is the one that asks.
            watch.counts.append(int(server.execute(_CONNECTED)[0][0]) - 1)
            if len(watch.counts) % _MEMORY_EVERY == 0:
                watch.uses.append(server_processes.use(server.pid))

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    try:
        yield watch
    finally:
        over.set()
        thread.join()
        watch.uses.append(server_processes.use(server.pid))


def _shift(way: str, plan: _Plan, *, is_pooled: bool) -> Iterator[Row]:
    with running_server(prepare=_durable) as server:
        name = server.new_database()
        url = server.url(name)
        link = open_link(url, 10, 60)
        migrate.init(url, link)
        with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
            working_desk.prepare(Path(folder) / "supervisor", _HOUSEHOLDS, url)
            link.rows("vacuum analyze")
            before = link.rows(
                "select pg_current_wal_lsn()::text, pg_database_size(:n)", {"n": name}
            )
            start = time.monotonic()
            with (
                _way(server, name, is_pooled=is_pooled) as address,
                simulated_desks.at_work(Path(folder), address, plan.desks, plan.pace) as shift,
                _watching(server) as watch,
            ):
                time.sleep(plan.minutes * 60)
            took = time.monotonic() - start
        kept, distinct, held, log, size = link.rows(
            "select (select count(*) from journal_entries),"
            " (select count(*) from attempts where finished_at is not null),"
            " (select count(*) from queue where state = 1),"
            " pg_wal_lsn_diff(pg_current_wal_lsn(), cast(:lsn as pg_lsn)),"
            " pg_database_size(:n) - :size",
            {"lsn": before[0][0], "n": name, "size": before[0][1]},
        )[0]
        link.close()
    for failure in shift.failures[:5]:
        print(f"desks      {way}: {failure}", file=sys.stderr)
    yield from _figures(way, plan, shift, watch, took)
    yield _row(way, "entries recorded", kept, shift.entries, "", "written at the desks", exact=True)
    yield _row(
        way, "calls recorded", distinct, shift.calls, "", "finished at the desks", exact=True
    )
    calls = max(1, shift.calls)
    yield _row(way, "log written by a call", float(log) / calls / 1024, 1, "kB", "1 kB")
    yield _row(way, "database grown by a call", float(size) / calls / 1024, 1, "kB", "1 kB")
    yield _row(way, "cases held at the end", held, plan.desks, "", "desks")


@contextmanager
def _way(server: Server, name: str, *, is_pooled: bool) -> Iterator[str]:
    if not is_pooled:
        yield server.url(name)
        return
    with pooled(server, _SERVERS) as folder:
        yield f"postgresql://veille@/{name}?host={folder}&port=6432"


def _figures(way: str, plan: _Plan, shift: Shift, watch: _Watch, took: float) -> Iterator[Row]:
    desks = f"{plan.desks} desks, {plan.minutes:g} min"
    yield _row(way, f"{desks}, calls", shift.calls, plan.desks, "", "desks")
    yield _row(way, "what went wrong", len(shift.failures), shift.calls, "", "calls", exact=False)
    slow, worst = quantiles(shift.taking, n=100)[98], max(shift.taking)
    middle = median(shift.taking)
    yield _row(way, "taking a case, p99", slow, middle, "s", "its median")
    yield _row(way, "taking a case, the slowest", worst, middle, "s", "its median")
    cores = float(os.cpu_count() or 1)
    yield _row(way, "processor of the server", watch.processor / took, cores, "cores", "cores here")
    use = watch.heaviest
    yield _row(
        way, "memory of the server, shared once", use.proportional, use.resident, "MB",
        "shared in each process",
    )  # fmt: skip
    yield _row(way, "connections of the server", max(watch.counts), plan.desks, "", "desks")


def _row(
    way: str, what: str, ours: float, other: float, unit: str, against: str, *, exact: bool = False
) -> Row:
    aim = 1.0 if exact else None
    return Row("desks", f"{way}: {what}", ours, other, unit, against, bound=aim, least=aim)
