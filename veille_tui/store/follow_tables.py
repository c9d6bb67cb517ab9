"""The tables of what follows a call: relays, referrals, opt-outs, text messages."""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, SmallInteger
from sqlmodel import Field, SQLModel

from veille_tui.store.columns import NUMBERS_ONCE, counted, moment, part, written

_RUNNING = "status in ('open', 'sent')"
_URGENT = "urgent_at is not null"


class EscalationRow(SQLModel, table=True):
    """One relay of one case (domain.Escalation)."""

    __tablename__ = "escalations"
    __table_args__ = (
        Index("ix_escalations_case_id", "case_id"),
        part("ix_escalations_running", "campaign_id", "channel", "due_at", where=_RUNNING),
        part("ix_escalations_due", "campaign_id", "due_at", where=_RUNNING),
        part("uq_escalations_running", "case_id", "channel", where=_RUNNING, unique=True),
        NUMBERS_ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    campaign_id: str = written()
    channel: str = written()
    step: int = counted(0, SmallInteger)
    status: str = written()
    why: str = written()
    owner: str = written()
    opened_by: str = written()
    opened_at: int = counted(0, BigInteger)
    due_at: int | None = moment()
    sent_at: int | None = moment()
    acknowledged_at: int | None = moment()
    acknowledged_by: str = written()
    closed_at: int | None = moment()
    closed_by: str = written()
    result: str = written()
    source: str = written()
    note: str = written()


class ReferralRow(SQLModel, table=True):
    """One need or complaint on its way to a partner (domain.Referral)."""

    __tablename__ = "referrals"
    __table_args__ = (
        Index("ix_referrals_case_id", "case_id"),
        Index("ix_referrals_campaign_id", "campaign_id", "status"),
        part("ix_referrals_urgent", "campaign_id", "urgent_at", where=_URGENT),
        NUMBERS_ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    campaign_id: str = written()
    origin: str = written(unique=True)
    """What it came from, so that receiving twice opens it once."""
    attempt_id: str = written()
    kind: str = written()
    theme: str = written()
    urgency: str = written()
    partner_kind: str = written()
    partner: str = written()
    partner_name: str = written()
    consent: str = written()
    consent_words: str = written()
    note: str = written()
    status: str = written()
    opened_by: str = written()
    opened_at: int = counted(0, BigInteger)
    due_at: int | None = moment()
    sent_at: int | None = moment()
    answered_at: int | None = moment()
    closed_at: int | None = moment()
    changed_by: str = written()
    """"" is the rules."""
    answer: str = written()
    urgent_at: int | None = moment()
    """By the store's clock, when it became immediate: what the supervisors' screens watch."""


class OptOutRow(SQLModel, table=True):
    """A household's wish not to be called, or not to get text messages (domain.OptOut)."""

    __tablename__ = "opt_outs"
    __table_args__ = (Index("ix_opt_outs_household_id", "household_id"), NUMBERS_ONCE)
    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="households.id")
    campaign_id: str = written()
    """"" is all campaigns of the landlord."""
    channel: str = written()
    until: int | None = moment()
    words: str = written()
    attempt_id: str = written()
    said_by: str = written()
    """Who wrote it down."""
    at: int = counted(0, BigInteger)
    lifted_at: int | None = moment()
    lifted_by: str = written()


class MessageRow(SQLModel, table=True):
    """One text message that was handed to a provider, or shown to be sent."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_campaign_id", "campaign_id", "template"),
        Index("ix_messages_case_id", "case_id"),
        NUMBERS_ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id")
    campaign_id: str = written()
    template: str = written()
    e164: str = written()
    way: str = written()
    """export or qr."""
    at: int = counted(0, BigInteger)
    caller: str = written()
