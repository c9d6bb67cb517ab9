"""What the children of the zygote do: whole shifts of a desk, killed or frozen at a step."""

from __future__ import annotations

import resource
import signal
import time
from pathlib import Path

from scripts.trials.ledger import Ledger
from scripts.trials.scene import FileClock
from scripts.trials.steps import Steps, install
from scripts.trials.workstation import Workstation
from veille_tui.errors import JournalFailed
from veille_tui.store.shared import SharedStore


def open_desk(url: str, folder: str, name: str) -> Workstation:
    """A workstation of its own process, on the scene in `folder`."""
    place = Path(folder)
    clock = FileClock(place / "clock")
    store = SharedStore(url, clock=clock)
    return Workstation(name, place / name / "journal.db", store, clock, Ledger(place / "ledger"))


def shift(
    url: str, folder: str, name: str, calls: int, at: int, send: int = signal.SIGKILL
) -> None:
    """Work until `calls` are recorded and sent; get `send` before step `at`. 0 counts the steps."""
    steps = Steps(at, send)
    install(steps)
    desk = open_desk(url, folder, name)
    desk.shift(calls)
    desk.close()
    if not at:
        steps.write(Path(folder) / "steps")


def race(url: str, folder: str, name: str) -> int:
    """Open, wait for the start, call until there is nobody left, send; 0 when all is sent."""
    desk = open_desk(url, folder, name)
    start = Path(folder) / "start"
    (Path(folder) / name / "ready").touch()
    while not start.exists():
        time.sleep(0.02)
    desk.shift(1_000_000, every=1_000_000)
    left, _ = desk.journal.unsent_count()
    desk.close()
    return min(left, 1)


def limited(url: str, folder: str, name: str, calls: int, limit: int) -> int:
    """A shift during which no file may grow beyond `limit`, until something has failed.

    0: it failed and was finished; 3: nothing failed.
    """
    failures = 0
    desk = open_desk(url, folder, name)
    desk.take()
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, hard))

    def make_room() -> None:
        nonlocal failures
        failures += 1
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))

    desk.on_failure = make_room
    for _ in range(5):
        try:
            done = desk.shift(calls)
        except JournalFailed:
            make_room()
        else:
            desk.close()
            return int(done != calls) or (0 if failures else 3)
    return 1
