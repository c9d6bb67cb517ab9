"""What a caller may still do with the case in hand; the full screen and the lines both ask here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.case import QueueState
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.tenants import NumberRole, NumberState, PhoneNumber

if TYPE_CHECKING:
    from collections.abc import Iterable

    from veille_tui.desk.hand import Hand
    from veille_tui.domain.next_step import Decision

SOURCES = ("self", "relative", "neighbour", "guardian", "other")
"""By whose word a situation may be called secured, in the order they are offered."""
_CERTAIN = frozenset({"needs", "alert", "help_asked", "no_contact", "refused"})
"""Reasons that the caller's word does not overcome."""


def numbers(hand: Hand) -> tuple[PhoneNumber, ...]:
    """The numbers of a household, those given in this call last, wrong ones included."""
    known = hand.case.household.usable_numbers
    seen = {number.e164 for number in known}
    return (*known, *(number for number in _given(hand) if number.e164 not in seen))


def ended(hand: Hand) -> frozenset[str]:
    """The numbers (E.164) that this call found to be wrong or cut off."""
    dials = hand.call.dials if hand.call else ()
    return frozenset(
        dial.e164 for dial in dials if dial.outcome and FACTS[dial.outcome].ends_number
    )


def numbers_left(hand: Hand) -> tuple[PhoneNumber, ...]:
    """The numbers that can still be dialled in this attempt: nobody was reached yet."""
    if hand.call is None or any(_is_final(dial.outcome) for dial in hand.call.dials):
        return ()
    dialled = {dial.e164 for dial in hand.call.dials}
    return tuple(number for number in numbers(hand) if number.e164 not in dialled)


def _is_final(outcome: Outcome | None) -> bool:
    """Whether no other number is worth dialling after it; a cut line is dialled again."""
    if outcome is None or outcome is Outcome.DROPPED:
        return False
    return FACTS[outcome].reached or FACTS[outcome].ends_case


def _given(hand: Hand) -> Iterable[PhoneNumber]:
    """The numbers that somebody gave during this call, each once."""
    given = {number["e164"]: number for number in (hand.call.numbers_given if hand.call else ())}
    return [
        PhoneNumber(
            e164=e164,
            raw=number.get("raw", ""),
            label=number.get("label", ""),
            role=NumberRole(number.get("role", NumberRole.SELF.value)),
            rank=100 + at,
            state=NumberState.USABLE,
        )
        for at, (e164, number) in enumerate(given.items())
    ]


def must_let_go(hand: Hand) -> bool:
    """Whether a household that was lost is to be left alone: nothing was dialled yet."""
    return hand.is_lost and not (hand.call and hand.call.dials)


def may_put_back(hand: Hand) -> bool:
    """Whether the household can go back without a word: no number of it was dialled."""
    return hand.call is None or not any(dial.e164 for dial in hand.call.dials)


def may_move(decision: Decision) -> bool:
    """Whether there may be a next call at all; what is closed stays closed."""
    return decision.state is not QueueState.CLOSED


def may_secure(decision: Decision) -> bool:
    """Whether the caller's word can make the situation secured."""
    return decision.not_secured not in _CERTAIN
