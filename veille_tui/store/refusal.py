"""Why a PostgreSQL server takes no connection, in whichever language it says so.

libpq gives no SQLSTATE for a connection that never opened: what it knows of the password, and the
name that the server quotes, are all there is. What it says of TLS it says itself, in English.
"""

from __future__ import annotations

import re
from typing import Literal

import psycopg

Why = Literal[
    "password",
    "wrong_password",
    "account",
    "database",
    "clear",
    "certificate",
    "name",
    "no_tls",
    "authorities",
    "unknown",
]
_SERVER_SAYS = ":  "
"""Between severity and words of a server's message, in every language; libpq's own has no two."""
_OF_TLS: tuple[tuple[str, Why], ...] = (
    (r"does not match host name", "name"),
    (r"certificate verify failed", "certificate"),
    (r"server does not support SSL", "no_tls"),
    (r"root certificate (file|store)|system root certificate", "authorities"),
)
_MAY_NOT_LOG_IN = re.compile(r"not permitted to log in|pas autorisé à se connecter")
"""Said after the password was found right; other languages are taken for a wrong password."""
_ABOUT_PASSWORDS = re.compile(r"passw|passe|SASL|authent", re.IGNORECASE)


def understand(error: psycopg.Error) -> Why:
    """What stands in the way of a connection that could not be opened."""
    connection = error.pgconn
    if connection is None:
        return "unknown"
    if connection.needs_password:
        return "password"
    text = str(error)
    why = from_words(text, connection.user.decode(), connection.db.decode())
    has_lost = connection.used_password and is_about_the_password(why, text)
    return "wrong_password" if has_lost else why


def is_about_the_password(why: Why, text: str) -> bool:
    """Whether a refusal of a connection that gave a password is of that password."""
    if why == "account":
        return _MAY_NOT_LOG_IN.search(text) is None
    return why == "unknown" and _speaks_of_passwords(text)


def _speaks_of_passwords(text: str) -> bool:
    """Whether a server that quotes no name, as PgBouncer does, refuses a password."""
    _client, answered, said = text.rpartition(_SERVER_SAYS)
    return bool(answered and _ABOUT_PASSWORDS.search(said))


def from_words(text: str, user: str, database: str) -> Why:
    """What a refusal is about, by the name the server quotes; 28P01 and 28000 quote the user's.

    A database and its user of the same name are told apart in English and French only.
    """
    _client, answered, said = text.rpartition(_SERVER_SAYS)
    if not answered:
        return next((why for words, why in _OF_TLS if re.search(words, text)), "unknown")
    if "pg_hba" in said or "SSL required" in said:
        in_clear = re.search(r"no encryption|SSL off|SSL required|aucun chiffrement", said)
        return "clear" if in_clear else "account"
    if user == database and _quotes(said, user):
        about_a_role = re.search(r"passw|passe|\brole\b|\brôle\b|user|utilisateur", said)
        about_a_database = re.search(r"\bdatabase\b|\bbase\b", said)
        return "database" if about_a_database and not about_a_role else "account"
    if _quotes(said, database):
        return "database"
    return "account" if _quotes(said, user) else "unknown"


def _quotes(said: str, name: str) -> bool:
    return re.search(rf"[\"'«»„“”‚‘’]\s*{re.escape(name)}\s*[\"'«»„“”‚‘’]", said) is not None
