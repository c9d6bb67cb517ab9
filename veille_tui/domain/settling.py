"""What becomes of a household when help is in place for a need, or a need opens without a call."""

from __future__ import annotations

from veille_tui.domain import calling_order
from veille_tui.domain.case import Disposition, Promise, QueueState
from veille_tui.domain.evidence import strongest
from veille_tui.domain.late_dataclasses import dataclass

_ENDED = frozenset(
    {
        Disposition.REFUSED,
        Disposition.DECEASED,
        Disposition.MOVED_OUT,
        Disposition.OPTED_OUT,
    }
)
_WELL = frozenset({Disposition.SECURED, Disposition.FOLLOWED})
_CONTRADICTED = frozenset({"alert", "help_asked", "said_so", "refused"})
"""Reasons why the last contact reassured nobody that a partner's help does not answer."""
_CRIES = frozenset({"alert", "help_asked"})
"""Flags that a person must have looked at before anything is called secured."""
_WAITING = frozenset({QueueState.READY, QueueState.SCHEDULED})


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands as far as its needs go."""

    disposition: Disposition
    state: QueueState
    """In the queue, once nobody holds it."""
    open_urgencies: tuple[str, ...] = ()
    """Of the needs that are still open."""
    not_secured: str = ""
    """Why the last contact reassured nobody (see next_step.Decision)."""
    flagged: str = ""
    cadence: str = ""
    promise: Promise | None = None
    segment_priority: int = 1


@dataclass(frozen=True, slots=True)
class Settled:
    """Where it stands then."""

    disposition: Disposition
    urgency: str
    priority: int
    """In the calling order."""
    is_secured: bool = False
    """The help in place is positive evidence."""
    calls_again: bool = False
    """Nobody would call it any more, and somebody must."""


def after_help(case: Standing) -> Settled:
    """Help is in place for a need: evidence that all is well, if nothing else says otherwise."""
    urgency = strongest(list(case.open_urgencies))
    is_secured = (
        not case.open_urgencies
        and case.disposition not in _ENDED
        and case.not_secured not in _CONTRADICTED
        and _CRIES.isdisjoint(case.flagged.split())
    )
    disposition = case.disposition
    if is_secured and disposition is Disposition.NEEDS_HELP:
        goes_on = case.state in _WAITING and bool(case.cadence)
        disposition = Disposition.FOLLOWED if goes_on else Disposition.SECURED
    return Settled(disposition, urgency, _priority(case, urgency), is_secured)


def after_need(case: Standing) -> Settled:
    """A need opened, or opened again, without a call: it overrides "all well"."""
    urgency = strongest(list(case.open_urgencies))
    is_well = case.disposition in _WELL
    disposition = Disposition.NEEDS_HELP if is_well else case.disposition
    rests = case.state is QueueState.DONE and disposition is Disposition.NEEDS_HELP
    return Settled(disposition, urgency, _priority(case, urgency), calls_again=rests)


def _priority(case: Standing, urgency: str) -> int:
    return calling_order.priority(case.promise, urgency, case.segment_priority)
