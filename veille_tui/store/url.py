"""The shared store's address: which engine, and never its password in sight."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from veille_tui.errors import WrongUsage
from veille_tui.language import _

Engine = Literal["sqlite", "postgresql"]
_POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
_PASSWORD = re.compile(r"(//[^/@:]*):[^@/]*@")
_PASSWORD_OPTION = re.compile(r"((?:^|[?&])(?:ssl)?password=)[^&]*", re.IGNORECASE)


def engine_of(url: str) -> Engine:
    """Which engine `url` names. Raises WrongUsage for anything that is not an address."""
    scheme = url.partition(":")[0].lower()
    if (
        scheme == "sqlite"
        and url[len(scheme) :].startswith(":///")
        and len(url) > len("sqlite:///")
    ):
        return "sqlite"
    if scheme in _POSTGRES and url[len(scheme) :].startswith("://") and _is_sound(url):
        return "postgresql"
    raise WrongUsage(
        _("L'adresse de la base partagée n'est pas comprise : {url}").format(
            url=hide_password(url)
        ),
        _("Écrire sqlite:///dossier/fichier.db ou postgresql://nom@serveur/base."),
    )


def _is_sound(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.port is None or parts.port > 0
    except ValueError:
        # libpq takes several hosts, "a:5432,b:5432"; the standard library does not.
        return "," in url and "[" not in url


def hide_password(url: str) -> str:
    """`url` as it may be shown and logged."""
    if "://" not in url:
        return "***" if "password" in url.lower() else url
    if url.lower().startswith("sqlite"):
        return url
    hidden = _PASSWORD.sub(r"\1:***@", url)
    # A password with an unescaped "@" or "/": nothing before the last "@" is shown.
    head, at, tail = hidden.partition("://")[2].rpartition("@")
    if (at and "***" not in head and ":" in head) or (at and ("@" in head or "/" in head)):
        hidden = f"{hidden.partition('://')[0]}://***@{tail}"
    return _PASSWORD_OPTION.sub(r"\1***", hidden)


def sqlite_file(url: str) -> Path:
    """The file that a `sqlite:///` address names."""
    from urllib.parse import unquote

    return Path(unquote(url[len("sqlite:///") :].partition("?")[0])).expanduser()


def libpq_address(url: str) -> str:
    """A PostgreSQL address as libpq reads it."""
    return "postgresql" + url[url.index("://") :]
