"""The engines read the queue by its indexes, before and after they have counted its rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.postgres import Server
from tests.store.builders import fill, household
from veille_tui.domain.case import NewCase
from veille_tui.store import claiming, climbing
from veille_tui.store.engine import open_link
from veille_tui.store.link import Link
from veille_tui.store.shared import SharedStore

VALUES: dict[str, Any] = {
    "campaign": "hiver",
    "caller": "Paul",
    "token": "jeton",
    "lease": 1,
    "up_to": 100,
    "above": -1,
    "now": 1_600_000_000_000_000,
    "sender": "",
    "is_person": 0,
    "case_id": 7,
    "deadline": 1_600_000_000_000_000,
    "oldest": 1_599_900_000_000_000,
    "newest": 1_599_900_000_000_000,
    "fewest": 3,
    "steps": 3,
    "parallel": 0,
}
CLAIMS = {
    "next": claiming._NEXT,
    "one": claiming._ONE,
    # On the server the list is typed by the function that holds the statement.
    "renew": claiming._RENEW.replace(
        "{rows renewals n}", "(select cast('jeton' as text) as token, cast(1 as bigint) as lease) n"
    ),
    "release": claiming._RELEASE,
}
SWEEPS = {
    "expired": claiming._EXPIRED,
    "due": claiming._DUE,
    "reserved": claiming._UNCLAIMED,
}

SAID = """(select cast(7 as bigint) as case_id, cast(1 as bigint) as step,
  cast(1 as bigint) as due_at, cast(0 as bigint) as contact_at, cast('visit' as text) as channel,
  cast('exhausted' as text) as why, cast('to_call' as text) as disposition) m"""
CLIMBS = {
    "resting": climbing._RESTS,
    "late": climbing._LATE,
    "tried": climbing._TRIED,
    "missed": climbing._MISSED,
    "whole": climbing._CANDIDATES,
    "failed": climbing._FAILS.replace("{rows failed m}", "(select cast(7 as bigint) as id) m"),
    "opened": climbing._OPENS.replace("{rows climbed m}", SAID),
    "lost": climbing._LOSES.replace("{rows lost m}", SAID),
}


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def full_url(
    request: pytest.FixtureRequest,
    made_sqlite: Path,
    made_postgres: str,
    postgres_server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """A store of 3,000 households."""
    if request.param == "sqlite":
        file = shutil.copy(made_sqlite, tmp_path_factory.mktemp("full") / "store.db")
        url = f"sqlite:///{file}"
    else:
        url = postgres_server.url(postgres_server.new_database(made_postgres))
    store = SharedStore(url)
    fill(store, [NewCase(household(n), priority=n % 3) for n in range(3_000)])
    store.close()
    return url


@pytest.fixture(params=["fresh", "analysed"])
def full(request: pytest.FixtureRequest, full_url: str) -> Iterator[Link]:
    """That store before or after the engine has counted its rows."""
    link = open_link(full_url, 10, 30)
    if request.param == "analysed":
        link.rows("analyze")
    if link.dialect.name == "postgresql":
        # A small table is rightly read whole: what matters is that the index would serve.
        link.rows("set enable_seqscan = off")
        link.rows("set enable_bitmapscan = off")
    yield link
    link.close()


def plan_of(link: Link, statement: str) -> list[str]:
    how = "explain query plan" if link.dialect.name == "sqlite" else "explain"
    return [str(row[-1]) for row in link.rows(f"{how} {statement}", VALUES)]


@pytest.mark.parametrize("name", CLAIMS)
def test_nothing_is_sorted(full: Link, name: str):
    plan = plan_of(full, CLAIMS[name])
    assert not [line for line in plan if "TEMP B-TREE" in line or "Sort" in line]


@pytest.mark.parametrize("name", CLAIMS | SWEEPS)
def test_the_queue_is_never_read_from_end_to_end(full: Link, name: str):
    plan = plan_of(full, (CLAIMS | SWEEPS)[name])
    whole = ("Seq Scan on queue", "SCAN q", "SCAN held")
    assert not [line for line in plan if any(part in line for part in whole)]


def test_each_candidate_costs_one_look_at_its_own_line(full: Link):
    plan = "\n".join(plan_of(full, claiming._NEXT))
    assert "(line=?)" in plan or "(held.line = q.line)" in plan or "(line = q.line)" in plan


@pytest.mark.parametrize("name", CLIMBS)
def test_relays_are_found_by_their_case_or_their_deadline(full: Link, name: str):
    plan = plan_of(full, CLIMBS[name])
    whole = (
        "Seq Scan on escalations",
        "SCAN e",
        "Seq Scan on attempts",
        "SCAN a",
        "SCAN c",
        "SEARCH c USING INDEX uq",
    )
    assert not [
        line for line in plan if any(line.strip(" ->").startswith(part) for part in whole)
    ], plan
