"""What a PostgreSQL uses, and how to freeze it: its processes, looked at in /proc."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Use:
    """One look at all processes of a server."""

    processor: float
    """Seconds since it was started, processes that ended included."""
    resident: float
    """MB, shared memory counted in each process."""
    proportional: float
    """MB, what is shared counted once."""
    processes: int


def family(pid: int) -> list[int]:
    """A process and its children."""
    found = [pid]
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                if int(_stat(int(folder.name))[1]) == pid:
                    found.append(int(folder.name))
    return found


def use(pid: int) -> Use:
    """What the server of this postmaster has used, and holds now."""
    processes = family(pid)
    # Children that ended are in the account of the one who waited for them.
    ticks = sum(int(tick) for tick in _stat(pid)[13:15])
    resident = proportional = 0.0
    for one in processes:
        with contextlib.suppress(OSError, IndexError):
            ticks += sum(int(tick) for tick in _stat(one)[11:13])
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
            sizes = {words[0]: int(words[1]) for words in map(str.split, rollup.splitlines()[1:])}
            resident += sizes["Rss:"] / 1024
            proportional += sizes["Pss:"] / 1024
    return Use(ticks / _TICK, resident, proportional, len(processes))


def _stat(pid: int) -> list[str]:
    """The fields of its line after the name, which may hold spaces."""
    line = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return line.rpartition(")")[2].split()


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    """The server hears nothing and says nothing while the block runs."""
    processes = family(pid)
    try:
        for one in processes:
            os.kill(one, signal.SIGSTOP)
        yield
    finally:
        for one in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(one, signal.SIGCONT)
