"""Who may do what, what callers must be told, and the place of each fact in its desk's journal

Revision ID: 0003
Revises: 0002
"""

from __future__ import annotations

import uuid

import sqlalchemy as sa
import sqlmodel  # noqa: F401 - its column types may appear below
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), server_default="", nullable=False)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default="0", nullable=False)


def _moment(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=True)


def upgrade() -> None:
    op.create_table(
        "store_facts",
        sa.Column("key", sa.Text(), nullable=False),
        _words("value"),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_store_facts")),
    )
    op.execute(f"insert into store_facts (key, value) values ('store_id', '{uuid.uuid4()}')")
    op.create_table(
        "people",
        sa.Column("name", sa.Text(), nullable=False),
        _words("login"),
        _words("role"),
        _words("added_by"),
        _moment("added_at"),
        _moment("suspended_at"),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_people")),
        sa.UniqueConstraint("login", name=op.f("uq_people_login")),
    )
    op.create_table(
        "turns",
        sa.Column("login", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("login", name=op.f("pk_turns")),
    )
    op.create_table(
        "lookups",
        sa.Column("id", sa.Integer(), nullable=False),
        _words("caller"),
        _number("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lookups")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_lookups_caller", "lookups", ["caller", "at"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        _words("caller"),
        _words("kind"),
        sa.Column("case_id", sa.Integer(), server_default="0", nullable=False),
        _words("campaign_id"),
        _words("about"),
        _number("at"),
        _moment("told_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_notices_untold",
        "notices",
        ["caller"],
        sqlite_where=sa.text("told_at is null"),
        postgresql_where=sa.text("told_at is null"),
    )
    op.create_index("ix_notices_case_id", "notices", ["case_id"])
    op.create_table(
        "claim_log",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), server_default="0", nullable=False),
        _words("caller"),
        _number("at"),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_claim_log")),
    )
    op.create_index("ix_claim_log_caller", "claim_log", ["caller", "at"])
    op.create_index("ix_claim_log_case_id", "claim_log", ["case_id"])
    op.create_index(
        "ix_queue_holder",
        "queue",
        ["claimed_by", "campaign_id"],
        sqlite_where=sa.text("state = 1"),
        postgresql_where=sa.text("state = 1"),
    )
    op.add_column(
        "campaigns", sa.Column("list_size", sa.Integer(), server_default="0", nullable=False)
    )
    # What a campaign file that says nothing of it allows.
    op.execute("update campaigns set list_size = 40")
    op.add_column("journal_entries", _words("sent_by"))
    for table in ("attempts", "dials", "answers"):
        op.add_column(table, _number("seq"))
