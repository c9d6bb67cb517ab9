"""Needs and rhythms of a script in words."""

from __future__ import annotations

from datetime import timedelta

from veille_tui.domain.cadence import parse_every
from veille_tui.domain.call_script import Need, Urgency
from veille_tui.language import _, n_


def need_in_words(need: Need) -> str:
    """As "sante, aujourd'hui, pour : ccas"."""
    urgency = {
        Urgency.IMMEDIATE: _("immédiatement"),
        Urgency.TODAY: _("aujourd'hui"),
        Urgency.WEEK: _("dans la semaine"),
    }[need.urgency]
    receiver = _("pour : {partner}").format(partner=need.to) if need.to else ""
    return ", ".join(part for part in (need.theme, urgency, receiver) if part)


def rhythm_in_words(every: str) -> str:
    """As "tous les 7 jours", or in hours when the days are not whole."""
    length = parse_every(every)
    days, rest = divmod(length, timedelta(days=1))
    if not rest:
        return n_("tous les jours", "tous les {count} jours", days).format(count=days)
    hours = round(length / timedelta(hours=1))
    return n_("toutes les heures", "toutes les {count} heures", hours).format(count=hours)
