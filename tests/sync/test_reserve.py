"""Households held in advance: taken while there is a network, called without it, given back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests import builders
from tests.store.builders import Clock, fill, household
from tests.sync.posts import OPEN, Post
from veille_tui.desk.desk import NothingAhead, NothingNow
from veille_tui.desk.hand import Hand
from veille_tui.domain.campaign import Assignment, Campaign
from veille_tui.domain.case import NewCase, Promise, PromiseKind
from veille_tui.domain.outcomes import Outcome
from veille_tui.errors import Refused, StoreUnreachable
from veille_tui.store.shared import SharedStore

FIVE = replace(OPEN, assignment=Assignment(size=40, ahead=5, ahead_for=timedelta(hours=2)))


def opened(
    store: SharedStore, clock: Clock, campaign: Campaign = FIVE, households: int = 30
) -> None:
    fill(store, households, campaign)
    store.put_script(
        script_hash="abc", script_id="confinement", title="Nouvelles", language="fr", version="1",
        source="script", published_by="Zoé", now=clock(),
    )  # fmt: skip


@pytest.fixture
def post(tmp_path: Path, store: SharedStore, clock: Clock) -> Iterator[Post]:
    opened(store, clock)
    made = Post(tmp_path / "poste" / "journal.db", store, clock)
    yield made
    made.journal.close()


def other(post: Post, folder: Path, caller: str = "Paul") -> Post:
    return Post(folder / caller / "journal.db", post.store, post.clock, caller)


def held(store: SharedStore) -> int:
    return store.waiting("hiver", "Hélène B.").held


def test_a_desk_at_work_holds_what_the_campaign_allows_and_no_more(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.work()
    assert len(post.ahead) == held(store) == 5
    shift = post.desk.shift(FIVE)
    assert (shift.ahead.count, shift.ahead.until) == (5, clock() + timedelta(hours=2))
    assert post.desk.resume() is None
    for _ in range(3):
        post.courier.round()
    assert len(post.ahead) == held(store) == 5


def test_a_round_that_nobody_sits_beside_holds_nothing(post: Post, store: SharedStore) -> None:
    post.courier.round()
    assert held(store) == 0


def test_without_network_the_reserve_is_called_in_its_order_and_then_it_is_said(
    post: Post, store: SharedStore
) -> None:
    post.work()
    order = sorted(post.ahead)
    post.wire.cut = "before"
    called = []
    for _ in range(5):
        hand = post.take()
        called.append(hand.case.id)
        post.finish(hand)
    assert called == order
    with pytest.raises(NothingAhead, match="plus aucun foyer en réserve"):
        post.desk.take_next(FIVE)
    post.wire.cut = ""
    done = post.courier.round()
    assert done.sent == 20
    assert done.late == 0
    attempts = [store.case(case_id).attempts for case_id in called]
    assert [len(made) for made in attempts] == [1] * 5


def test_a_known_cut_is_not_waited_for(post: Post) -> None:
    post.work()
    post.wire.cut = "before"
    with pytest.raises(StoreUnreachable):
        post.courier.round()
    post.wire.asked.clear()
    post.take()
    assert post.wire.asked == []


def test_a_desk_started_without_network_goes_on_with_its_reserve(post: Post) -> None:
    post.work()
    post.wire.cut = "before"
    post.restart()
    hand = post.take()
    post.finish(hand)
    assert isinstance(post.desk.take_next(FIVE), Hand)


def test_a_reserve_whose_time_is_over_is_not_called(post: Post, clock: Clock) -> None:
    post.work()
    post.wire.cut = "before"
    clock.forward(hours=2)
    with pytest.raises(NothingAhead, match="passé son heure"):
        post.desk.take_next(FIVE)
    assert post.desk.shift(FIVE).ahead.over == 5


def test_the_reserve_is_renewed_while_there_is_a_network(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.work()
    for _ in range(4):
        clock.forward(minutes=40)
        post.call()
        post.courier.round()
    assert len(post.ahead) == 5
    assert post.desk.shift(FIVE).ahead.until == clock() + timedelta(hours=2)


def test_a_promised_call_comes_before_the_reserve_and_is_never_in_it(
    post: Post, store: SharedStore, clock: Clock, tmp_path: Path
) -> None:
    paul = other(post, tmp_path)
    hand = paul.take()
    hand = paul.desk.dial(hand, hand.case.household.numbers[0])
    soon = clock() + timedelta(minutes=20)
    hand = paul.desk.promise(hand, Promise(PromiseKind.APPOINTMENT, soon, by="Hélène B."))
    paul.desk.finish(paul.desk.end_dial(hand, Outcome.APPOINTMENT))
    paul.courier.round()
    clock.forward(minutes=21)
    post.work()
    assert hand.case.id not in post.ahead
    assert post.take().case.id == hand.case.id
    paul.journal.close()


def test_with_a_network_the_reserve_is_used_before_anything_else_is_claimed(
    post: Post, store: SharedStore
) -> None:
    post.work()
    first = min(post.ahead)
    assert post.take().case.id == first
    assert held(store) == 5
    post.courier.round()
    assert held(store) == 6


def test_a_more_pressing_household_of_the_store_comes_before_the_reserve(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.work()
    store.apply_import("hiver", [NewCase(household(78), priority=0)], [], clock())
    assert post.take().case.household.reference == "LOG-78"
    assert len(post.ahead) == 5


def test_result_and_next_household_go_in_one_round_trip(post: Post, store: SharedStore) -> None:
    post.work()
    hand = post.take()
    hand = post.desk.dial(hand, hand.case.household.numbers[0])
    post.desk.finish(post.desk.end_dial(hand, Outcome.NO_ANSWER))
    post.wire.asked.clear()
    post.take()
    assert post.wire.asked == ["exchange"]
    assert post.journal.unsent_count()[0] == 0
    assert len(store.case(hand.case.id).attempts) == 1


def test_the_end_of_a_shift_gives_the_reserve_back_to_be_called_at_once(
    post: Post, store: SharedStore
) -> None:
    post.work()
    post.desk.end_shift(FIVE)
    post.wire.cut = "before"
    with pytest.raises(NothingAhead):
        post.desk.take_next(FIVE)
    post.wire.cut = ""
    post.journal.is_at_work = False
    done = post.courier.round()
    assert done.given_back == 5
    assert held(store) == 0
    assert store.waiting("hiver", "Hélène B.").ready == 30
    assert post.journal.ahead_claims() == []
    # Coming back within the hour they are there again: giving back is no refusal.
    post.work()
    assert len(post.ahead) == 5


def test_leaving_gives_back_what_is_held_but_keeps_it_without_network(
    post: Post, store: SharedStore
) -> None:
    post.work()
    post.wire.cut = "before"
    with pytest.raises(StoreUnreachable):
        post.courier.round()
    post.courier.leave()
    assert len(post.ahead) == 5
    post.wire.cut = ""
    post.courier.round()
    post.courier.leave()
    assert held(store) == len(post.ahead) == 0


def test_a_lost_reply_leaks_no_household(post: Post, store: SharedStore) -> None:
    post.wire.cut = "after"
    post.courier.begin_work()
    with pytest.raises(StoreUnreachable):
        post.courier.round()
    assert held(store) == 5
    assert post.ahead == []
    post.wire.cut = ""
    post.courier.round()
    assert len(post.ahead) == held(store) == 5


def test_a_screen_left_idle_gives_its_reserve_back(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.work()
    for _ in range(5):
        clock.forward(minutes=10)
        post.courier.round()
    assert held(store) == len(post.ahead) == 0
    post.call()
    post.courier.round()
    assert len(post.ahead) == 5


def test_a_closed_campaign_gives_the_reserve_back(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.work()
    store.close_campaign("hiver", clock())
    clock.forward(minutes=11)
    post.courier.round()
    post.courier.round()
    assert post.ahead == []


def test_a_campaign_closed_during_a_cut_is_known_as_soon_as_the_way_is_open(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.work()
    post.wire.cut = "before"
    with pytest.raises(StoreUnreachable):
        post.courier.round()
    store.close_campaign("hiver", clock())
    post.call()
    post.wire.cut = ""
    assert post.courier.round().sent == 4
    closed = post.desk.campaign("hiver")
    assert closed is not None
    assert post.desk.take_next(closed) == NothingNow("closed")
    post.courier.round()
    assert post.ahead == []


def test_outside_hours_nothing_is_held_and_nothing_of_it_is_called(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    by_day = replace(FIVE, hours=builders.campaign().hours)
    opened(store, clock, by_day)
    post = Post(tmp_path / "j" / "journal.db", store, clock)
    post.work()
    assert len(post.ahead) == 5
    clock.forward(hours=10)
    post.wire.cut = "before"
    with pytest.raises(StoreUnreachable):
        post.desk.take_next(by_day)
    assert post.desk.take_ahead(by_day) is None
    post.wire.cut = ""
    assert isinstance(post.desk.take_next(by_day), NothingNow)
    post.work()
    post.courier.round()
    assert post.ahead == []
    post.journal.close()


def test_when_nothing_is_left_to_take_half_is_shared(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    opened(store, clock, households=4)
    post = Post(tmp_path / "j" / "journal.db", store, clock)
    post.work()
    assert len(post.ahead) == 4
    post.courier.round()
    assert len(post.ahead) == held(store) == 2
    paul = other(post, tmp_path)
    assert isinstance(paul.desk.take_next(FIVE), Hand)
    post.journal.close()
    paul.journal.close()


def test_a_person_the_store_refuses_calls_nothing_from_the_reserve(post: Post) -> None:
    post.work()

    def suspended(*_given: object, **_named: object) -> None:
        raise Refused("Accès suspendu.", "Voir le superviseur.")

    post.wire.exchange = suspended  # type: ignore[attr-defined]
    with pytest.raises(Refused):
        post.desk.take_next(FIVE)
    assert post.desk.take_ahead(FIVE) is None
    assert len(post.ahead) == 5


def test_somebody_of_the_reserve_who_rings_back_without_network_is_answered(post: Post) -> None:
    post.work()
    post.wire.cut = "before"
    found = post.desk.search("helene 3")[0]
    assert found.case_id in post.ahead
    assert post.desk.search("0003") == [found]
    with pytest.raises(StoreUnreachable):
        post.desk.search("helene 29")
    hand = post.desk.take(found)
    assert isinstance(hand, Hand)
    assert (hand.case.id, hand.reason.value) == (found.case_id, "inbound")


def test_two_desks_hold_nobody_twice(post: Post, tmp_path: Path) -> None:
    paul = other(post, tmp_path)
    post.work()
    paul.work()
    assert not set(post.ahead) & set(paul.ahead)
    paul.journal.close()
