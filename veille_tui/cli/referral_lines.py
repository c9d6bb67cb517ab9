"""Referrals in lines: what, who, for whom, where it stands; what is late is said in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.records import to_plain
from veille_tui.domain.referrals import (
    Consent,
    Referral,
    ReferralKind,
    ReferralLine,
    ReferralStatus,
    obstacle_to_sending,
    partner_for,
)
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, moment, n_
from veille_tui.reports.letters import agreed_words, telephone, where, who
from veille_tui.reports.need_words import theme_words
from veille_tui.store.referral_refusals import status_words, words
from veille_tui.ui.ending_words import partner as kind_words
from veille_tui.ui.words import urgency_words


def lines(found: Iterable[ReferralLine], campaign: Campaign, now: datetime) -> Iterator[str]:
    """Each referral, then how many there are and how many are late."""
    late, count = 0, 0
    for line in found:
        count += 1
        late += line.referral.is_overdue(now)
        yield one_line(line, campaign, now)
    if count:
        total = n_("{n} signalement", "{n} signalements", count).format(n=count)
        if late:
            shout = n_("dont {n} EN RETARD", "dont {n} EN RETARD", late).format(n=late)
            total = f"{total}, {shout}"
        yield total


def one_line(line: ReferralLine, campaign: Campaign, now: datetime) -> str:
    """A referral on one line."""
    one, home = line.referral, line.household
    parts = [
        str(one.id),
        overdue_words(one, now),
        urgency_words(one.urgency),
        what(one),
        who(home),
        home.city,
        recipient(line, campaign),
        status_words(one.status),
    ]
    if one.status is ReferralStatus.OPEN and (why := obstacle_to_sending(one)):
        parts.append(_("ne part pas : {why}").format(why=words(one, one.status, why)[0]))
    return " · ".join(strip_controls(part) for part in parts if part)


def overdue_words(one: Referral, now: datetime) -> str:
    """How late the answer is, in capitals; "" while there is time."""
    if not one.is_overdue(now) or one.due_at is None:
        return ""
    late = now - one.due_at
    if late >= timedelta(days=1):
        said = n_("{n} jour", "{n} jours", late.days).format(n=late.days)
    elif late >= timedelta(hours=1):
        said = _("{n} h").format(n=late // timedelta(hours=1))
    else:
        said = _("{n} min").format(n=max(1, late // timedelta(minutes=1)))
    return _("EN RETARD DE {length}").format(length=said)


def what(one: Referral) -> str:
    """The need, or what else it is."""
    if one.kind is ReferralKind.COMPLAINT:
        return _("réclamation technique")
    if one.kind is ReferralKind.MEDIATION:
        return _("médiation : {theme}").format(theme=theme_words(one.theme))
    return _("besoin : {theme}").format(theme=theme_words(one.theme))


def recipient(line: ReferralLine, campaign: Campaign) -> str:
    """Who takes it over, chosen or proposed; the kind when the directory names nobody."""
    chosen = partner_for(line, campaign.partners)
    one = line.referral
    name = one.partner_name or (chosen.name if chosen else "")
    if name:
        return f"→ {name}"
    if one.partner_kind:
        kind = kind_words(one.partner_kind)
        return _("→ {kind} (personne dans le carnet)").format(kind=kind)
    return _("→ à décider")


def whole(line: ReferralLine, campaign: Campaign, now: datetime) -> Iterator[str]:
    """Everything that is known of one."""
    one, home = line.referral, line.household
    zone = ZoneInfo(campaign.timezone)
    yield one_line(line, campaign, now)
    yield f"    {where(home)}"
    if number := telephone(home):
        yield "    " + _("Téléphone : {number}").format(number=number)
    for text in one.note.splitlines():
        yield f"    « {text} »"
    yield "    " + consent_words(line)
    if one.consent_words:
        yield "    " + _("Mots lus : « {words} »").format(words=one.consent_words)
    for label, at in (
        (_("ouvert"), one.opened_at),
        (_("réponse attendue avant"), one.due_at),
        (_("envoyé"), one.sent_at),
        (_("répondu"), one.answered_at),
        (_("fini"), one.closed_at),
    ):
        if at is not None:
            yield f"    {label} : " + moment(at.astimezone(zone), now.astimezone(zone))
    if one.answer:
        yield "    " + _("Réponse : « {answer} »").format(answer=one.answer)


def consent_words(line: ReferralLine) -> str:
    """Where the person's consent stands."""
    said = {
        Consent.GIVEN: _("Accord donné."),
        Consent.REFUSED: _("La personne a refusé que son nom soit transmis."),
        Consent.UNASKED: _("Accord non demandé."),
    }[line.referral.consent]
    vital = agreed_words(line) if line.referral.consent is not Consent.GIVEN else ""
    return f"{said} {vital}".strip()


def changed_line(one: Referral) -> str:
    """What became of one, after it was changed."""
    parts = [str(one.id), what(one), one.partner_name, status_words(one.status)]
    return " · ".join(part for part in parts if part)


def data(line: ReferralLine, campaign: Campaign, now: datetime) -> dict[str, Any]:
    """A referral for programs, with who it is about and whom it goes to."""
    one, home = line.referral, line.household
    chosen = partner_for(line, campaign.partners)
    plain: dict[str, Any] = to_plain(one)
    why = obstacle_to_sending(one)
    return {
        **plain,
        "overdue": one.is_overdue(now),
        "proposed_partner": chosen.id if chosen else "",
        "held_back": why.value if why else "",
        "household": {
            "reference": home.reference,
            "who": who(home),
            "where": where(home),
            "phone": telephone(home),
            "insee": home.insee,
            "agency": home.agency,
        },
    }
