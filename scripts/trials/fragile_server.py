"""A PostgreSQL of its own, that is killed in the middle of its work and started again.

It syncs as a real one does. kill -9 of processes says nothing about power: what the kernel was
given is still written.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.postgres import Server

_SETTINGS = ("listen_addresses=", "max_connections=100", "shared_buffers=32MB", "max_wal_size=64MB")
_ENV = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
_PDEATHSIG = 1


def kill(server: Server) -> None:
    """kill -9 of the postmaster and of everything it started."""
    processes = [server.pid, *_children(server.pid)]
    for pid in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.process.wait(timeout=15)
    while any(_is_alive(pid) for pid in processes):
        time.sleep(0.005)


def kill_a_backend(server: Server, number: int) -> bool:
    """kill -9 of one process that serves a client; the others go with it. False: there is none."""
    found = server.execute(
        "select pid from pg_stat_activity where backend_type = 'client backend'"
        " and pid <> pg_backend_pid() order by pid"
    )
    if not found:
        return False
    os.kill(found[number % len(found)][0], signal.SIGKILL)
    return True


def start(server: Server) -> None:
    """Start it again on what is left on the disk, and wait until it is there."""
    server.process = _started(server.binaries, server.folder)
    wait_until_ready(server)


@contextmanager
def fragile_server(lender: Server) -> Iterator[Server]:
    """A new cluster, with the programs and the account of the tests' server."""
    folder = Path(tempfile.mkdtemp(prefix="veille-kill-", dir=lender.folder.parent))
    try:
        server = _made(lender, folder)
        try:
            yield server
        finally:
            if server.process.poll() is None:
                kill(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _made(lender: Server, folder: Path) -> Server:
    owner = lender.folder.stat()
    data = folder / "data"
    data.mkdir(mode=0o700)
    for place in (folder, data):
        os.chown(place, owner.st_uid, owner.st_gid)
    subprocess.run(
        [
            *(lender.binaries / "initdb", "-D", data, "-U", "veille", "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", "--locale=C"),
        ],
        check=True,
        capture_output=True,
        cwd=folder,
        env=_ENV,
        **_who(folder),
    )
    server = Server(lender.binaries, folder, _started(lender.binaries, folder))
    wait_until_ready(server)
    return server


def _started(binaries: Path, folder: Path) -> subprocess.Popen[bytes]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    with (folder / "log").open("ab") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, *settings],
            cwd=folder,
            env=_ENV,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
            # However the trials end, it ends with them; a single system call is safe here.
            preexec_fn=_ends_with_us if sys.platform == "linux" else None,  # noqa: PLW1509
            **_who(folder),
        )


def _ends_with_us() -> None:
    ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGQUIT)


def _who(folder: Path) -> dict[str, Any]:
    if os.geteuid() != 0:
        return {}
    owner = folder.stat()
    return {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}


def wait_until_ready(server: Server) -> None:
    """It takes connections."""
    end = time.monotonic() + 60
    while True:
        try:
            psycopg.connect(server.url(), connect_timeout=5).close()
        except psycopg.OperationalError:
            if server.process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


def _children(parent: int) -> list[int]:
    found = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid="], check=True, capture_output=True, text=True
    )
    pairs = [line.split() for line in found.stdout.splitlines()]
    return [int(pid) for pid, its_parent in pairs if int(its_parent) == parent]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
