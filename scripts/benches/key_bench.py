"""A key on the conversation screen until the next question is painted, and the slowest of keys."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import median

from scripts.benches.ratios import Row
from scripts.benches.start_bench import OURS
from scripts.benches.working_desk import Picture, begin_call, pictures, prepare, write_notes
from tests.terminal import Terminal

BARE = (sys.executable, str(Path(__file__).with_name("bare_talk.py")))
QUIET = 0.15
LIMIT = 0.05
_SECONDS = 2.5


def rows(*, quick: bool) -> Iterator[Row]:
    """Whole conversations in turn; then one key after the other while the program is at work."""
    times = 3 if quick else 6
    with tempfile.TemporaryDirectory() as folder:
        steps = pictures(Path(folder) / "steps")
    ours, bare = [], []
    for _ in range(times):
        ours += _conversation(steps)
        with tempfile.TemporaryDirectory() as folder:
            bare += keys(BARE, {**prepare(Path(folder) / "bare")}, steps)
    ratios = [one / other for one, other in zip(ours, bare, strict=True)]
    yield Row("key", "key to the next question", median(ours), median(bare), "s",
              "the same widgets, from a list", 1.2, median(ratios))  # fmt: skip
    for what, notes in (("late import", 0), ("import and round of 1,000", 1000)):
        worst = [_worst(notes) for _ in range(times)]
        yield Row("key", f"worst key, {what}", median(worst), LIMIT, "s", "50 ms", 1.0)


def _conversation(steps: Sequence[Picture]) -> list[float]:
    with tempfile.TemporaryDirectory() as folder:
        env = prepare(Path(folder) / "ours")
        begin_call(env, talking=True)
        return keys(OURS, env, steps)


def keys(command: Sequence[str], env: Mapping[str, str], steps: Sequence[Picture]) -> list[float]:
    """Seconds from each key to the first words of the card after it."""
    with Terminal(command, env) as terminal:
        terminal.until(steps[0].marker)
        terminal.settle(QUIET * 4)
        return keys_from(terminal, steps)


def keys_from(terminal: Terminal, steps: Sequence[Picture]) -> list[float]:
    """The same, from where the first card is painted."""
    found = []
    for step, after in pairwise(steps):
        start = time.perf_counter()
        terminal.press(step.key)
        terminal.until(after.marker)
        found.append(time.perf_counter() - start)
        terminal.settle(QUIET)
    return found


def _worst(notes: int) -> float:
    """The slowest of the keys that choose a number, from the first paint on."""
    with tempfile.TemporaryDirectory() as folder:
        env = prepare(Path(folder) / "worst")
        begin_call(env, talking=False)
        write_notes(env, notes)
        with Terminal(OURS, env) as terminal:
            terminal.until("J'appelle")
            return worst_key(terminal, _SECONDS)


def worst_key(terminal: Terminal, seconds: float) -> float:
    """The slowest of the keys that choose a number, pressed one after the other."""
    worst = 0.0
    end = time.perf_counter() + seconds
    turn = 0
    while time.perf_counter() < end:
        terminal.settle(0.005)
        terminal._seen = b""
        turn += 1
        start = time.perf_counter()
        terminal.press("21"[turn % 2])
        terminal.until("\x1b[")
        worst = max(worst, time.perf_counter() - start)
    return worst
