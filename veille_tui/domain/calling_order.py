"""Who is called first, and why now: promises, urgency, segment, sign of life."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, timedelta

from veille_tui.domain.case import CallReason, Case, Promise, PromiseKind, days_since
from veille_tui.domain.late_dataclasses import dataclass

_URGENCIES = ("immediate", "today", "week")
_SEGMENTS_FROM = 10


def priority(promise: Promise | None, urgency: str, segment_priority: int) -> int:
    """The first part of the sort key; smaller is called sooner.

    0 appointment, 1 promised callback, 2 to 4 urgency of an open need, then 10 + the segment's.
    """
    if promise is not None:
        return 0 if promise.kind is PromiseKind.APPOINTMENT else 1
    if urgency in _URGENCIES:
        return 2 + _URGENCIES.index(urgency)
    return _SEGMENTS_FROM + max(0, segment_priority)


def sign_of_life(last_contact_at: datetime | None) -> int:
    """The second part: seconds since 1970 of the last sign of life, 0 when there was none."""
    return int(last_contact_at.timestamp()) if last_contact_at else 0


def place(case: Case) -> tuple[int, int, int]:
    """Where a case stands in the calling order; the smallest is called first."""
    number = priority(case.promise, case.urgency, case.priority)
    return number, sign_of_life(case.last_contact_at), case.id


@dataclass(frozen=True, slots=True)
class WhyNow:
    """Why a case is offered now: a code that the screen words, with what it needs to say it."""

    code: str
    """appointment, appointment_late, callback, callback_late, urgent_need, follow_up, retry,
    first, inbound."""
    at: datetime | None = None
    """The promised time, or the last try's."""
    days: int | None = None
    """Since the last sign of life."""
    detail: str = ""
    """The last outcome's code, or the need's theme."""
    late_minutes: int = 0
    numbers: dict[str, int] = field(default_factory=dict)


def why_now(case: Case, now: datetime) -> WhyNow:
    """The first of the calling order's reasons that holds for `case`."""
    days = days_since(case.last_contact_at, now)
    if case.promise is not None:
        late = max(timedelta(0), now - (case.promise.ends or case.promise.starts))
        minutes = int(late / timedelta(minutes=1))
        code = case.promise.kind.value + ("_late" if minutes >= 1 else "")
        return WhyNow(code, at=case.promise.starts, days=days, late_minutes=minutes)
    if case.urgency in {"immediate", "today"} and case.open_needs:
        return WhyNow("urgent_need", days=days, detail=case.open_needs[0])
    if case.unanswered_attempts:
        last = case.unanswered_attempts[-1]
        outcome = last.dials[-1].outcome if last.dials else ""
        return WhyNow("retry", at=last.at, days=days, detail=outcome)
    if case.last_contact_at is not None:
        return WhyNow("follow_up", at=case.last_contact_at, days=days)
    return WhyNow("first")


def reason_of(case: Case) -> CallReason:
    """Which opening the call script says: a promise, a follow-up, or the first contact."""
    if case.promise is not None:
        return CallReason.CALLBACK
    if case.last_contact_at is not None:
        return CallReason.FOLLOW_UP
    return CallReason.FIRST
