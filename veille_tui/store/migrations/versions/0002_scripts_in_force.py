"""Which version of a script was in force when, and which answers no longer count

Revision ID: 0002
Revises: 0001
"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel  # noqa: F401 - its column types may appear below
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "campaign_scripts",
        sa.Column("campaign_id", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("script_hash", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["campaign_id"],
            ["campaigns.id"],
            name=op.f("fk_campaign_scripts_campaign_id_campaigns"),
        ),
        sa.PrimaryKeyConstraint(
            "campaign_id", "since", "script_hash", name=op.f("pk_campaign_scripts")
        ),
    )
    op.add_column(
        "answers", sa.Column("hidden", sa.SmallInteger(), server_default="0", nullable=False)
    )
    # What the campaigns of today use has been in force since they were last changed, at least.
    op.execute(
        "insert into campaign_scripts (campaign_id, since, script_hash, published_by)"
        " select c.id, coalesce(c.updated_at, c.created_at, 0), c.script_hash,"
        " coalesce(s.published_by, '')"
        " from campaigns c left join script_versions s on s.hash = c.script_hash"
        " where c.script_hash <> ''"
    )
