"""The families of faults by name, and how one is run."""

from __future__ import annotations

import importlib
import os
import time

from scripts.trials.scene import Place

FAMILIES = {
    "desk": "killed_desk",
    "server": "killed_server",
    "line": "cut_line",
    "delivery": "delivery",
    "disk": "full_disk",
    "clock": "jumping_clock",
    "offline": "offline",
    "race": "racing",
    "lease": "leases",
    "frozen": "frozen_desk",
    "poison": "poison",
    "upgrade": "upgrading",
    "walk": "random_walk",
}
IN_MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder in it
"""kill -9 cannot tell a disk from memory, and a sync in memory is free."""


def run(name: str, place: Place) -> float:
    """One family; how many seconds it took. What it did is in the tally of `place`."""
    start = time.monotonic()
    importlib.import_module(f"scripts.trials.{FAMILIES[name]}").run(place)
    return time.monotonic() - start
