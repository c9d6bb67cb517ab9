"""Alembic's entry point: runs the revisions on the connection it is handed."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

import veille_tui.store.tables  # noqa: F401 - makes the tables known

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
