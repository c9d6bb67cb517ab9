"""What a desk can go on with when there is no network."""

from __future__ import annotations

from datetime import datetime

from veille_tui.domain.late_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Advance:
    """The households that a desk holds in advance."""

    count: int = 0
    until: datetime | None = None
    """When the first of them is over, UTC."""
    over: int = 0
    """Those whose time has passed: others may have called them since."""
