"""A household said aloud: who, where, why now, what was said last time, its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from veille_tui.domain import phones
from veille_tui.domain.calling_order import WhyNow, why_now
from veille_tui.domain.case import CallReason
from veille_tui.domain.tenants import NumberRole, PhoneNumber
from veille_tui.language import _, moment
from veille_tui.ui import words

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
    about = [household.residence, household.agency, *words.flag_words(household.flags)]
    if household.language:
        about.append(_("parle {language}").format(language=household.language))
    yield ", ".join(part for part in about if part)
    yield _note(household.note)
    why = why_now(hand.case, now)
    if hand.reason is CallReason.INBOUND:
        why = WhyNow("inbound")
    yield _("Pourquoi maintenant : {why}.").format(why=words.why_words(why, now, zone))
    yield from _last_time(hand.case, now, zone)
    if hand.is_lost:
        yield _("Attention : quelqu'un d'autre a repris ce foyer. Ce qui est noté ici est gardé.")


def _people(tenants: tuple[Tenant, ...], now: datetime) -> str:
    return ", ".join(person(tenant, now) for tenant in sorted(tenants, key=lambda one: one.rank))


def person(tenant: Tenant, now: datetime) -> str:
    """One person: title, names, age."""
    name = " ".join(part for part in (tenant.title, tenant.first_name, tenant.last_name) if part)
    age = tenant.age(now.date())
    return name if age is None else _("{name}, {age} ans").format(name=name, age=age)


def _note(text: str) -> str:
    return _("À savoir : {note}").format(note=text) if text else ""


def _last_time(case: Case, now: datetime, zone: tzinfo) -> Iterator[str]:
    """What was said last, and by whom it was noted."""
    for attempt in reversed(case.attempts):
        if attempt.notes:
            yield _("La dernière fois, {day}, noté par {caller} : {note}").format(
                day=words.day_words(attempt.at, now, zone),
                caller=attempt.caller,
                note=attempt.notes[-1],
            )
            return


def history_lines(case: Case, now: datetime, zone: tzinfo) -> Iterator[str]:
    """Past attempts, the latest first."""
    if not case.attempts:
        yield _("Aucun appel avant celui-ci.")
    for attempt in reversed(case.attempts):
        outcomes = ", ".join(words.outcome_words(dial.outcome) for dial in attempt.dials)
        when = moment(attempt.at.astimezone(zone), now.astimezone(zone))
        said = outcomes or words.outcome_words("")
        yield _("{when}, {caller} : {outcomes}.").format(
            when=when, caller=attempt.caller, outcomes=said
        )
        yield from (_("Note : {note}").format(note=note) for note in attempt.notes)


def numbers_of(hand: Hand) -> tuple[PhoneNumber, ...]:
    """The numbers worth dialling, those given during this call last, ended ones left out."""
    given: tuple[PhoneNumber, ...] = ()
    ended: set[int] = set()
    if hand.call is not None:
        given = tuple(_given(data) for data in hand.call.numbers_given)
        over = {"wrong_number", "disconnected"}
        ended = {dial.number_id for dial in hand.call.dials if dial.outcome in over}
    known = [one for one in hand.case.household.usable_numbers if one.id not in ended]
    return (*known, *given)


def _given(data: object) -> PhoneNumber:
    found = dict(data) if isinstance(data, dict) else {}
    return PhoneNumber(
        e164=found.get("e164", ""),
        raw=found.get("raw", ""),
        label=found.get("label", ""),
        role=NumberRole(found.get("role", NumberRole.SELF.value)),
    )


def number_line(number: PhoneNumber, case: Case, now: datetime, zone: tzinfo) -> str:
    """A number, whose it is, and what came of it last: "05 36 49 12 34, domicile, occupé hier"."""
    parts = [phones.display(number.e164), words.number_words(number)]
    past = [dial for dial in case.dials if number.id and dial.number_id == number.id]
    if past:
        when = moment(past[-1].at.astimezone(zone), now.astimezone(zone))
        parts.append(f"{words.outcome_words(past[-1].outcome)} {when}")
    return ", ".join(parts)
