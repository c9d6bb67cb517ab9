"""Memory at first paint, against a bare Textual app."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from scripts.benches.ratios import Row, pairs
from scripts.benches.returning_desk import prepare
from scripts.benches.start_bench import BARE, OURS
from tests.terminal import Terminal


def rows(*, quick: bool) -> Iterator[Row]:
    """The moment the household is painted, before the rest is loaded behind it."""
    times = 3 if quick else 9
    with tempfile.TemporaryDirectory() as folder:
        env = prepare(Path(folder), in_hand=True)
        ours, other, ratio = pairs(_peak(OURS, env, "Lefèvre"), _peak(BARE, env, "MARKER"), times)
        yield Row("memory", "at first paint", ours, other, "MB", "bare Textual app", 1.10, ratio)


def _peak(command: tuple[str, ...], env: Mapping[str, str], marker: str) -> Callable[[], float]:
    def measure() -> float:
        with Terminal(command, env) as terminal:
            terminal.until(marker)
            return terminal.memory()

    return measure
