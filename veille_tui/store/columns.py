"""The kinds of columns that the shared store's tables are made of."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Index, Integer, Text, text
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


def written(**options: Any) -> Any:
    """A text column that is never null."""
    return Field(default="", sa_type=Text, sa_column_kwargs={"server_default": ""}, **options)


def counted(default: int = 0, kind: Any = Integer, **options: Any) -> Any:
    """A whole number that is never null."""
    return Field(
        default=default, sa_type=kind, sa_column_kwargs={"server_default": str(default)}, **options
    )


def moment() -> Any:
    """A moment: microseconds since 1970 (clock.py), or null."""
    return Field(default=None, sa_type=BigInteger, nullable=True)


def part(name: str, *columns: str, where: str, unique: bool = False) -> Index:
    """An index over the rows for which `where` holds, on both engines."""
    condition = text(where)
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
