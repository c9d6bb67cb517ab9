"""What cannot wait a minute: needs that are immediate, and callers who call for help."""

from __future__ import annotations

from datetime import datetime, timedelta

from veille_tui.domain.late_dataclasses import dataclass

OVERLAP = timedelta(minutes=1)
"""How far back a watch looks again: what two desks send at once may be seen out of order."""


@dataclass(frozen=True, slots=True)
class Urgent:
    """One thing that every supervisor must see within seconds."""

    key: str
    """Stable: seen twice, it is one thing."""
    kind: str
    """need (a referral), heard (an immediate need in a call that goes on) or help."""
    at: datetime
    """UTC, by the store's clock, when it came in."""
    case_id: int
    title: str
    last_name: str
    city: str
    agency: str
    theme: str
    """Of a need; "" for a call for help."""
    to: str
    """Kind of partner a need goes to."""
    text: str
    """What the caller wrote."""
    caller: str
    campaign_id: str = ""
    referral: int = 0
    """A need's referral."""


class Watch:
    """What of each look is new: the looks overlap, and nothing is told twice."""

    def __init__(self, since: datetime) -> None:
        self._from = since
        self._told: dict[str, datetime] = {}

    @property
    def after(self) -> datetime:
        """From when the next look must go."""
        return self._from - OVERLAP

    def fresh(self, found: list[Urgent]) -> list[Urgent]:
        """Those of a look that were not told before, the earliest first."""
        new = [one for one in found if one.key not in self._told]
        for one in new:
            self._told[one.key] = one.at
            self._from = max(self._from, one.at)
        self._told = {key: at for key, at in self._told.items() if at >= self.after}
        return sorted(new, key=lambda one: (one.at, one.key))
