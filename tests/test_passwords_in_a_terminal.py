"""A server that asks for a password, from a command and from the workstation, in a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.certificates import PASSWORD, Guarded, guarded
from tests.terminal import Terminal

VEILLE = [sys.executable, "-m", "veille_tui"]
ENTER = "\r"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guarded]:
    """A server that asks for a password."""
    with guarded(tmp_path_factory.mktemp("asks"), has_tls=False) as one:
        yield one


@pytest.fixture
def env(server: Guarded) -> dict[str, str]:
    """A workstation on an empty database of that server."""
    url = server.url(server.server.new_database())
    return {**os.environ, "VEILLE_STORE": url, "TERM": "xterm-256color"}


def test_a_command_asks_and_asks_again(env: dict[str, str]):
    with Terminal([*VEILLE, "store", "init"], env) as screen:
        screen.until("demande un mot de passe")
        screen.until("Mot de passe")
        screen.press("faux" + ENTER)
        screen.until("refuse ce mot de passe")
        screen.until("Mot de passe")
        screen.press(PASSWORD + ENTER)
        screen.until("est prête")
        assert screen.ended() == 0


def test_without_a_terminal_nobody_is_asked(env: dict[str, str]):
    done = subprocess.run(
        [*VEILLE, "store", "init"], env=env, capture_output=True, text=True, input=PASSWORD + "\n"
    )
    assert done.returncode == 4
    assert "demande un mot de passe" in done.stderr
    assert "PGPASSFILE" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_first_run_on_a_given_store_asks_for_its_password_alone(
    env: dict[str, str], tmp_path: Path
):
    init = [*VEILLE, "store", "init"]
    subprocess.run(init, env={**env, "PGPASSWORD": PASSWORD}, capture_output=True, check=True)
    with Terminal(VEILLE, env) as screen:
        screen.until("1 sur 2")
        screen.press("Ana" + ENTER)
        screen.until("langue")
        screen.press(ENTER)
        screen.until("mot de passe")
        screen.press(PASSWORD + ENTER)
        screen.until("Bonjour")
    with Terminal(VEILLE, env) as screen:
        screen.until("Bonjour")
        screen.until("demande votre mot de passe")
        screen.press(PASSWORD + ENTER)
        screen.until("Aucune campagne")
    written = b"".join(
        file.read_bytes() for file in Path(env["VEILLE_HOME"]).rglob("*") if file.is_file()
    )
    assert PASSWORD.encode() not in written
