"""Referrals: needs and complaints on their way to whoever can act, and what came of them."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from veille_tui.domain.late_dataclasses import dataclass


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    OPEN = "open"
    """Waits for the supervisor to send it."""
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """The partner cannot; it is the supervisor's again."""
    DONE = "done"
    """Help is in place: the next caller is told."""
    REVOKED = "revoked"
    """No longer needed, or the person took the consent back."""


class ReferralKind(StrEnum):
    """What is referred; each kind has its own list."""

    NEED = "need"
    COMPLAINT = "complaint"
    """Technical: to the agency (field.md: TechnicalComplaint)."""
    MEDIATION = "mediation"
    """A conflict between neighbours."""


class Consent(StrEnum):
    """Whether the person agreed that their name leaves the landlord."""

    GIVEN = "given"
    REFUSED = "refused"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Referral:
    """One need or complaint on its way to a partner."""

    case_id: int
    campaign_id: str
    theme: str
    kind: ReferralKind = ReferralKind.NEED
    urgency: str = "week"
    """immediate, today or week."""
    partner_kind: str = ""
    partner: str = ""
    """Id in the campaign's directory; "" while nobody was chosen."""
    partner_name: str = ""
    consent: Consent = Consent.UNASKED
    consent_words: str = ""
    """As they were read to the person."""
    note: str = ""
    """What the partner needs to know."""
    status: ReferralStatus = ReferralStatus.OPEN
    attempt_id: str = ""
    origin: str = ""
    """What it came from, so that receiving twice opens it once: "need:ATTEMPT:THEME", "note:ID"."""
    opened_by: str = ""
    opened_at: datetime | None = None
    due_at: datetime | None = None
    """UTC; by then somebody must have answered."""
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    changed_by: str = ""
    answer: str = ""
    """What the partner said, or why it was revoked."""
    id: int = 0
    """The store's number; 0 before it is stored."""
