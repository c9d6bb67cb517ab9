"""Whether the household in hand is still this desk's to call."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from veille_tui.desk.hand import Hand
from veille_tui.store.local import HeldClaim


class Standing(StrEnum):
    """What this workstation knows of its claim, without asking anybody."""

    HELD = "held"
    OVER = "over"
    """Its time ran out by this clock: the shared store must say whether it still holds."""
    LOST = "lost"
    """The shared store said that somebody else may have called meanwhile."""


def standing_of(hand: Hand, claims: Iterable[HeldClaim], now: datetime) -> Standing:
    """Where the claim of `hand` stands; one that is no longer written down is lost."""
    claim = next((claim for claim in claims if claim.token == hand.token), None)
    if claim is None or claim.is_lost:
        return Standing.LOST
    if claim.lease_until is not None and claim.lease_until <= now:
        return Standing.OVER
    return Standing.HELD
