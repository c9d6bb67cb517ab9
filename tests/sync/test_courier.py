"""The courier between a real journal and a real store."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.store.builders import LEASE, WINTER, Clock, fill
from veille_tui.bootstrap import read_number
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.journal import Entry
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tallies import tally
from veille_tui.errors import StoreUnreachable
from veille_tui.store.line import Line
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore
from veille_tui.sync.courier import Courier
from veille_tui.sync.rounds import CourierRounds

OPEN = replace(WINTER, hours=builders.always_open(), script_id="confinement", script_hash="abc")


class Wire:
    """The way to the real store, which a test cuts before or after it was reached."""

    def __init__(self, store: SharedStore) -> None:
        self._store = store
        self.cut = ""

    def __call__(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._store, name)

        def through(*args: Any, **kwargs: Any) -> Any:
            if self.cut == "before":
                raise StoreUnreachable("coupé")
            result = verb(*args, **kwargs)
            if self.cut == "after":
                raise StoreUnreachable("réponse perdue")
            return result

        return through


class Post:
    """Hélène's workstation on the shared store."""

    def __init__(self, file: Path, store: SharedStore, clock: Clock, caller: str) -> None:
        self.journal = LocalJournal(file)
        self.wire = Wire(store)
        line = Line(self.journal, self.wire, clock, caller)
        self.desk = Desk(
            journal=self.journal,
            store=self.wire,
            read_script=lambda source: builders.script(),
            clock=clock,
            caller=caller,
            lease=LEASE,
            read_number=read_number,
            line=line,
        )
        self.courier = Courier(
            journal=self.journal,
            store=self.wire,
            clock=clock,
            caller=caller,
            lease=LEASE,
            line=line,
        )
        self.desk.enter("hiver")

    def take(self) -> Hand:
        hand = self.desk.take_next(OPEN)
        assert isinstance(hand, Hand)
        return hand

    def call(self, outcome: Outcome = Outcome.NO_ANSWER) -> Hand:
        hand = self.take()
        hand = self.desk.dial(hand, hand.case.household.numbers[0])
        hand = self.desk.end_dial(hand, outcome)
        self.desk.finish(hand)
        return hand


@pytest.fixture
def post(tmp_path: Path, store: SharedStore, clock: Clock) -> Iterator[Post]:
    fill(store, 3, OPEN)
    store.put_script(
        script_hash="abc", script_id="confinement", title="Nouvelles", language="fr", version="1",
        source="script", published_by="Zoé", now=clock(),
    )  # fmt: skip
    made = Post(tmp_path / "poste" / "journal.db", store, clock, "Hélène B.")
    yield made
    made.journal.close()


def calls(store: SharedStore) -> dict[str, Any]:
    figures: dict[str, Any] = tally(store.figures("hiver"))["calls"]
    return figures


def test_a_finished_call_reaches_the_store_in_one_round(post: Post, store: SharedStore) -> None:
    post.call()
    done = post.courier.round()
    assert done.sent == 4
    assert post.journal.unsent_count()[0] == 0
    assert (calls(store)["attempts"], calls(store)["dials"]) == (1, 1)
    assert store.waiting("hiver", "Hélène B.").held == 0


def test_a_round_without_network_loses_nothing_and_the_next_one_sends_it(
    post: Post, store: SharedStore
) -> None:
    hand = post.call()
    post.wire.cut = "before"
    with pytest.raises(StoreUnreachable):
        post.courier.round()
    assert post.journal.unsent_count()[0] == 4
    post.wire.cut = ""
    assert post.courier.round().sent == 4
    assert store.case(hand.case.id).attempts[-1].dials[-1].outcome == "no_answer"


def test_a_lost_acknowledgement_doubles_nothing(post: Post, store: SharedStore) -> None:
    post.call()
    post.wire.cut = "after"
    with pytest.raises(StoreUnreachable):
        post.courier.round()
    before = calls(store)
    assert before["attempts"] == 1
    post.wire.cut = ""
    post.courier.round()
    assert calls(store) == before
    assert post.journal.unsent_count()[0] == 0


def test_a_claim_whose_reply_was_lost_gives_the_same_case_again(
    post: Post, store: SharedStore
) -> None:
    post.wire.cut = "after"
    with pytest.raises(StoreUnreachable):
        post.desk.take_next(OPEN)
    post.wire.cut = ""
    post.take()
    assert store.waiting("hiver", "Hélène B.").held == 1


def test_leases_are_renewed_while_the_desk_is_alive(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.take()
    for _ in range(8):
        clock.forward(minutes=10)
        assert post.courier.round().renewed == 1
    assert store.waiting("hiver", "Hélène B.").held == 1
    assert not post.journal.claims()[0].is_lost
    assert post.journal.claims()[0].lease_until == clock() + LEASE


def test_a_desk_that_slept_past_its_lease_learns_that_the_case_went_to_somebody_else(
    post: Post, store: SharedStore, clock: Clock, tmp_path: Path
) -> None:
    hand = post.take()
    hand = post.desk.dial(hand, hand.case.household.numbers[0])
    clock.forward(minutes=31)
    store.sweep()
    other = Post(tmp_path / "autre" / "journal.db", store, clock, "Paul")
    assert other.take().case.id == hand.case.id
    post.desk.finish(post.desk.end_dial(hand, Outcome.NO_ANSWER))
    done = post.courier.round()
    assert done.late >= 1
    assert calls(store)["attempts"] == 1
    assert store.waiting("hiver", "Paul").held == 1
    assert store.case(hand.case.id).flagged
    other.journal.close()


def test_what_the_store_cannot_take_is_set_aside_and_the_rest_goes_on(
    post: Post, store: SharedStore
) -> None:
    hand = post.take()
    lost = replace(hand, case=replace(hand.case, id=999_999))
    post.desk.dial(lost, hand.case.household.numbers[0])
    post.desk.finish(
        post.desk.end_dial(post.desk.dial(hand, hand.case.household.numbers[0]), Outcome.NO_ANSWER)
    )
    done = post.courier.round()
    assert done.refused == 2
    assert len(post.journal.refused()) == 2
    assert calls(store)["attempts"] == 1


def test_a_case_put_back_is_offered_again(post: Post, store: SharedStore) -> None:
    hand = post.take()
    post.desk.put_back(hand)
    post.courier.round()
    assert store.waiting("hiver", "Paul").ready == 3


def test_the_state_is_known_in_every_moment(post: Post) -> None:
    rounds = CourierRounds(post.courier, post.journal, 20, random.Random(1))
    seen = [rounds.state]
    rounds.once()
    seen.append(rounds.state)
    post.call()
    seen.append(rounds.state)
    post.wire.cut = "before"
    assert isinstance(rounds.once(), StoreUnreachable)
    seen.append(rounds.state)
    post.wire.cut = ""
    assert rounds.once() is None
    seen.append(rounds.state)
    assert [state.kind for state in seen] == [
        "loading", "all_sent", "waiting", "offline", "all_sent"
    ]  # fmt: skip
    assert [state.count for state in seen] == [0, 0, 4, 4, 0]


def test_a_woken_courier_sends_in_the_background(post: Post, store: SharedStore) -> None:
    rounds = CourierRounds(post.courier, post.journal, 3600, random.Random(1))
    post.call()
    rounds.start()
    rounds.stop(within=20)
    assert calls(store)["attempts"] == 1


class Half:
    """A store that acknowledges only the first half of what it got."""

    def __init__(self, store: SharedStore) -> None:
        self._store = store

    def hello(self) -> Any:
        return self._store.hello()

    def exchange(
        self, desk_id: str, caller: str, *, entries: Sequence[Entry], **others: Any
    ) -> Any:
        half = entries[: max(1, len(entries) // 2)]
        return self._store.exchange(desk_id, caller, entries=half, **others)


def test_a_batch_that_arrived_half_is_finished_in_the_same_round(
    post: Post, store: SharedStore, clock: Clock
) -> None:
    post.call()
    half = Half(store)
    courier = Courier(
        journal=post.journal, store=lambda: half, clock=clock, caller="Hélène B.",
        lease=timedelta(minutes=30),
    )  # fmt: skip
    assert courier.round().sent == 4
    assert store.waiting("hiver", "Hélène B.").held == 0
