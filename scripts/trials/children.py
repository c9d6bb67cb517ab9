"""What the children of the zygote do: whole shifts of a desk, killed or frozen at a step."""

from __future__ import annotations

import signal
from pathlib import Path

from scripts.trials.ledger import Ledger
from scripts.trials.scene import FileClock
from scripts.trials.steps import Steps, install
from scripts.trials.workstation import Workstation
from veille_tui.store.shared import SharedStore


def open_desk(url: str, folder: str, name: str) -> Workstation:
    """A workstation of its own process, on the scene in `folder`."""
    place = Path(folder)
    clock = FileClock(place / "clock")
    return Workstation(
        name, place / name / "journal.db", SharedStore(url, clock=clock), clock,
        Ledger(place / "ledger"),
    )  # fmt: skip


def shift(url: str, folder: str, name: str, calls: int, at: int) -> None:
    """Work until `calls` are recorded and sent; die before step `at`. 0 counts the steps."""
    steps = Steps(at)
    install(steps)
    desk = open_desk(url, folder, name)
    desk.shift(calls)
    desk.close()
    if not at:
        steps.write(Path(folder) / "steps")


def freeze(url: str, folder: str, name: str, at: int) -> None:
    """One call, falling asleep before step `at`."""
    steps = Steps(at, signal.SIGSTOP)
    install(steps)
    desk = open_desk(url, folder, name)
    desk.shift(1)
    desk.close()
    if not at:
        steps.write(Path(folder) / "steps")
