"""Why a PostgreSQL server takes no connection, in whichever language it says so.

libpq gives no SQLSTATE for a connection that never opened: what it knows of the password, and the
name that the server quotes, are all there is.
"""

from __future__ import annotations

import re
from typing import Literal

import psycopg

Why = Literal["account", "database", "unknown"]
_SERVER_SAYS = ":  "
"""Between severity and words of a server's message, in every language; libpq's own has no two."""


def understand(error: psycopg.Error) -> Why:
    """What stands in the way of a connection that could not be opened."""
    connection = error.pgconn
    if connection is None:
        return "unknown"
    if connection.needs_password:
        return "account"
    return from_words(str(error), connection.user.decode(), connection.db.decode())


def from_words(text: str, user: str, database: str) -> Why:
    """What a server's refusal is about, by the name it quotes; 28P01 and 28000 quote the user's.

    A database and its user of the same name are told apart in English and French only.
    """
    _client, answered, said = text.rpartition(_SERVER_SAYS)
    if not answered:
        return "unknown"
    if "pg_hba" in said:
        return "account"
    if user == database and _quotes(said, user):
        about_a_role = re.search(r"passw|passe|\brole\b|\brôle\b|user|utilisateur", said)
        about_a_database = re.search(r"\bdatabase\b|\bbase\b", said)
        return "database" if about_a_database and not about_a_role else "account"
    if _quotes(said, database):
        return "database"
    return "account" if _quotes(said, user) else "unknown"


def _quotes(said: str, name: str) -> bool:
    return re.search(rf"[\"'«»„“”‚‘’]\s*{re.escape(name)}\s*[\"'«»„“”‚‘’]", said) is not None
