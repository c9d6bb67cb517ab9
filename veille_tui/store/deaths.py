"""A death is final from the second it is noted, in every campaign; a wrong key is taken back."""

from __future__ import annotations

from veille_tui.domain.case import Disposition, QueueState
from veille_tui.store.batch import Attempt, Batch, Held


def noted(batch: Batch, own: Held, attempt: Attempt) -> None:
    """Nobody calls this household any more; who noted it may still finish the call."""
    for held in batch.household(own.household_id):
        if held.closed_by or held.state == QueueState.CLOSED:
            continue
        held.closed_by, held.changed = attempt.id, True
        if held is own and held.is_held_by(attempt.token):
            continue
        if held.state != QueueState.HELD:
            held.state_before = held.state
        held.let_go(QueueState.CLOSED)


def taken_back(batch: Batch, own: Held, attempt: Attempt) -> None:
    """It was a wrong key: what this attempt closed stands where it stood."""
    for held in batch.household(own.household_id):
        if held.closed_by != attempt.id:
            continue
        held.closed_by, held.changed = "", True
        if held.state == QueueState.CLOSED:
            held.let_go(held.state_before)
        if held.disposition == Disposition.DECEASED:
            _now_is(batch, held, Disposition.TO_CALL)


def final(batch: Batch, own: Held, attempt: Attempt) -> None:
    """The call is finished, whoever holds the case by now: closed everywhere."""
    for held in batch.household(own.household_id):
        if held.state not in {QueueState.CLOSED, QueueState.HELD}:
            held.state_before = held.state
        held.let_go(QueueState.CLOSED)
        held.closed_by = held.closed_by or attempt.id
        _now_is(batch, held, Disposition.DECEASED)


def _now_is(batch: Batch, held: Held, disposition: Disposition) -> None:
    held.disposition = disposition.value
    batch.redisposed.add(held.case_id)
