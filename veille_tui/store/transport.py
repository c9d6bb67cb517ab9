"""How a PostgreSQL server is reached: another machine by TLS with its certificate checked.

Whoever must do without says so in the address (`sslmode=...`), and is told of it ever after.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from psycopg.pq import Conninfo

from veille_tui.errors import WrongUsage
from veille_tui.language import _
from veille_tui.store.certificates import authorities
from veille_tui.store.url import hide_password, libpq_address

Protection = Literal["socket", "loopback", "checked", "unnamed", "unchecked", "clear"]
"""socket, loopback: this machine. checked: TLS with a server that proved its name; unnamed: that
proved a certificate, of whatever name; unchecked: TLS with whoever answers; clear: maybe no TLS."""
_BY_MODE: Mapping[str, Protection] = {
    "verify-full": "checked",
    "verify-ca": "unnamed",
    "require": "unchecked",
}


def parameters(url: str) -> dict[str, str]:
    """What libpq is told for `url`. Raises WrongUsage when it is malformed."""
    try:
        known = conninfo_to_dict(libpq_address(url))
    except ProgrammingError:
        raise WrongUsage(
            _("L'adresse de la base partagée n'est pas comprise : {url}").format(
                url=hide_password(url)
            ),
            _("Écrire postgresql://nom@serveur/base."),
        ) from None
    given = {name: str(value) for name, value in known.items()}
    if _here(given) is None and "sslmode" not in given:
        # Kerberos would take the place of TLS, and check no name.
        given |= {"sslmode": "verify-full", "gssencmode": "disable"}
    wants_proof = given.get("sslmode", "").startswith("verify-")
    if wants_proof and given.get("sslrootcert", "system") == "system" and not _own_authorities():
        # Not "system": the driver's own OpenSSL looks where no system keeps its certificates.
        given["sslrootcert"] = str(authorities() or "system")
    return given


def protection(url: str) -> Protection:
    """How what goes to and from `url` is kept from others' eyes."""
    given = parameters(url)
    return _here(given) or _BY_MODE.get(given.get("sslmode", ""), "clear")


def account(given: Mapping[str, str]) -> str:
    """Whose password it is, and where: what the system's keyring files it under."""
    known = {**_defaults(), **given}
    place = known.get("host") or known.get("hostaddr") or "localhost"
    return f"{known.get('user', '')}@{place}:{known.get('port', '5432')}"


def _here(given: Mapping[str, str]) -> Protection | None:
    """By what means the server is on this machine; None when it is another, or may be."""
    known = {**_defaults(), **given}
    if "service" in known and "host" not in given:
        return None
    places = (known.get("hostaddr") or known.get("host") or "").split(",")
    if all(not place or place[0] in "/@" for place in places):
        return "socket"
    return "loopback" if all(_is_loopback(place) for place in places) else None


def _is_loopback(place: str) -> bool:
    if not place or place[0] in "/@" or place.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(place.strip("[]")).is_loopback
    except ValueError:
        return False


def _defaults() -> dict[str, str]:
    """What the environment says (PGHOST, PGSSLROOTCERT...)."""
    return {one.keyword.decode(): one.val.decode() for one in Conninfo.get_defaults() if one.val}


def _own_authorities() -> bool:
    """Whether this account has told libpq whom to trust."""
    own = Path.home() / ".postgresql" / "root.crt"
    return "sslrootcert" in _defaults() or own.exists()
