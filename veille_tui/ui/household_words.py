"""A household in words: its people, where it is, its past, its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

from veille_tui.desk.hand import Hand
from veille_tui.domain import calling_order, phones
from veille_tui.domain.case import CallReason, Case, PastAttempt
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, hour, moment
from veille_tui.ui import possible
from veille_tui.ui.words import (
    contact_words,
    day_words,
    every_words,
    flag_words,
    number_words,
    outcome_words,
    theme_words,
    why_words,
)

LABEL_WIDTH = 22


@dataclass(frozen=True, slots=True)
class Line:
    """One number as the household screen lists it."""

    number: PhoneNumber
    label: str
    shown: str
    past: str
    """What came of it last, in words; "" when it was never dialled."""
    is_ended: bool = False


def person(tenant: Tenant, now: datetime) -> str:
    """Mme Hélène LEFÈVRE, 85 ans."""
    names = (tenant.title, tenant.first_name, tenant.last_name)
    name = strip_controls(" ".join(part for part in names if part))
    age = tenant.age(now.date())
    return name if age is None else _("{name}, {age} ans").format(name=name, age=age)


def people(household: Household, now: datetime) -> str:
    """Everybody who is followed there; a couple is one call."""
    ranked = sorted(household.tenants, key=lambda tenant: tenant.rank)
    return _(" et ").join(person(tenant, now) for tenant in ranked) or _("Foyer sans nom")


def where(household: Household) -> str:
    """Its address on one line."""
    town = " ".join(part for part in (household.postcode, household.city) if part)
    return strip_controls(", ".join(part for part in (household.address, town) if part))


def place(hand: Hand) -> str:
    """Agency, residence and public."""
    household = hand.case.household
    residence = (
        _("résidence {name}").format(name=household.residence) if household.residence else ""
    )
    titles = {segment.id: segment.title for segment in hand.campaign.segments}
    public = titles.get(hand.case.segment, hand.case.segment)
    said = " · ".join(part for part in (household.agency, residence, public) if part)
    return strip_controls(said)


def traits(household: Household) -> str:
    """What to know before speaking."""
    title = household.tenants[0].title if len(household.tenants) == 1 else ""
    words = flag_words(household.flags, title)
    if household.language:
        words.append(_("parle {language}").format(language=household.language))
    if household.note:
        words.append(household.note)
    return strip_controls(" · ".join(words))


def why(hand: Hand, now: datetime, zone: tzinfo) -> str:
    """Why this household now, and which call this is."""
    if is_cut(hand):
        return _("la ligne vient de couper")
    if hand.reason is CallReason.INBOUND:
        return _("on nous rappelle, {contact}").format(
            contact=contact_words(calling_order.why_now(hand.case, now).days)
        )
    words = why_words(calling_order.why_now(hand.case, now), now, zone)
    rhythm = every_words(hand.case.cadence)
    if rhythm and hand.reason is CallReason.FOLLOW_UP:
        words += " · " + _("suivi {rhythm}").format(rhythm=rhythm)
    tried = len(hand.case.unanswered_attempts)
    if tried > 1:
        words += " · " + _("{n} essais sans réponse").format(n=tried)
    return words


def last_note(case: Case, now: datetime, zone: tzinfo) -> tuple[str, str]:
    """What was said last time, and by whom and when; both "" when nothing was."""
    for attempt in reversed(case.attempts):
        if attempt.notes:
            return f"« {attempt.notes[-1]} »", f"{attempt.caller}, {past_day(attempt, now, zone)}"
    return "", ""


def last_answers(case: Case) -> tuple[str, ...]:
    """What was answered last time, each with what it is about: "courses : avec de l'aide"."""
    return next((found for one in reversed(case.attempts) if (found := answers_of(one))), ())


def answers_of(attempt: PastAttempt) -> tuple[str, ...]:
    """The answers of one earlier attempt."""
    return tuple(f"{_about(question)} : {said}" for question, said in attempt.answers)


def left_over(attempt: PastAttempt) -> list[str]:
    """What was written in an attempt besides its notes: complaints, cries for help."""
    complaint, cry = _("réclamation : {text}"), _("superviseur prévenu : {text}")
    told = [complaint.format(text=text) for text in attempt.complaints]
    return told + [cry.format(text=text) for text in attempt.help_texts if text]


def last_left_over(case: Case) -> list[str]:
    """What was left over by the last attempt that left anything."""
    return next((found for one in reversed(case.attempts) if (found := left_over(one))), [])


def news(case: Case, now: datetime, zone: tzinfo) -> list[str]:
    """What partners answered since the person was last heard: the caller tells them."""
    said = {
        "accepted": _("{partner} s'en occupe"),
        "rejected": _("{partner} ne peut pas ; le superviseur cherche quelqu'un d'autre"),
        "done": _("c'est en place, par {partner}"),
    }
    found = []
    for one in case.news:
        words = said.get(one.status, "{partner}").format(partner=one.partner)
        answer = f" : « {one.answer} »" if one.answer else ""
        day = day_words(one.at, now, zone)
        found.append(f"{theme_words(one.theme)}, {words}{answer} ({day})")
    return found


def _about(question: str) -> str:
    """A question's id as words."""
    return question.replace("_", " ").replace(".", " ")


def past_day(attempt: PastAttempt, now: datetime, zone: tzinfo) -> str:
    """The day of an earlier attempt."""
    return day_words(attempt.at, now, zone)


def labelled(label: str, words: str, width: int, lines: int = 3) -> str:
    """`words` beside their label, wrapped under themselves; at most so many lines."""
    from textwrap import wrap

    room = max(20, width - LABEL_WIDTH)
    found = wrap(strip_controls(words), room, max_lines=lines, placeholder=" …") or [""]
    return "\n".join(
        f"{label if not at else '':<{LABEL_WIDTH}}{line}" for at, line in enumerate(found)
    )


def attempt_words(attempt: PastAttempt, now: datetime, zone: tzinfo) -> str:
    """One earlier attempt on one line."""
    local = attempt.at.astimezone(zone)
    outcome = outcome_words(attempt.dials[-1].outcome) if attempt.dials else _("sans appel")
    length = _("{n} min").format(n=attempt.minutes) if attempt.minutes else ""
    parts = (f"{past_day(attempt, now, zone)}, {hour(local)}", outcome, length, by_whom(attempt))
    return " · ".join(part for part in parts if part)


def by_whom(attempt: PastAttempt) -> str:
    """The caller, and the campaign when it was another one."""
    if not attempt.campaign:
        return attempt.caller
    return _("{caller} (campagne « {title} »)").format(
        caller=attempt.caller, title=attempt.campaign
    )


def lines(hand: Hand, now: datetime, zone: tzinfo) -> list[Line]:
    """The numbers worth dialling, those given in this call included, the person's own first."""
    ended = possible.ended(hand)
    return [_line(hand, number, ended, now, zone) for number in possible.numbers(hand)]


def is_cut(hand: Hand) -> bool:
    """Whether somebody was on the line, and it was cut: they are waiting to be called again."""
    last = hand.call.dials[-1] if hand.call and hand.call.dials else None
    return last is not None and last.outcome is Outcome.DROPPED and last.answered_at is not None


def first_to_dial(hand: Hand, found: Sequence[Line]) -> int:
    """The number whose line was just cut, else the first that this call has not dialled yet."""
    cut = hand.call.dials[-1].e164 if hand.call and is_cut(hand) else ""
    for at, line in enumerate(found):
        if cut and line.number.e164 == cut:
            return at
    dialled = {dial.e164 for dial in hand.call.dials} if hand.call else set()
    for at, line in enumerate(found):
        if line.number.e164 not in dialled and not line.is_ended:
            return at
    return 0


def _line(
    hand: Hand, number: PhoneNumber, ended: frozenset[str], now: datetime, zone: tzinfo
) -> Line:
    return Line(
        number=number,
        label=strip_controls(number_words(number)),
        shown=phones.display(number.e164),
        past=_past(hand, number, now, zone),
        is_ended=number.e164 in ended,
    )


def _past(hand: Hand, number: PhoneNumber, now: datetime, zone: tzinfo) -> str:
    """The last outcome of a number: this call's dials, else the earlier attempts'."""
    for dial in reversed(hand.call.dials if hand.call else ()):
        if dial.e164 == number.e164 and dial.outcome is not None:
            return _("{outcome} à l'instant").format(outcome=outcome_words(dial.outcome))
    for past in reversed(hand.case.dials):
        if number.id and past.number_id == number.id:
            local, here = past.at.astimezone(zone), now.astimezone(zone)
            is_recent = (here.date() - local.date()).days < 2
            at = moment(local, here) if is_recent else day_words(past.at, now, zone)
            return _("{outcome} {at}").format(outcome=outcome_words(past.outcome), at=at)
    return ""
