"""The store's address, and what is said when it does not answer."""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Server, running_server
from tests.store.builders import LEASE, fill, query, take, taken, token
from tests.store.conftest import make
from veille_tui.errors import Refused, StoreUnreachable, WrongUsage
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore
from veille_tui.store.sqlite_link import wal_is_safe
from veille_tui.store.url import engine_of, hide_password, libpq_address


@pytest.mark.parametrize(
    ("url", "engine"),
    [
        ("sqlite:////var/lib/veille/store.db", "sqlite"),
        ("postgresql://marie@serveur/veille", "postgresql"),
        ("postgres://marie@serveur:5433/veille", "postgresql"),
        ("postgresql+psycopg://marie@/veille?host=/run", "postgresql"),
        ("postgresql://a:5432,b:5432/veille", "postgresql"),
    ],
)
def test_an_address_names_its_engine(url: str, engine: str):
    assert engine_of(url) == engine


@pytest.mark.parametrize(
    "url", ["", "store.db", "mysql://a/b", "sqlite://", "sqlite:///", "postgresql:", "http://a:x/b"]
)
def test_a_malformed_address_is_wrong_usage(url: str):
    with pytest.raises(WrongUsage):
        SharedStore(url)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://marie:s3cret@serveur/veille",
        "postgresql://marie:s3/cret@serveur/veille",
        "postgresql://marie:s3@cret@serveur/veille",
        "postgresql://serveur/veille?user=marie&password=s3cret",
        "postgresql://serveur/veille?sslpassword=s3cret&a=b",
        "mysql://marie:s3cret@serveur/veille",
    ],
)
def test_a_password_is_never_shown(url: str):
    shown = hide_password(url)
    assert "cret" not in shown
    assert "s3" not in shown
    assert "serveur/veille" in shown


def test_an_address_without_a_password_is_shown_as_it_is():
    assert hide_password("postgresql://marie@serveur/veille") == "postgresql://marie@serveur/veille"
    assert hide_password("sqlite:////srv/a@b/store.db") == "sqlite:////srv/a@b/store.db"


def test_libpq_reads_what_people_write():
    assert libpq_address("postgres://a/b") == "postgresql://a/b"
    assert libpq_address("postgresql+psycopg://a/b") == "postgresql://a/b"


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 45, 0), False),
        ((3, 50, 7), True),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 53, 0), True),
    ],
)
def test_only_mended_sqlite_shares_a_write_ahead_log(version: tuple[int, int, int], is_safe: bool):
    assert wal_is_safe(version) is is_safe


def test_the_embedded_store_is_made_at_first_use_and_private(tmp_path: Path):
    file = tmp_path / "veille" / "store.db"
    store = SharedStore.open(f"sqlite:///{file}")
    assert store.campaigns() == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    store.close()


def test_two_programs_may_start_on_an_empty_store_at_once(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'store.db'}"
    opened: list[SharedStore] = []
    starts = [
        threading.Thread(target=lambda: opened.append(SharedStore.open(url))) for _ in range(2)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(opened) == 2
    for store in opened:
        store.close()


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path):
    file = tmp_path / "notes.txt"
    file.write_text("ce n'est pas une base\n" * 200)
    with pytest.raises(Refused):
        SharedStore.open(f"sqlite:///{file}")
    assert file.read_text().startswith("ce n'est pas")


def test_a_folder_that_cannot_be_made_is_unreachable(tmp_path: Path):
    (tmp_path / "occupé").write_text("")
    with pytest.raises(StoreUnreachable):
        SharedStore.open(f"sqlite:///{tmp_path / 'occupé' / 'store.db'}")


def test_a_store_kept_busy_is_unreachable_in_time(ready_sqlite: str):
    store = SharedStore(ready_sqlite, answer_seconds=0.3)
    fill(store, 1)
    link = open_link(ready_sqlite, 3, 3)
    with link.transaction(), pytest.raises(StoreUnreachable):
        store.claim_next("hiver", "Paul", token(), LEASE)
    assert take(store).case.id
    link.close()
    store.close()


def test_nobody_listening_is_unreachable():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with pytest.raises(StoreUnreachable) as failure:
        SharedStore.open(f"postgresql://marie:s3cret@127.0.0.1:{port}/veille")
    assert "s3cret" not in failure.value.message + failure.value.hint


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Somebody who takes the connection and never says a word."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_silent_listener_is_left_in_time(silent_port: int):
    begun = time.monotonic()
    with pytest.raises(StoreUnreachable):
        SharedStore.open(f"postgresql://marie@127.0.0.1:{silent_port}/veille", connect_seconds=1)
    assert time.monotonic() - begun < 1.5


def test_an_unknown_database_is_told(postgres_server: Server):
    with pytest.raises(StoreUnreachable, match="existe pas"):
        SharedStore.open(postgres_server.url("nulle_part"))


def test_an_unknown_account_is_refused(postgres_server: Server):
    url = postgres_server.url("postgres").replace("veille@", "personne@")
    with pytest.raises(Refused, match="compte"):
        SharedStore.open(url)


def test_an_account_without_rights_is_refused(postgres_server: Server, ready_postgres: str):
    postgres_server.execute("create role visiteur login")
    store = SharedStore(ready_postgres.replace("veille@", "visiteur@"))
    with pytest.raises(Refused, match="droit"):
        store.campaigns()
    postgres_server.execute("drop role visiteur")


def test_an_empty_database_says_how_to_prepare_it(postgres_url: str):
    with pytest.raises(Refused) as failure:
        SharedStore.open(postgres_url)
    assert "veille store init" in failure.value.hint


def test_a_connection_cut_while_idle_is_replaced_unseen(ready_postgres: str):
    store = SharedStore(ready_postgres)
    fill(store, 1)
    with psycopg.connect(ready_postgres, autocommit=True) as other:
        other.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and pid <> pg_backend_pid()"
        )
    assert take(store).case.id
    store.close()


def backends(parent: int) -> list[int]:
    """The processes of a server: what freezes when it does."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True)
    pairs = [line.split() for line in listed.stdout.splitlines()]
    return [int(process) for process, owner in pairs if int(owner) == parent]


def test_a_frozen_server_never_holds_a_caller(tmp_path: Path):
    with running_server() as server:
        url = server.url(server.new_database())
        make(url)
        store = SharedStore(url, answer_seconds=1, connect_seconds=1)
        fill(store, 2)
        desk, claim = taken(store), token()
        frozen = [server.pid, *backends(server.pid)]
        for process in frozen:
            os.kill(process, signal.SIGSTOP)
        try:
            for call in (
                lambda: store.receive("poste", [desk.started()]),
                lambda: store.claim_next("hiver", "Paul", claim, LEASE),
            ):
                begun = time.monotonic()
                with pytest.raises(StoreUnreachable):
                    call()
                assert time.monotonic() - begun < 1.4
        finally:
            for process in frozen:
                os.kill(process, signal.SIGCONT)
        assert take(store, "Paul", claim).case.id
        store.close()


def test_a_lost_reply_costs_nothing(ready_postgres: str):
    store = SharedStore(ready_postgres)
    fill(store, 2)
    claim = token()
    first = take(store, claim=claim)
    query(
        store,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid()",
    )
    assert take(store, claim=claim).case == first.case
    store.close()
