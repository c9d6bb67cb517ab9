"""Two job queues on PostgreSQL, through their own fetch functions on their own schemas.

Neither is a dependency of the program: the extra `bench` brings them.
"""

from __future__ import annotations

import asyncio
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.util import find_spec
from typing import Any

import psycopg

from scripts.benches.crowd import OpenTaker, Taker

HOW_TO_INSTALL = "pip install -e '.[bench]' -c constraints.txt"
_QUEUE = "bench"
_EMPTY = "the queue gave nothing"
Fetch = Callable[[], Awaitable[int]]


@dataclass(frozen=True)
class Peer:
    """One queue: how to make it, fill it, put back what was taken, and take from it."""

    name: str
    fill: Callable[[str, int], None]
    put_back: Callable[[str], None]
    taker: Callable[[str], OpenTaker]


def installed() -> list[Peer]:
    """The peers that are there, all or none of the extra."""
    if not all(map(find_spec, ("procrastinate", "pgqueuer", "asyncpg", "uvloop"))):
        return []
    return [
        Peer(
            "procrastinate's fetch",
            _fill_procrastinate,
            _put_back_procrastinate,
            lambda url: partial(_Procrastinate, url),
        ),
        Peer(
            "pgqueuer's dequeue",
            _fill_pgqueuer,
            _put_back_pgqueuer,
            lambda url: partial(_PgQueuer, url),
        ),
        Peer(
            "pgqueuer's, on asyncpg",
            _fill_pgqueuer,
            _put_back_pgqueuer,
            lambda url: partial(_PgQueuerAsyncpg, url),
        ),
    ]


class _InOneLoop(Taker):
    """A taker whose library speaks asyncio: one loop for its whole life."""

    fetch: Fetch

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._loop.run_until_complete(self.open())

    async def open(self) -> None:
        """Connect, and set `fetch`."""
        raise NotImplementedError

    async def shut(self) -> None:
        """Let go."""
        raise NotImplementedError

    def take(self, count: int, until: float) -> list[tuple[float, int]]:
        return self._loop.run_until_complete(self._take(count, until))

    async def _take(self, count: int, until: float) -> list[tuple[float, int]]:
        taken = []
        for _ in range(count):
            start = time.perf_counter()
            if start > until:
                break
            job = await self.fetch()
            taken.append((time.perf_counter() - start, job))
        return taken

    def close(self) -> None:
        self._loop.run_until_complete(self.shut())
        self._loop.close()


class _Procrastinate(_InOneLoop):
    """The worker's own way: the job manager over a pooled connection."""

    def __init__(self, url: str, _number: int) -> None:
        self._url = url
        super().__init__(asyncio.new_event_loop())

    async def open(self) -> None:
        import procrastinate
        from procrastinate.manager import JobManager

        self._connector = procrastinate.PsycopgConnector(conninfo=self._url, min_size=1, max_size=1)
        await self._connector.open_async()
        manager = JobManager(self._connector)
        worker = await manager.register_worker()

        async def fetch() -> int:
            job = await manager.fetch_job(queues=[_QUEUE], worker_id=worker)
            if job is None or job.id is None:
                raise RuntimeError(_EMPTY)
            return int(job.id)

        self.fetch = fetch

    async def shut(self) -> None:
        await self._connector.close_async()


class _PgQueuer(_InOneLoop):
    """The queue manager's own way, on the loop that its command line runs."""

    def __init__(self, url: str, _number: int) -> None:
        import uvloop

        self._url = url
        super().__init__(uvloop.new_event_loop())

    async def _driver(self) -> Any:
        from pgqueuer.db import PsycopgDriver

        self._connection: Any = await psycopg.AsyncConnection.connect(self._url, autocommit=True)
        return PsycopgDriver(self._connection)

    async def open(self) -> None:
        from pgqueuer.adapters.persistence.queries import Queries
        from pgqueuer.ports.repository import EntrypointExecutionParameter

        queries: Any = Queries(await self._driver())
        limits: Any = {_QUEUE: EntrypointExecutionParameter(concurrency_limit=0)}
        manager: Any = uuid.uuid4()

        async def fetch() -> int:
            jobs = await queries.dequeue(
                batch_size=1,
                entrypoints=limits,
                queue_manager_id=manager,
                global_concurrency_limit=None,
                heartbeat_timeout=timedelta(hours=1),
            )
            if not jobs:
                raise RuntimeError(_EMPTY)
            return int(jobs[0].id)

        self.fetch = fetch

    async def shut(self) -> None:
        await self._connection.close()


class _PgQueuerAsyncpg(_PgQueuer):
    """The same on the other driver that it knows."""

    async def _driver(self) -> Any:
        import asyncpg
        from pgqueuer.db import AsyncpgDriver

        self._connection = await asyncpg.connect(self._url)
        return AsyncpgDriver(self._connection)


def _execute(url: str, *statements: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


def _fill_procrastinate(url: str, size: int) -> None:
    """As many waiting jobs as there are households, each with the event of its deferral."""
    from procrastinate.schema import SchemaManager

    _execute(
        url,
        SchemaManager.get_schema(),
        "alter table procrastinate_jobs disable trigger user",
        "insert into procrastinate_jobs(queue_name, task_name, priority, args)"
        f" select '{_QUEUE}', 'call', -(3 + n % 3), jsonb_build_object('case', n)"
        f" from generate_series(1, {size}) n",
        "insert into procrastinate_events(job_id, type)"
        " select id, 'deferred' from procrastinate_jobs",
        "alter table procrastinate_jobs enable trigger user",
        "vacuum analyze",
    )


def _put_back_procrastinate(url: str) -> None:
    _execute(
        url,
        "alter table procrastinate_jobs disable trigger user",
        "update procrastinate_jobs set status = 'todo', worker_id = null where status = 'doing'",
        "alter table procrastinate_jobs enable trigger user",
        "vacuum procrastinate_jobs",
    )


def _fill_pgqueuer(url: str, size: int) -> None:
    """As many waiting jobs, with the vacuum settings that it proposes for itself."""
    from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

    make = QueryBuilderEnvironment()
    _execute(
        url,
        make.build_install_query(),
        make.build_optimize_autovacuum_query(),
        "alter table pgqueuer disable trigger user",
        "insert into pgqueuer(priority, status, entrypoint, payload)"
        f" select -(3 + n % 3), 'queued', '{_QUEUE}', convert_to(n::text, 'UTF8')"
        f" from generate_series(1, {size}) n",
        "insert into pgqueuer_log(job_id, status, priority, entrypoint)"
        " select id, status, priority, entrypoint from pgqueuer",
        "alter table pgqueuer enable trigger user",
        "vacuum analyze",
    )


def _put_back_pgqueuer(url: str) -> None:
    _execute(
        url,
        "alter table pgqueuer disable trigger user",
        "update pgqueuer set status = 'queued', queue_manager_id = null where status = 'picked'",
        "alter table pgqueuer enable trigger user",
        "vacuum pgqueuer",
    )
