"""`veille doctor --deep`: the proof on the store in use, and who may ask for it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.store_copies import progress
from veille_tui.errors import Refused
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.store.link import Link
    from veille_tui.store.proving import Proof


def prove_store(context: Context) -> Proof:
    """Walk everything in the store, read-only. Raises VeilleError when that cannot be."""
    from veille_tui.store import schema
    from veille_tui.store.clock import to_micros
    from veille_tui.store.holding import role_of
    from veille_tui.store.proving import prove

    with closing(_link(context)) as link, progress(context) as bar:
        schema.check(link)
        if role_of(link)[1] not in {"owner", "supervisor"}:
            raise Refused(
                _("Ce compte ne voit pas toute la base : il ne peut rien en prouver."),
                _("Lancer la vérification avec le compte d'un superviseur ou de la base."),
            )
        now = to_micros(context.clock()) if link.dialect.name == "sqlite" else None
        return prove(link, now, bar)


def _link(context: Context) -> Link:
    from veille_tui.store.engine import open_link
    from veille_tui.store.link import not_initialised
    from veille_tui.store.url import engine_of, sqlite_file
    from veille_tui.store.verifying import ReadOnlyLink

    settings = context.settings
    if engine_of(settings.store_url) == "postgresql":
        return open_link(settings.store_url, settings.connect_seconds, settings.answer_seconds)
    file = sqlite_file(settings.store_url)
    if not file.is_file() or not file.stat().st_size:
        raise not_initialised()
    return ReadOnlyLink(file, settings.answer_seconds)
