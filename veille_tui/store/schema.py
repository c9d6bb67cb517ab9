"""The version of the tables, checked by one line of SQL without loading the migrations."""

from __future__ import annotations

from veille_tui.errors import OtherVersion
from veille_tui.language import _
from veille_tui.store.link import Link, NotInitialised, not_initialised

EXPECTED = "0004"
"""The last revision in migrations/versions."""


def version_of(link: Link) -> str:
    """The tables' version; "" when there are none. Raises Refused for lack of rights."""
    try:
        rows = link.rows("select version_num from alembic_version")
    except NotInitialised:
        return ""
    return str(rows[0][0]) if rows else ""


def check(link: Link) -> None:
    """Raise Refused, with what to do, unless this program and these tables belong together."""
    found = version_of(link)
    if found == EXPECTED:
        return
    if not found:
        raise not_initialised()
    if found < EXPECTED:
        raise OtherVersion(
            _(
                "La base partagée est d'une version plus ancienne ({found}, attendue {expected})."
            ).format(found=found, expected=EXPECTED),
            _("La mettre à jour avec « veille store upgrade »."),
        )
    raise OtherVersion(
        _("La base partagée est d'une version plus récente ({found}, attendue {expected}).").format(
            found=found, expected=EXPECTED
        ),
        _("Mettre le programme à jour sur ce poste ; rien n'est perdu."),
    )
