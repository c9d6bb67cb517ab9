"""A relay's result entered by a slip of the hand: taken back with all it made."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.builders import LEASE, NOON, WINTER, Desk, fill, household, query, taken, token
from tests.store.test_relays import UNREACHABLE, numberless, relays, sound, state, tell
from veille_tui.domain.campaign import Relay
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.escalation import RelayResult
from veille_tui.domain.next_step import Decision
from veille_tui.domain.opt_outs import OptOut
from veille_tui.errors import Refused
from veille_tui.store.shared import SharedStore

LATER = NOON + timedelta(minutes=5)
EVIDENCE = "select secured_at, secured_channel, secured_source, last_contact_at from cases"


@pytest.fixture
def silent(store: SharedStore) -> SharedStore:
    """One household without a number, whose first relay is open."""
    fill(store, [numberless(1)])
    store.climb("hiver", NOON)
    return store


def test_who_was_said_well_by_mistake_is_not_secured_and_is_sought_on(silent: SharedStore):
    tell(silent, RelayResult.WELL)
    tell(silent, RelayResult.NOBODY, LATER)
    assert query(silent, EVIDENCE) == [(None, "", "", None)]
    assert state(silent) == ("no_number", QueueState.DONE)
    assert relays(silent)[0][:2] == ("neighbour", "failed")
    assert [one[:2] for one in relays(silent)[1:]] == [("postman", "open")]
    sound(silent)


@pytest.mark.parametrize("wrong", [RelayResult.REFUSED, RelayResult.MOVED_OUT])
def test_who_was_closed_by_mistake_is_secured_when_that_is_what_came_back(
    silent: SharedStore, wrong: RelayResult
):
    tell(silent, wrong)
    assert state(silent)[1] == QueueState.CLOSED
    tell(silent, RelayResult.WELL, LATER)
    assert state(silent) == ("secured", QueueState.DONE)
    assert query(silent, EVIDENCE)[0][1:3] == ("neighbour", "neighbour")
    sound(silent)


def test_help_that_was_overlooked_opens_its_need(silent: SharedStore):
    tell(silent, RelayResult.WELL)
    tell(silent, RelayResult.NEEDS_HELP, LATER, theme="repas")
    assert state(silent)[0] == "needs_help"
    assert query(silent, "select theme, status from referrals") == [("repas", "open")]
    assert query(silent, EVIDENCE)[0][0] is None
    sound(silent)


def test_a_need_and_a_number_are_not_taken_back_by_another_result(silent: SharedStore):
    tell(silent, RelayResult.NEEDS_HELP)
    with pytest.raises(Refused, match="déjà rendu"):
        tell(silent, RelayResult.NOBODY, LATER)
    assert query(silent, "select status from needs") == [("open",)]


def test_a_household_with_a_number_is_called_again_and_the_others_go_on_looking(
    store: SharedStore,
):
    both = replace(WINTER, relays=(Relay("postman"), Relay("visit", is_parallel=True)))
    fill(store, 1, both)
    desk = taken(store)
    store.receive("d1", [desk.started(), desk.ended("no_answer"), desk.finished(UNREACHABLE)])
    store.climb("hiver", NOON)
    tell(store, RelayResult.MOVED_OUT)
    assert [one[1] for one in relays(store)] == ["withdrawn", "done"]
    tell(store, RelayResult.NOT_DONE, LATER)
    assert [one[1] for one in relays(store)] == ["open", "failed"]
    assert state(store) == ("to_call", QueueState.READY)
    sound(store)


def test_what_a_call_decided_since_stands(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("d1", [desk.started(), desk.ended("no_answer"), desk.finished(UNREACHABLE)])
    store.climb("hiver", NOON)
    tell(store, RelayResult.WELL)
    (case_id,) = query(store, "select id from cases")[0]
    claim = token()
    store.claim_case(case_id, "Paul", claim, LEASE)
    call = Desk(case_id, claim, "Paul", LATER)
    gone = Decision(Disposition.MOVED_OUT, QueueState.CLOSED)
    store.receive("d2", [call.started(), call.dialled(), call.finished(gone)])
    tell(store, RelayResult.NOBODY, LATER + timedelta(minutes=9))
    assert state(store) == ("moved_out", QueueState.CLOSED)
    assert query(store, EVIDENCE)[0][0] is None
    sound(store)


def test_who_asked_not_to_be_called_stays_so(store: SharedStore):
    fill(store, [household(1, numbers=())])
    store.climb("hiver", NOON)
    tell(store, RelayResult.MOVED_OUT)
    (case_id,) = query(store, "select id from cases")[0]
    store.opt_out(case_id, OptOut("all"), "Sup", NOON)
    tell(store, RelayResult.NOBODY, LATER)
    assert state(store) == ("opted_out", QueueState.CLOSED)
    sound(store)
