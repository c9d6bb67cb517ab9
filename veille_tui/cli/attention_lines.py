"""What cannot wait, in lines: what, who, since when, and what the caller wrote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from veille_tui.domain.attention import Attention
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, moment
from veille_tui.ui import words, wrap_up_words


def lines(one: Attention, campaign: Campaign, now: datetime) -> Iterator[str]:
    """One thing to look at; the second line is the caller's own words."""
    zone = ZoneInfo(campaign.timezone)
    since = moment(one.at.astimezone(zone), now.astimezone(zone))
    who = " ".join(part for part in (one.title, one.last_name) if part)
    place = ", ".join(part for part in (one.city, one.agency) if part)
    found = [what(one), f"{one.tenant_id}  {who}", place, since]
    if one.caller:
        found.append(_("par {caller}").format(caller=one.caller))
    yield " · ".join(strip_controls(part) for part in found if part)
    if one.text:
        yield f"    « {strip_controls(one.text)} »"


def what(one: Attention) -> str:
    """The thing itself, in words."""
    if one.kind == "need":
        urgency = words.urgency_words(one.urgency)
        need = _("besoin : {theme}").format(theme=words.theme_words(one.detail))
        to = wrap_up_words.partner(one.to) if one.to else ""
        return ", ".join(part for part in (urgency, need, to) if part)
    if one.kind == "help":
        return _("un appelant demande de l'aide")
    if one.kind == "complaint":
        return _("réclamation technique")
    return {
        "late_result": _("résultat arrivé tard : appelé deux fois peut-être"),
        "refused_hard": _("ne veut plus être appelé"),
        "deceased": _("décès"),
        "language": _("parle une autre langue"),
        "cannot_talk": _("ne peut pas parler au téléphone : une visite"),
    }.get(one.detail, one.detail)
