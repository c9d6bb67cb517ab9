"""The line between a workstation and the shared store, on a real journal and real stores."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.store.builders import Clock, fill
from tests.sync.posts import OPEN, Post
from veille_tui.domain.journal import Entry
from veille_tui.errors import Refused, StoreUnreachable
from veille_tui.store.line import LAST_TRIES, OtherStore
from veille_tui.store.shared import SharedStore


@pytest.fixture
def post(tmp_path: Path, store: SharedStore, clock: Clock) -> Iterator[Post]:
    opened(store, clock)
    made = Post(tmp_path / "poste" / "journal.db", store, clock)
    yield made
    made.journal.close()


def opened(store: SharedStore, clock: Clock) -> None:
    fill(store, 5, OPEN)
    store.put_script(
        script_hash="abc", script_id="confinement", title="Nouvelles", language="fr", version="1",
        source="script", published_by="Zoé", now=clock(),
    )  # fmt: skip


@pytest.fixture
def elsewhere(tmp_path: Path, clock: Clock) -> Iterator[SharedStore]:
    made = SharedStore(f"sqlite:///{tmp_path / 'autre.db'}", clock=clock)
    opened(made, clock)
    yield made
    made.close()


def entries_in(store: SharedStore, case_id: int) -> int:
    return len(store.case(case_id).attempts)


# Whose store it is.


def test_what_is_for_one_store_is_never_sent_to_another(
    post: Post, store: SharedStore, elsewhere: SharedStore
) -> None:
    hand = post.call()
    post.store = elsewhere
    post.wire._store = elsewhere
    post.restart()
    with pytest.raises(OtherStore) as told:
        post.courier.round()
    assert "4 écritures de ce poste sont pour une autre base" in told.value.message
    assert "VEILLE_STORE" in told.value.hint
    assert entries_in(elsewhere, hand.case.id) == 0
    with pytest.raises(OtherStore):
        post.desk.campaigns()
    with pytest.raises(OtherStore):
        post.desk.take_next(OPEN)
    assert post.journal.unsent_count()[0] == 4
    post.wire._store = store
    post.restart()
    assert post.courier.round().sent == 4
    assert entries_in(store, hand.case.id) == 1


def test_a_household_in_hand_binds_the_desk_to_its_store(
    post: Post, elsewhere: SharedStore
) -> None:
    post.take()
    post.wire._store = elsewhere
    post.restart()
    with pytest.raises(OtherStore, match="en main"):
        post.courier.round()


def test_a_desk_with_nothing_left_may_change_stores(post: Post, elsewhere: SharedStore) -> None:
    post.call()
    post.courier.round()
    post.wire._store = elsewhere
    post.restart()
    post.courier.round()
    post.call()
    assert post.courier.round().sent == 4


# Batches that do not get through.


class Choosy:
    """A store that breaks on batches with a certain entry, or that are too big for it."""

    def __init__(self, store: SharedStore, *, poison: str = "", most: int = 10_000) -> None:
        self._store = store
        self.poison = poison
        self.most = most
        self.error: Exception = StoreUnreachable("Pas de réponse.")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def exchange(self, desk: str, caller: str, *, entries: list[Entry], **others: Any) -> Any:
        if len(entries) > self.most or self.poison in {entry.id for entry in entries}:
            raise self.error
        return self._store.exchange(desk, caller, entries=entries, **others)


def tried(post: Post, rounds: int) -> None:
    for _ in range(rounds):
        try:
            post.courier.round()
        except StoreUnreachable:
            continue


def test_a_batch_that_is_too_big_gets_through_in_smaller_ones(
    post: Post, store: SharedStore
) -> None:
    hand = post.take()
    post.wire._store = Choosy(store, most=3)  # type: ignore[assignment]
    for _ in range(6):
        hand = post.desk.dial(hand, hand.case.household.numbers[0])
        hand = post.desk.reopen_dial(hand)
    tried(post, 6)
    assert post.journal.unsent_count()[0] == 0
    assert post.journal.refused() == []


@pytest.mark.parametrize("error", [StoreUnreachable("Pas de réponse."), ValueError("surprise")])
def test_an_entry_that_breaks_the_store_blocks_no_other(
    post: Post, store: SharedStore, error: Exception
) -> None:
    hand = post.take()
    hand = post.desk.note(post.desk.dial(hand, hand.case.household.numbers[0]), "un")
    hand = post.desk.note(hand, "deux")
    poison = post.journal.unsent(10)[2].id
    choosy = Choosy(store, poison=poison)
    choosy.error = error
    post.wire._store = choosy  # type: ignore[assignment]
    tried(post, 6 + LAST_TRIES)
    assert post.journal.unsent_count()[0] == 0
    assert [(entry.id, why) for entry, why in post.journal.refused()] == [(poison, "store-failed")]
    choosy.poison = ""
    assert post.desk.try_again() == 1
    post.courier.round()
    assert post.journal.refused() == []
    assert set(store.case(hand.case.id).attempts[-1].notes) == {"un", "deux"}


def test_a_network_that_was_cut_makes_no_batch_smaller(post: Post) -> None:
    post.call()
    post.wire.cut = "before"
    tried(post, 5)
    post.wire.cut = ""
    post.wire.asked.clear()
    post.courier.round()
    assert post.wire.asked[:2] == ["hello", "exchange"]
    assert post.journal.unsent_count()[0] == 0


def test_a_person_who_is_refused_loses_nothing(post: Post, store: SharedStore) -> None:
    post.call()

    class Closed(Choosy):
        def hello(self) -> Any:
            raise Refused("Votre accès est suspendu.", "Voir le superviseur.")

    post.wire._store = Closed(store, most=0)  # type: ignore[assignment]
    post.wire._store.error = Refused("Votre accès est suspendu.", "Voir le superviseur.")  # type: ignore[attr-defined]
    for _ in range(8):
        with pytest.raises(Refused):
            post.courier.round()
    assert post.journal.unsent_count()[0] == 4
    assert post.journal.refused() == []
    post.wire._store = store
    assert post.courier.round().sent == 4


# What must be told.


def late_by(post: Post, clock: Clock, folder: Path) -> tuple[Post, int]:
    """Hélène's call on a household that Paul took after her lease; his desk, and the case."""
    hand = post.take()
    post.wire.cut = "before"
    post.finish(hand)
    clock.forward(minutes=31)
    post.store.sweep()
    paul = Post(folder / "paul" / "journal.db", post.store, clock, "Paul")
    other = paul.take()
    assert other.case.id == hand.case.id
    post.wire.cut = ""
    return paul, hand.case.id


def test_both_callers_are_told_of_a_late_result_until_they_have_read_it(
    post: Post, clock: Clock, tmp_path: Path, store: SharedStore
) -> None:
    paul, case_id = late_by(post, clock, tmp_path)
    assert post.courier.round().late == 1
    post.courier.round()
    paul.courier.round()
    post.restart()
    (mine,), (theirs,) = post.desk.messages(), paul.desk.messages()
    assert (mine.kind, mine.about, mine.who) == ("late", "Paul", "Mme L., Toulouse")
    assert (theirs.kind, theirs.about, theirs.who) == (
        "also_called", "Hélène B.", "Mme L., Toulouse"
    )  # fmt: skip
    assert store.case(case_id).flagged
    post.desk.put_away([mine])
    post.courier.round()
    post.courier.round()
    assert post.desk.messages() == []
    assert len(paul.desk.messages()) == 1
    paul.journal.close()


def test_a_notice_whose_acknowledgement_was_lost_is_told_once(
    post: Post, clock: Clock, tmp_path: Path
) -> None:
    paul, _case = late_by(post, clock, tmp_path)
    post.courier.round()
    post.wire.cut = "after"
    with pytest.raises(StoreUnreachable):
        post.courier.round()
    post.wire.cut = ""
    for _ in range(3):
        post.courier.round()
    assert len(post.desk.messages()) == 1
    paul.journal.close()


# The store's clock.


def test_the_line_tells_the_clock_what_the_store_says(post: Post, clock: Clock) -> None:
    told: list[datetime] = []
    post.line._tell = lambda store_now, asked, answered: told.append(store_now)
    post.courier.round()
    assert told[-1] == clock()


def test_who_waited_for_a_turn_that_failed_waits_no_second_time(post: Post) -> None:
    import threading

    asked: list[int] = []
    begun, may_end = threading.Event(), threading.Event()

    def frozen(*_given: object, **_named: object) -> None:
        asked.append(1)
        begun.set()
        may_end.wait(20)
        raise StoreUnreachable("Gelée.")

    post.wire.exchange = frozen  # type: ignore[attr-defined]
    failures: list[Exception] = []

    def one_turn() -> None:
        try:
            post.line.turn()
        except StoreUnreachable as error:
            failures.append(error)

    first = threading.Thread(target=one_turn)
    first.start()
    begun.wait(20)
    second = threading.Thread(target=one_turn)
    waiting = post.line._waiting
    second.start()
    while post.line._waiting == waiting:
        second.join(0.01)
    may_end.set()
    first.join(20)
    second.join(20)
    assert len(failures) == 2
    assert asked == [1]


def test_a_result_that_waited_past_its_lease_is_in_time_when_nobody_took_the_household(
    post: Post, clock: Clock
) -> None:
    hand = post.take()
    post.wire.cut = "before"
    post.finish(hand)
    clock.forward(hours=3)
    post.restart()
    post.wire.cut = ""
    done = post.courier.round()
    assert (done.sent, done.late) == (4, 0)
    assert post.wire.asked[-2:] == ["hello", "exchange"]
