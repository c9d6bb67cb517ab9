"""Any call of the store is back when its time is over, whatever became of the other end."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.postgres import Server, running_server
from tests.store.builders import LEASE, fill, take, taken, token
from tests.store.conftest import make
from veille_tui.errors import StoreUnreachable
from veille_tui.store.connecting import Connection, _in_time
from veille_tui.store.engine import dial
from veille_tui.store.link import Link
from veille_tui.store.shared import SharedStore

ALLOWED = 0.2
"""Seconds past its time that a call may take (issue 4)."""


class Network:
    """Carries bytes to a server, until it drops them all without a word."""

    def __init__(self, listener: socket.socket, server: str) -> None:
        self._listener = listener
        self._server = server
        self._carries = threading.Event()
        self._carries.set()
        self.calls = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def drop(self) -> None:
        """From now on nothing arrives, and nobody is told."""
        self._carries.clear()

    def mend(self) -> None:
        """What was sent meanwhile arrives."""
        self._carries.set()

    @property
    def port(self) -> int:
        port: int = self._listener.getsockname()[1]
        return port

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _address = self._listener.accept()
                self.calls += 1
                far = socket.socket(socket.AF_UNIX)
                far.connect(self._server)
                for one, other in ((caller, far), (far, caller)):
                    threading.Thread(target=self._pump, args=(one, other), daemon=True).start()

    def _pump(self, source: socket.socket, target: socket.socket) -> None:
        """An end that is broken off is carried on: the other side hears of it."""
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                self._carries.wait()
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


@contextmanager
def network_to(server: Server) -> Iterator[Network]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        network = Network(listener, f"{server.folder}/.s.PGSQL.5432")
        yield network
        network.mend()
        listener.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def network(postgres_server: Server) -> Iterator[Network]:
    """Between a desk and the server of the tests."""
    with network_to(postgres_server) as one:
        yield one


@pytest.fixture
def url(network: Network, ready_postgres: str) -> str:
    """The address of a store at the other end of it."""
    name = ready_postgres.partition("@/")[2].partition("?")[0]
    return f"postgresql://veille@127.0.0.1:{network.port}/{name}"


def seconds_of(call: Callable[[], object]) -> float:
    """How long a call took that the store never answered."""
    begun = time.monotonic()
    with pytest.raises(StoreUnreachable):
        call()
    return time.monotonic() - begun


def test_packets_dropped_in_silence_hold_nobody(network: Network, url: str):
    store = SharedStore(url, answer_seconds=1, connect_seconds=3)
    fill(store, 3)
    desk, claim = taken(store), token()
    network.drop()
    # The first finds its connection dead, the others find nobody at the door.
    for call in (
        lambda: store.receive("poste", [desk.started(), desk.dialled(), desk.finished()]),
        lambda: store.claim_next("hiver", "Paul", claim, LEASE),
        lambda: store.figures("hiver"),
    ):
        assert seconds_of(call) < 1 + ALLOWED
    network.mend()
    assert take(store, "Paul", claim).case.id
    store.close()


def test_a_connection_counts_in_the_time_of_the_call(network: Network, url: str):
    network.drop()
    store = SharedStore(url, answer_seconds=0.5, connect_seconds=10)
    assert seconds_of(store.campaigns) < 0.5 + ALLOWED
    store = SharedStore(url, answer_seconds=10, connect_seconds=0.5)
    assert seconds_of(store.campaigns) < 0.5 + ALLOWED


def test_whoever_waits_for_another_call_s_connection_waits_no_longer(network: Network, url: str):
    """The first call looks at the tables for all; the others do not queue behind its silence."""
    store = SharedStore(url, answer_seconds=1)
    took: list[float] = []
    original, hold = store._check, threading.Event()

    def check(link: Link) -> None:
        hold.wait(1)
        network.drop()
        original(link)

    store._check = check  # type: ignore[method-assign]
    calls = [
        threading.Thread(target=lambda: took.append(seconds_of(store.campaigns))) for _ in range(4)
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join()
    assert len(took) == 4
    assert max(took) < 1 + ALLOWED


def test_statements_of_one_call_share_its_time(ready_postgres: str):
    """Each answers within the patience, all of them together do not."""
    store = SharedStore(ready_postgres, answer_seconds=1)
    fill(store, 1)

    def slow(link: Link) -> None:
        for _ in range(10):
            link.rows("select pg_sleep(0.3)")

    assert seconds_of(lambda: store._do(slow)) < 1 + ALLOWED
    assert take(store).case.id
    store.close()


def test_long_work_may_take_many_times_as_long(ready_postgres: str):
    store = SharedStore(ready_postgres, answer_seconds=0.5)

    def long(link: Link) -> object:
        with link.patient(60), link.transaction():
            for _ in range(3):
                link.rows("select pg_sleep(0.3)")
        return link.rows("select 1")

    assert store._do(long) == [(1,)]
    store.close()


def test_what_surrounds_a_silence_adds_nothing_to_it(
    ready_postgres: str, caplog: pytest.LogCaptureFixture
):
    link = dial(ready_postgres, 10, 0.5)

    def cut() -> None:
        with link.transaction():
            link.rows("select pg_sleep(20)")

    assert seconds_of(cut) < 0.5 + ALLOWED
    assert caplog.messages == []
    assert not link.is_open


def test_a_name_that_nobody_resolves_is_left_in_time():
    over = threading.Event()

    def look_up() -> Connection:
        over.wait(20)
        raise OSError

    begun = time.monotonic()
    assert _in_time(look_up, 0.3) is None
    assert time.monotonic() - begun < 0.3 + ALLOWED
    over.set()


def test_a_server_that_restarts_is_reached_again_by_one_new_connection():
    with running_server() as server, network_to(server) as network:
        name = server.new_database()
        make(server.url(name))
        store = SharedStore(f"postgresql://veille@127.0.0.1:{network.port}/{name}")
        fill(store, 3)
        take(store)
        before = network.calls
        server.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where backend_type = 'client backend' and pid <> pg_backend_pid()"
        )
        take(store)
        take(store)
        assert network.calls == before + 1
        store.close()
