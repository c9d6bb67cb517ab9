"""The shared store's tables: the one place where a column is named and typed.

Imported only by the migrations, the administration of campaigns and the tests; the desk's
statements are plain SQL, so that no workstation carries an ORM through its day.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Index, SmallInteger, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

import veille_tui.store.call_tables
import veille_tui.store.follow_tables  # noqa: F401 - both make their tables known
from veille_tui.store.columns import NUMBERS_ONCE, counted, moment, part, written


class CampaignRow(SQLModel, table=True):
    """One programme of calls."""

    __tablename__ = "campaigns"
    id: str = Field(primary_key=True, sa_type=Text)
    title: str = written()
    landlord: str = written()
    timezone: str = written()
    script_id: str = written()
    script_hash: str = written()
    definition: str = written()
    """JSON of domain.Campaign."""
    source: str = written()
    """The YAML it was made from."""
    created_at: int | None = moment()
    updated_at: int | None = moment()
    closed_at: int | None = moment()
    list_size: int = counted()
    """How many cases one caller may hold at once; 0 is any number."""
    alert_since: int | None = moment()
    """Since when the alert is on; null is off."""
    alert_by: str = written()
    """Who switched it last."""
    rules_at: int | None = moment()
    """When its rules or its alert last changed: desks that know older ones ask again."""
    climbed_at: int | None = moment()
    """When the relays of its cases were last looked after."""
    shares_history: int = counted(1, SmallInteger)
    """Whether other campaigns of the landlord may show what was heard here."""


class StoreFactRow(SQLModel, table=True):
    """What the store knows of itself: store_id, made with it; groups, its roles' first name."""

    __tablename__ = "store_facts"
    key: str = Field(primary_key=True, sa_type=Text)
    value: str = written()


class PersonRow(SQLModel, table=True):
    """Who may do what; on a server each logs in as themselves."""

    __tablename__ = "people"
    name: str = Field(primary_key=True, sa_type=Text)
    """As colleagues know them: the caller of attempts and claims."""
    login: str = written(unique=True)
    """The server's role."""
    role: str = written()
    """caller, supervisor or reader."""
    added_by: str = written()
    added_at: int | None = moment()
    suspended_at: int | None = moment()


class TurnRow(SQLModel, table=True):
    """Held by a login's statement that counts what it was shown: another one waits."""

    __tablename__ = "turns"
    login: str = Field(primary_key=True, sa_type=Text)


class LookupRow(SQLModel, table=True):
    """One search for a person by a caller; so many in an hour are allowed."""

    __tablename__ = "lookups"
    __table_args__ = (Index("ix_lookups_caller", "caller", "at"), NUMBERS_ONCE)
    id: int | None = Field(default=None, primary_key=True)
    caller: str = written()
    at: int = counted(0, BigInteger)


class ClaimLogRow(SQLModel, table=True):
    """Who was given which case, by their own login: they may write about it, and were shown it."""

    __tablename__ = "claim_log"
    __table_args__ = (Index("ix_claim_log_caller", "caller", "at"),)
    token: str = Field(primary_key=True, sa_type=Text)
    case_id: int = counted(index=True)
    caller: str = written()
    at: int = counted(0, BigInteger)


class NoticeRow(SQLModel, table=True):
    """What a caller must be told about a case (domain.Notice)."""

    __tablename__ = "notices"
    __table_args__ = (
        part("ix_notices_untold", "caller", where="told_at is null"),
        NUMBERS_ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    caller: str = written()
    kind: str = written()
    case_id: int = counted(index=True)
    campaign_id: str = written()
    about: str = written()
    at: int = counted(0, BigInteger)
    told_at: int | None = moment()


class ScriptVersionRow(SQLModel, table=True):
    """One version of a call script, frozen under the hash of its content."""

    __tablename__ = "script_versions"
    hash: str = Field(primary_key=True, sa_type=Text)
    script_id: str = written()
    title: str = written()
    language: str = written()
    version: str = written()
    source: str = written()
    published_by: str = written()
    published_at: int | None = moment()


class CampaignScriptRow(SQLModel, table=True):
    """Since when a campaign used one version of its script, and who chose it; never changed."""

    __tablename__ = "campaign_scripts"
    campaign_id: str = Field(primary_key=True, foreign_key="campaigns.id", sa_type=Text)
    since: int = Field(primary_key=True, sa_type=BigInteger)
    script_hash: str = Field(primary_key=True, sa_type=Text)
    published_by: str = written()


class HouseholdRow(SQLModel, table=True):
    """A dwelling; campaigns of one landlord share it."""

    __tablename__ = "households"
    __table_args__ = (UniqueConstraint("landlord", "reference"), NUMBERS_ONCE)
    id: int | None = Field(default=None, primary_key=True)
    landlord: str = written()
    reference: str = written()
    address: str = written()
    address_extra: str = written()
    postcode: str = written()
    city: str = written()
    insee: str = written()
    agency: str = written()
    residence: str = written()
    language: str = written()
    segments: str = written()
    """JSON list, as the listing named them."""
    flags: str = written()
    """JSON list."""
    preferred_caller: str = written()
    note: str = written()


class TenantRow(SQLModel, table=True):
    """One person of a household."""

    __tablename__ = "tenants"
    __table_args__ = NUMBERS_ONCE
    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="households.id", index=True)
    rank: int = counted(1, SmallInteger)
    title: str = written()
    last_name: str = written()
    first_name: str = written()
    birth_date: str | None = Field(default=None, sa_type=Text)
    """ISO 8601, on both engines."""
    age_given: int | None = Field(default=None, sa_type=SmallInteger)
    age_given_on: str | None = Field(default=None, sa_type=Text)
    folded: str = written()
    """Last and first name for comparison (domain.names.fold)."""


class PhoneNumberRow(SQLModel, table=True):
    """One number of a household."""

    __tablename__ = "phone_numbers"
    __table_args__ = (UniqueConstraint("household_id", "e164"), NUMBERS_ONCE)
    id: int | None = Field(default=None, primary_key=True)
    household_id: int = Field(foreign_key="households.id")
    e164: str = written()
    raw: str = written()
    label: str = written()
    role: str = written()
    rank: int = counted(1, SmallInteger)
    state: str = written()
    valid: int = counted(1, SmallInteger)
    dialled: str = written()
    """What one dials from France, for finding by a part of it."""
    given_by: str = written()
    """The attempt in which somebody gave it; "" when it came in a listing."""
    ended_by: str = written()
    """The attempt in which it was found wrong or cut off."""


class CaseRow(SQLModel, table=True):
    """One household in one campaign: what the rules concluded so far."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("campaign_id", "household_id"),
        part("ix_cases_promised", "campaign_id", "promise_starts", where="promise_kind <> ''"),
        part(
            "ix_cases_resting",
            "campaign_id",
            where="disposition in"
            " ('unreachable', 'no_number', 'to_visit', 'language', 'needs_help')",
        ),
        NUMBERS_ONCE,
    )
    id: int | None = Field(default=None, primary_key=True)
    campaign_id: str = Field(foreign_key="campaigns.id", sa_type=Text)
    household_id: int = Field(foreign_key="households.id", index=True)
    segment: str = written()
    segments: str = written()
    """JSON list: every public it belongs to."""
    wave: str = written()
    """The wave in which it entered."""
    segment_priority: int = counted(1)
    disposition: str = written()
    promise_kind: str = written()
    promise_starts: int | None = moment()
    promise_ends: int | None = moment()
    promise_by: str = written()
    urgency: str = written()
    cadence: str = written()
    cadence_until: str = written()
    preferred_caller: str = written()
    last_contact_at: int | None = moment()
    secured_at: int | None = moment()
    secured_channel: str = written()
    secured_source: str = written()
    secured_until: int | None = moment()
    """How long the evidence holds; null is as long as the campaign."""
    not_secured: str = written()
    flagged: str = written()
    decided_by: str = written()
    """The attempt whose decision is in force."""
    added_at: int | None = moment()
    closed_why: str = written()
    """Why a person ended it who was lost to follow-up, in their words."""
    closed_by: str = written()
    closed_at: int | None = moment()


class QueueRow(SQLModel, table=True):
    """The narrow row that claims rewrite all day; states are those of domain.QueueState."""

    __tablename__ = "queue"
    __table_args__ = (
        part(
            "ix_queue_ready",
            *("campaign_id", "reserved_for", "priority", "sort_key", "case_id"),
            where="state = 0",
        ),
        part("ix_queue_lease", "lease_until", where="state = 1"),
        part("ix_queue_holder", "claimed_by", "campaign_id", where="state = 1"),
        part("ix_queue_due", "campaign_id", "due_at", where="state = 4"),
        # Two, because SQLite does not see that "state = 2" is within "state in (2, 3)".
        part("ix_queue_done", "campaign_id", where="state = 2"),
        part("ix_queue_closed", "campaign_id", where="state = 3"),
        part("ix_queue_reserved", "reserved_until", where="state = 0 and reserved_for <> ''"),
        part("uq_queue_line_held", "line", where="state = 1", unique=True),
        part("uq_queue_token", "claim_token", where="claim_token is not null", unique=True),
        Index("ix_queue_household_id", "household_id"),
        # Updated all day in place: room in each page, and vacuumed long before a fifth is dead.
        {"postgresql_with": {"fillfactor": 70, "autovacuum_vacuum_scale_factor": 0.01}},
    )
    case_id: int = Field(primary_key=True, foreign_key="cases.id")
    campaign_id: str = Field(sa_type=Text)
    household_id: int
    line: str = written()
    """What rings: domain.Household.line."""
    state: int = counted(0, SmallInteger)
    state_before: int = counted(0, SmallInteger)
    """What a claim, or a death that turns out to be a wrong key, goes back to."""
    priority: int = counted(0)
    sort_key: int = counted(0, BigInteger)
    due_at: int = counted(0, BigInteger)
    calm_due_at: int | None = moment()
    """When it was due before the alert, while the alert has moved it."""
    reserved_for: str = written()
    reserved_until: int | None = moment()
    avoid: str = written()
    """Who put it back: not offered to the same person again before `avoid_until`."""
    avoid_until: int = counted(0, BigInteger)
    claim_token: str | None = Field(default=None, sa_type=Text)
    claimed_by: str = written()
    claimed_at: int | None = moment()
    lease_until: int | None = moment()
    last_token: str = written()
    """Of the last claim, so that a result that comes after its lease can be judged."""
    closed_by: str = written()
    """The attempt in which a death was noted."""
    tries: int = counted(0)
