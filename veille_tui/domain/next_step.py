"""What happens next to a case after an attempt: the decision that the store applies as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from veille_tui.domain import cadence, calling_order, slots
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.conditions import Condition, ConditionFault, Scope, parse, profile_values
from veille_tui.domain.evidence import (
    NeedFound,
    Secured,
    Talk,
    contact_in,
    evidence,
    final_outcome,
    numbers_ended_in,
    strongest,
)
from veille_tui.domain.journal import Call
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.records import from_plain, to_plain

SAME_CALLER_GRACE = timedelta(hours=3)
"""How long a follow-up waits for the caller the person knows."""
MISSED_AGAIN = timedelta(minutes=30)
"""How soon a missed appointment is tried again at the latest."""
_SOON = {"immediate": timedelta(hours=2)}
SPREAD_FROM = timedelta(hours=1)
"""Shorter delays mean "at once again": they are not moved to a less used part of the day."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What the store writes together with the result, in one transaction."""

    disposition: Disposition
    state: QueueState
    due_at: datetime | None = None
    priority: int = 0
    sort_key: int = 0
    reserved_for: str = ""
    reserved_until: datetime | None = None
    promise: Promise | None = None
    numbers_ended: tuple[int, ...] = ()
    e164_ended: tuple[str, ...] = ()
    """Numbers given in this very call, not stored yet, that turned out to be wrong."""
    contact_at: datetime | None = None
    """Sign of life in this attempt, if any."""
    secured: Secured | None = None
    not_secured: str = ""
    """Why not: needs, alert, help_asked, open_needs, refused, said_so, hearsay, incomplete,
    unknown, no_contact."""
    needs: tuple[NeedFound, ...] = ()
    urgency: str = ""
    cadence: str = ""
    cadence_until: str = ""
    flagged: str = ""

    def to_data(self) -> dict[str, Any]:
        """As JSON for the journal: ISO 8601 times, codes."""
        data: dict[str, Any] = to_plain(self)
        return data

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Decision:
        """The decision that `to_data` wrote."""
        return from_plain(cls, data)


@dataclass(frozen=True, slots=True)
class _Next:
    """Disposition, queue state and due time, before they are completed into a Decision."""

    disposition: Disposition
    state: QueueState
    due_at: datetime | None = None
    promise: Promise | None = None
    reserved_for: str = ""
    reserved_until: datetime | None = None


def decide(case: Case, call: Call, talk: Talk, campaign: Campaign, now: datetime) -> Decision:
    """The decision for `case` after `call`, in which the script concluded `talk`.

    Pure: the wrap-up shows it, the journal keeps it, the store applies it.
    """
    outcome = final_outcome(call) or Outcome.NO_ANSWER
    contact = contact_in(call)
    secured, not_secured = evidence(case, call, talk, now)
    rhythm = rhythm_of(case, talk, contact is not None, campaign, now)
    new = strongest([need.urgency for need in talk.needs] + (["today"] if call.help_asked else []))
    urgency = strongest([new, case.urgency])
    step = _step(case, call, outcome, secured is not None, (rhythm, new), campaign, now)
    step, dropped = _as_the_caller_wants(step, call, secured is not None)
    if (talk.needs or case.open_needs or call.help_asked) and secured is None:
        open_state = step.state is not QueueState.CLOSED
        step = replace(step, disposition=Disposition.NEEDS_HELP) if open_state else step
    stored, given = numbers_ended_in(call)
    return Decision(
        disposition=step.disposition,
        state=step.state,
        due_at=step.due_at,
        priority=calling_order.priority(step.promise, urgency, case.priority),
        sort_key=calling_order.sign_of_life(contact or case.last_contact_at),
        reserved_for=step.reserved_for,
        reserved_until=step.reserved_until,
        promise=step.promise,
        numbers_ended=stored,
        e164_ended=given,
        contact_at=contact,
        secured=secured,
        not_secured=not_secured,
        needs=talk.needs,
        urgency=urgency,
        cadence=rhythm[0],
        cadence_until=rhythm[1],
        flagged=_flag(case, call, talk, outcome, now) or ("no_next_call" if dropped else ""),
    )


def rhythm_of(
    case: Case, talk: Talk, contact: bool, campaign: Campaign, now: datetime
) -> tuple[str, str]:
    """The cadence in force from now on, and its last day: the script's conclusion, what was, or
    the first of the campaign's rules that holds for this household.
    """
    if talk.cadence or (talk.cadence_is_said and talk.complete):
        return talk.cadence, talk.cadence_until
    if case.cadence:
        return case.cadence, case.cadence_until
    for rule in campaign.cadence if contact else ():
        if _holds(rule.when, case, campaign, now):
            return rule.every, rule.until.isoformat() if rule.until else ""
    return "", ""


def _holds(when: str, case: Case, campaign: Campaign, now: datetime) -> bool:
    """Whether a condition of the campaign file holds for the household; "" always does."""
    if not when:
        return True
    today = now.astimezone(ZoneInfo(campaign.timezone)).date()
    profile = case.household.profile(today)
    segments = tuple(dict.fromkeys(one for one in (case.segment, *profile.segments) if one))
    reason = calling_order.reason_of(case).value
    scope = Scope(known=profile_values(replace(profile, segments=segments), reason))
    return campaign_condition(when, campaign.language).holds(scope)


@lru_cache(maxsize=64)
def campaign_condition(when: str, language: str) -> Condition:
    """A condition of a campaign file, which may be written in either language.

    Raises ConditionFault; a file that was checked never does.
    """
    try:
        return parse(when, language)
    except ConditionFault:
        return parse(when, "en" if language == "fr" else "fr")


_ENDS = {
    Outcome.REFUSED_HARD: _Next(Disposition.REFUSED, QueueState.CLOSED),
    Outcome.LANGUAGE: _Next(Disposition.LANGUAGE, QueueState.DONE),
    Outcome.CANNOT_TALK: _Next(Disposition.TO_VISIT, QueueState.DONE),
    Outcome.DECEASED: _Next(Disposition.DECEASED, QueueState.CLOSED),
    Outcome.MOVED_OUT: _Next(Disposition.MOVED_OUT, QueueState.CLOSED),
}


def _step(
    case: Case,
    call: Call,
    outcome: Outcome,
    is_secured: bool,
    wish: tuple[tuple[str, str], str],
    campaign: Campaign,
    now: datetime,
) -> _Next:
    """`wish` is the rhythm, and the urgency of what was found in this call."""
    rhythm, urgency = wish
    if outcome is Outcome.DECEASED and len(case.household.tenants) > 1:
        return _Next(Disposition.DECEASED, QueueState.DONE)
    if outcome in _ENDS:
        return _ENDS[outcome]
    if call.promise is not None:
        return promised(call.promise, campaign)
    if outcome is Outcome.DROPPED:
        return _at_once(case, call, campaign, now)
    if is_secured:
        return _followed(call, rhythm, campaign, now)
    if outcome is Outcome.DONE:
        return _after_talk(call, rhythm, urgency, campaign, now)
    return _try_again(case, call, outcome, campaign, now)


def _at_once(case: Case, call: Call, campaign: Campaign, now: datetime) -> _Next:
    """A line that was cut: now, by the same caller, unless the day's dials are used up."""
    due = _free_moment(case, call, now, campaign, spread=False)
    if due > now:
        return _Next(Disposition.RETRYING, QueueState.SCHEDULED, due)
    until = now + campaign.attempts.callback_grace
    return _Next(Disposition.RETRYING, QueueState.READY, now, None, call.caller, until)


def promised(promise: Promise, campaign: Campaign) -> _Next:
    """A promise is kept at its time by the one who made it, then by anybody."""
    kind = promise.kind.value
    return _Next(
        Disposition(kind),
        QueueState.SCHEDULED,
        promise.starts,
        promise,
        promise.by,
        promise.starts + campaign.attempts.callback_grace if promise.by else None,
    )


def _followed(call: Call, rhythm: tuple[str, str], campaign: Campaign, now: datetime) -> _Next:
    due = _cadence_due(rhythm, campaign, now)
    if due is None:
        return _Next(Disposition.SECURED, QueueState.DONE)
    return _Next(
        Disposition.FOLLOWED,
        QueueState.SCHEDULED,
        due,
        None,
        call.caller,
        due + SAME_CALLER_GRACE,
    )


def _after_talk(
    call: Call, rhythm: tuple[str, str], urgency: str, campaign: Campaign, now: datetime
) -> _Next:
    """A conversation that reassured nobody: called back soon, or at its rhythm if that is sooner.

    A danger within the day, a need of the day and an unknown the next day.
    """
    soon = _allowed(now + _SOON.get(urgency, timedelta(days=1)), campaign)
    step = _followed(call, rhythm, campaign, now)
    if step.due_at is None:
        return _Next(Disposition.CALLBACK, QueueState.SCHEDULED, soon)
    if urgency != "week" and soon < step.due_at:
        return _Next(Disposition.CALLBACK, QueueState.SCHEDULED, soon)
    return replace(step, disposition=Disposition.CALLBACK)


def _cadence_due(rhythm: tuple[str, str], campaign: Campaign, now: datetime) -> datetime | None:
    due = cadence.next_due(rhythm[0], rhythm[1], now, ZoneInfo(campaign.timezone))
    return None if due is None else _allowed(due, campaign)


def _allowed(moment: datetime, campaign: Campaign) -> datetime:
    """`moment`, or the next opening after it."""
    zone = ZoneInfo(campaign.timezone)
    return slots.next_opening(moment, campaign.hours, zone) or moment


def _try_again(
    case: Case, call: Call, outcome: Outcome, campaign: Campaign, now: datetime
) -> _Next:
    stored, given = numbers_ended_in(call)
    left = [number for number in case.household.usable_numbers if number.id not in stored]
    new = [number for number in call.numbers_given if number.get("e164") not in given]
    if not left and not new:
        return _Next(Disposition.NO_NUMBER, QueueState.DONE)
    kept = missed_appointment(case, call, now)
    if kept is None and contact_in(call) is None and is_exhausted(case, call, campaign):
        return _Next(Disposition.UNREACHABLE, QueueState.DONE)
    delay = campaign.attempts.delays.get(outcome, timedelta(0))
    if kept is not None:
        due = _free_moment(case, call, now + min(delay, MISSED_AGAIN), campaign, spread=False)
        return _Next(Disposition.APPOINTMENT, QueueState.SCHEDULED, due, kept)
    spread = delay >= SPREAD_FROM
    due = _free_moment(case, call, now + delay, campaign, spread=spread)
    return _Next(Disposition.RETRYING, QueueState.SCHEDULED, due)


def _free_moment(
    case: Case, call: Call, earliest: datetime, campaign: Campaign, *, spread: bool
) -> datetime:
    """The next moment for a dial: within hours, and within the day's dials."""
    dials = [dial.at for dial in case.dials] + [dial.at for dial in call.dials]
    zone = ZoneInfo(campaign.timezone)
    per_day = campaign.attempts.per_day
    due = slots.next_try(earliest, dials, campaign.hours, zone, per_day, spread=spread)
    return due or earliest + timedelta(days=1)


def missed_appointment(case: Case, call: Call, now: datetime) -> Promise | None:
    """The appointment at which nobody answered: kept, because a missed one is an alert."""
    promise = case.promise
    if promise is None or promise.kind is not PromiseKind.APPOINTMENT or promise.starts > now:
        return None
    return promise if contact_in(call) is None else None


def is_exhausted(case: Case, call: Call, campaign: Campaign) -> bool:
    """Whether the telephone has been tried enough: attempts, spread over slots and days."""
    zone = ZoneInfo(campaign.timezone)
    times = [attempt.at for attempt in case.unanswered_attempts] + [call.started_at]
    used = {slots.slot_of(moment, campaign.hours, zone) for moment in times}
    days = {moment.astimezone(zone).date() for moment in times}
    rules = campaign.attempts
    possible = {slot.id for slot in campaign.hours.slots}
    return (
        len(times) >= rules.maximum
        and len(used) >= min(rules.slots, len(possible))
        and len(days) >= rules.days
    )


def _as_the_caller_wants(step: _Next, call: Call, is_secured: bool) -> tuple[_Next, bool]:
    """The step with the next call moved or dropped by the caller, and whether one was dropped
    though nothing is secured: that case is handed to the supervisor.

    What is closed stays closed; a promise is not dropped, only taken back.
    """
    if not call.next_call_changed or step.state in {QueueState.CLOSED, QueueState.DONE}:
        return (step, False) if call.next_call_at is None else (_moved(step, call), False)
    if call.next_call_at is not None:
        return _moved(step, call), False
    if step.promise is not None:
        return step, False
    if is_secured:
        return _Next(Disposition.SECURED, QueueState.DONE), False
    return _Next(Disposition.HANDED_OVER, QueueState.DONE), True


def _moved(step: _Next, call: Call) -> _Next:
    due = call.next_call_at
    if due is None or step.state is QueueState.CLOSED:
        return step
    promise = step.promise and replace(step.promise, starts=due, ends=None)
    until = due + SAME_CALLER_GRACE if step.reserved_for else None
    return replace(
        step, state=QueueState.SCHEDULED, due_at=due, promise=promise, reserved_until=until
    )


_LOOKED_AT = {
    Outcome.REFUSED_HARD,
    Outcome.DECEASED,
    Outcome.LANGUAGE,
    Outcome.CANNOT_TALK,
}


def _flag(case: Case, call: Call, talk: Talk, outcome: Outcome, now: datetime) -> str:
    """A word for the supervisor: what needs a human look whatever the queue does."""
    if call.help_asked:
        return "help_asked"
    if outcome is Outcome.DECEASED and len(case.household.tenants) > 1:
        return "deceased_couple"
    if outcome in _LOOKED_AT:
        return outcome.value
    if talk.alerts:
        return "alert"
    return "missed_appointment" if missed_appointment(case, call, now) else ""
