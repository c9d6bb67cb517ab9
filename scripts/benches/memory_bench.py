"""Memory at first paint and after an hour's calls, against a bare Textual app."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from scripts.benches import working_desk
from scripts.benches.ratios import Row, pairs
from scripts.benches.returning_desk import prepare
from scripts.benches.start_bench import BARE, OURS
from tests.terminal import Terminal

ENTER = "\r"


def rows(*, quick: bool) -> Iterator[Row]:
    """The peak when the household is painted; what is held once thirty calls are behind."""
    times, calls, shifts = (3, 4, 1) if quick else (7, 30, 2)
    with tempfile.TemporaryDirectory() as folder:
        env = prepare(Path(folder), in_hand=True)
        ours, other, ratio = pairs(_peak(OURS, env, "Lefèvre"), _peak(BARE, env, "MARKER"), times)
        yield Row("memory", "at first paint", ours, other, "MB", "bare Textual app", 1.10, ratio)
        ours, other, ratio = pairs(
            lambda: _hour(calls), lambda: _settled(BARE, env, "MARKER"), shifts, warm=0
        )
        what = f"after {calls} calls"
        yield Row("memory", what, ours, other, "MB", "bare Textual app", 1.70, ratio)


def _settled(command: tuple[str, ...], env: Mapping[str, str], marker: str) -> float:
    with Terminal(command, env) as terminal:
        terminal.until(marker)
        terminal.settle(0.5)
        return _held(terminal.pid)


def _hour(calls: int) -> float:
    """Calls by keys where all is well, from the start of a shift to the household after them."""
    with tempfile.TemporaryDirectory() as folder:
        steps = working_desk.pictures(Path(folder) / "steps")
        env = working_desk.prepare(Path(folder) / "desk", calls + 1)
        with Terminal(OURS, env) as terminal:
            terminal.until("foyer suivant")
            terminal.settle(1)
            terminal.press(ENTER)
            for _ in range(calls):
                _call(terminal, steps)
            terminal.until("J'appelle")
            terminal.settle(1)
            return _held(terminal.pid)


def _call(terminal: Terminal, steps: Sequence[working_desk.Picture]) -> None:
    terminal.until("J'appelle")
    terminal.press(ENTER)
    terminal.until("Qui répond")
    terminal.press("1")
    for step in steps:
        terminal.until(step.marker)
        terminal.settle(0.02)
        terminal.press(step.key)
    terminal.until("Enregistrer")
    terminal.press(ENTER)


def _held(pid: int) -> float:
    """Resident memory now, in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _peak(command: tuple[str, ...], env: Mapping[str, str], marker: str) -> Callable[[], float]:
    def measure() -> float:
        with Terminal(command, env) as terminal:
            terminal.until(marker)
            return terminal.memory()

    return measure
