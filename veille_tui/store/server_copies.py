"""The exact commands that copy a store on a PostgreSQL server and bring it back."""

from __future__ import annotations

import shlex
from datetime import datetime
from urllib.parse import quote

from veille_tui.config import without_password
from veille_tui.store.url import libpq_address


def dump_commands(url: str, now: datetime) -> tuple[str, str]:
    """Everything in the database, then the accounts, which are the server's.

    No password is in them: PostgreSQL's programs ask for it, or read PGPASSFILE.
    """
    name = f"veille-{now.astimezone():%Y-%m-%d}"
    return (
        f"pg_dump --format=custom --file={name}.dump {_address(url)}",
        f"pg_dumpall --globals-only --file={name}-comptes.sql --dbname={_address(url)}",
    )


def restore_commands(url: str, accounts: str, dump: str) -> tuple[str, str]:
    """The accounts first, so that the rights find them; then the database, all of it or nothing."""
    address = _address(url)
    how = "--clean --if-exists --single-transaction"
    return (
        f"psql --file={shlex.quote(accounts)} {address}",
        f"pg_restore {how} --dbname={address} {shlex.quote(dump)}",
    )


def _address(url: str) -> str:
    """Without its password, and as careful about TLS as veille itself is."""
    from veille_tui.store.transport import parameters

    given = parameters(url)
    plain = libpq_address(without_password(url)[0])
    for name in ("sslmode", "sslrootcert"):
        if name in given and f"{name}=" not in plain:
            plain += ("&" if "?" in plain else "?") + f"{name}={quote(given[name])}"
    return shlex.quote(plain)
