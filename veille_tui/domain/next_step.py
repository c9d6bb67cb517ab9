"""What happens next to a case after an attempt: the decision that the store applies as it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from veille_tui.domain import cadence, calling_order, slots
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, Disposition, Promise, QueueState
from veille_tui.domain.journal import Call
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.records import from_plain, to_plain

SAME_CALLER_GRACE = timedelta(hours=3)
"""How long a follow-up waits for the caller the person knows."""
SPREAD_FROM = timedelta(hours=1)
"""Shorter delays mean "at once again": they are not moved to a less used part of the day."""
_STRENGTH = {"immediate": 0, "today": 1, "week": 2}


@dataclass(frozen=True, slots=True)
class NeedFound:
    """A need that the conversation showed."""

    theme: str
    urgency: str
    """immediate, today or week."""
    to: str = ""
    """Kind of partner."""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the walk of the call script concluded."""

    needs: tuple[NeedFound, ...] = ()
    cadence: str = ""
    cadence_until: str = ""
    cadence_is_said: bool = False
    """The script rules on the rhythm: after a complete talk, no rhythm means none is wanted."""
    complete: bool = False
    """No required question is left unanswered."""


@dataclass(frozen=True, slots=True)
class Secured:
    """Positive evidence that a situation is secured."""

    at: datetime
    channel: str
    """phone, neighbour, postman, visit."""
    source: str
    """self, relative, neighbour, guardian, other."""


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
    contact_at: datetime | None = None
    """Sign of life in this attempt, if any."""
    secured: Secured | None = None
    not_secured: str = ""
    """Why not: needs, incomplete, no_contact, hearsay, said_so, refused."""
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
    outcome = call.outcome or Outcome.NO_ANSWER
    contact = contact_in(call)
    needs = talk.needs
    secured, not_secured = evidence(call, talk, now)
    rhythm, until = rhythm_of(case, talk, contact is not None, campaign)
    step = _step(case, call, outcome, secured is not None, (rhythm, until), campaign, now)
    step = _as_the_caller_wants(step, call, campaign, now)
    urgency = strongest([need.urgency for need in needs] + [case.urgency])
    if (needs or case.open_needs) and step.state is not QueueState.CLOSED:
        step = _Next(
            Disposition.NEEDS_HELP,
            step.state,
            step.due_at,
            step.promise,
            step.reserved_for,
            step.reserved_until,
        )
    return Decision(
        disposition=step.disposition,
        state=step.state,
        due_at=step.due_at,
        priority=calling_order.priority(step.promise, urgency, case.priority),
        sort_key=calling_order.sign_of_life(contact or case.last_contact_at),
        reserved_for=step.reserved_for,
        reserved_until=step.reserved_until,
        promise=step.promise,
        numbers_ended=numbers_ended_in(call),
        contact_at=contact,
        secured=secured,
        not_secured=not_secured,
        needs=needs,
        urgency=urgency,
        cadence=rhythm,
        cadence_until=until,
        flagged=_flag(outcome, call),
    )


def strongest(urgencies: list[str]) -> str:
    """The strongest of some urgencies; "" when there is none."""
    known = [urgency for urgency in urgencies if urgency in _STRENGTH]
    return min(known, key=_STRENGTH.__getitem__, default="")


def contact_in(call: Call) -> datetime | None:
    """When somebody who knows the person, or the person, was last heard in `call`."""
    silent = {Outcome.WRONG_NUMBER, Outcome.DECEASED, Outcome.MOVED_OUT}
    for dial in reversed(call.dials):
        if dial.outcome and FACTS[dial.outcome].answered and dial.outcome not in silent:
            return dial.ended_at or dial.at
    return None


def numbers_ended_in(call: Call) -> tuple[int, ...]:
    """The numbers that `call` found to be wrong or cut off; a number of 0 was never stored."""
    return tuple(
        dial.number_id
        for dial in call.dials
        if dial.outcome and FACTS[dial.outcome].ends_number and dial.number_id
    )


def evidence(call: Call, talk: Talk, now: datetime) -> tuple[Secured | None, str]:
    """The positive evidence `call` brought, or why there is none.

    An expressed need overrides "all well", even the caller's own; unknown is never reassurance.
    """
    last = call.dials[-1] if call.dials else None
    if last is None or last.outcome is None or contact_in(call) is None:
        return None, "no_contact"
    if talk.needs:
        return None, "needs"
    if FACTS[last.outcome].ends_case or last.outcome is Outcome.REFUSED_SOFT:
        return None, "refused"
    source = call.secured_source or last.who or "self"
    if call.secured is False:
        return None, "said_so"
    if call.secured is True:
        return Secured(now, "phone", source), ""
    if last.outcome is not Outcome.DONE or not talk.complete:
        return None, "hearsay" if last.outcome is Outcome.REACHED_OTHER else "incomplete"
    return Secured(now, "phone", source), ""


def rhythm_of(case: Case, talk: Talk, contact: bool, campaign: Campaign) -> tuple[str, str]:
    """The cadence in force from now on: the script's conclusion, what was, or the default."""
    if talk.cadence or (talk.cadence_is_said and talk.complete):
        return talk.cadence, talk.cadence_until
    if case.cadence:
        return case.cadence, case.cadence_until
    for rule in campaign.cadence if contact else ():
        if not rule.when:
            return rule.every, rule.until.isoformat() if rule.until else ""
    return "", ""


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
    rhythm: tuple[str, str],
    campaign: Campaign,
    now: datetime,
) -> _Next:
    if outcome in _ENDS:
        return _ENDS[outcome]
    if call.promise is not None:
        return promised(call.promise, campaign)
    if outcome is Outcome.DROPPED:
        until = now + campaign.attempts.callback_grace
        return _Next(Disposition.RETRYING, QueueState.READY, now, None, call.caller, until)
    if is_secured:
        return _followed(call, rhythm, campaign, now)
    if outcome is Outcome.DONE:
        return _after_talk(call, rhythm, campaign, now)
    return _try_again(case, call, outcome, campaign, now)


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


def _after_talk(call: Call, rhythm: tuple[str, str], campaign: Campaign, now: datetime) -> _Next:
    """A conversation that reassured nobody: followed at its cadence, else called back."""
    step = _followed(call, rhythm, campaign, now)
    if step.due_at is not None:
        return _Next(
            Disposition.CALLBACK,
            step.state,
            step.due_at,
            None,
            step.reserved_for,
            step.reserved_until,
        )
    due = _allowed(now + timedelta(days=1), campaign)
    return _Next(Disposition.CALLBACK, QueueState.SCHEDULED, due)


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
    ended = set(numbers_ended_in(call))
    left = [number for number in case.household.usable_numbers if number.id not in ended]
    if not left and not call.numbers_given:
        return _Next(Disposition.NO_NUMBER, QueueState.DONE)
    zone = ZoneInfo(campaign.timezone)
    if contact_in(call) is None and is_exhausted(case, call, campaign):
        return _Next(Disposition.UNREACHABLE, QueueState.DONE)
    delay = campaign.attempts.delays.get(outcome, timedelta(0))
    dials = [dial.at for dial in case.dials] + [dial.at for dial in call.dials]
    due = slots.next_try(
        now + delay,
        dials,
        campaign.hours,
        zone,
        campaign.attempts.per_day,
        spread=delay >= SPREAD_FROM,
    )
    return _Next(Disposition.RETRYING, QueueState.SCHEDULED, due or now + timedelta(days=1))


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


def _as_the_caller_wants(step: _Next, call: Call, campaign: Campaign, now: datetime) -> _Next:
    """The caller may move or drop the next call, never reopen what is closed."""
    if not call.next_call_changed or step.state is QueueState.CLOSED:
        return step
    if call.next_call_at is None:
        state = QueueState.DONE
        kept = step.disposition
        quiet = Disposition.SECURED if kept is Disposition.FOLLOWED else kept
        return _Next(quiet, state)
    due = call.next_call_at
    return _Next(
        step.disposition,
        QueueState.SCHEDULED,
        due,
        step.promise,
        step.reserved_for,
        due + SAME_CALLER_GRACE if step.reserved_for else None,
    )


def _flag(outcome: Outcome, call: Call) -> str:
    """A word for the supervisor: what needs a human look whatever the queue does."""
    if call.help_asked:
        return "help_asked"
    if outcome in {Outcome.REFUSED_HARD, Outcome.DECEASED, Outcome.LANGUAGE, Outcome.CANNOT_TALK}:
        return outcome.value
    return ""
