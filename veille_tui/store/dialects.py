"""The few words in which the SQL of SQLite and PostgreSQL differs; statements are written once.

A statement holds `:name` parameters and these marks: `{now}` (the store's clock, microseconds;
needs the parameter `now`), `{row}(..)`, `{object}(..)`, `{all}(..)` and `{gathered}(..)` (one JSON
array, one JSON object, all of them), `{locked}` (rows somebody else is changing are passed over),
`{locking}` (rows wait for each other), `{texts}` and `{numbers}` (the members of the JSON array in
the parameter `list`; `{texts ids}`: in the parameter `ids`), `{rows NAME alias}` (a list of
shapes.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from functools import lru_cache

from veille_tui.store.shapes import SHAPES


@dataclass(frozen=True, slots=True)
class Dialect:
    """One engine's words."""

    name: str
    now: str
    row: str
    object: str
    all: str
    gathered: str
    """As `all`, of a procedure's answer that is to be read."""
    locked: str
    locking: str
    contains: str
    """`contains(text, part)` is 0 when `part` is not in `text`."""
    texts: str
    numbers: str

    def write(self, statement: str) -> str:
        """`statement` in this engine's words, ready for its driver."""
        return _write(self, statement)


SQLITE = Dialect(
    name="sqlite",
    now=":now",
    row="json_array",
    object="json_object",
    all="json_group_array",
    gathered="json_group_array",
    # One writer at a time: whoever runs a writing statement has waited for the others.
    locked="",
    locking="",
    contains="instr",
    texts="(select value from json_each(:list))",
    numbers="(select value from json_each(:list))",
)
POSTGRESQL = Dialect(
    name="postgresql",
    # The server's own clock, unless the program was given another.
    now=("coalesce(:now::bigint, (extract(epoch from statement_timestamp()) * 1000000)::bigint)"),
    row="json_build_array",
    object="json_build_object",
    all="json_agg",
    gathered="jsonb_agg",
    locked="for update of q skip locked",
    locking="for update of q",
    contains="strpos",
    texts="(select jsonb_array_elements_text(cast(:list as jsonb)))",
    numbers=(
        "(select cast(one as bigint) from jsonb_array_elements_text(cast(:list as jsonb)) as one)"
    ),
)
_MEMBERS = re.compile(r"\{(texts|numbers) (\w+)\}")
_ROWS = re.compile(r"\{rows (\w+) (\w+)\}")
_NAMED = re.compile(r"(?<![:\w]):([a-z_]\w*)")


@lru_cache(maxsize=256)
def _write(dialect: Dialect, statement: str) -> str:
    statement = _in_words(dialect, statement)
    if dialect.name == "postgresql":
        return _NAMED.sub(r"%(\1)s", statement.replace("%", "%%"))
    return statement


def in_a_function(statement: str) -> str:
    """`statement` as a part of a PostgreSQL function, whose variables begin with `_`."""
    return _NAMED.sub(r"_\1", _in_words(POSTGRESQL, statement))


def _in_words(dialect: Dialect, statement: str) -> str:
    statement = _MEMBERS.sub(
        lambda found: getattr(dialect, found[1]).replace(":list", f":{found[2]}"), statement
    )
    statement = _ROWS.sub(
        lambda found: getattr(SHAPES[found[1]], dialect.name)(found[2]), statement
    )
    # psycopg remembers how it read a statement only up to 4096 characters.
    statement = " ".join(statement.split())
    for mark in fields(dialect):
        statement = statement.replace("{" + mark.name + "}", getattr(dialect, mark.name))
    return statement
