"""Who gets which case, when it comes back, and what a lost reply costs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.builders import (
    LEASE,
    NOON,
    WINTER,
    Clock,
    fill,
    household,
    query,
    take,
    taken,
    token,
)
from veille_tui.domain.case import Disposition, Granted, Holder, NewCase, Promise, PromiseKind
from veille_tui.domain.case import QueueState as State
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tenants import NumberRole, PhoneNumber
from veille_tui.errors import Refused
from veille_tui.store.shared import SharedStore


def decided(store: SharedStore, decision: Decision, caller: str = "Hélène B.") -> int:
    """A case whose call ended with `decision`."""
    desk = taken(store, caller)
    store.receive("poste", [desk.started(), desk.finished(decision)])
    return desk.case_id


def scheduled(due: timedelta, **others: object) -> Decision:
    made = Decision(Disposition.RETRYING, State.SCHEDULED, NOON + due, priority=11)
    return replace(made, **others)  # type: ignore[arg-type]


def test_the_whole_household_comes_with_the_claim(store: SharedStore):
    daughter = PhoneNumber("+33639980002", label="sa fille", role=NumberRole.RELATIVE, rank=2)
    own = PhoneNumber("+33536491234", valid=False)
    fill(store, [household(1, numbers=(own, daughter), flags=frozenset({"lives_alone"}))])
    case = take(store).case
    assert [number.label for number in case.household.numbers] == ["", "sa fille"]
    assert case.household.tenants[0].first_name == "Hélène 1"
    assert case.household.flags == {"lives_alone"}
    assert all(number.id for number in case.household.numbers)


def test_a_case_is_claimed_once(store: SharedStore):
    fill(store, 2)
    assert take(store).case.id != take(store).case.id
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None


def test_the_same_token_gets_the_same_case_again(store: SharedStore):
    fill(store, 2)
    claim = token()
    first = take(store, claim=claim)
    assert take(store, claim=claim).case == first.case
    assert query(store, "select tries from queue where state = 1") == [(1,)]


def test_public_first_then_oldest_sign_of_life(store: SharedStore):
    fill(store, [NewCase(household(1), priority=2), NewCase(household(2), priority=1)])
    assert take(store).case.household.reference == "LOG-2"


def test_an_appointment_comes_before_everything(store: SharedStore, clock: Clock):
    fill(store, 3)
    promise = Promise(PromiseKind.APPOINTMENT, NOON + timedelta(hours=1), None, "Hélène B.")
    decision = scheduled(timedelta(hours=1), priority=0, promise=promise)
    promised = decided(store, decision)
    assert take(store).case.id != promised
    clock.forward(hours=1)
    store.sweep()
    case = take(store).case
    assert case.id == promised
    assert case.promise == promise


def test_what_is_reserved_for_me_competes_with_what_is_for_anybody(store: SharedStore):
    fill(
        store,
        [
            NewCase(household(1), priority=1),
            NewCase(household(2, preferred_caller="Paul"), priority=2),
        ],
    )
    assert take(store, "Paul").case.household.reference == "LOG-1"
    assert take(store, "Paul").case.household.reference == "LOG-2"


def test_what_is_reserved_for_another_waits_its_day_then_falls_to_anybody(
    store: SharedStore, clock: Clock
):
    fill(store, [household(1, preferred_caller="Paul")])
    assert store.claim_next("hiver", "Hélène B.", token(), LEASE) is None
    clock.forward(hours=24)
    assert take(store).case.household.reference == "LOG-1"


def test_only_promises_are_called_outside_hours(store: SharedStore):
    fill(store, 1)
    assert store.claim_next("hiver", "Paul", token(), LEASE, up_to=1) is None
    assert store.claim_next("hiver", "Paul", token(), LEASE) is not None


def test_a_wave_that_has_not_opened_waits(store: SharedStore, clock: Clock):
    fill(store, [NewCase(household(1), due_at=NOON + timedelta(days=2))])
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None
    clock.forward(days=2)
    assert take(store).case.household.reference == "LOG-1"


def test_nobody_is_called_in_a_closed_campaign(store: SharedStore):
    fill(store, 1)
    store.close_campaign("hiver", NOON)
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None


def test_dwelling_mates_are_not_offered_together(store: SharedStore):
    fill(store, [household(1), household(2, numbers=household(1).numbers)])
    claim = token()
    take(store, claim=claim)
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None
    store.release(claim)
    assert take(store, "Paul").case.household.reference == "LOG-1"


def test_dwelling_mates_are_not_offered_together_across_campaigns(store: SharedStore):
    summer = replace(WINTER, id="ete")
    fill(store, [household(1)])
    fill(store, [household(1)], summer)
    take(store)
    assert store.claim_next("ete", "Paul", token(), LEASE) is None


def test_a_lease_ends_at_its_very_second(store: SharedStore, clock: Clock):
    fill(store, 1)
    take(store)
    clock.forward(minutes=30, microseconds=-1)
    assert store.sweep() == 0
    clock.forward(microseconds=1)
    assert store.sweep() == 1
    assert take(store, "Paul").case.household.reference == "LOG-0"


def test_the_next_claim_brings_back_an_expired_one_by_itself(store: SharedStore, clock: Clock):
    fill(store, 1)
    take(store)
    clock.forward(minutes=31)
    assert take(store, "Paul").case.household.reference == "LOG-0"


def test_a_renewed_lease_holds_and_a_lost_one_is_told(store: SharedStore, clock: Clock):
    fill(store, 1)
    claim = token()
    take(store, claim=claim)
    clock.forward(minutes=20)
    assert store.renew([claim, token()], "Hélène B.", LEASE) == {claim: clock.now + LEASE}
    clock.forward(minutes=29)
    assert store.sweep() == 0


def test_a_lease_taken_over_cannot_be_renewed(store: SharedStore, clock: Clock):
    fill(store, 1)
    claim = token()
    take(store, claim=claim)
    clock.forward(minutes=31)
    take(store, "Paul")
    assert store.renew([claim], "Hélène B.", LEASE) == {}


def test_leases_are_judged_by_the_stores_own_clock(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, 1)
    granted = take(store)
    assert abs(granted.lease_until - store.now() - LEASE) < timedelta(seconds=30)
    query(store, "update queue set lease_until = 1 where state = 1 returning 1")
    assert store.sweep() == 1
    store.close()


def test_a_released_case_stands_as_it_was(store: SharedStore):
    fill(store, 1)
    case_id = decided(store, scheduled(timedelta(days=1)))
    claim = token()
    assert isinstance(store.claim_case(case_id, "Paul", claim, LEASE), Granted)
    assert store.release(claim)
    assert not store.release(claim)
    assert query(store, "select state, claim_token from queue") == [(State.SCHEDULED, None)]


def test_somebody_who_rings_back_is_taken_whatever_the_state(store: SharedStore):
    fill(store, 1)
    case_id = decided(store, Decision(Disposition.SECURED, State.DONE))
    granted = store.claim_case(case_id, "Paul", token(), LEASE)
    assert isinstance(granted, Granted)
    assert granted.case.disposition is Disposition.SECURED


def test_somebody_who_rings_back_during_a_call_is_told_who_has_the_case(store: SharedStore):
    fill(store, 1)
    granted = take(store, "Hélène B.")
    holder = store.claim_case(granted.case.id, "Paul", token(), LEASE)
    assert holder == Holder("Hélène B.", granted.lease_until)


def test_a_dead_persons_case_is_shown_and_not_given(store: SharedStore):
    fill(store, 1)
    case_id = decided(store, Decision(Disposition.DECEASED, State.CLOSED))
    holder = store.claim_case(case_id, "Paul", token(), LEASE)
    assert holder == Holder("", None, Disposition.DECEASED)


def test_nobody_is_taken_in_a_closed_campaign_and_who_was_held_stays_so(store: SharedStore):
    fill(store, 2)
    claim = token()
    held = take(store, claim=claim).case.id
    free = 3 - held
    store.close_campaign("hiver", NOON)
    with pytest.raises(Refused, match="fermée"):
        store.claim_case(free, "Paul", token(), LEASE)
    assert isinstance(store.claim_case(held, "Hélène B.", claim, LEASE), Granted)
    assert isinstance(store.claim_case(held, "Paul", token(), LEASE), Holder)


def test_an_unknown_case_is_refused(store: SharedStore):
    with pytest.raises(Refused):
        store.claim_case(404, "Paul", token(), LEASE)


def test_a_case_put_back_goes_to_somebody_else_first(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store, "Paul")
    returned = desk.entry(Kind.CASE_RETURNED, {"why": "je la connais", "token": desk.claim})
    store.receive("poste", [returned])
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None
    claim = token()
    assert take(store, "Hélène B.", claim).case.id == desk.case_id
    store.release(claim)
    clock.forward(hours=1)
    assert take(store, "Paul").case.id == desk.case_id


def test_waiting_counts_what_is_mine_and_what_is_everybodys(store: SharedStore):
    fill(store, [household(1), household(2, preferred_caller="Paul"), household(3, numbers=())])
    waiting = store.waiting("hiver", "Hélène B.")
    assert (waiting.ready, waiting.done, waiting.held) == (1, 1, 0)
    assert store.waiting("hiver", "Paul").ready == 2


def test_promises_are_listed_for_the_one_who_made_them_until_they_fall_to_anybody(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    promise = Promise(PromiseKind.CALLBACK, NOON + timedelta(hours=1), None, "Paul")
    kept = NOON + timedelta(hours=1, minutes=15)
    decision = scheduled(timedelta(hours=1), reserved_for="Paul", reserved_until=kept)
    decided(store, replace(decision, promise=promise, disposition=Disposition.CALLBACK), "Paul")
    waiting = store.waiting("hiver", "Paul")
    assert [(call.last_name, call.promise) for call in waiting.promises] == [("L", promise)]
    assert waiting.next_due_at == promise.starts
    assert store.waiting("hiver", "Hélène B.").promises == ()
    clock.forward(hours=1, minutes=15)
    store.sweep()
    assert len(store.waiting("hiver", "Hélène B.").promises) == 1
