"""The tables of what was done: the desks' journals as they came, and the facts they add up to."""

from __future__ import annotations

from sqlalchemy import BigInteger, Double, Index, SmallInteger, Text
from sqlmodel import Field, SQLModel

from veille_tui.store.columns import counted, moment, part, written


class EntryRow(SQLModel, table=True):
    """The desks' journals as they came: raw, append-only."""

    __tablename__ = "journal_entries"
    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = written()
    seq: int = counted(0, BigInteger)
    at: int = counted(0, BigInteger)
    kind: str = written()
    case_id: int = Field(default=0, index=True)
    campaign_id: str = written()
    attempt_id: str = written()
    caller: str = written()
    data: str = written()
    """JSON."""
    received_at: int = counted(0, BigInteger)
    sent_by: str = written()
    """Whose login brought it."""


class RefusedEntryRow(SQLModel, table=True):
    """Entries that made no sense, set aside for a person to look at."""

    __tablename__ = "refused_entries"
    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = written()
    reason: str = written()
    entry: str = written()
    """JSON of the whole entry."""
    received_at: int = counted(0, BigInteger)


class AttemptRow(SQLModel, table=True):
    """One attempt to reach a household, as its entries tell it."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_case_id", "case_id", "started_at"),
        Index("ix_attempts_campaign_id", "campaign_id", "started_at"),
    )
    id: str = Field(primary_key=True, sa_type=Text)
    case_id: int = Field(foreign_key="cases.id")
    campaign_id: str = written()
    desk: str = written()
    caller: str = written()
    reason: str = written()
    script_hash: str = written()
    token: str = written()
    started_at: int = counted(0, BigInteger)
    finished_at: int | None = moment()
    disposition: str = written()
    """What the decision made of the case; "returned" when it was put back."""
    complete: int = counted(0, SmallInteger)
    minutes: float | None = Field(default=None, sa_type=Double)
    secured: int = counted(0, SmallInteger)
    """It brought positive evidence."""
    is_late: int = counted(0, SmallInteger)
    """Its result came when the claim was no longer its own."""
    seq: int = counted(0, BigInteger)
    """Place of its end in the desk's journal: what comes again, or too late, changes nothing."""


class DialRow(SQLModel, table=True):
    """One number dialled, or one call that came in."""

    __tablename__ = "dials"
    __table_args__ = (Index("ix_dials_case_id", "case_id", "at"),)
    attempt_id: str = Field(primary_key=True, foreign_key="attempts.id", sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    case_id: int
    campaign_id: str = written(index=True)
    number_id: int = counted()
    e164: str = written()
    at: int = counted(0, BigInteger)
    answered_at: int | None = moment()
    ended_at: int | None = moment()
    outcome: str = written()
    who: str = written()
    note: str = written()
    seq: int = counted(0, BigInteger)
    """Place of the last entry about it in the desk's journal."""


class AnswerRow(SQLModel, table=True):
    """The last answer to one question in one attempt; a withdrawn one is kept as such."""

    __tablename__ = "answers"
    attempt_id: str = Field(primary_key=True, foreign_key="attempts.id", sa_type=Text)
    question: str = Field(primary_key=True, sa_type=Text)
    case_id: int = Field(index=True)
    campaign_id: str = written()
    value: str = written()
    """JSON; "null" when it was taken back."""
    words: str = written()
    """The words that were shown."""
    script_hash: str = written()
    at: int = counted(0, BigInteger)
    hidden: int = counted(0, SmallInteger)
    """Kept, but what was answered since makes its question not apply."""
    seq: int = counted(0, BigInteger)
    """Place in the desk's journal."""


class NoteRow(SQLModel, table=True):
    """What was written during a call: note, complaint, help, alert, question, danger
    (an immediate need: its theme, a line's end, the words) or shift.
    """

    __tablename__ = "notes"
    __table_args__ = (
        Index("ix_notes_attempt_id", "attempt_id"),
        Index("ix_notes_campaign_id", "campaign_id", "kind", "at"),
        part("ix_notes_help", "campaign_id", "received_at", where="kind = 'help'"),
    )
    id: str = Field(primary_key=True, sa_type=Text)
    """The journal entry's."""
    kind: str = written()
    case_id: int = counted()
    campaign_id: str = written()
    attempt_id: str = written()
    caller: str = written()
    at: int = counted(0, BigInteger)
    text: str = written()
    received_at: int | None = moment()
    """By the store's clock; null for what is older than this column."""


class NeedRow(SQLModel, table=True):
    """One need found in one attempt."""

    __tablename__ = "needs"
    __table_args__ = (Index("ix_needs_campaign_id", "campaign_id", "status"),)
    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    attempt_id: str = Field(primary_key=True, sa_type=Text)
    theme: str = Field(primary_key=True, sa_type=Text)
    campaign_id: str = written()
    urgency: str = written()
    partner: str = written()
    """Kind of partner it goes to."""
    note: str = written()
    status: str = written()
    """open, or withdrawn when its attempt was finished again without it."""
    found_at: int = counted(0, BigInteger)
