"""Attempts one by one, and what they add up to: what the store's statements must find too."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from veille_tui.domain import aapor
from veille_tui.domain.call_sums import ANSWERED, Calls, CallSums
from veille_tui.domain.tallies import CaseFacts, Facts


@dataclass(frozen=True)
class Attempt:
    """One attempt."""

    case_id: int
    caller: str
    outcomes: tuple[str, ...] = ()
    """Of its dials, in order; "" for one without outcome."""
    minutes: float | None = None
    talked: bool = False
    """A conversation began in one of its dials, even if the line was cut."""
    reassuring: bool = False
    day: str = ""
    slots: tuple[str, ...] = ()

    @property
    def answered(self) -> bool:
        return self.talked or any(outcome in ANSWERED for outcome in self.outcomes)


def called(attempts: Iterable[Attempt]) -> CallSums:
    """The sums of some attempts."""
    calls: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    lengths: Counter[float] = Counter()
    outcomes: dict[int, list[str]] = defaultdict(list)
    slots: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    reached = set()
    for one in attempts:
        mine = calls[one.caller, one.day]
        mine["attempts"] += 1
        mine["dials"] += len(one.outcomes)
        mine["answered"] += one.answered
        mine["reassuring"] += one.reassuring
        outcomes[one.case_id].extend(one.outcomes)
        if one.answered:
            reached.add((one.day, one.case_id))
            lengths.update([] if one.minutes is None else [one.minutes])
        for slot, outcome in zip(one.slots, one.outcomes, strict=False):
            slots[slot][0] += 1
            slots[slot][1] += outcome in ANSWERED
    return CallSums(
        {key: Calls(**counts) for key, counts in calls.items()},
        lengths,
        Counter(day for day, _case in reached),
        Counter(aapor.category(found) for found in outcomes.values()),
        {slot: (dials, answered) for slot, (dials, answered) in slots.items()},
    )


def counted(
    cases: Sequence[CaseFacts] = (), attempts: Sequence[Attempt] = (), *others: Any, **named: Any
) -> Facts:
    """The facts of some cases and attempts."""
    return Facts(cases, called(attempts), *others, **named)
