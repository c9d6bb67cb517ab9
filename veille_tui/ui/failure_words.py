"""What went wrong, in words that say what to do: callers are shown no address of any store."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.config import without_password
from veille_tui.desk.taking import NothingAhead
from veille_tui.errors import StoreUnreachable, VeilleError
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.config import Settings
    from veille_tui.sync.rounds import SyncState


def failure_words(error: VeilleError, settings: Settings, state: SyncState) -> str:
    """What happened, then what to do; without network, what becomes of what was noted."""
    if isinstance(error, NothingAhead):
        return f"{error.message} {error.hint}"
    if isinstance(error, StoreUnreachable) and is_remote(settings):
        return _("Pas de réseau : rien n'est perdu, {kept}.").format(kept=_kept(state))
    address = without_password(settings.store)[0]
    return f"{error.message} {error.hint}".replace(f" ({address})", "").strip()


def is_remote(settings: Settings) -> bool:
    """Whether the shared store is reached through a network."""
    return bool(settings.store) and not settings.store.startswith("sqlite")


def _kept(state: SyncState) -> str:
    if state.kind in {"all_sent", "set_aside"} or not state.count:
        return _("tout ce qui est noté est gardé sur ce poste")
    return n_(
        "{n} écriture partira dès qu'il revient",
        "{n} écritures partiront dès qu'il revient",
        state.count,
    ).format(n=state.count)
