"""Measuring in turn, and printing medians and their ratio."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ON_DISK = "/var/tmp" if Path("/var/tmp").is_dir() else None  # noqa: S108 - a folder of its own in it
"""Where a sync is a sync: the usual temporary folder may be in memory."""


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison; both figures in the same unit."""

    bench: str
    what: str
    ours: float
    other: float
    unit: str
    against: str
    bound: float | None = None
    """What the ratio should not exceed."""
    ratio: float | None = None
    """Median of the ratios pair by pair where there are pairs; else of the two medians."""
    least: float | None = None
    """What the ratio should reach: rates rather than times."""

    @property
    def found(self) -> float:
        """The ratio as measured; 0 against 0 is 1."""
        if self.ratio is not None:
            return self.ratio
        return self.ours / self.other if self.other else float(self.ours == 0) or float("inf")

    @property
    def is_missed(self) -> bool:
        """Whether the ratio is outside its aim."""
        above = self.bound is not None and self.found > self.bound
        return above or (self.least is not None and self.found < self.least)


def pairs(
    ours: Callable[[], float], other: Callable[[], float], times: int, warm: int = 1
) -> tuple[float, float, float]:
    """Medians of both and of their ratio, measured A B, B A, A B ... after a warm-up."""
    for _ in range(warm):
        ours()
        other()
    mine: list[float] = []
    theirs: list[float] = []
    for turn in range(times):
        first, second = (ours, other) if turn % 2 == 0 else (other, ours)
        one, two = first(), second()
        mine.append(one if turn % 2 == 0 else two)
        theirs.append(two if turn % 2 == 0 else one)
    ratios = [a / b for a, b in zip(mine, theirs, strict=True)]
    return median(mine), median(theirs), median(ratios)


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def print_head() -> None:
    """How busy the machine is, and the table's head."""
    busy = ", ".join(f"{load:.2f}" for load in os.getloadavg())
    print(f"load average {busy} on {os.cpu_count()} cores; * misses its aim")
    print(f"{'bench':<11}{'what':<44}{'ours':>11}{'other':>11}{'ratio':>8}{'aim':>9}  against")


def print_row(row: Row) -> None:
    """One line of the table."""
    aim = ""
    if row.bound is not None:
        aim = f"<= {row.bound:.2f}"
    elif row.least is not None:
        aim = f">= {row.least:.2f}"
    print(
        f"{row.bench:<11}{row.what:<44}{_figure(row.ours, row.unit):>11}"
        f"{_figure(row.other, row.unit):>11}{row.found:>7.2f}{'*' if row.is_missed else ' '}"
        f"{aim:>9}  {row.against}",
        flush=True,
    )


def _figure(value: float, unit: str) -> str:
    if unit == "s" and value < 0.001:
        return f"{value * 1e6:.0f} us"
    if unit == "s" and value < 1:
        return f"{value * 1e3:.2f} ms"
    if value >= 1000:
        return f"{value:,.0f} {unit}"
    return f"{value:.2f} {unit}"
