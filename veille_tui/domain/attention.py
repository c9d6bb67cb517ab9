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


def flagged_too(known: str, word: str) -> str:
    """The words on a case, apart by blanks, with one more: none ever hides another."""
    words = {*known.split(), *word.split()}
    return " ".join([*(one for one in FLAGS if one in words), *sorted(words.difference(FLAGS))])


_FIRST = {"immediate": 0, "help": 1, "today": 2, "flag": 3, "week": 4, "complaint": 5}


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that somebody must look at."""

    kind: str
    """help (a caller asked), need, complaint (for the agency), or flag (see `detail`)."""
    case_id: int
    tenant_id: int
    """The first tenant of the household; 0 when it has none."""
    title: str
    last_name: str
    city: str
    agency: str
    detail: str
    """A need's theme, a flag's code; "" for help and complaints."""
    urgency: str
    """immediate, today or week for a need; "" for the rest."""
    to: str
    """Kind of partner a need goes to."""
    text: str
    """What the caller wrote."""
    caller: str
    at: datetime
    """UTC."""

    @property
    def pressing(self) -> int:
        """0 for what presses most: a danger, a caller's cry, a need of today, then the rest."""
        return _FIRST.get(self.urgency or self.kind, len(_FIRST))


def in_order(found: Iterable[Attention]) -> list[Attention]:
    """The most pressing first, the longest waiting first among equals."""
    return sorted(found, key=lambda one: (one.pressing, one.at, one.case_id))
