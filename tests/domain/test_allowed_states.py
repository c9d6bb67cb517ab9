"""The table of what goes together covers the words and is what the rules can conclude."""

from __future__ import annotations

from collections import Counter

import hypothesis.strategies as st
from hypothesis import given

from tests.domain.field import CAMPAIGN, a_call, a_case, at
from veille_tui.domain.allowed_states import NEED_STATES, PAIRS, allowed
from veille_tui.domain.case import CallReason, Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.evidence import NeedFound, Talk
from veille_tui.domain.journal import Call
from veille_tui.domain.next_step import decide
from veille_tui.domain.outcomes import Outcome

NOW = at(19, 11)
LATER = at(20, 10)
PROMISES = (
    None,
    Promise(PromiseKind.APPOINTMENT, LATER, by="Paul"),
    Promise(PromiseKind.CALLBACK, LATER),
)
TALKS = (
    Talk(),
    Talk(complete=True, told=3, asked=3),
    Talk(complete=True, told=3, asked=3, cadence="P7D", cadence_is_said=True),
    Talk(needs=(NeedFound("repas", "today", "ccas"),), complete=True, told=3, asked=3),
    Talk(alerts=("samu",)),
)


def test_every_disposition_is_there_once_with_its_reason() -> None:
    assert Counter(pair.disposition for pair in PAIRS) == Counter(Disposition)
    assert all(pair.states and pair.why for pair in PAIRS)


def test_nothing_rests_in_somebodys_hands() -> None:
    assert not any(state == QueueState.HELD for _disposition, state in allowed())


def test_what_was_refused_or_died_is_never_in_the_queue() -> None:
    for ended in ("refused", "deceased", "moved_out"):
        assert {state for word, state in allowed() if word == ended} == {QueueState.CLOSED}


def test_who_asked_not_to_be_called_waits_only_for_the_day_they_named() -> None:
    states = {state for word, state in allowed() if word == "opted_out"}
    assert states == {QueueState.CLOSED, QueueState.SCHEDULED, QueueState.READY}


def test_a_need_is_on_a_list_or_met_or_withdrawn() -> None:
    assert set(NEED_STATES) == {"open", "met", "withdrawn"}


@given(
    outcome=st.sampled_from(Outcome),
    talk=st.sampled_from(TALKS),
    call_promise=st.sampled_from(PROMISES),
    case_promise=st.sampled_from(PROMISES),
    before=st.sampled_from(Disposition),
    reason=st.sampled_from(CallReason),
    secured=st.sampled_from([None, True, False]),
    chosen=st.sampled_from(["", "dropped", "moved"]),
    help_asked=st.booleans(),
    open_needs=st.booleans(),
    numbers=st.integers(0, 2),
)
def test_whatever_the_rules_conclude_is_in_the_table(
    outcome: Outcome,
    talk: Talk,
    call_promise: Promise | None,
    case_promise: Promise | None,
    before: Disposition,
    reason: CallReason,
    secured: bool | None,
    chosen: str,
    help_asked: bool,
    open_needs: bool,
    numbers: int,
) -> None:
    case = a_case(
        disposition=before, promise=case_promise, open_needs=("repas",) if open_needs else ()
    )
    ended = [{"e164": "+33536491234"}][:numbers]
    call: Call = a_call(
        outcome,
        NOW,
        reason=reason,
        promise=call_promise,
        secured=secured,
        next_call_changed=bool(chosen),
        next_call_at=LATER if chosen == "moved" else None,
        help_asked=("elle pleure",) if help_asked else (),
        numbers_given=tuple(ended),
    )
    made = decide(case, call, talk, CAMPAIGN, NOW)
    # A death closes the household in the store, also when somebody else lives on in it.
    state = QueueState.CLOSED if made.disposition is Disposition.DECEASED else made.state
    assert (made.disposition.value, state.value) in allowed()
