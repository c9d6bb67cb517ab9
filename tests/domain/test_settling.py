"""What help in place, or a need that opens without a call, makes of a household."""

from __future__ import annotations

import pytest

from tests.domain.field import at
from veille_tui.domain.case import Disposition as Is
from veille_tui.domain.case import Promise, PromiseKind
from veille_tui.domain.case import QueueState as At
from veille_tui.domain.settling import Standing, after_help, after_need

HELPED = [
    # disposition, place, cadence, open needs, not secured, flags, becomes, is secured
    (Is.NEEDS_HELP, At.DONE, "", (), "needs", "", Is.SECURED, True),
    (Is.NEEDS_HELP, At.SCHEDULED, "P7D", (), "open_needs", "", Is.FOLLOWED, True),
    (Is.NEEDS_HELP, At.READY, "", (), "needs", "missed_appointment", Is.SECURED, True),
    (Is.NEEDS_HELP, At.SCHEDULED, "P7D", ("week",), "needs", "", Is.NEEDS_HELP, False),
    (Is.NEEDS_HELP, At.DONE, "", (), "alert", "", Is.NEEDS_HELP, False),
    (Is.NEEDS_HELP, At.DONE, "", (), "help_asked", "", Is.NEEDS_HELP, False),
    (Is.NEEDS_HELP, At.DONE, "", (), "said_so", "", Is.NEEDS_HELP, False),
    (Is.NEEDS_HELP, At.DONE, "", (), "needs", "late_result alert", Is.NEEDS_HELP, False),
    (Is.NEEDS_HELP, At.DONE, "", (), "needs", "help_asked", Is.NEEDS_HELP, False),
    (Is.UNREACHABLE, At.DONE, "", (), "", "", Is.UNREACHABLE, True),
    (Is.DECEASED, At.CLOSED, "", (), "", "", Is.DECEASED, False),
    (Is.REFUSED, At.CLOSED, "", (), "", "", Is.REFUSED, False),
    (Is.MOVED_OUT, At.CLOSED, "", (), "", "", Is.MOVED_OUT, False),
    (Is.OPTED_OUT, At.CLOSED, "", (), "", "", Is.OPTED_OUT, False),
]


@pytest.mark.parametrize(
    ("disposition", "state", "cadence", "needs", "why", "flags", "expected", "is_secured"), HELPED
)
def test_help_in_place_is_evidence_unless_something_contradicts_it(
    disposition: Is,
    state: At,
    cadence: str,
    needs: tuple[str, ...],
    why: str,
    flags: str,
    expected: Is,
    is_secured: bool,
):
    settled = after_help(Standing(disposition, state, needs, why, flags, cadence))
    assert (settled.disposition, settled.is_secured) == (expected, is_secured)


def test_the_urgency_that_is_left_orders_the_calls():
    left = after_help(Standing(Is.NEEDS_HELP, At.READY, ("week", "today")))
    assert (left.urgency, left.priority) == ("today", 3)
    none = after_help(Standing(Is.NEEDS_HELP, At.READY, (), "needs", segment_priority=2))
    assert (none.urgency, none.priority) == ("", 12)
    promised = Promise(PromiseKind.APPOINTMENT, at(17, 10))
    kept = after_help(Standing(Is.NEEDS_HELP, At.READY, promise=promised))
    assert kept.priority == 0


OPENED = [
    (Is.SECURED, At.DONE, Is.NEEDS_HELP, True),
    (Is.FOLLOWED, At.SCHEDULED, Is.NEEDS_HELP, False),
    (Is.NEEDS_HELP, At.DONE, Is.NEEDS_HELP, True),
    (Is.TO_CALL, At.READY, Is.TO_CALL, False),
    (Is.NO_NUMBER, At.DONE, Is.NO_NUMBER, False),
    (Is.DECEASED, At.CLOSED, Is.DECEASED, False),
]


@pytest.mark.parametrize(("disposition", "state", "expected", "calls_again"), OPENED)
def test_a_need_overrides_all_well_and_somebody_calls_again(
    disposition: Is, state: At, expected: Is, calls_again: bool
):
    settled = after_need(Standing(disposition, state, ("today",)))
    assert (settled.disposition, settled.calls_again) == (expected, calls_again)
    assert (settled.urgency, settled.is_secured) == ("today", False)
