"""A real PgBouncer in transaction mode before the PostgreSQL of the tests, where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.postgres import Server, lent_to

_SETTINGS = """
[databases]
* = host={server}
[pgbouncer]
listen_addr =
unix_socket_dir = {folder}
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {servers}
max_client_conn = 1000
"""


def find_pgbouncer(env: Mapping[str, str] = os.environ) -> str:
    """The program: VEILLE_TEST_PGBOUNCER, or on the PATH; "" when there is none."""
    named = env.get("VEILLE_TEST_PGBOUNCER", "")
    system = os.pathsep.join((env.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"))
    return named or shutil.which("pgbouncer", path=system) or ""


@contextmanager
def pooled(server: Server, servers: int = 2) -> Iterator[str]:
    """The folder of the socket where it listens, before `server`, with so many connections."""
    folder = Path(tempfile.mkdtemp(prefix="veille-pool-", dir=server.folder.parent))
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        _SETTINGS.format(folder=folder, server=server.folder, servers=servers), encoding="utf-8"
    )
    (folder / "users.txt").write_text('"veille" ""\n', encoding="utf-8")
    who = lent_to()
    if who:
        os.chown(folder, who["user"], who["group"])
    folder.chmod(0o755)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [find_pgbouncer(), settings], stdout=log, stderr=log, start_new_session=True, **who
        )
    try:
        _wait_until_ready(folder, process)
        yield str(folder)
    finally:
        process.terminate()
        process.wait(timeout=15)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_until_ready(folder: Path, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 15
    while True:
        try:
            psycopg.connect(f"postgresql://veille@/postgres?host={folder}&port=6432").close()
        except psycopg.OperationalError as error:
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError((folder / "log").read_text(encoding="utf-8")) from error
            time.sleep(0.01)
        else:
            return
