"""Why a household is not called now, in words for callers and supervisors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.language import _, n_
from veille_tui.ui.words import disposition_words, future

if TYPE_CHECKING:
    from veille_tui.desk.desk import Desk
    from veille_tui.domain.case import Disposition, FoundTenant
    from veille_tui.domain.why_not import WhyNot


def why_not_lines(
    reasons: Sequence[WhyNot], disposition: Disposition, now: datetime, zone: tzinfo
) -> list[str]:
    """One line for each reason; of none, that it is the next one."""
    if not reasons:
        return [_("C'est le prochain foyer proposé.")]
    return [_words(one, disposition, now, zone) for one in reasons]


def found_why_lines(desk: Desk, one: FoundTenant, now: datetime) -> list[str]:
    """Why the household of a person found was not called now, and when; nothing when unknown."""
    reasons = desk.why_not(one)
    campaign = desk.campaign(one.campaign_id)
    if not reasons or campaign is None:
        return []
    return why_not_lines(reasons, one.disposition, now, ZoneInfo(campaign.timezone))


def _words(why: WhyNot, disposition: Disposition, now: datetime, zone: tzinfo) -> str:
    at = future(why.until, now, zone) if why.until else ""
    if why.code == "before":
        return n_(
            "{n} foyer passe avant dans l'ordre des appels.",
            "{n} foyers passent avant dans l'ordre des appels.",
            why.number,
        ).format(n=why.number)
    if why.code == "dials_used":
        words = n_(
            "Déjà {n} appel aujourd'hui pour ce foyer : pas avant {at}.",
            "Déjà {n} appels aujourd'hui pour ce foyer : pas avant {at}.",
            why.number,
        )
        return words.format(n=why.number, at=at)
    known = _known()
    if why.code in known:
        return known[why.code].format(who=why.who or _("quelqu'un"), at=at)
    if why.code == "opted_out" and at:
        return _("A demandé à ne pas être appelé avant {at}.").format(at=at)
    state = disposition_words(disposition)
    if why.code in _RELAYED:
        return _("Le téléphone ne suffit plus ({state}) : les relais s'en occupent.").format(
            state=state
        )
    return _("N'est plus à appeler : {state}.").format(state=state)


_RELAYED = ("unreachable", "no_number", "to_visit", "language")


def _known() -> dict[str, str]:
    return {
        "closed_campaign": _("La campagne est fermée : plus aucun appel."),
        "held": _("En main chez {who}, jusqu'à {at} au plus tard."),
        "line_held": _("Quelqu'un est déjà sur cette ligne."),
        "wave": _("Sa vague n'ouvre que {at}."),
        "elsewhere_today": _("Déjà joint aujourd'hui par une autre campagne : pas avant {at}."),
        "not_due": _("Pas avant {at}."),
        "hours": _("Hors des heures d'appel : pas avant {at}."),
        "put_back": _("Vous venez de le rendre : pas pour vous avant {at}."),
        "reserved": _("Gardé pour {who}, jusqu'à {at}."),
        "lost_to_follow_up": _("Perdu de vue : les relais sont épuisés, à clore par quelqu'un."),
    }
