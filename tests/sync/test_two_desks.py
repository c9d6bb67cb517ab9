"""Two desks on one household after a lease that ended: kept, flagged, both are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.builders import Clock, query
from tests.sync.posts import Post
from tests.sync.test_reserve import FIVE, opened
from veille_tui.desk.hand import Hand
from veille_tui.domain.campaign import Assignment
from veille_tui.domain.case import QueueState
from veille_tui.domain.outcomes import Outcome
from veille_tui.store.shared import SharedStore

NONE_AHEAD = replace(FIVE, assignment=Assignment(size=40, ahead=0))


class Pair:
    """Anne took the only household, and her lease ended without network."""

    def __init__(self, folder: Path, store: SharedStore, clock: Clock) -> None:
        self.store, self.clock = store, clock
        self.anne = Post(folder / "anne" / "journal.db", store, clock, "Anne")
        self.bob = Post(folder / "bob" / "journal.db", store, clock, "Bob")
        self.hand = self.anne.take()
        clock.forward(minutes=40)
        store.sweep()

    def told(self, post: Post) -> list[tuple[str, str, str]]:
        return [(one.kind, one.about, one.who) for one in post.desk.messages()]

    def is_flagged(self) -> bool:
        return "late_result" in self.store.case(self.hand.case.id).flagged

    def state(self) -> tuple[int, int, str]:
        rows = query(self.store, "select state, state_before, claimed_by from queue")
        return rows[0][0], rows[0][1], rows[0][2]


@pytest.fixture
def pair(tmp_path: Path, store: SharedStore, clock: Clock) -> Iterator[Pair]:
    opened(store, clock, NONE_AHEAD, households=1)
    made = Pair(tmp_path, store, clock)
    yield made
    made.anne.journal.close()
    made.bob.journal.close()


MRS_L = "Mme L., Toulouse"


@pytest.mark.parametrize("anne_is_first", [True, False])
def test_two_calls_that_both_outlived_their_lease_are_told_whoever_comes_first(
    pair: Pair, anne_is_first: bool
) -> None:
    theirs = pair.bob.take()
    pair.anne.finish(pair.hand)
    pair.bob.finish(theirs, Outcome.BUSY)
    pair.clock.forward(minutes=40)
    pair.store.sweep()
    first, second = (pair.anne, pair.bob) if anne_is_first else (pair.bob, pair.anne)
    for post in (first, second, first):
        post.courier.round()
    assert pair.told(first) == [("also_called", second.caller, MRS_L)]
    assert pair.told(second) == [("late", first.caller, MRS_L)]
    assert pair.is_flagged()
    assert len(pair.store.case(pair.hand.case.id).attempts) == 2


def test_a_call_that_has_begun_elsewhere_is_told_before_it_ends(pair: Pair) -> None:
    theirs = pair.bob.take()
    theirs = pair.bob.desk.dial(theirs, theirs.case.household.numbers[0])
    pair.bob.courier.round()
    pair.clock.forward(minutes=40)
    pair.store.sweep()
    pair.anne.finish(pair.hand)
    pair.anne.courier.round()
    pair.bob.courier.round()
    assert pair.told(pair.anne) == [("late", "Bob", MRS_L)]
    assert pair.told(pair.bob) == [("also_called", "Anne", MRS_L)]


def test_a_late_result_decides_when_who_took_the_household_put_it_back_uncalled(
    pair: Pair,
) -> None:
    pair.bob.desk.put_back(pair.bob.take())
    pair.bob.courier.round()
    pair.anne.finish(pair.hand)
    assert pair.anne.courier.round().late == 1
    assert pair.state()[0] == QueueState.SCHEDULED
    assert pair.is_flagged()
    assert pair.told(pair.bob) == []


def test_a_late_result_never_undoes_what_was_decided_meanwhile(pair: Pair) -> None:
    pair.bob.call(Outcome.DISCONNECTED)
    pair.bob.courier.round()
    decided = query(pair.store, "select state, due_at from queue")
    pair.anne.finish(pair.hand)
    pair.anne.courier.round()
    assert query(pair.store, "select state, due_at from queue") == decided
    assert pair.told(pair.anne) == [("late", "Bob", MRS_L)]


def test_who_holds_the_household_uncalled_puts_it_back_as_the_late_result_left_it(
    pair: Pair,
) -> None:
    theirs = pair.bob.take()
    pair.anne.finish(pair.hand)
    pair.anne.courier.round()
    assert pair.state() == (QueueState.HELD, QueueState.SCHEDULED, "Bob")
    pair.bob.desk.put_back(theirs)
    pair.bob.courier.round()
    assert pair.state()[0] == QueueState.SCHEDULED


def test_who_holds_the_household_and_calls_it_has_the_last_word(pair: Pair) -> None:
    theirs = pair.bob.take()
    pair.anne.finish(pair.hand)
    pair.anne.courier.round()
    pair.bob.finish(theirs, Outcome.DISCONNECTED)
    assert pair.bob.courier.round().late == 0
    (last,) = query(pair.store, "select a.caller from cases c join attempts a on a.id = decided_by")
    assert last == ("Bob",)
    assert pair.told(pair.anne) == [("late", "Bob", MRS_L)]


def test_a_household_of_the_reserve_that_somebody_called_goes_back_and_is_not_called(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    opened(store, clock, FIVE, households=1)
    pair = Pair(tmp_path, store, clock)
    pair.bob.work()
    assert pair.bob.ahead == [pair.hand.case.id]
    pair.anne.finish(pair.hand)
    pair.anne.courier.round()
    pair.bob.courier.round()
    assert pair.told(pair.bob) == [("called_before", "Anne", MRS_L)]
    assert not isinstance(pair.bob.desk.take_next(FIVE), Hand)
    pair.bob.courier.round()
    assert pair.bob.ahead == []
    assert pair.state()[0] == QueueState.SCHEDULED
    pair.anne.journal.close()
    pair.bob.journal.close()
