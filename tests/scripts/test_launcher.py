"""scripts/veille.py hands over at once when all is ready, and says what to do when it is not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# Stands where the environment's Python does: tells what it was given, ends with its own status.
PROGRAM = """#!/bin/sh
printf '%s\\n' "$@"
exit 7
"""
pytestmark = pytest.mark.skipif(os.name == "nt", reason="the program is a shell script here")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout without `.venv`, in a folder with spaces and accents."""
    place = tmp_path / "dépôt à l'essai"
    shutil.copytree(ROOT / "scripts", place / "scripts")
    for name in ("pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, place)
    return place


def ask(checkout: Path, code: str) -> str:
    """What `code`, run beside the scripts, prints."""
    child = subprocess.run(
        [sys.executable, "-c", code],
        cwd=checkout / "scripts",
        capture_output=True,
        text=True,
        check=True,
    )
    return child.stdout.strip()


def make_ready(checkout: Path, extra: str = "") -> None:
    program = checkout / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(PROGRAM)
    program.chmod(0o755)
    code = f"import veille; open(veille.STAMP, 'wb').write(veille.wanted_stamp({extra!r}))"
    ask(checkout, code)


def run(checkout: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments[:-1], checkout / "scripts" / "veille.py", arguments[-1]],
        cwd="/",
        env={"PYTHONUTF8": "1", **env},
        capture_output=True,
        text=True,
    )


def imported(output: str) -> set[str]:
    """The modules that -X importtime tells of."""
    lines = [line for line in output.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip() for line in lines}


def test_arguments_and_exit_status_pass_through(checkout: Path):
    make_ready(checkout)
    seen = run(checkout, "L'été « 2020 »")
    assert seen.stdout.splitlines() == ["-P", "-m", "veille_tui", "L'été « 2020 »"]
    assert seen.returncode == 7
    assert seen.stderr == ""


def test_a_start_imports_nothing_of_its_own(checkout: Path):
    make_ready(checkout)
    ours = imported(run(checkout, "-X", "importtime", "x").stderr)
    bare = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", "pass"],
        env={"PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
    )
    assert ours - imported(bare.stderr) == set()


def test_an_environment_for_developers_serves_everybody(checkout: Path):
    make_ready(checkout, extra="dev")
    assert ask(checkout, "import veille; print(veille.is_ready())") == "True"


def test_an_environment_for_everybody_does_not_serve_developers(checkout: Path):
    make_ready(checkout)
    assert ask(checkout, "import veille; print(veille.is_ready('dev'))") == "False"


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_another_version_of_what_is_needed_makes_it_stale(checkout: Path, name: str):
    make_ready(checkout)
    with (checkout / name).open("a") as file:
        file.write("# one line more\n")
    assert ask(checkout, "import veille; print(veille.is_ready())") == "False"


def test_a_moved_checkout_is_made_again(checkout: Path):
    make_ready(checkout)
    moved = checkout.rename(checkout.with_name("ailleurs"))
    assert ask(moved, "import veille; print(veille.is_ready())") == "False"
    assert ask(moved, "import installing; print(installing._must_be_remade())") == "True"


def test_an_interrupted_set_up_is_made_again(checkout: Path):
    make_ready(checkout)
    (checkout / ".venv" / "veille.unfinished").touch()
    assert ask(checkout, "import installing; print(installing._must_be_remade())") == "True"


def test_a_finished_set_up_is_built_upon(checkout: Path):
    make_ready(checkout)
    assert ask(checkout, "import installing; print(installing._must_be_remade())") == "False"


def test_only_one_set_up_runs_at_a_time(checkout: Path):
    code = """
import os, installing
with installing._alone():
    with installing._LOCK.open("a+b") as other:
        print(installing._lock(other.fileno(), wait=False))
with installing._LOCK.open("a+b") as other:
    print(installing._lock(other.fileno(), wait=False))
"""
    assert ask(checkout, code).split() == ["False", "True"]


@pytest.mark.parametrize(
    ("language", "words"), [("fr", "vérifier le réseau"), ("en_GB", "check the network")]
)
def test_without_a_network_it_says_what_to_do(checkout: Path, language: str, words: str):
    nowhere = {
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_RETRIES": "0",
    }
    seen = run(checkout, "demo", VEILLE_LANG=language, **nowhere)
    assert seen.returncode == 1
    assert words in seen.stderr
    assert "Traceback" not in seen.stderr
    assert seen.stdout == ""


def test_an_older_python_is_told_which_one_is_needed(checkout: Path):
    code = "import sys; sys.version_info = (3, 9, 2); import veille; print(veille.ensure())"
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout / "scripts", capture_output=True, text=True
    )
    assert child.stdout.strip() == "1"
    assert "Python 3.11" in child.stderr


def test_a_python_without_venv_is_told_what_to_install(checkout: Path):
    code = "import sys, installing; installing.find_spec = lambda name: None;"
    code += "sys.exit(installing.install(''))"
    child = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout / "scripts", capture_output=True, text=True
    )
    assert child.returncode == 1
    assert "apt install python3-venv" in child.stderr
