"""The shared store's tables: the one place where a column is named and typed.

Imported only by the migrations, the administration of campaigns and the tests; the desk's
statements are plain SQL, so that no workstation carries an ORM through its day.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Double,
    Index,
    Integer,
    SmallInteger,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING
NUMBERS_ONCE = {"sqlite_autoincrement": True}
"""An erased row's number is never given again: a late journal entry must not find a stranger."""


def _words(**options: Any) -> Any:
    """A text column that is never null."""
    return Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""}, **options)


def _number(default: int = 0, kind: Any = Integer) -> Any:
    """A whole number that is never null."""
    return Field(default=default, sa_type=kind, sa_column_kwargs={"server_default": str(default)})


def _moment() -> Any:
    """A moment: microseconds since 1970 (clock.py), or null."""
    return Field(default=None, sa_type=BigInteger, nullable=True)


def _part(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows for which `where` holds, on both engines."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)


class CampaignRow(SQLModel, table=True):
    """One programme of calls."""

    __tablename__ = "campaigns"
    id: str = Field(primary_key=True, sa_type=Text)
    title: str = _words()
    landlord: str = _words()
    timezone: str = _words()
    script_id: str = _words()
    script_hash: str = _words()
    definition: str = _words()
    """JSON of domain.Campaign."""
    source: str = _words()
    """The YAML it was made from."""
    created_at: int | None = _moment()
    updated_at: int | None = _moment()
    closed_at: int | None = _moment()


class ScriptVersionRow(SQLModel, table=True):
    """One version of a call script, frozen under the hash of its content."""

    __tablename__ = "script_versions"
    hash: str = Field(primary_key=True, sa_type=Text)
    script_id: str = _words()
    title: str = _words()
    language: str = _words()
    version: str = _words()
    source: str = _words()
    published_by: str = _words()
    published_at: int | None = _moment()


class CampaignScriptRow(SQLModel, table=True):
    """Since when a campaign used one version of its script, and who chose it; never changed."""

    __tablename__ = "campaign_scripts"
    campaign_id: str = Field(primary_key=True, foreign_key="campaigns.id", sa_type=Text)
    since: int = Field(primary_key=True, sa_type=BigInteger)
    script_hash: str = Field(primary_key=True, sa_type=Text)
    published_by: str = _words()


class HouseholdRow(SQLModel, table=True):
    """A dwelling; campaigns of one landlord share it."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("landlord", "reference"), NUMBERS_ONCE)
    id: int | None = Field(default=None, primary_key=True)
    landlord: str = _words()
    reference: str = _words()
    address: str = _words()
    address_extra: str = _words()
    postcode: str = _words()
    city: str = _words()
    insee: str = _words()
    agency: str = _words()
    residence: str = _words()
    language: str = _words()
    segments: str = _words()
    """JSON list, as the listing named them."""
    flags: str = _words()
    """JSON list."""
    preferred_caller: str = _words()
    note: str = _words()


class TenantRow(SQLModel, table=True):
    """One person of a household."""

    __tablename__ = "tenants"
    __table_args__ = NUMBERS_ONCE
    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="households.id", index=True)
    rank: int = _number(1, SmallInteger)
    title: str = _words()
    last_name: str = _words()
    first_name: str = _words()
    birth_date: str | None = Field(default=None, sa_type=Text)
    """ISO 8601, on both engines."""
    age_given: int | None = Field(default=None, sa_type=SmallInteger)
    age_given_on: str | None = Field(default=None, sa_type=Text)
    folded: str = _words()
    """Last and first name for comparison (domain.names.fold)."""


class PhoneNumberRow(SQLModel, table=True):
    """One number of a household."""

    __tablename__ = "phone_numbers"
    __table_args__ = (UniqueConstraint("household_id", "e164"), NUMBERS_ONCE)
    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="households.id")
    e164: str = _words()
    raw: str = _words()
    label: str = _words()
    role: str = _words()
    rank: int = _number(1, SmallInteger)
    state: str = _words()
    valid: int = _number(1, SmallInteger)
    dialled: str = _words()
    """What one dials from France, for finding by a part of it."""
    given_by: str = _words()
    """The attempt in which somebody gave it; "" when it came in a listing."""
    ended_by: str = _words()
    """The attempt in which it was found wrong or cut off."""


class CaseRow(SQLModel, table=True):
    """One household in one campaign: what the rules concluded so far."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("campaign_id", "household_id"),
        _part("ix_cases_promised", "campaign_id", "promise_starts", where="promise_kind <> ''"),
        NUMBERS_ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaigns.id", sa_type=Text)
    household_id: int = Field(foreign_key="households.id", index=True)
    segment: str = _words()
    segments: str = _words()
    """JSON list: every public it belongs to."""
    segment_priority: int = _number(1)
    disposition: str = _words()
    promise_kind: str = _words()
    promise_starts: int | None = _moment()
    promise_ends: int | None = _moment()
    promise_by: str = _words()
    urgency: str = _words()
    cadence: str = _words()
    cadence_until: str = _words()
    preferred_caller: str = _words()
    last_contact_at: int | None = _moment()
    secured_at: int | None = _moment()
    secured_channel: str = _words()
    secured_source: str = _words()
    not_secured: str = _words()
    flagged: str = _words()
    decided_by: str = _words()
    """The attempt whose decision is in force."""
    added_at: int | None = _moment()


class QueueRow(SQLModel, table=True):
    """The narrow row that claims rewrite all day; states are those of domain.QueueState."""

    __tablename__ = "queue"
    __table_args__ = (
        _part(
            "ix_queue_ready",
            *("campaign_id", "reserved_for", "priority", "sort_key", "case_id"),
            where="state = 0",
        ),
        _part("ix_queue_lease", "lease_until", where="state = 1"),
        _part("ix_queue_due", "campaign_id", "due_at", where="state = 4"),
        # Two, because SQLite does not see that "state = 2" is within "state in (2, 3)".
        _part("ix_queue_done", "campaign_id", where="state = 2"),
        _part("ix_queue_closed", "campaign_id", where="state = 3"),
        _part("ix_queue_reserved", "reserved_until", where="state = 0 and reserved_for <> ''"),
        _part("uq_queue_line_held", "line", where="state = 1", unique=True),
        _part("uq_queue_token", "claim_token", where="claim_token is not null", unique=True),
        Index("ix_queue_household_id", "household_id"),
        # Updated all day in place: room in each page, and vacuumed long before a fifth is dead.
        {"postgresql_with": {"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.01}},
    )
    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    campaign_id: str = Field(sa_type=Text)
    household_id: int
    line: str = _words()
    """What rings: domain.Household.line."""
    state: int = _number(0, SmallInteger)
    state_before: int = _number(0, SmallInteger)
    """What a claim, or a death that turns out to be a wrong key, goes back to."""
    priority: int = _number(0)
    sort_key: int = _number(0, BigInteger)
    due_at: int = _number(0, BigInteger)
    reserved_for: str = _words()
    reserved_until: int | None = _moment()
    avoid: str = _words()
    """Who put it back: not offered to the same person again before `avoid_until`."""
    avoid_until: int = _number(0, BigInteger)
    claim_token: str | None = Field(default=None, sa_type=Text)
    claimed_by: str = _words()
    claimed_at: int | None = _moment()
    lease_until: int | None = _moment()
    last_token: str = _words()
    """Of the last claim, so that a result that comes after its lease can be judged."""
    closed_by: str = _words()
    """The attempt in which a death was noted."""
    tries: int = _number(0)


class EntryRow(SQLModel, table=True):
    """The desks' journals as they came: raw, append-only."""

    __tablename__ = "journal_entries"
    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = _words()
    seq: int = _number(0, BigInteger)
    at: int = _number(0, BigInteger)
    kind: str = _words()
    case_id: int = Field(default=0, index=True)
    campaign_id: str = _words()
    attempt_id: str = _words()
    caller: str = _words()
    data: str = _words()
    """JSON."""
    received_at: int = _number(0, BigInteger)


class RefusedEntryRow(SQLModel, table=True):
    """Entries that made no sense, set aside for a person to look at."""

    __tablename__ = "refused_entries"
    id: str = Field(primary_key=True, sa_type=Text)
    desk: str = _words()
    reason: str = _words()
    entry: str = _words()
    """JSON of the whole entry."""
    received_at: int = _number(0, BigInteger)


class AttemptRow(SQLModel, table=True):
    """One attempt to reach a household, as its entries tell it."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index("ix_attempts_case_id", "case_id", "started_at"),
        Index("ix_attempts_campaign_id", "campaign_id", "started_at"),
    )
    id: str = Field(primary_key=True, sa_type=Text)
    case_id: int = Field(foreign_key="cases.id")
    campaign_id: str = _words()
    desk: str = _words()
    caller: str = _words()
    reason: str = _words()
    script_hash: str = _words()
    token: str = _words()
    started_at: int = _number(0, BigInteger)
    finished_at: int | None = _moment()
    disposition: str = _words()
    """What the decision made of the case; "returned" when it was put back."""
    complete: int = _number(0, SmallInteger)
    minutes: float | None = Field(default=None, sa_type=Double)
    secured: int = _number(0, SmallInteger)
    """It brought positive evidence."""
    is_late: int = _number(0, SmallInteger)
    """Its result came when the claim was no longer its own."""


class DialRow(SQLModel, table=True):
    """One number dialled, or one call that came in."""

    __tablename__ = "dials"
    __table_args__ = (Index("ix_dials_case_id", "case_id", "at"),)
    attempt_id: str = Field(primary_key=True, foreign_key="attempts.id", sa_type=Text)
    id: str = Field(primary_key=True, sa_type=Text)
    case_id: int
    campaign_id: str = _words(index=True)
    number_id: int = _number()
    e164: str = _words()
    at: int = _number(0, BigInteger)
    answered_at: int | None = _moment()
    ended_at: int | None = _moment()
    outcome: str = _words()
    who: str = _words()
    note: str = _words()


class AnswerRow(SQLModel, table=True):
    """The last answer to one question in one attempt; a withdrawn one is kept as such."""

    __tablename__ = "answers"
    attempt_id: str = Field(primary_key=True, foreign_key="attempts.id", sa_type=Text)
    question: str = Field(primary_key=True, sa_type=Text)
    case_id: int = Field(index=True)
    campaign_id: str = _words()
    value: str = _words()
    """JSON; "null" when it was taken back."""
    words: str = _words()
    """The words that were shown."""
    script_hash: str = _words()
    at: int = _number(0, BigInteger)
    hidden: int = _number(0, SmallInteger)
    """Kept, but what was answered since makes its question not apply."""


class NoteRow(SQLModel, table=True):
    """What was written during a call: note, complaint, help, alert or shift."""

    __tablename__ = "notes"
    __table_args__ = (
        Index("ix_notes_attempt_id", "attempt_id"),
        Index("ix_notes_campaign_id", "campaign_id", "kind", "at"),
    )
    id: str = Field(primary_key=True, sa_type=Text)
    """The journal entry's."""
    kind: str = _words()
    case_id: int = _number()
    campaign_id: str = _words()
    attempt_id: str = _words()
    caller: str = _words()
    at: int = _number(0, BigInteger)
    text: str = _words()


class NeedRow(SQLModel, table=True):
    """One need found in one attempt."""

    __tablename__ = "needs"
    __table_args__ = (Index("ix_needs_campaign_id", "campaign_id", "status"),)
    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    attempt_id: str = Field(primary_key=True, sa_type=Text)
    theme: str = Field(primary_key=True, sa_type=Text)
    campaign_id: str = _words()
    urgency: str = _words()
    partner: str = _words()
    """Kind of partner it goes to."""
    note: str = _words()
    status: str = _words()
    """open, or withdrawn when its attempt was finished again without it."""
    found_at: int = _number(0, BigInteger)
