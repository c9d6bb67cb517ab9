"""The campaign's alert in words: until when, how long that is, who is still to be joined."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.domain import alert
from veille_tui.language import _, hour, n_

if TYPE_CHECKING:
    from veille_tui.domain.alert import AlertState
    from veille_tui.domain.campaign import Campaign


def of_campaign(campaign: Campaign, state: AlertState | None, now: datetime) -> str:
    """One or two sentences, "" while there is no alert; the figures are those last seen."""
    end = alert.deadline(campaign, now)
    if end is None:
        return ""
    local = hour(end.astimezone(ZoneInfo(campaign.timezone)))
    parts = [_("Alerte : joindre tout le monde avant {hour}.").format(hour=local)]
    left = alert.minutes_left(campaign, now)
    if not left:
        parts = [_("Alerte : l'heure de {hour} est passée ; les relais prennent la suite.")]
        parts = [parts[0].format(hour=local)]
    else:
        parts.append(_left(left))
    if state is not None and state.since is not None:
        words = n_(
            "{n} foyer n'est pas encore joint.", "{n} foyers ne sont pas encore joints.", state.left
        )
        parts.append(words.format(n=state.left) if state.left else _("Tout le monde est joint."))
    return " ".join(parts)


def _left(minutes: int) -> str:
    """The time left, in hours once there is one."""
    if minutes < 60:
        return n_("Il reste {n} minute.", "Il reste {n} minutes.", minutes).format(n=minutes)
    return _("Il reste {h} h {m:02d}.").format(h=minutes // 60, m=minutes % 60)
