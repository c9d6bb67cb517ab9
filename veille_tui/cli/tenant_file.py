"""Everything known of one person, in lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.domain import slots
from veille_tui.domain.case import PromiseKind, QueueState
from veille_tui.language import _
from veille_tui.ui import words
from veille_tui.ui.household_words import person
from veille_tui.ui.lines.people import history_lines, number_line
from veille_tui.ui.why_not_words import why_not_lines

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.case import Case
    from veille_tui.domain.tenants import Household, Tenant
    from veille_tui.domain.why_not import WhyNot


def lines_of(
    tenant: Tenant,
    cases: Sequence[Case],
    campaigns: Mapping[str, Campaign],
    now: datetime,
    whys: Mapping[int, Sequence[WhyNot]] | None = None,
) -> Iterator[str]:
    """The person, the dwelling and its numbers, then each campaign with its calls.

    `whys`: by case, why it is not called now.
    """
    yield person(tenant, now)
    if cases:
        yield from _dwelling(cases[0], now, ZoneInfo(campaigns[cases[0].campaign_id].timezone))
    for case in cases:
        campaign = campaigns[case.campaign_id]
        zone = ZoneInfo(campaign.timezone)
        yield ""
        yield _("{word} : {message}").format(
            word=campaign.title, message=words.disposition_words(case.disposition)
        )
        yield from (f"  {line}" for line in _state(case, campaign, now, zone))
        if whys is not None:
            reasons = why_not_lines(whys[case.id], case.disposition, now, zone)
            yield from (f"  {line}" for line in reasons)
        if case.attempts:
            # What other campaigns heard stands under each of them.
            own = replace(case, elsewhere=())
            yield from (f"  {line}" for line in history_lines(own, now.astimezone(zone), zone))
        else:
            yield "  " + _("Aucun appel pour l'instant.")


def _dwelling(case: Case, now: datetime, zone: tzinfo) -> Iterator[str]:
    household = case.household
    yield from (f"  {line}" for line in _where(household) if line)
    yield from (f"  {number_line(number, case, now, zone)}" for number in household.numbers)
    if household.note:
        yield "  " + _("À savoir : {note}").format(note=household.note)


def _where(household: Household) -> Iterator[str]:
    place = " ".join(part for part in (household.postcode, household.city) if part)
    parts = (household.address, household.address_extra, place)
    yield ", ".join(part for part in parts if part)
    about = (household.residence, household.agency, *words.flag_words(household.flags))
    yield ", ".join(part for part in about if part)
    yield _("Référence : {reference}").format(reference=household.reference)


def _state(case: Case, campaign: Campaign, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    for need in case.open_needs:
        yield _("Besoin : {need}.").format(need=words.theme_words(need))
    if case.due_at is None or case.state not in (QueueState.READY, QueueState.SCHEDULED):
        return
    comes = _comes(case, case.due_at, campaign, now, zone)
    if comes is not None and comes <= now:
        yield _("Prochain appel : dès maintenant.")
    elif comes is not None:
        yield _("Prochain appel : {when}.").format(when=words.future(comes, now, zone))


def _comes(
    case: Case, due: datetime, campaign: Campaign, now: datetime, zone: ZoneInfo
) -> datetime | None:
    """When the call comes: an appointment at its hour, any other within the campaign's hours."""
    if case.promise is not None and case.promise.kind is PromiseKind.APPOINTMENT:
        return due
    return slots.next_opening(max(due, now), campaign.hours, zone)
