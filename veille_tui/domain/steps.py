"""Steps: where a case goes after an outcome, before they are completed into a decision."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain import alert, cadence, slots
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import (
    CallReason,
    Case,
    Disposition,
    Promise,
    PromiseKind,
    QueueState,
)
from veille_tui.domain.evidence import contact_in, numbers_ended_in
from veille_tui.domain.journal import Call
from veille_tui.domain.opt_outs import ends_at, wish_in
from veille_tui.domain.outcomes import FACTS, Outcome

SAME_CALLER_GRACE = timedelta(hours=3)
"""How long a follow-up waits for the caller the person knows."""
MISSED_AGAIN = timedelta(minutes=30)
"""How soon a missed appointment is tried again at the latest."""
_SOON = {"immediate": timedelta(hours=2)}
SPREAD_FROM = timedelta(hours=1)
"""Shorter delays mean "at once again": they are not moved to a less used part of the day."""


@dataclass(frozen=True, slots=True)
class Step:
    """Disposition, queue state and due time, before they are completed into a Decision."""

    disposition: Disposition
    state: QueueState
    due_at: datetime | None = None
    promise: Promise | None = None
    reserved_for: str = ""
    reserved_until: datetime | None = None


_ENDS = {
    Outcome.REFUSED_HARD: Step(Disposition.REFUSED, QueueState.CLOSED),
    Outcome.LANGUAGE: Step(Disposition.LANGUAGE, QueueState.DONE),
    Outcome.CANNOT_TALK: Step(Disposition.TO_VISIT, QueueState.DONE),
    Outcome.DECEASED: Step(Disposition.DECEASED, QueueState.CLOSED),
    Outcome.MOVED_OUT: Step(Disposition.MOVED_OUT, QueueState.CLOSED),
}


def step_after(
    case: Case,
    call: Call,
    outcome: Outcome,
    is_secured: bool,
    wish: tuple[tuple[str, str], str],
    campaign: Campaign,
    now: datetime,
) -> Step:
    """`wish` is the rhythm, and the urgency of what was found in this call."""
    rhythm, urgency = wish
    if outcome is Outcome.DECEASED and len(case.household.tenants) > 1:
        return Step(Disposition.DECEASED, QueueState.DONE)
    if outcome in _ENDS:
        return _ENDS[outcome]
    if call.promise is not None:
        return promised(call.promise, campaign)
    if is_secured:
        return _followed(call, rhythm, campaign, now)
    if call.reason is CallReason.INBOUND and outcome is not Outcome.DONE and not urgency:
        return _as_before(case, campaign, now)
    if outcome is Outcome.DROPPED:
        return _at_once(case, call, campaign, now)
    if outcome is Outcome.DONE:
        return _after_talk(call, rhythm, urgency, campaign, now)
    return _try_again(case, call, outcome, campaign, now)


_WAITING = {
    Disposition.TO_CALL,
    Disposition.APPOINTMENT,
    Disposition.CALLBACK,
    Disposition.RETRYING,
    Disposition.FOLLOWED,
}
_OVER = {Disposition.REFUSED, Disposition.DECEASED, Disposition.MOVED_OUT, Disposition.OPTED_OUT}


def _as_before(case: Case, campaign: Campaign, now: datetime) -> Step:
    """Somebody rang and little was said: what was settled before stands."""
    kept = case.disposition
    if kept in _OVER:
        return Step(kept, QueueState.CLOSED)
    is_due_later = case.due_at is not None and case.due_at > now
    if kept in _WAITING or (kept is Disposition.NEEDS_HELP and is_due_later):
        by = case.promise.by if case.promise else ""
        due = max(case.due_at or now, now)
        until = due + campaign.attempts.callback_grace if by else None
        return Step(kept, QueueState.SCHEDULED, due, case.promise, by, until)
    return Step(kept, QueueState.DONE)


def _at_once(case: Case, call: Call, campaign: Campaign, now: datetime) -> Step:
    """A line that was cut: now, by the same caller, unless the day's dials are used up."""
    due = _free_moment(case, call, now, campaign, spread=False)
    if due > now:
        return Step(Disposition.RETRYING, QueueState.SCHEDULED, due)
    until = now + campaign.attempts.callback_grace
    return Step(Disposition.RETRYING, QueueState.READY, now, None, call.caller, until)


def promised(promise: Promise, campaign: Campaign) -> Step:
    """A promise is kept at its time by the one who made it, then by anybody."""
    kind = promise.kind.value
    return Step(
        Disposition(kind),
        QueueState.SCHEDULED,
        promise.starts,
        promise,
        promise.by,
        promise.starts + campaign.attempts.callback_grace if promise.by else None,
    )


def opted_out(call: Call, campaign: Campaign, now: datetime) -> Step | None:
    """Whoever asks not to be called is not, for ever or until the day they named; None: no wish.

    What ends the household for everybody stands, and a wish about text messages is no matter here.
    """
    wish = wish_in(call.opt_out)
    if wish is None or wish.channel != "calls":
        return None
    if wish.until is None:
        return Step(Disposition.OPTED_OUT, QueueState.CLOSED)
    due = max(ends_at(wish.until, ZoneInfo(campaign.timezone)), now)
    return Step(Disposition.OPTED_OUT, QueueState.SCHEDULED, _allowed(due, campaign))


def _followed(call: Call, rhythm: tuple[str, str], campaign: Campaign, now: datetime) -> Step:
    due = _cadence_due(rhythm, campaign, now)
    if due is None:
        return Step(Disposition.SECURED, QueueState.DONE)
    return Step(
        Disposition.FOLLOWED,
        QueueState.SCHEDULED,
        due,
        None,
        call.caller,
        due + SAME_CALLER_GRACE,
    )


def _after_talk(
    call: Call, rhythm: tuple[str, str], urgency: str, campaign: Campaign, now: datetime
) -> Step:
    """A conversation that reassured nobody: called back soon, or at its rhythm if that is sooner.

    A danger within the day, a need of the day and an unknown the next day.
    """
    soon = _allowed(now + _SOON.get(urgency, timedelta(days=1)), campaign)
    step = _followed(call, rhythm, campaign, now)
    if step.due_at is None:
        return Step(Disposition.CALLBACK, QueueState.SCHEDULED, soon)
    if urgency != "week" and soon < step.due_at:
        return Step(Disposition.CALLBACK, QueueState.SCHEDULED, soon)
    return replace(step, disposition=Disposition.CALLBACK)


def _cadence_due(rhythm: tuple[str, str], campaign: Campaign, now: datetime) -> datetime | None:
    due = cadence.next_due(rhythm[0], rhythm[1], now, ZoneInfo(campaign.timezone))
    if due is not None and campaign.alert_since is not None and _is_another_day(due, now, campaign):
        return alert.at_opening(due, campaign)
    return None if due is None else _allowed(due, campaign)


def _is_another_day(due: datetime, now: datetime, campaign: Campaign) -> bool:
    zone = ZoneInfo(campaign.timezone)
    return due.astimezone(zone).date() != now.astimezone(zone).date()


def _allowed(moment: datetime, campaign: Campaign) -> datetime:
    """`moment`, or the next opening after it."""
    zone = ZoneInfo(campaign.timezone)
    return slots.next_opening(moment, campaign.hours, zone) or moment


def _try_again(case: Case, call: Call, outcome: Outcome, campaign: Campaign, now: datetime) -> Step:
    stored, given = numbers_ended_in(call)
    left = [number for number in case.household.usable_numbers if number.id not in stored]
    new = [number for number in call.numbers_given if number.get("e164") not in given]
    if not left and not new:
        return Step(Disposition.NO_NUMBER, QueueState.DONE)
    kept = missed_appointment(case, call, now)
    rung = {dial.e164 for dial in call.dials}
    is_tried = all(number.get("e164") in rung for number in new)
    silent = kept is None and contact_in(call) is None
    if silent and is_tried and is_exhausted(case, call, campaign):
        return Step(Disposition.UNREACHABLE, QueueState.DONE)
    delay = _delay(outcome, call, [number.id for number in left], campaign, now)
    if kept is not None:
        due = _free_moment(case, call, now + min(delay, MISSED_AGAIN), campaign, spread=False)
        return Step(Disposition.APPOINTMENT, QueueState.SCHEDULED, due, kept)
    spread = delay >= SPREAD_FROM and campaign.alert_since is None
    earliest = alert.before_deadline(now + delay, campaign, now)
    due = _free_moment(case, call, earliest, campaign, spread=spread)
    return Step(Disposition.RETRYING, QueueState.SCHEDULED, due)


def _delay(
    outcome: Outcome, call: Call, left: list[int], campaign: Campaign, now: datetime
) -> timedelta:
    """How long to wait: what the outcome asks; after a wrong number, what the others ask.

    A number that was busy a minute ago is not free because another one was wrong.
    """
    delays = campaign.attempts.delays
    if not FACTS[outcome].ends_number or not left:
        return delays.get(outcome, timedelta(0))
    dialled = {dial.number_id: dial for dial in call.dials if dial.outcome is not None}
    waits = [timedelta(0)]
    if all(number in dialled for number in left):
        ends = [
            (dial.ended_at or dial.at) + delays.get(dial.outcome, timedelta(0))
            for number in left
            if (dial := dialled[number]).outcome is not None
        ]
        waits.append(min(ends) - now)
    return max(waits)


def _free_moment(
    case: Case, call: Call, earliest: datetime, campaign: Campaign, *, spread: bool
) -> datetime:
    """The next moment for a dial: within hours, and within the day's dials."""
    dials = [dial.at for dial in case.household_dials] + [dial.at for dial in call.dials]
    zone = ZoneInfo(campaign.timezone)
    per_day = campaign.attempts.per_day
    due = slots.next_try(earliest, dials, campaign.hours, zone, per_day, spread=spread)
    return due or earliest + timedelta(days=1)


def rests_until(case: Case, call: Call, campaign: Campaign, now: datetime) -> datetime | None:
    """Until when the household's other campaigns leave it in peace; None: they need not.

    Whoever was heard today, or was rung as often as a day allows, is not called again today.
    """
    zone = ZoneInfo(campaign.timezone)
    today = now.astimezone(zone).date()
    dials = [dial.at for dial in case.household_dials] + [dial.at for dial in call.dials]
    rung = sum(moment.astimezone(zone).date() == today for moment in dials)
    if contact_in(call) is None and rung < campaign.attempts.per_day:
        return None
    tomorrow = datetime.combine(today + timedelta(days=1), time(0), zone).astimezone(UTC)
    return _allowed(tomorrow, campaign)


def missed_appointment(case: Case, call: Call, now: datetime) -> Promise | None:
    """The appointment at which nobody answered: kept, because a missed one is an alert."""
    promise = case.promise
    if promise is None or promise.kind is not PromiseKind.APPOINTMENT or promise.starts > now:
        return None
    return promise if contact_in(call) is None else None


def is_exhausted(case: Case, call: Call, campaign: Campaign) -> bool:
    """Whether the telephone has been tried enough: attempts, spread over slots and days."""
    zone = ZoneInfo(campaign.timezone)
    times = [attempt.at for attempt in case.attempts_that_tire] + [call.started_at]
    used = {slots.slot_of(moment, campaign.hours, zone) for moment in times}
    days = {moment.astimezone(zone).date() for moment in times}
    rules = campaign.attempts
    possible = {slot.id for slot in campaign.hours.slots}
    return (
        len(times) >= rules.maximum
        and len(used) >= min(rules.slots, len(possible))
        and len(days) >= rules.days
    )


def as_the_caller_wants(step: Step, call: Call, is_secured: bool) -> tuple[Step, bool]:
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
        return Step(Disposition.SECURED, QueueState.DONE), False
    return Step(Disposition.HANDED_OVER, QueueState.DONE), True


def _moved(step: Step, call: Call) -> Step:
    due = call.next_call_at
    if due is None or step.state is QueueState.CLOSED:
        return step
    promise = step.promise and replace(step.promise, starts=due, ends=None)
    until = due + SAME_CALLER_GRACE if step.reserved_for else None
    return replace(
        step, state=QueueState.SCHEDULED, due_at=due, promise=promise, reserved_until=until
    )
