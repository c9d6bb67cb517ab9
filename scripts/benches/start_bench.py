"""A returning desk's first paint and next household, against a bare Textual app."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from scripts.benches.ratios import Row, pairs
from scripts.benches.returning_desk import prepare
from tests.terminal import Terminal

BARE = (sys.executable, str(Path(__file__).with_name("bare_app.py")))
OURS = (sys.executable, "-m", "veille_tui")


def rows(*, quick: bool) -> Iterator[Row]:
    """Start screen, household in hand, and both from a cold disk where the system allows it."""
    times = 5 if quick else 21
    with tempfile.TemporaryDirectory() as empty, tempfile.TemporaryDirectory() as held:
        start = prepare(Path(empty), in_hand=False)
        hand = prepare(Path(held), in_hand=True)
        bare = _painted(BARE, start, "MARKER")
        for what, env, marker in (
            ("first paint, start screen", start, "Hélène"),
            ("first paint, next household", hand, "Lefèvre"),
        ):
            ours, other, ratio = pairs(_painted(OURS, env, marker), bare, times)
            yield Row("start", what, ours, other, "s", "bare Textual app", 1.10, ratio)
        if _can_forget():
            cold = _painted(OURS, hand, "Lefèvre", forget=True)
            floor = _painted(BARE, start, "MARKER", forget=True)
            ours, other, ratio = pairs(cold, floor, max(3, times // 3))
            yield Row(
                "start", "next household, cold disk", ours, other, "s", "bare, cold", 1.15, ratio
            )


def _painted(
    command: tuple[str, ...], env: Mapping[str, str], marker: str, *, forget: bool = False
) -> Callable[[], float]:
    def measure() -> float:
        if forget:
            _forget()
        with Terminal(command, env) as terminal:
            return terminal.until(marker)

    return measure


_CACHES = Path("/proc/sys/vm/drop_caches")


def _can_forget() -> bool:
    return os.access(_CACHES, os.W_OK)


def _forget() -> None:
    os.sync()
    _CACHES.write_text("3", encoding="ascii")
