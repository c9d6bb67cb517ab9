"""Every end of a run is a sentence and an exit status."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from veille_tui.cli.ending import guarded
from veille_tui.errors import InputRefused, JournalFailed, Refused, StoreUnreachable, WrongUsage
from veille_tui.problems import Problem


def ends(error: BaseException, home: Path) -> int:
    def work() -> int:
        raise error

    return guarded(work, {"VEILLE_HOME": str(home)})


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (InputRefused, 1),
        (WrongUsage, 2),
        (StoreUnreachable, 3),
        (Refused, 4),
        (JournalFailed, 4),
    ],
)
def test_each_kind_of_failure_has_its_status_and_its_words(
    kind: Callable[[str, str], BaseException],
    status: int,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
):
    assert ends(kind("Ceci est arrivé.", "Faire cela."), tmp_path) == status
    shown = capsys.readouterr()
    assert shown.err == "Ceci est arrivé.\nFaire cela.\n"
    assert shown.out == ""


def test_all_the_problems_of_an_input_are_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    problems = [
        Problem("a", "Clé inconnue.", "L'enlever.", file="c.yaml", line=3, column=1),
        Problem("b", "Date impossible.", row=12, heading="Né le", value="31/02"),
    ]
    ends(InputRefused("Refusé.", "", problems), tmp_path)
    said = capsys.readouterr().err
    assert "c.yaml:3:1 : Clé inconnue.\n    L'enlever.\n" in said
    assert "ligne 12, colonne « Né le » : Date impossible." in said


def test_a_problem_that_is_the_whole_failure_is_said_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    whole = Problem("no-listing", "Pas une liste.", "En-têtes ?", row=1, value="x")
    ends(InputRefused("Pas une liste.", "En-têtes ?", [whole]), tmp_path)
    assert capsys.readouterr().err == "Pas une liste.\nEn-têtes ?\n"


def test_an_interruption_is_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert ends(KeyboardInterrupt(), tmp_path) == 130
    assert capsys.readouterr().err == ""


def test_a_fault_of_the_program_is_told_without_what_it_was_about(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    assert ends(ValueError("Mme LEFÈVRE 0536491234"), tmp_path) == 70
    log = (tmp_path / "veille.log").read_text(encoding="utf-8")
    assert "ValueError" in log
    assert "test_ending.py" in log
    for text in (log, capsys.readouterr().err):
        assert "LEFÈVRE" not in text
        assert "Traceback" not in text


def test_a_reader_who_has_had_enough_is_not_an_error():
    code = (
        "import sys; from veille_tui.cli.ending import guarded\n"
        "def work():\n"
        "    for _ in range(100_000): print('une ligne assez longue pour remplir le tuyau')\n"
        "    return 0\n"
        "sys.exit(guarded(work, {}))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == ""
    assert child.returncode == 0


@pytest.mark.parametrize("arguments", [[], ["demo"], ["call"], ["--lang", "fr"]])
def test_the_screens_are_not_drawn_into_a_pipe(arguments: list[str]):
    done = subprocess.run(
        [sys.executable, "-m", "veille_tui", *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "veille call --plain" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="a shell of POSIX")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_stream_that_is_closed_is_no_fault(closed: str):
    command = f'"{sys.executable}" -m veille_tui script play --plain call_scripts/canicule.yaml'
    done = subprocess.run(
        f"{command} {closed}", shell=True, stdin=subprocess.DEVNULL, capture_output=True, timeout=60
    )
    assert done.returncode == 0


def test_a_full_disk_is_said(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    assert ends(OSError(errno.ENOSPC, "No space left on device"), tmp_path) == 4
    assert "Le disque est plein" in capfd.readouterr().err
