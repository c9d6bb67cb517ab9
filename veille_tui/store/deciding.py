"""Applies what the rules decided after an attempt, if the attempt still has a say in the case."""

from __future__ import annotations

from typing import Any

from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import strongest
from veille_tui.domain.next_step import Decision
from veille_tui.store import deaths
from veille_tui.store.batch import Attempt, Batch, Held
from veille_tui.store.clock import micros_or_none

LATE = "late_result"
_CONTRADICTS = {"needs", "alert", "help_asked", "said_so", "refused"}
"""Reasons why a situation is not secured that end an earlier evidence; silence ends none."""


def decide(batch: Batch, attempt: Attempt, made: Decision) -> bool:
    """Write down a finished attempt; whether its claim still held.

    A late result is kept and flagged. It moves the queue only if nobody took the case meanwhile:
    a person who has just been called is not called again.
    """
    held = batch.cases[attempt.case_id]
    in_time = _has_the_say(held, attempt)
    nobody_since = held.state != QueueState.HELD and _is_last(held, attempt)
    _facts(batch, held, attempt, made)
    if made.disposition is not Disposition.DECEASED:
        deaths.taken_back(batch, held, attempt)
    if in_time or nobody_since:
        _apply(batch, held, attempt, made)
    else:
        _find(batch, held, attempt, made)
    batch.flag(held, made.flagged)
    batch.flag(held, "" if in_time else LATE)
    attempt.disposition, attempt.secured = made.disposition.value, int(made.secured is not None)
    attempt.is_late = int(not in_time)
    if made.disposition is Disposition.DECEASED:
        deaths.final(batch, held, attempt)
    return in_time


def _has_the_say(held: Held, attempt: Attempt) -> bool:
    """Its claim is in force, or it is the one that had the last word and corrects itself."""
    corrects = held.state != QueueState.HELD and held.decided_by == attempt.id
    return held.is_held_by(attempt.token) or corrects


def _is_last(held: Held, attempt: Attempt) -> bool:
    died = held.closed_by not in {"", attempt.id}
    return bool(attempt.token) and held.last_token == attempt.token and not died


def _facts(batch: Batch, held: Held, attempt: Attempt, made: Decision) -> None:
    """What is true whoever holds the case: needs found, numbers ended."""
    about = {"case_id": held.case_id, "attempt_id": attempt.id, "household_id": held.household_id}
    batch.needs_withdrawn.append(about)
    if attempt.disposition:
        batch.finished_again.append(about)
    for key in [key for key in batch.needs if key[0] == attempt.id]:
        del batch.needs[key]
    for need in made.needs:
        batch.needs[attempt.id, need.theme] = {
            "case_id": held.case_id,
            "attempt_id": attempt.id,
            "campaign_id": held.campaign_id,
            "theme": need.theme,
            "urgency": need.urgency,
            "partner": need.to,
            "note": need.note,
            "found_at": attempt.finished_at,
        }
    batch.numbers_ended = [row for row in batch.numbers_ended if row["attempt_id"] != attempt.id]
    batch.numbers_ended += [about | {"id": one, "e164": ""} for one in made.numbers_ended]
    batch.numbers_ended += [about | {"id": 0, "e164": one} for one in made.e164_ended]


def _apply(batch: Batch, held: Held, attempt: Attempt, made: Decision) -> None:
    due_at = micros_or_none(made.due_at) or batch.now
    state = made.state
    if state in {QueueState.READY, QueueState.SCHEDULED}:
        # A ready row that is not due would stand in everybody's way at the head of the queue.
        state = QueueState.READY if due_at <= batch.now else QueueState.SCHEDULED
    batch.decisions.append(_decision(attempt, made))
    held.let_go(state)
    held.state_before, held.decided_by = state, attempt.id
    held.disposition, held.urgency = made.disposition.value, made.urgency
    batch.plans.append(
        {
            "case_id": held.case_id,
            "priority": made.priority,
            "sort_key": made.sort_key,
            "due_at": due_at,
            "reserved_for": made.reserved_for,
            "reserved_until": micros_or_none(made.reserved_until),
        }
    )


def _decision(attempt: Attempt, made: Decision) -> dict[str, Any]:
    promise, secured = made.promise, made.secured
    keeps = secured is None and made.not_secured not in _CONTRADICTS and not attempt.secured
    return {
        "case_id": attempt.case_id,
        "attempt_id": attempt.id,
        "disposition": made.disposition.value,
        "promise_kind": promise.kind.value if promise else "",
        "promise_starts": micros_or_none(promise.starts) if promise else None,
        "promise_ends": micros_or_none(promise.ends) if promise else None,
        "promise_by": promise.by if promise else "",
        "urgency": made.urgency,
        "cadence": made.cadence,
        "cadence_until": made.cadence_until,
        "contact_at": micros_or_none(made.contact_at),
        "keeps": int(keeps),
        "secured_at": micros_or_none(secured.at) if secured else None,
        "secured_channel": secured.channel if secured else "",
        "secured_source": secured.source if secured else "",
        "not_secured": made.not_secured,
    }


def _find(batch: Batch, held: Held, attempt: Attempt, made: Decision) -> None:
    """What a result that came too late still tells about the people: it may only worry.

    Whoever holds the case, or decided since, knows better that all is well.
    """
    held.urgency = strongest([held.urgency, *(need.urgency for need in made.needs)])
    batch.findings.append(
        {
            "case_id": held.case_id,
            "contact_at": micros_or_none(made.contact_at),
            "heard_at": attempt.finished_at,
            "urgency": held.urgency,
            "ends": int(made.not_secured in _CONTRADICTS),
            "not_secured": made.not_secured,
        }
    )
    if made.needs and held.disposition in {Disposition.SECURED, Disposition.FOLLOWED}:
        held.disposition = Disposition.NEEDS_HELP.value
        batch.redisposed.add(held.case_id)
