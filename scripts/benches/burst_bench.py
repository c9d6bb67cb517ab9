"""Everybody comes back from lunch: four hundred desks ask for a case at the same instant.

Each desk is a process with its connection open; the clock runs from the instant they are let go
until the last one has its case.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

from scripts.benches import many_households, results
from scripts.benches.claim_bench import Ours, Raw
from scripts.benches.crowd import OpenTaker, Run, run
from scripts.benches.ratios import Row
from scripts.benches.raw_claim import raw_postgres
from tests.postgres import running_server

DESKS = 400


def _room(folder: Path) -> dict[str, str]:
    """Settings of a server that lets everybody in."""
    return {"max_connections": str(DESKS + 50)}


def rows(*, quick: bool) -> Iterator[Row]:
    """The last one and the one in the middle, against the raw statement; cases given twice."""
    times = 2 if quick else 7
    with running_server(prepare=_room) as server:
        name = server.new_database()
        url = server.url(name)
        link = results.store_with(url, 100_000)
        link.rows("analyze")
        ours: list[Run] = []
        raw: list[Run] = []
        for turn in range(times):
            order: list[tuple[list[Run], OpenTaker]] = [
                (ours, partial(Ours, url)),
                (raw, partial(Raw, raw_postgres, url)),
            ]
            for runs, open_one in order if turn % 2 else reversed(order):
                # Three cases before the gate opens: the driver has prepared its statement.
                runs.append(run(open_one, DESKS, 1, warm=3))
                many_households.put_back(link, tidy=True)
        link.close()
    last, other = median(one.seconds for one in ours), median(one.seconds for one in raw)
    ratio = median(one.seconds / two.seconds for one, two in zip(ours, raw, strict=True))
    against = "the raw burst"
    yield Row("burst", f"{DESKS} desks, the last", last, other, "s", against, 1.5, ratio)
    middle, other = median(one.p50 for one in ours), median(one.p50 for one in raw)
    yield Row("burst", f"{DESKS} desks, the median", middle, other, "s", against)
    twice = sum(len(one.cases) - len(set(one.cases)) for one in ours)
    given = sum(len(one.cases) for one in ours)
    yield Row("burst", "cases given twice", twice, given, "", "cases given", 0.0)
