"""The commands that are told for a server, run as they are told: everything comes back, rights too.

PostgreSQL's own programs, from one server to another that has never heard of these people.
"""

from __future__ import annotations

import os
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from tests.postgres import Server, running_server
from tests.store.builders import fill
from veille_tui.domain.people import Person, Role
from veille_tui.errors import VeilleError
from veille_tui.store.clock import to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.proving import prove
from veille_tui.store.server_copies import dump_commands, restore_commands
from veille_tui.store.shared import SharedStore
from veille_tui.store.status import status

NOW = datetime(2020, 3, 26, 12, tzinfo=UTC)
LEASE = timedelta(minutes=30)


@pytest.fixture
def other_server() -> Iterator[Server]:
    with running_server() as server:
        yield server


def run(command: str, server: Server, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{server.binaries}{os.pathsep}{os.defpath}"
    return subprocess.run(
        command, shell=True, cwd=folder, capture_output=True, text=True, env={"PATH": path}
    )


def test_what_is_told_brings_back_data_accounts_and_rights(
    ready_postgres: str, postgres_server: Server, other_server: Server, tmp_path: Path
):
    login, closed = f"h{uuid.uuid4().hex[:8]}", f"p{uuid.uuid4().hex[:8]}"
    with closing(SharedStore(ready_postgres)) as store:
        fill(store, 3)
        store.add_person(Person("Hélène B.", login, Role.CALLER), "un secret", NOW)
        store.add_person(Person("Paul", closed, Role.CALLER), "un secret", NOW)
        store.suspend_person("Paul", NOW)
        before = status(ready_postgres).counts
    try:
        for command in dump_commands(ready_postgres, NOW):
            done = run(command, postgres_server, tmp_path)
            assert done.returncode == 0, done.stderr
    finally:
        with psycopg.connect(ready_postgres, autocommit=True) as connection:
            for name in (login, closed):
                connection.execute(sql.SQL("drop owned by {0}").format(sql.Identifier(name)))
                connection.execute(sql.SQL("drop role {0}").format(sql.Identifier(name)))
    url = other_server.url(other_server.new_database())
    files = ("veille-2020-03-26-comptes.sql", "veille-2020-03-26.dump")
    for command in restore_commands(url, *files):
        done = run(command, other_server, tmp_path)
        assert done.returncode == 0, done.stderr
    assert status(url).counts == before
    with closing(open_link(url, 5, 30)) as link:
        assert prove(link, to_micros(NOW)).holds
    own = url.replace("://veille@", f"://{login}@")
    with closing(SharedStore(own)) as store:
        assert store.claim_next("hiver", "", str(uuid.uuid4()), LEASE) is not None
    with psycopg.connect(own, autocommit=True) as connection:
        with pytest.raises(errors.InsufficientPrivilege):
            connection.execute("select * from queue")
        assert connection.execute("select count(*) from tenants").fetchall() == [(1,)]
    suspended = SharedStore(url.replace("://veille@", f"://{closed}@"))
    with pytest.raises(VeilleError):
        suspended.now()


def test_restoring_again_replaces_what_is_there(
    ready_postgres: str, postgres_server: Server, tmp_path: Path
):
    with closing(SharedStore(ready_postgres)) as store:
        fill(store, 2)
    dump, _accounts = dump_commands(ready_postgres, NOW)
    assert run(dump, postgres_server, tmp_path).returncode == 0
    with closing(SharedStore(ready_postgres)) as store:
        fill(store, 4)
    _accounts, restore = restore_commands(ready_postgres, "", "veille-2020-03-26.dump")
    done = run(restore, postgres_server, tmp_path)
    assert done.returncode == 0, done.stderr
    assert status(ready_postgres).counts["households"] == 2
