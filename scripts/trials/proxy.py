"""A way to PostgreSQL on loopback that cuts before a request arrives or after it was obeyed.

It reads enough of the protocol to know where a request ends (Sync, or a simple Query) and where
its answer does (ReadyForQuery).
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_SYNC, _QUERY, _READY = b"S", b"Q", b"Z"


class _Cut(Exception):
    """The line is to be cut now."""


@dataclass
class Proxy:
    """Counts the requests of all its clients; cuts at one of them."""

    server: Path
    """The server's Unix socket."""
    port: int = 0
    requests: int = 0
    cuts: int = 0
    at: int = 0
    """The request at which to cut; 0 is never."""
    after: bool = False
    """Cut when the server has obeyed, its answer swallowed; or before it has heard anything."""
    is_lasting: bool = False
    """Whether the line stays dead until it is mended; or the next connection works again."""
    _is_dead: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, database: str) -> str:
        """The database's address through this proxy."""
        return f"postgresql://veille@127.0.0.1:{self.port}/{database}?sslmode=disable"

    def mend(self) -> None:
        """The line works from now on."""
        self._is_dead = False

    def serve(self, listener: socket.socket) -> None:
        """One thread for each client, until the listener is closed."""
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            if self._is_dead:
                client.close()
                continue
            threading.Thread(target=self._carry, args=(client,), daemon=True).start()

    def _carry(self, client: socket.socket) -> None:
        """Both ways for one connection, request by request."""
        server = socket.socket(socket.AF_UNIX)
        with client, server, contextlib.suppress(OSError, EOFError, _Cut):
            server.connect(str(self.server))
            _pass(client, server, _begin(client))
            _answer(server, client)
            while True:
                self._request(client, server)

    def _request(self, client: socket.socket, server: socket.socket) -> None:
        request, ends = _until(client, _SYNC + _QUERY)
        with self._lock:
            self.requests += 1
            is_now = self.requests == self.at
            if is_now:
                self.cuts += 1
                self._is_dead = self.is_lasting
        if is_now and not self.after:
            raise _Cut
        server.sendall(request)
        if not ends:
            raise EOFError
        answer, _ = _until(server, _READY)
        if is_now:
            raise _Cut
        client.sendall(answer)


def _begin(client: socket.socket) -> bytes:
    """The first message has no type."""
    head = _exactly(client, 4)
    return head + _exactly(client, int.from_bytes(head, "big") - 4)


def _pass(client: socket.socket, server: socket.socket, message: bytes) -> None:
    # A request for TLS or GSSAPI is answered as a server without them does.
    while int.from_bytes(message[4:8], "big") in {80877103, 80877104}:
        client.sendall(b"N")
        message = _begin(client)
    server.sendall(message)


def _answer(server: socket.socket, client: socket.socket) -> None:
    client.sendall(_until(server, _READY)[0])


def _until(source: socket.socket, ends: bytes) -> tuple[bytes, bool]:
    """Whole messages up to one of a type in `ends`; False when it says goodbye instead."""
    found = b""
    while True:
        kind = _exactly(source, 1)
        head = _exactly(source, 4)
        found += kind + head + _exactly(source, int.from_bytes(head, "big") - 4)
        if kind in ends:
            return found, True
        if kind == b"X":
            return found, False


def _exactly(source: socket.socket, count: int) -> bytes:
    parts = bytearray()
    while len(parts) < count:
        part = source.recv(count - len(parts))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


@contextmanager
def proxied(folder: Path) -> Iterator[Proxy]:
    """A proxy to the server whose socket lies in `folder`."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        proxy = Proxy(folder / ".s.PGSQL.5432", listener.getsockname()[1])
        thread = threading.Thread(target=proxy.serve, args=(listener,), daemon=True)
        thread.start()
        try:
            yield proxy
        finally:
            # close() alone would leave the thread in accept().
            listener.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)
