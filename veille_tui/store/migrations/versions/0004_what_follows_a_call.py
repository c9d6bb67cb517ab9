"""Relays, referrals, opt-outs, text messages, the alert and how long evidence holds

Revision ID: 0004
Revises: 0003
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
import sqlmodel  # noqa: F401 - its column types may appear below
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_RUNNING = "status in ('open', 'sent')"
_RESTING = "disposition in ('unreachable', 'no_number', 'to_visit', 'language', 'needs_help')"


def _words(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.Text(), server_default="", nullable=False) for name in names]


def _number(name: str, kind: type = sa.BigInteger) -> sa.Column[Any]:
    return sa.Column(name, kind(), server_default="0", nullable=False)


def _yes(name: str) -> sa.Column[Any]:
    return sa.Column(name, sa.SmallInteger(), server_default="1", nullable=False)


def _moments(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, sa.BigInteger(), nullable=True) for name in names]


def _table(name: str, of: str, *columns: sa.Column[Any] | sa.UniqueConstraint) -> None:
    target = "households" if of == "household_id" else "cases"
    op.create_table(
        name,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(of, sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint([of], [f"{target}.id"], name=op.f(f"fk_{name}_{of}_{target}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sqlite_autoincrement=True,
    )
    op.create_index(f"ix_{name}_{of}", name, [of])


def _part(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    condition = sa.text(where)
    op.create_index(
        name,
        table,
        columns,
        unique=unique,
        sqlite_where=condition,
        postgresql_where=condition,
    )


def upgrade() -> None:
    _table(
        "escalations",
        "case_id",
        *_words("campaign_id", "channel"),
        _number("step", sa.SmallInteger),
        *_words("status", "why", "owner", "opened_by"),
        _number("opened_at"),
        *_moments("due_at", "sent_at", "acknowledged_at"),
        *_words("acknowledged_by"),
        *_moments("closed_at"),
        *_words("closed_by", "result", "source", "note"),
    )
    columns = ["campaign_id", "channel", "due_at"]
    _part("ix_escalations_running", "escalations", columns, _RUNNING)
    _part("ix_escalations_due", "escalations", ["campaign_id", "due_at"], _RUNNING)
    _part("uq_escalations_running", "escalations", ["case_id", "channel"], _RUNNING, unique=True)
    _table(
        "referrals",
        "case_id",
        *_words(
            *("campaign_id", "origin", "attempt_id", "kind", "theme", "urgency", "partner_kind"),
            *("partner", "partner_name", "consent", "consent_words", "note", "status"),
            "opened_by",
        ),
        _number("opened_at"),
        *_moments("due_at", "sent_at", "answered_at", "closed_at"),
        *_words("changed_by", "answer"),
        *_moments("urgent_at"),
        sa.UniqueConstraint("origin", name=op.f("uq_referrals_origin")),
    )
    op.create_index("ix_referrals_campaign_id", "referrals", ["campaign_id", "status"])
    urgent = ["campaign_id", "urgent_at"]
    _part("ix_referrals_urgent", "referrals", urgent, "urgent_at is not null")
    _table(
        "opt_outs",
        "household_id",
        *_words("campaign_id", "channel"),
        *_moments("until"),
        *_words("words", "attempt_id", "said_by"),
        _number("at"),
        *_moments("lifted_at"),
        *_words("lifted_by"),
    )
    _table(
        "messages",
        "case_id",
        *_words("campaign_id", "template", "e164", "way"),
        _number("at"),
        *_words("caller"),
    )
    op.create_index("ix_messages_campaign_id", "messages", ["campaign_id", "template"])
    for table, added in (
        ("campaigns", [*_moments("alert_since", "rules_at", "climbed_at"), *_words("alert_by")]),
        ("campaigns", [_yes("shares_history")]),
        ("cases", [*_words("wave"), *_moments("secured_until")]),
        ("cases", [*_words("closed_why", "closed_by"), *_moments("closed_at")]),
        ("queue", _moments("calm_due_at")),
        ("notes", _moments("received_at")),
    ):
        for column in added:
            op.add_column(table, column)
    # Whom the telephone reaches no more: a few, looked for every minute.
    _part("ix_cases_resting", "cases", ["campaign_id"], _RESTING)
    # Calls for help: what every supervisor's screen looks for, every few seconds.
    _part("ix_notes_help", "notes", ["campaign_id", "received_at"], "kind = 'help'")
