"""A database that goes from one test to the next tells nothing of the one before."""

from __future__ import annotations

import psycopg
import pytest

from tests.cleared import Cleared
from tests.postgres import Server
from tests.store.builders import fill
from veille_tui.store.shared import SharedStore


@pytest.fixture
def pool(postgres_server: Server, made_postgres: str) -> Cleared:
    """One with no database yet."""
    return Cleared(postgres_server, made_postgres)


def run(pool: Cleared, name: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(pool.server.url(name), autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_rows_numbers_and_open_connections_are_gone(pool: Cleared) -> None:
    name = pool.lend()
    store = SharedStore(pool.server.url(name))
    fill(store, 3)
    run(pool, name, "analyze")
    left = psycopg.connect(pool.server.url(name))
    pool.take_back(name)
    store.close()
    assert pool.lend() == name
    with pytest.raises(psycopg.OperationalError):
        left.execute("select 1")
    counts = "select (select count(*) from cases), (select count(*) from households)"
    assert run(pool, name, counts) == [(0, 0)]
    assert run(pool, name, "select last_value from pg_sequences where last_value > 0") == []
    known = "select count(*) from pg_stats where schemaname = 'public' and tablename = 'cases'"
    assert run(pool, name, known) == [(0,)]
    with psycopg.connect(pool.server.url(name)) as connection:
        ((version,),) = connection.execute("select version_num from alembic_version").fetchall()
    assert version
    pool.server.drop_database(name)


@pytest.mark.parametrize(
    "change",
    [
        "create table more (n int)",
        "alter table cases add column more int",
        "alter table cases disable row level security",
        "grant select on cases to public",
        "create index more on cases (id)",
        "drop policy if exists {policy} on cases",
        "create or replace function more() returns int language sql as 'select 1'",
        "alter database {name} set work_mem = '8MB'",
        "delete from store_facts",
        "update alembic_version set version_num = '0001'",
        "create schema more",
        "alter table cases drop constraint {constraint} cascade",
    ],
)
def test_a_database_that_was_changed_otherwise_is_thrown_away(pool: Cleared, change: str) -> None:
    name = pool.lend()
    policies = "select polname from pg_policy where polrelid = 'cases'::regclass limit 1"
    policy = (run(pool, name, policies) or [("none",)])[0][0]
    keys = "select conname from pg_constraint where conrelid = 'cases'::regclass and contype = 'f'"
    constraint = run(pool, name, keys)[0][0]
    run(pool, name, change.format(name=name, policy=policy, constraint=constraint))
    pool.take_back(name)
    there = pool.server.execute(f"select 1 from pg_database where datname = '{name}'")
    assert there == []
    assert pool.lend() != name
