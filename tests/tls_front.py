"""TLS before a PostgreSQL that was built without: as PgBouncer or stunnel would give it."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_TLS_PLEASE = bytes.fromhex("0000000804d2162f")


@contextmanager
def fronted(port: str, certificate: Path, key: Path) -> Iterator[str]:
    """The port on loopback that speaks TLS for the server at `port`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, port, context), daemon=True)
        thread.start()
        yield str(listener.getsockname()[1])
        listener.shutdown(socket.SHUT_RDWR)


def _serve(listener: socket.socket, port: str, context: ssl.SSLContext) -> None:
    with contextlib.suppress(OSError):
        while True:
            caller, _address = listener.accept()
            work = threading.Thread(target=_carry, args=(caller, port, context), daemon=True)
            work.start()


def _carry(caller: socket.socket, port: str, context: ssl.SSLContext) -> None:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", int(port))) as server:
        first = caller.recv(8)
        if first == _TLS_PLEASE:
            caller.sendall(b"S")
            caller = context.wrap_socket(caller, server_side=True)
        else:
            server.sendall(first)
        back = threading.Thread(target=_pump, args=(server, caller), daemon=True)
        back.start()
        _pump(caller, server)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
