"""What a report counts of the calls, added up: so many rows need not leave the store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import Any

from veille_tui.domain.aapor import share
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import FACTS

ANSWERED = tuple(outcome.value for outcome, facts in FACTS.items() if facts.answered)
"""Outcomes of a dial in which somebody was heard, whatever else is known of it."""


@dataclass(frozen=True, slots=True)
class Calls:
    """How many attempts, and what came of them."""

    attempts: int = 0
    """But for those put back without a call."""
    dials: int = 0
    answered: int = 0
    """Somebody was heard in at least one of their dials, even if the line was cut."""
    reassuring: int = 0
    """They brought evidence that the situation is secured."""


@dataclass(frozen=True, slots=True)
class CallSums:
    """All calls of one campaign."""

    calls: Mapping[tuple[str, str], Calls] = field(default_factory=dict)
    """By caller and local day (ISO 8601) on which the attempt began."""
    lengths: Mapping[float, int] = field(default_factory=dict)
    """How many attempts that somebody answered lasted so many minutes."""
    reached: Mapping[str, int] = field(default_factory=dict)
    """Households that somebody answered for, by local day."""
    categories: Mapping[str, int] = field(default_factory=dict)
    """Households by AAPOR category; those without any outcome may be left out."""
    slots: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Dials, and those answered, by the campaign's part of the day; "" is outside hours."""


def totals(sums: CallSums) -> dict[str, Any]:
    """The figures of all calls; lengths are information, never a target."""
    found = _added(sums.calls.values())
    counted = sum(sums.lengths.values())
    minutes = sum(length * count for length, count in sums.lengths.items())
    return {
        "dials": found["dials"],
        "attempts": found["attempts"],
        "answered": found["answered"],
        "mean_minutes": round(minutes / counted, 1) if counted else None,
        "median_minutes": _median(sums.lengths),
    }


def reassuring(sums: CallSums) -> float | None:
    """The share of answered attempts that brought evidence."""
    found = _added(sums.calls.values())
    return share(found["reassuring"], found["answered"])


def _median(lengths: Mapping[float, int]) -> float | None:
    counted = sum(lengths.values())
    if not counted:
        return None
    before, after = _nth(lengths, (counted - 1) // 2), _nth(lengths, counted // 2)
    return round((before + after) / 2, 1)


def _nth(lengths: Mapping[float, int], place: int) -> float:
    for length in sorted(lengths):
        place -= lengths[length]
        if place < 0:
            return length
    raise IndexError


def by_caller(sums: CallSums) -> dict[str, dict[str, int]]:
    """Each caller's calls."""
    found: dict[str, list[Calls]] = {}
    for (caller, _day), calls in sums.calls.items():
        found.setdefault(caller, []).append(calls)
    return {caller: _added(calls) for caller, calls in sorted(found.items())}


def by_day(sums: CallSums, secured_on: Iterable[str]) -> dict[str, dict[str, int]]:
    """Each local day on which something happened; `secured_on`: a day for each secured household.

    `reached` is households that somebody answered for that day. `secured_so_far` is households for
    which positive evidence had come by then; a need that opened since, or evidence that ended, is
    not taken off, so that the curve never falls.
    """
    days: dict[str, list[Calls]] = {}
    for (_caller, day), calls in sums.calls.items():
        days.setdefault(day, []).append(calls)
    secured = Counter(day for day in secured_on if day)
    found, so_far = {}, 0
    for day in sorted(filter(None, {*days, *secured})):
        so_far += secured[day]
        counts = _added(days.get(day, ()))
        found[day] = {**counts, "reached": sums.reached.get(day, 0), "secured_so_far": so_far}
    return found


def by_slot(sums: CallSums) -> dict[str, dict[str, Any]]:
    """Dials by part of the day and how often somebody was heard: so that hours can be corrected."""
    return {
        slot: {"dials": dials, "answered": answered, "success": share(answered, dials)}
        for slot, (dials, answered) in sorted(sums.slots.items())
    }


def _added(found: Iterable[Calls]) -> dict[str, int]:
    counts = dict.fromkeys(("attempts", "dials", "answered", "reassuring"), 0)
    for calls in found:
        counts["attempts"] += calls.attempts
        counts["dials"] += calls.dials
        counts["answered"] += calls.answered
        counts["reassuring"] += calls.reassuring
    return counts
