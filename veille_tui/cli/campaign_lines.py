"""One campaign for people: what it is, its publics, its hours, what waits."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign, Slot
from veille_tui.domain.case import Waiting
from veille_tui.domain.placement import Moved
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, day_names, hour, moment, n_

_WIDTH = 22


def lines(campaign: Campaign, waiting: Waiting, now: datetime) -> Iterator[str]:
    """Everything a supervisor looks for, one fact a line."""
    yield strip_controls(campaign.title) + (_(" (fermée)") if campaign.is_closed else "")
    yield _line(_("Nom"), campaign.id)
    yield _line(_("Bailleur"), campaign.landlord)
    yield _line(_("Finalité"), campaign.purpose)
    yield _line(_("Script"), f"{campaign.script_id} ({campaign.script_hash[:12]})")
    for segment in campaign.segments:
        yield _line(_("Public"), f"{segment.title or segment.id} : {segment.when or _('tous')}")
    for wave in campaign.waves:
        day = wave.opens.isoformat() if wave.opens else _("dès le début")
        yield _line(_("Vague"), f"{wave.id}, {day} : {', '.join(wave.segments)}")
    for slot in campaign.hours.slots:
        yield _line(_("Heures d'appel"), _slot(slot))
    attempts = campaign.attempts
    yield _line(
        _("Appels"),
        _("{n} par jour au plus, {maximum} tentatives avant les relais").format(
            n=attempts.per_day, maximum=attempts.maximum
        ),
    )
    yield from _beside(campaign)
    yield _line(_("À appeler maintenant"), str(waiting.ready))
    yield _line(_("En main"), str(waiting.held))
    yield _line(_("Pour plus tard"), _later(waiting, campaign, now))
    yield _line(_("Sécurisés ou confiés"), str(waiting.done))
    yield _line(_("Fermés"), str(waiting.closed))


def _beside(campaign: Campaign) -> Iterator[str]:
    """What its file brought besides the rules, as far as there is any."""
    callers = ", ".join(share.name for share in campaign.assignment.callers)
    told = (
        (_("Appelants"), callers),
        (_("Contact"), campaign.contact),
        (_("Partenaires"), str(len(campaign.partners) or "")),
        (_("Questions"), str(len(campaign.faq) or "")),
        (_("Messages texte"), ", ".join(one.id for one in campaign.messages)),
    )
    return (_line(label, value) for label, value in told if value)


def _line(label: str, value: str) -> str:
    return f"  {label:<{_WIDTH}}{strip_controls(value)}"


def _slot(slot: Slot) -> str:
    days = ", ".join(day_names(sorted(slot.days)))
    end = hour(slot.ends) if slot.ends != time(0) else _("minuit")
    return f"{hour(slot.starts)} - {end}, {days}"


def _later(waiting: Waiting, campaign: Campaign, now: datetime) -> str:
    if waiting.next_due_at is None:
        return str(waiting.scheduled)
    zone = ZoneInfo(campaign.timezone)
    first = moment(waiting.next_due_at.astimezone(zone), now.astimezone(zone))
    return _("{n}, le premier {when}").format(n=waiting.scheduled, when=first)


def moved_lines(moved: Moved) -> Iterator[str]:
    """What a new file did to the households that were there already."""
    counts = (
        (
            n_(
                "{n} foyer a changé de public ou de vague.",
                "{n} foyers ont changé de public ou de vague.",
                moved.moved,
            ),
            moved.moved,
        ),
        (
            n_(
                "{n} foyer est appelé plus tôt.",
                "{n} foyers sont appelés plus tôt.",
                moved.sooner,
            ),
            moved.sooner,
        ),
        (
            n_(
                "{n} foyer attend une vague plus lointaine.",
                "{n} foyers attendent une vague plus lointaine.",
                moved.later,
            ),
            moved.later,
        ),
        (
            n_(
                "{n} foyer est en main, et y reste : refaire la mise à jour plus tard.",
                "{n} foyers sont en main, et y restent : refaire la mise à jour plus tard.",
                moved.held,
            ),
            moved.held,
        ),
    )
    return (words.format(n=count) for words, count in counts if count)
