"""What a supervisor sees to in one campaign: referrals, relays, those who are lost, the alert."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from veille_tui.domain.alert import AlertState
from veille_tui.domain.attention import Attention
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition
from veille_tui.domain.escalation import RelayLine
from veille_tui.domain.referrals import RUNNING, ReferralLine, ReferralStatus, in_order
from veille_tui.domain.urgent import Urgent


class FollowStore(Protocol):
    """What it asks of the shared store."""

    def campaign(self, campaign_id: str) -> Campaign:
        """The campaign, or Refused."""

    def climb(self, campaign_id: str, now: datetime) -> int:
        """Open, end and follow relays."""

    def referrals(
        self, campaign_id: str, statuses: frozenset[ReferralStatus] | None = None
    ) -> list[ReferralLine]:
        """Referrals with their households."""

    def relays(self, campaign_id: str) -> list[RelayLine]:
        """The relays under way."""

    def attention(self, campaign_id: str) -> list[Attention]:
        """What waits for a person."""

    def alert_state(self, campaign_id: str, now: datetime) -> AlertState:
        """How far the alert has come."""

    def urgent(self, campaign_id: str, after: datetime) -> list[Urgent]:
        """Immediate needs and calls for help since a moment."""


@dataclass(frozen=True, slots=True)
class FollowBoard:
    """All of it, at one moment."""

    campaign: Campaign
    at: datetime
    """UTC."""
    referrals: tuple[ReferralLine, ...]
    """Running ones, the most pressing first."""
    relays: tuple[RelayLine, ...]
    lost: tuple[Attention, ...]
    alert: AlertState


def look(store: FollowStore, campaign_id: str, now: datetime) -> FollowBoard:
    """What waits in a campaign, its relays brought up to date first. Raises Refused."""
    campaign = store.campaign(campaign_id)
    store.climb(campaign_id, now)
    lines = {one.referral.id: one for one in store.referrals(campaign_id, RUNNING)}
    ordered = in_order([one.referral for one in lines.values()], now)
    lost = Disposition.LOST_TO_FOLLOW_UP.value
    return FollowBoard(
        campaign=campaign,
        at=now,
        referrals=tuple(lines[one.id] for one in ordered),
        relays=tuple(store.relays(campaign_id)),
        lost=tuple(
            one
            for one in store.attention(campaign_id)
            if one.kind == "household" and one.detail == lost
        ),
        alert=store.alert_state(campaign_id, now),
    )
