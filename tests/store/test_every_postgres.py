"""The same day on every PostgreSQL there is, from 13 to 18, and behind PgBouncer."""

from __future__ import annotations

import os
from collections.abc import Iterator

import psycopg
import pytest

from tests.pgbouncer import find_pgbouncer, pooled
from tests.postgres import Server, every_version, running_server
from tests.store.a_day import made, worked
from tests.store.builders import fill, taken
from tests.store.conftest import make
from veille_tui.errors import StoreUnreachable
from veille_tui.store.connecting import connect
from veille_tui.store.engine import Links, dial
from veille_tui.store.shared import SharedStore

VERSIONS = every_version(os.environ)
needs_pgbouncer = pytest.mark.skipif(
    not find_pgbouncer(),
    reason="PgBouncer is not on this machine (VEILLE_TEST_PGBOUNCER names it elsewhere)",
)


@pytest.mark.parametrize("version", VERSIONS or ["none"])
def test_a_day_is_the_same_on_every_version(version: str):
    if version == "none":
        pytest.skip("there is no PostgreSQL here")
    with running_server({"VEILLE_TEST_PG_BIN": str(VERSIONS[version])}) as server:
        assert server.version // 10000 == int(version)
        url = server.url(server.new_database())
        made(url)
        worked(url)


@pytest.fixture
def behind(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty database, through a PgBouncer that has two connections to it."""
    name = postgres_server.new_database()
    with pooled(postgres_server) as folder:
        yield f"postgresql://veille@/{name}?host={folder}&port=6432"
    postgres_server.drop_database(name)


@needs_pgbouncer
def test_a_day_is_the_same_behind_pgbouncer(behind: str):
    made(behind)
    worked(behind)


@needs_pgbouncer
def test_behind_pgbouncer_nothing_is_left_in_the_servers_sessions(behind: str):
    made(behind)
    worked(behind)
    for _ in range(4):
        with psycopg.connect(behind, autocommit=True) as other:
            assert other.execute("show plan_cache_mode").fetchone() == ("auto",)
            assert other.execute("select count(*) from pg_prepared_statements").fetchone() == (0,)


@needs_pgbouncer
def test_a_pooler_that_does_not_show_is_found_out_and_costs_no_answer(
    behind: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("veille_tui.store.connecting._shows_a_pooler", lambda _process: False)
    monkeypatch.setattr("veille_tui.store.connecting._pooled", set())
    make(behind)
    store, other = SharedStore(behind), SharedStore(behind)
    fill(store, 40)
    held = []
    with psycopg.connect(behind, autocommit=True) as busy:
        for turn in range(16):
            held.append(taken(store).case_id)
            # Somebody else's transaction keeps one server: the next statement gets the other.
            if turn % 3 == 0:
                busy.execute("begin")
            if turn % 3 == 1:
                busy.execute("commit")
            held.append(taken(other, "Paul R.").case_id)
    assert len(set(held)) == 32
    assert connect(behind, 10).prepare_threshold is None
    store.close()
    other.close()


def test_a_server_spoken_to_directly_prepares_under_names_of_its_own(ready_postgres: str):
    one, two = connect(ready_postgres, 10), connect(ready_postgres, 10)
    names = set()
    for connection in (one, two):
        for _ in range(4):
            connection.execute("select %s::int", [1])
        found = connection.execute("select name from pg_prepared_statements").fetchall()
        names |= {name for (name,) in found}
    assert len(names) == 2
    one.close()
    two.close()


def test_tables_changed_under_an_open_connection_cost_no_answer(ready_postgres: str):
    links = Links(lambda _deadline: dial(ready_postgres, 10, 10), 10)
    for _ in range(4):
        links.run(lambda link: link.rows("select city from households"))
    other = dial(ready_postgres, 10, 10)
    other.rows("alter table households alter column city type varchar(300)")
    other.close()
    assert links.run(lambda link: link.rows("select city from households")) == []
    links.close()


@needs_pgbouncer
def test_a_pooler_with_no_server_left_is_unreachable_in_time(behind: str):
    make(behind)
    store = SharedStore(behind, answer_seconds=0.5)
    fill(store, 1)
    with psycopg.connect(behind) as one, psycopg.connect(behind) as two:
        one.execute("select 1")
        two.execute("select 1")
        with pytest.raises(StoreUnreachable):
            store.campaigns()
    assert [one.id for one in store.campaigns()] == ["hiver"]
    store.close()
