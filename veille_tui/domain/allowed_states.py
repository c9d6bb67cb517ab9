"""Which words and which places in the queue go together: the rules' conclusions, as one table.

What the rules can conclude (steps.py, next_step.py) and what the store makes of it (a claim, a
death, a number that ends) is listed here pair by pair. A pair that is missing here contradicts
itself: that household is in two states, or in none. `veille doctor --deep` looks for those.
"""

from __future__ import annotations

from veille_tui.domain.case import Disposition as Is
from veille_tui.domain.case import QueueState as At
from veille_tui.domain.late_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """A disposition, the places where such a case may stand while nobody holds it, and why."""

    disposition: Is
    states: frozenset[At]
    why: str


_WAITING = frozenset({At.READY, At.SCHEDULED})
_OVER = frozenset({At.DONE})
_OVER_OR_CHOSEN = _OVER | _WAITING
"""A caller may set a time for the next call of a case that the rules would let rest."""
_ENDED = frozenset({At.CLOSED})

PAIRS = (
    Pair(Is.TO_CALL, _WAITING, "Never decided: its turn comes, at once or when its wave opens."),
    Pair(Is.APPOINTMENT, _WAITING, "Its window is to come, or has come."),
    Pair(Is.CALLBACK, _WAITING, "Promised for later, or nobody was reassured by the talk."),
    Pair(Is.RETRYING, _WAITING, "Nobody answered: tried again after the outcome's delay."),
    Pair(Is.FOLLOWED, _WAITING, "Secured, and called again at its rhythm."),
    Pair(Is.SECURED, _OVER_OR_CHOSEN, "No rhythm asks for a call; a caller may have chosen one."),
    Pair(
        Is.NEEDS_HELP,
        _OVER_OR_CHOSEN,
        "An open need puts its word over any decision that is not an end.",
    ),
    Pair(Is.UNREACHABLE, _OVER_OR_CHOSEN, "The telephone is exhausted: for the relays."),
    Pair(Is.NO_NUMBER, _OVER_OR_CHOSEN, "Nothing to dial: for the relays, until a number comes."),
    Pair(Is.TO_VISIT, _OVER_OR_CHOSEN, "Cannot talk on the telephone: for a visit."),
    Pair(Is.LANGUAGE, _OVER_OR_CHOSEN, "For somebody who speaks it."),
    Pair(Is.HANDED_OVER, _OVER_OR_CHOSEN, "The caller dropped the next call: the supervisor's."),
    Pair(Is.LOST_TO_FOLLOW_UP, _OVER_OR_CHOSEN, "The ladder is exhausted, visibly."),
    Pair(Is.REFUSED, _ENDED, "Nobody calls again who was told not to."),
    Pair(
        Is.OPTED_OUT,
        _ENDED | _WAITING,
        "Asked not to be called, for ever, or until a day on which somebody calls again.",
    ),
    Pair(Is.MOVED_OUT, _ENDED, "Nobody of this household lives there."),
    Pair(Is.DECEASED, _ENDED, "Final, in every campaign."),
)
"""Every disposition once."""

DECIDED_BY_NOBODY = frozenset(
    {Is.TO_CALL, Is.NO_NUMBER, Is.DECEASED, Is.LOST_TO_FOLLOW_UP, Is.OPTED_OUT}
)
"""What a case may be before any attempt decided: how it came, or what its household became."""
CHANGED_SINCE = DECIDED_BY_NOBODY | {Is.NEEDS_HELP}
"""What a case may be whatever its last decision said: a need that came late, a death noted in
another campaign, a number that ended or was given in another call, a ladder that ended, a wish not
to be called.
"""
NO_PROMISE_TO_KEEP = frozenset({Is.NO_NUMBER})
"""What may rest though a call was promised: no telephone rings there, the relays have it."""

NEED_STATES = {
    "open": "With its partner, the supervisor or the next call: on the supervisor's list.",
    "met": "Its referral is done: help is in place.",
    "withdrawn": "Its attempt was finished again without it.",
}


def allowed() -> frozenset[tuple[str, int]]:
    """The pairs as the store writes them."""
    return frozenset((pair.disposition.value, at.value) for pair in PAIRS for at in pair.states)
