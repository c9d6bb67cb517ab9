"""Where the households of a campaign stand among its publics and waves, and how that changes."""

from __future__ import annotations

from datetime import datetime

from veille_tui.domain.case import QueueState
from veille_tui.domain.late_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Placed:
    """One case as it stands."""

    case_id: int
    household_id: int
    segment: str
    segments: tuple[str, ...]
    priority: int
    wave: str
    state: QueueState
    due_at: datetime
    """UTC; without the alert, while it is on."""
    is_untouched: bool
    """Nobody has tried it yet, and nothing was promised or decided."""


@dataclass(frozen=True, slots=True)
class Move:
    """One case as it is to stand."""

    case_id: int
    segment: str
    segments: tuple[str, ...]
    priority: int
    wave: str
    due_at: datetime | None = None
    """When its wave opens now; None leaves the due time."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What placing a campaign's households anew did."""

    moved: int = 0
    """In another public or wave than before."""
    sooner: int = 0
    """Called from an earlier day on."""
    later: int = 0
    """Called from a later day on."""
    held: int = 0
    """In a caller's hand: left as they are, though they belong elsewhere."""
