"""Whoever is suspended is told so, and never that their password is wrong."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from psycopg import sql

from tests.postgres import running_server
from tests.store.builders import NOON, fill, query
from veille_tui.domain.people import Person, Role
from veille_tui.errors import PasswordNeeded, Refused
from veille_tui.store.shared import SharedStore


@pytest.fixture
def store(ready_postgres: str) -> Iterator[SharedStore]:
    with closing(SharedStore(ready_postgres)) as store:
        fill(store, 1)
        yield store


@pytest.fixture
def login(ready_postgres: str, store: SharedStore) -> Iterator[str]:
    """A caller's, which nobody else of the server has."""
    name = f"ana.{uuid.uuid4().hex[:8]}"
    store.add_person(Person("Ana", name, Role.CALLER), "un secret", NOON)
    yield name
    store.close()
    with psycopg.connect(ready_postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("drop owned by {0}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("drop role {0}").format(sql.Identifier(name)))


def test_an_open_window_says_that_the_account_is_suspended(store: SharedStore, login: str):
    with closing(SharedStore(store.url.replace("://veille@", f"://{login}@"))) as theirs:
        assert theirs.waiting("hiver", "Ana").ready == 1
        query(store, "update people set suspended_at = 1 where name = 'Ana'")
        with pytest.raises(Refused, match="suspendu"):
            theirs.waiting("hiver", "Ana")


def test_a_right_password_of_a_suspended_account_is_not_called_wrong():
    with running_server() as server:
        server.execute("create role ana nologin password 'bon'")
        rules = "local all ana scram-sha-256\nlocal all all trust\n"
        (server.folder / "data" / "pg_hba.conf").write_text(rules, encoding="ascii")
        server.execute("select pg_reload_conf()")
        url = server.url("postgres")
        with pytest.raises(Refused, match="refuse ce compte") as closed:
            SharedStore.open(url.replace("veille@", "ana:bon@"))
        assert not isinstance(closed.value, PasswordNeeded)
        assert "suspendu" in closed.value.hint
        with pytest.raises(PasswordNeeded):
            SharedStore.open(url.replace("veille@", "ana:mal@"))
