"""The PostgreSQL of the tests is a real one, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from tests.postgres import NoPostgres, Server, _lend, find_binaries, running_server

ROOT = Path(__file__).parents[1]
STARTS_ONE = """
import sys, time
from tests.postgres import running_server
with running_server() as server:
    print(server.pid, server.folder, flush=True)
    sys.stdin.read()
"""


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        if not Path("/proc/self/stat").exists():
            return True
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return False
    # A dead process that nobody has asked about yet is a zombie.
    return state != "Z"


def test_it_is_a_real_postgresql(postgres_url: str):
    with psycopg.connect(postgres_url) as connection:
        row = connection.execute("select version(), current_setting('server_encoding')").fetchone()
    assert row is not None
    assert row[0].startswith("PostgreSQL ")
    assert row[1] == "UTF8"


def test_each_test_has_a_database_of_its_own(postgres_server: Server, postgres_url: str):
    with psycopg.connect(postgres_url) as connection:
        connection.execute("create table seen(id int)")
    other = postgres_server.new_database()
    with psycopg.connect(postgres_server.url(other)) as connection:
        tables = connection.execute("select to_regclass('seen')").fetchone()
    postgres_server.drop_database(other)
    assert tables == (None,)


def test_a_store_url_is_tried_on_both_kinds(store_url: str):
    assert store_url.startswith(("sqlite:///", "postgresql://"))


def test_a_named_folder_without_programs_is_refused(tmp_path: Path):
    with pytest.raises(NoPostgres, match="VEILLE_TEST_PG_BIN"):
        find_binaries({"VEILLE_TEST_PG_BIN": str(tmp_path)})


def test_a_named_folder_wins(tmp_path: Path):
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("")
        (tmp_path / name).chmod(0o755)
    assert find_binaries({"VEILLE_TEST_PG_BIN": str(tmp_path)}) == tmp_path


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends its programs to another account")
def test_programs_out_of_reach_are_copied_with_their_libraries(tmp_path: Path):
    closed = tmp_path / "closed"
    programs = closed / "wheel" / "install" / "bin"
    programs.mkdir(parents=True)
    (programs / "postgres").write_text("program")
    (closed / "wheel.libs").mkdir()
    (closed / "wheel.libs" / "libpq").write_text("library")
    closed.chmod(0o700)
    copy = _lend(programs, tmp_path / "place")
    assert copy.is_relative_to(tmp_path / "place")
    assert (copy / "../../../wheel.libs/libpq").resolve().read_text() == "library"


def test_nothing_is_left_when_the_server_is_done():
    with running_server() as server:
        assert server.version >= 140000
    assert not is_alive(server.pid)
    assert not server.folder.exists()


def test_the_server_goes_when_the_tests_are_killed():
    child = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    pid, folder = child.stdout.readline().split()
    child.send_signal(signal.SIGKILL)
    child.communicate()
    end = time.monotonic() + 20
    while (is_alive(int(pid)) or Path(folder).exists()) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(int(pid))
    assert not Path(folder).exists()
