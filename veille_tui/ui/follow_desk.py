"""What the supervisor's follow-up screen is given to work with; bootstrap builds it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from veille_tui.domain.late_dataclasses import dataclass

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.people import Person
    from veille_tui.domain.referrals import ReferralChange
    from veille_tui.domain.relay_news import RelayNews
    from veille_tui.domain.urgent import Urgent
    from veille_tui.supervision.follow_board import FollowBoard


@dataclass(frozen=True, slots=True)
class FollowDesk:
    """The supervisor's verbs on what follows the calls; each asks the shared store."""

    person: Callable[[], Person | None]
    """Whose account is signed in; None where there are no accounts."""
    campaigns: Callable[[], Sequence[Campaign]]
    look: Callable[[str], FollowBoard]
    urgent: Callable[[str, datetime], Sequence[Urgent]]
    change: Callable[[Sequence[ReferralChange]], object]
    record: Callable[[Sequence[RelayNews]], object]
    go: Callable[[int], object]
    """Somebody said "I go" to a relay."""
    close_lost: Callable[[int, str], object]
    switch_alert: Callable[[str, bool], object]
