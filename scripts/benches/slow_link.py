"""A long way to the server: a relay on loopback that delays every byte, and counts the turns."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

ROUND_TRIP = 0.040
_Parcel = tuple[float, bytes]


def _nothing() -> None:
    """Nobody counts here."""


class SlowLink:
    """Everything arrives half a round trip later, in order, as fast as it was sent."""

    def __init__(self, server: Path, round_trip: float = ROUND_TRIP) -> None:
        """`server` is PostgreSQL's Unix socket; callers come in over TCP."""
        self._server = server
        self._half = round_trip / 2
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._lock = threading.Lock()
        self._is_answered = True
        self.turns = 0
        """How often a caller spoke after it had heard the answer to what it said before."""
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens on loopback."""
        return int(self._listener.getsockname()[1])

    def url(self, user: str, database: str) -> str:
        """The address of a database behind this link."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def counted(self) -> int:
        """Turns since this was last asked."""
        with self._lock:
            turns, self.turns = self.turns, 0
            return turns

    def close(self) -> None:
        """Hang up on everybody."""
        for one in (self._listener, *self._sockets):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                caller.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                server = socket.socket(socket.AF_UNIX)
                server.connect(str(self._server))
                self._sockets += [caller, server]
                _Way(caller, server, self._half, heard=self._spoke)
                _Way(server, caller, self._half, delivered=self._answered)

    def _spoke(self) -> None:
        with self._lock:
            self.turns += self._is_answered
            self._is_answered = False

    def _answered(self) -> None:
        with self._lock:
            self._is_answered = True


class _Way:
    """One direction: one thread that takes, one that delivers when it is time."""

    def __init__(
        self,
        start: socket.socket,
        end: socket.socket,
        delay: float,
        heard: Callable[[], None] = _nothing,
        delivered: Callable[[], None] = _nothing,
    ) -> None:
        self._start = start
        self._end = end
        self._delay = delay
        self._heard = heard
        self._delivered = delivered
        self._under_way: SimpleQueue[_Parcel] = SimpleQueue()
        for work in (self._take, self._deliver):
            threading.Thread(target=work, daemon=True).start()

    def _take(self) -> None:
        data = b"-"
        while data:
            try:
                data = self._start.recv(1 << 20)
            except OSError:
                data = b""
            if data:
                self._heard()
            self._under_way.put((time.monotonic() + self._delay, data))

    def _deliver(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                due, data = self._under_way.get()
                time.sleep(max(0.0, due - time.monotonic()))
                if not data:
                    self._end.shutdown(socket.SHUT_WR)
                    return
                self._delivered()
                self._end.sendall(data)


@contextmanager
def slow_link(socket_folder: Path, round_trip: float = ROUND_TRIP) -> Iterator[SlowLink]:
    """A link to the PostgreSQL whose Unix socket is in `socket_folder`, while the block runs."""
    link = SlowLink(socket_folder / ".s.PGSQL.5432", round_trip)
    try:
        yield link
    finally:
        link.close()
