"""The sync state in words."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from veille_tui.domain.desk_clock import TOLERANCE
from veille_tui.errors import OtherVersion, PasswordNeeded
from veille_tui.language import _, hour, n_

if TYPE_CHECKING:
    from veille_tui.domain.advance import Advance
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
        held = _in_reserve(state.ahead, zone) if state.ahead.count else _waiting(state, zone)
        return _("pas de réseau, {waiting}").format(waiting=held)
    if isinstance(state.trouble, PasswordNeeded):
        return _("mot de passe demandé, {waiting}").format(waiting=_waiting(state, zone))
    if state.kind == "refused":
        said = _("accès refusé, {waiting}")
        if isinstance(state.trouble, OtherVersion):
            said = _("autre version, {waiting}")
        return said.format(waiting=_waiting(state, zone))
    if state.kind == "other_store":
        return _("autre base : rien n'est envoyé")
    return _waiting(state, zone)


def short_words(state: SyncState) -> str:
    """The same where a name needs the room; "" when it is short enough."""
    if state.kind == "offline" and state.ahead.count:
        return _("hors réseau, {n} en réserve").format(n=state.ahead.count)
    if isinstance(state.trouble, PasswordNeeded):
        return _("mot de passe demandé")
    if state.kind == "offline" and state.count:
        return _("hors réseau, {n} en attente").format(n=state.count)
    if state.kind == "refused":
        waits = _("non envoyé, {n} en attente").format(n=state.count)
        return waits if state.count else _("accès refusé")
    return ""


def disk_words() -> str:
    """What the top bar says while this workstation's disk refuses to write."""
    return _("disque plein ou protégé")


def clock_words(error: timedelta) -> str:
    """That this computer's clock is wrong, and what that changes; "" when it is right enough."""
    if abs(error) <= TOLERANCE:
        return ""
    minutes = round(abs(error) / timedelta(minutes=1))
    apart = n_("{n} minute", "{n} minutes", minutes).format(n=minutes)
    if minutes >= 120:
        hours = round(minutes / 60)
        apart = n_("{n} heure", "{n} heures", hours).format(n=hours)
    said = _("L'horloge de cet ordinateur retarde de {apart}.")
    if error > timedelta(0):
        said = _("L'horloge de cet ordinateur avance de {apart}.")
    return (
        said.format(apart=apart)
        + " "
        + _("Les heures montrées ici sont justes ; régler celle de l'ordinateur.")
    )


def ahead_words(ahead: Advance, zone: tzinfo) -> str:
    """What can be called without network, and until when; "" when nothing ever was."""
    if ahead.count:
        return _in_reserve(ahead, zone)
    if ahead.over:
        return n_(
            "{n} foyer dont l'heure est passée : il est peut-être appelé ailleurs",
            "{n} foyers dont l'heure est passée : ils sont peut-être appelés ailleurs",
            ahead.over,
        ).format(n=ahead.over)
    return ""


def no_reserve_words(ahead: Advance | None) -> str:
    """That nothing can be called before the network is back, and what to do."""
    said = _("Plus aucun foyer en réserve sur ce poste.")
    if ahead is not None and ahead.over:
        said = _("La réserve de ce poste a passé son heure.")
    return said + " " + _("Vérifier la connexion (box, Wi-Fi, partage du téléphone).")


def _in_reserve(ahead: Advance, zone: tzinfo) -> str:
    held = n_("{n} foyer en réserve", "{n} foyers en réserve", ahead.count).format(n=ahead.count)
    if ahead.until is None:
        return held
    return _("{held} jusqu'à {hour}").format(held=held, hour=hour(ahead.until.astimezone(zone)))


def _waiting(state: SyncState, zone: tzinfo) -> str:
    if state.count == 0:
        return _("rien n'attend")
    if state.since is None:
        return _("{n} en attente").format(n=state.count)
    since: datetime = state.since.astimezone(zone)
    return _("{n} en attente depuis {hour}").format(n=state.count, hour=hour(since))
