"""A household said aloud: who, where, why now, what was said last time, its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from veille_tui.domain import phones
from veille_tui.domain.calling_order import WhyNow, why_now
from veille_tui.domain.case import CallReason
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.language import _, moment
from veille_tui.ui import possible, words
from veille_tui.ui.alert_words import of_campaign
from veille_tui.ui.household_words import (
    answers_of,
    by_whom,
    last_answers,
    last_left_over,
    left_over,
    news,
    person,
)

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.case import Case
    from veille_tui.domain.tenants import Tenant


def household_lines(hand: Hand, now: datetime, zone: tzinfo) -> Iterator[str]:
    """Everything a caller wants to know before dialling, a sentence a line."""
    household = hand.case.household
    yield _people(household.tenants, now) + "."
    place = " ".join(part for part in (household.postcode, household.city) if part)
    where = [household.address, household.address_extra, place]
    yield ", ".join(part for part in where if part)
    title = household.tenants[0].title if len(household.tenants) == 1 else ""
    about = [household.residence, household.agency, *words.flag_words(household.flags, title)]
    if household.language:
        about.append(_("parle {language}").format(language=household.language))
    yield ", ".join(part for part in about if part)
    yield _note(household.note)
    why = why_now(hand.case, now)
    if hand.reason is CallReason.INBOUND:
        why = WhyNow("inbound")
    yield _("Pourquoi maintenant : {why}.").format(why=words.why_words(why, now, zone))
    yield from _last_time(hand.case, now, zone)
    yield from (_("À lui dire : {news}.").format(news=one) for one in news(hand.case, now, zone))
    yield of_campaign(hand.campaign, None, now)
    if hand.is_lost:
        yield _("Attention : quelqu'un d'autre a repris ce foyer. Ce qui est noté ici est gardé.")


def _people(tenants: tuple[Tenant, ...], now: datetime) -> str:
    return ", ".join(person(tenant, now) for tenant in sorted(tenants, key=lambda one: one.rank))


def _note(text: str) -> str:
    return _("À savoir : {note}").format(note=text) if text else ""


def _last_time(case: Case, now: datetime, zone: tzinfo) -> Iterator[str]:
    """What was said last, and by whom it was noted; the answers; what must not be forgotten."""
    for attempt in reversed(case.attempts):
        if attempt.notes:
            yield _("La dernière fois, {day}, noté par {caller} : {note}").format(
                day=words.day_words(attempt.at, now, zone),
                caller=attempt.caller,
                note=attempt.notes[-1],
            )
            break
    answers = ", ".join(last_answers(case))
    yield _("Réponses d'alors : {answers}.").format(answers=answers) if answers else ""
    yield from (_("À ne pas oublier, {what}.").format(what=what) for what in last_left_over(case))


def history_lines(case: Case, now: datetime, zone: tzinfo) -> Iterator[str]:
    """Past attempts, the latest first."""
    if not case.history:
        yield _("Aucun appel avant celui-ci.")
    for attempt in reversed(case.history):
        outcomes = ", ".join(words.outcome_words(dial.outcome) for dial in attempt.dials)
        when = moment(attempt.at.astimezone(zone), now.astimezone(zone))
        said = outcomes or words.outcome_words("")
        who = by_whom(attempt)
        yield _("{when}, {caller} : {outcomes}.").format(when=when, caller=who, outcomes=said)
        yield from (_("Note : {note}").format(note=note) for note in attempt.notes)
        yield from (*left_over(attempt), *answers_of(attempt))


def numbers_of(hand: Hand) -> tuple[PhoneNumber, ...]:
    """The numbers worth dialling, those given during this call last, ended ones left out."""
    ended = possible.ended(hand)
    return tuple(number for number in possible.numbers(hand) if number.e164 not in ended)


def number_line(number: PhoneNumber, case: Case, now: datetime, zone: tzinfo) -> str:
    """A number, whose it is, and what came of it last: "05 36 49 12 34, domicile, occupé hier"."""
    parts = [phones.display(number.e164), words.number_words(number)]
    past = [dial for dial in case.dials if number.id and dial.number_id == number.id]
    if past:
        when = moment(past[-1].at.astimezone(zone), now.astimezone(zone))
        parts.append(f"{words.outcome_words(past[-1].outcome)} {when}")
    return ", ".join(parts)
