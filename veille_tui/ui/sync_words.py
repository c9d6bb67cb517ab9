"""The sync state in words."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from veille_tui.language import _, hour, n_

if TYPE_CHECKING:
    from veille_tui.sync.rounds import SyncState


def sync_words(state: SyncState, zone: tzinfo) -> str:
    """What the top bar says of it; hours in `zone`."""
    if state.kind == "loading":
        return ""
    if state.kind == "all_sent":
        return _("tout est envoyé")
    if state.kind == "set_aside":
        return n_("{n} envoi mis de côté", "{n} envois mis de côté", state.count).format(
            n=state.count
        )
    if state.kind == "disk":
        return disk_words()
    if state.kind == "offline":
        return _("pas de réseau, {waiting}").format(waiting=_waiting(state, zone))
    return _waiting(state, zone)


def disk_words() -> str:
    """What the top bar says while this workstation's disk refuses to write."""
    return _("disque plein ou protégé")


def _waiting(state: SyncState, zone: tzinfo) -> str:
    if state.count == 0:
        return _("rien n'attend")
    if state.since is None:
        return _("{n} en attente").format(n=state.count)
    since: datetime = state.since.astimezone(zone)
    return _("{n} en attente depuis {hour}").format(n=state.count, hour=hour(since))
