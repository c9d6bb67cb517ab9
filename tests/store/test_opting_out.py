"""Wishes not to be called: obeyed at once, wherever they hold, until they end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from tests.store.builders import (
    LEASE,
    NOON,
    WINTER,
    Clock,
    Desk,
    fill,
    household,
    query,
    taken,
    token,
)
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.opt_outs import OptOut
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.errors import Refused
from veille_tui.store.shared import SharedStore

SUMMER = Campaign("ete", "Été", landlord=WINTER.landlord)
OPTED_OUT = Decision(Disposition.OPTED_OUT, QueueState.CLOSED)


def wish(desk: Desk, **data: object) -> Entry:
    return desk.entry(Kind.OPTED_OUT, {"scope": "campaign", "channel": "calls", **data})


def case_in(store: SharedStore, campaign: str) -> int:
    (found,) = query(store, "select id from cases where campaign_id = :c", c=campaign)
    return int(found[0])


def both(store: SharedStore) -> None:
    """One household in two campaigns of its landlord."""
    fill(store, 1)
    fill(store, 1, SUMMER)


def is_offered(store: SharedStore, campaign: str) -> bool:
    claim = token()
    granted = store.claim_next(campaign, "Paul", claim, LEASE)
    if granted is not None:
        store.release(claim)
    return granted is not None


def test_all_campaigns_let_go_at_once_of_who_asks_it_of_all(store: SharedStore):
    both(store)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.dialled(), wish(desk, scope="all")])
    other = store.case(case_in(store, "ete"))
    assert (other.disposition, other.state) == (Disposition.OPTED_OUT, QueueState.CLOSED)
    assert not is_offered(store, "ete")
    store.receive("poste", [desk.finished(OPTED_OUT)])
    assert store.case(desk.case_id).state == QueueState.CLOSED


def test_one_campaign_s_wish_is_no_other_s(store: SharedStore):
    both(store)
    desk = taken(store)
    store.receive("poste", [desk.started(), wish(desk), desk.finished(OPTED_OUT)])
    assert not is_offered(store, "hiver")
    assert is_offered(store, "ete")


def test_a_wish_received_twice_is_one_and_taken_back_is_none(store: SharedStore):
    both(store)
    desk = taken(store)
    entries = [desk.started(), wish(desk, scope="all")]
    store.receive("poste", entries)
    store.receive("poste", entries)
    household_id = store.case(desk.case_id).household.id
    assert len(store.opt_outs(household_id)) == 1
    back = desk.entry(Kind.OPTED_OUT, {"scope": None})
    store.receive("poste", [back])
    store.receive("poste", [*entries, back])
    assert store.opt_outs(household_id) == ()
    other = store.case(case_in(store, "ete"))
    assert (other.disposition, other.state) == (Disposition.TO_CALL, QueueState.READY)
    store.receive("poste", [desk.finished()])
    assert store.case(desk.case_id).disposition is Disposition.SECURED


def test_the_last_word_in_a_call_stands(store: SharedStore):
    both(store)
    desk = taken(store)
    store.receive("poste", [desk.started(), wish(desk, scope="all")])
    store.receive("poste", [wish(desk, scope="all", until="2020-04-06")])
    (found,) = store.opt_outs(store.case(desk.case_id).household.id)
    assert found.until == datetime(2020, 4, 5, 22, tzinfo=UTC)
    assert store.case(case_in(store, "ete")).state == QueueState.SCHEDULED


def test_the_day_that_ends_it_begins_where_the_person_lives(store: SharedStore):
    both(store)
    desk = taken(store)
    there = wish(desk, scope="all", until="2020-04-06", zone="Indian/Reunion")
    store.receive("poste", [desk.started(), there])
    (found,) = store.opt_outs(store.case(desk.case_id).household.id)
    assert found.until == datetime(2020, 4, 5, 20, tzinfo=UTC)


def test_until_a_date_nobody_calls_and_from_that_day_on_somebody_does(
    store: SharedStore, clock: Clock
):
    both(store)
    desk = taken(store)
    later = replace(
        OPTED_OUT, state=QueueState.SCHEDULED, due_at=datetime(2020, 4, 6, 7, tzinfo=UTC)
    )
    entries = [desk.started(), wish(desk, scope="all", until="2020-04-06"), desk.finished(later)]
    store.receive("poste", entries)
    assert not is_offered(store, "hiver")
    assert not is_offered(store, "ete")
    assert store.case(desk.case_id).due_at == datetime(2020, 4, 6, 7, tzinfo=UTC)
    clock.now = datetime(2020, 4, 6, 7, tzinfo=UTC)
    assert is_offered(store, "hiver")
    assert is_offered(store, "ete")


def test_once_a_wish_has_ended_a_household_without_number_is_for_the_relays(
    store: SharedStore, clock: Clock
):
    fill(store, [household(0, numbers=())])
    case_id = case_in(store, "hiver")
    store.opt_out(case_id, OptOut(until=date(2020, 4, 6)), "Sup", NOON)
    assert store.case(case_id).disposition is Disposition.OPTED_OUT
    clock.now = datetime(2020, 4, 6, 7, tzinfo=UTC)
    assert not is_offered(store, "hiver")
    store.sweep()
    found = store.case(case_id)
    assert (found.disposition, found.state) == (Disposition.NO_NUMBER, QueueState.DONE)
    store.climb("hiver", clock.now)
    assert [one.relay.channel.value for one in store.relays("hiver")] == ["neighbour"]


def test_a_wish_that_has_ended_changes_nothing_of_the_calls_after_it(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    case_id = case_in(store, "hiver")
    store.opt_out(case_id, OptOut("all", until=date(2020, 4, 6)), "Sup", NOON)
    clock.now = datetime(2020, 4, 6, 7, tzinfo=UTC)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.dialled(), desk.finished()])
    assert store.case(case_id).disposition is Disposition.SECURED


def test_whoever_holds_such_a_household_may_finish_and_it_does_not_come_back(store: SharedStore):
    fill(store, 1)
    fill(store, [household(0, numbers=(PhoneNumber("+33536499999"),))], SUMMER)
    held = token()
    granted = store.claim_next("ete", "Paul", held, LEASE)
    assert granted is not None
    paul = Desk(granted.case.id, held, "Paul", campaign="ete")
    # Two campaigns ring the same dwelling by the same line: the wish comes from a ring back.
    supervisor = case_in(store, "hiver")
    store.opt_out(supervisor, OptOut("all", words="Par courrier"), "Sup", NOON)
    retry = Decision(Disposition.RETRYING, QueueState.SCHEDULED, due_at=NOON)
    store.receive("autre", [paul.started(), paul.dialled(), paul.finished(retry)])
    assert store.case(paul.case_id).disposition is Disposition.OPTED_OUT
    assert not is_offered(store, "ete")


def test_a_call_promised_after_the_wish_is_kept(store: SharedStore):
    fill(store, 1)
    case_id = case_in(store, "hiver")
    store.opt_out(case_id, OptOut(), "Sup", NOON)
    claim = token()
    store.claim_case(case_id, "Paul", claim, LEASE)
    desk = Desk(case_id, claim, "Paul")
    promise = Promise(PromiseKind.APPOINTMENT, NOON, by="Paul")
    kept = Decision(Disposition.APPOINTMENT, QueueState.SCHEDULED, due_at=NOON, promise=promise)
    store.receive("autre", [desk.started(), desk.dialled(), desk.finished(kept)])
    assert store.case(case_id).disposition is Disposition.APPOINTMENT
    assert is_offered(store, "hiver")


def test_a_late_result_s_wish_is_obeyed(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    store.sweep()
    other = taken(store, "Paul")
    store.receive("autre", [other.started(), other.finished()])
    store.receive("poste", [desk.started(), wish(desk), desk.finished(OPTED_OUT)])
    assert store.case(desk.case_id).state == QueueState.CLOSED


def test_who_opted_out_enters_a_new_campaign_as_such(store: SharedStore, clock: Clock):
    fill(store, 2)
    first, second = (row[0] for row in query(store, "select id from cases order by id"))
    store.opt_out(first, OptOut("all"), "Sup", NOON)
    store.opt_out(second, OptOut("all", until=date(2020, 4, 6)), "Sup", NOON)
    fill(store, 3, SUMMER)
    states = query(
        store,
        "select c.disposition, q.state from cases c join queue q on q.case_id = c.id"
        " where c.campaign_id = 'ete' order by c.id",
    )
    assert sorted(states) == [("opted_out", 3), ("opted_out", 4), ("to_call", 0)]
    take_away = store.claim_next("ete", "Paul", token(), LEASE)
    assert take_away is not None
    assert store.claim_next("ete", "Paul", token(), LEASE) is None
    clock.now = datetime(2020, 4, 6, 7, tzinfo=UTC)
    assert store.claim_next("ete", "Paul", token(), LEASE) is not None


def test_a_new_number_is_none_to_call(store: SharedStore):
    fill(store, [household(0, numbers=())])
    case_id = case_in(store, "hiver")
    store.opt_out(case_id, OptOut(), "Sup", NOON)
    store.apply_import("hiver", [], [household(0)], NOON)
    assert not is_offered(store, "hiver")


def test_a_wish_taken_back_by_a_supervisor_is_called_again(store: SharedStore):
    both(store)
    case_id = case_in(store, "hiver")
    store.opt_out(case_id, OptOut("all"), "Sup", NOON)
    household_id = store.case(case_id).household.id
    assert store.lift_opt_out(household_id, "Sup", NOON) == 1
    assert is_offered(store, "hiver")
    assert is_offered(store, "ete")
    assert query(store, "select lifted_by from opt_outs") == [("Sup",)]
    assert store.lift_opt_out(household_id, "Sup", NOON) == 0


def test_no_text_messages_leaves_the_calls(store: SharedStore):
    both(store)
    case_id = case_in(store, "hiver")
    store.opt_out(case_id, OptOut("all", channel="messages"), "Sup", NOON)
    assert is_offered(store, "hiver")
    (found,) = store.opt_outs(store.case(case_id).household.id)
    assert (found.channel, found.said_by, found.campaign_id) == ("messages", "Sup", "")


def test_refused_and_dead_stay_what_they_are(store: SharedStore):
    both(store)
    desk = taken(store)
    store.receive(
        "poste",
        [desk.started(), desk.finished(Decision(Disposition.REFUSED, QueueState.CLOSED))],
    )
    store.opt_out(desk.case_id, OptOut("all"), "Sup", NOON)
    assert store.case(desk.case_id).disposition is Disposition.REFUSED
    assert store.case(case_in(store, "ete")).disposition is Disposition.OPTED_OUT


def test_an_alert_does_not_ring_who_opted_out(store: SharedStore):
    fill(store, 2)
    first, second = (row[0] for row in query(store, "select id from cases order by id"))
    store.opt_out(first, OptOut(), "Sup", NOON)
    store.opt_out(second, OptOut(until=date(2020, 4, 6)), "Sup", NOON)
    store.switch_alert("hiver", True, "Sup", NOON)
    assert not is_offered(store, "hiver")


def test_a_wish_that_makes_no_sense_is_set_aside(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    wrong = [wish(desk, scope="monde"), wish(desk, until="demain"), wish(desk, channel="pigeon")]
    wrong.append(wish(desk, until="2020-04-06", zone="Lune/Mer"))
    wrong.append(wish(desk, until="2020-04-06", zone="../passwd"))
    received = store.receive("poste", [desk.started(), *wrong])
    assert len(received.refused) == len(wrong)
    assert set(received.refused.values()) == {"malformed"}
    assert is_offered(store, "hiver") is False
    assert store.case(desk.case_id).disposition is Disposition.TO_CALL


def test_an_unknown_case_is_refused(store: SharedStore):
    with pytest.raises(Refused):
        store.opt_out(99, OptOut(), "Sup", NOON)


def test_a_death_noted_in_one_campaign_is_called_by_none_nor_after_an_import(store: SharedStore):
    both(store)
    desk = taken(store)
    dead = Decision(Disposition.DECEASED, QueueState.CLOSED)
    store.receive("poste", [desk.started(), desk.dialled(), desk.ended("deceased")])
    assert not is_offered(store, "ete")
    store.receive("poste", [desk.finished(dead)])
    autumn = replace(SUMMER, id="automne")
    fill(store, 1, autumn)
    fill(store, 1, SUMMER, NOON + timedelta(days=1))
    store.switch_alert("automne", True, "Sup", NOON)
    assert not is_offered(store, "automne")
    assert not is_offered(store, "ete")
    claim = store.claim_case(case_in(store, "automne"), "Paul", token(), LEASE)
    assert claim.disposition is Disposition.DECEASED  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("disposition", "state"),
    [(Disposition.REFUSED, QueueState.CLOSED), (Disposition.MOVED_OUT, QueueState.CLOSED),
     (Disposition.LANGUAGE, QueueState.DONE), (Disposition.TO_VISIT, QueueState.DONE)],
)  # fmt: skip
def test_every_end_leaves_the_telephone(store: SharedStore, disposition, state):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.finished(Decision(disposition, state))])
    assert not is_offered(store, "hiver")
