"""What cannot wait, in lines: what, who, since when, and what the caller wrote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from veille_tui.domain.attention import Attention
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition
from veille_tui.domain.escalation import Channel
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, moment, n_
from veille_tui.ui import ending_words, words
from veille_tui.ui.follow_words import channel_words


def lines(found: Iterable[Attention], campaign: Campaign, now: datetime) -> Iterator[str]:
    """Each thing to look at, then how many households wait for a person, by their state.

    Who is lost to follow-up is named every day, until a person ends it.
    """
    waiting: Counter[str] = Counter()
    for one in found:
        if one.kind == "household" and one.detail != Disposition.LOST_TO_FOLLOW_UP:
            waiting[one.detail] += 1
        else:
            yield from _lines(one, campaign, now)
    for state, count in waiting.most_common():
        yield n_("{count} foyer : {state}", "{count} foyers : {state}", count).format(
            count=count, state=words.disposition_words(Disposition(state))
        )


def _lines(one: Attention, campaign: Campaign, now: datetime) -> Iterator[str]:
    """One thing to look at; the second line is the caller's own words."""
    zone = ZoneInfo(campaign.timezone)
    since = moment(one.at.astimezone(zone), now.astimezone(zone))
    who = " ".join(part for part in (one.title, one.last_name) if part)
    place = ", ".join(part for part in (one.city, one.agency) if part)
    person = f"{one.tenant_id}  {who}" if one.tenant_id else ""
    found = [what(one), person, place, since]
    # Whose call was decided by is not whose came late: that line names nobody.
    if one.caller and one.detail != "late_result":
        found.append(_("par {caller}").format(caller=one.caller))
    yield " · ".join(strip_controls(part) for part in found if part)
    if one.text and one.kind != "refused_entry":
        yield f"    « {strip_controls(one.text)} »"


def what(one: Attention) -> str:
    """The thing itself, in words."""
    if one.kind in {"rejected", "overdue"}:
        theme = words.theme_words(one.detail) if one.detail else _("réclamation technique")
        said = _("refusé, à confier à quelqu'un d'autre : {theme}")
        if one.kind == "overdue":
            said = _("RÉPONSE EN RETARD : {theme}")
        return said.format(theme=theme)
    if one.kind == "need":
        urgency = words.urgency_words(one.urgency)
        need = _("besoin : {theme}").format(theme=words.theme_words(one.detail))
        to = ending_words.partner(one.to) if one.to else ""
        return ", ".join(part for part in (urgency, need, to) if part)
    if one.kind == "relay":
        return _("relais en retard : {channel}").format(channel=channel_words(Channel(one.detail)))
    if one.kind == "household":
        return _("suivi {case} perdu de vue : le chercher, ou le clore").format(case=one.case_id)
    if one.kind == "alert":
        return _("alerte montrée à l'appelant : {alert}").format(alert=one.detail)
    if one.kind == "refused_entry":
        return _("envoi d'un poste mis de côté ({reason}) : {id}").format(
            reason=one.detail, id=one.text
        )
    return _named(one.kind) or _flag(one.detail)


def _named(kind: str) -> str:
    """What its kind alone says; "" when there is more to say."""
    return {
        "rescue": _("secours demandé, et personne n'a dit « j'y vais »"),
        "help": _("un appelant demande de l'aide"),
        "complaint": _("réclamation technique"),
        "shift": _("mot de fin de permanence"),
    }.get(kind, "")


def _flag(word: str) -> str:
    return {
        "help_asked": _("un appelant demande de l'aide"),
        "alert": _("une alerte s'applique"),
        "missed_appointment": _("rendez-vous manqué"),
        "late_result": _("résultat arrivé tard : appelé deux fois peut-être"),
        "refused_hard": _("ne veut plus être appelé"),
        "deceased": _("décès"),
        "deceased_couple": _("décès d'une personne du foyer : l'autre reste à appeler"),
        "language": _("parle une autre langue"),
        "cannot_talk": _("ne peut pas parler au téléphone : une visite"),
        "no_next_call": _("plus d'appel prévu, rien n'est sécurisé"),
    }.get(word, word)
