"""What cannot wait for the supervisor: cries for help, urgent needs, complaints, odd ends."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

FLAGS = (
    "help_asked",
    "alert",
    "missed_appointment",
    "deceased",
    "deceased_couple",
    "refused_hard",
    "language",
    "cannot_talk",
    "no_next_call",
    "late_result",
)
"""The words that may stand on a case for the supervisor, the gravest first."""


_FIRST = {
    "rescue": -1,
    "immediate": 0,
    "help": 1,
    "alert": 2,
    "missed_appointment": 2,
    "today": 3,
    "relay": 3,
    "rejected": 3,
    "overdue": 3,
    "flag": 4,
    "refused_entry": 5,
    "week": 6,
    "complaint": 7,
    "shift": 8,
    "household": 9,
}


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that somebody must look at."""

    kind: str
    """rescue (nobody said "I go"), relay (late), help (a caller asked), alert (shown, and no need
    came of it), need and complaint (not sent yet), rejected (by its partner), overdue (no answer in
    time), flag, refused_entry (a desk's entry set aside), shift (a caller's line at the end of a
    day) or household (it waits for a person: see `detail`).
    """
    case_id: int
    """0 for what is about no household."""
    tenant_id: int
    """The first tenant of the household; 0 when it has none."""
    title: str
    last_name: str
    city: str
    agency: str
    detail: str
    """A relay's channel, a need's theme, an alert's id, a flag's code, why an entry was refused, a
    household's disposition; "" for the rest.
    """
    urgency: str
    """immediate, today or week for a need; "" for the rest."""
    to: str
    """Kind of partner a need goes to."""
    text: str
    """What the caller wrote; the id of a refused entry."""
    caller: str
    at: datetime
    """UTC."""

    @property
    def pressing(self) -> int:
        """The least for what presses most: a rescue, a danger, a cry, a need of today, the rest."""
        if self.kind in {"rejected", "overdue"}:
            return min(_FIRST[self.kind], _FIRST.get(self.urgency, len(_FIRST)))
        named = self.urgency or (self.detail if self.kind == "flag" else "")
        return _FIRST.get(named, _FIRST.get(self.kind, len(_FIRST)))


def in_order(found: Iterable[Attention]) -> list[Attention]:
    """The most pressing first, the longest waiting first among equals."""
    return sorted(found, key=lambda one: (one.pressing, one.at, one.case_id))
