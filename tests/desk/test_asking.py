"""Asking the shared store for a case over a network that loses replies or takes its time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.store.builders import Clock, fill
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.case import FoundTenant
from veille_tui.errors import StoreUnreachable
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore

OPEN = builders.campaign(hours=builders.always_open())


class Wire:
    """A shared store behind a line that loses replies, or keeps them until it is let go."""

    def __init__(self, store: SharedStore) -> None:
        self._store = store
        self.loses_replies = False
        self.asked = threading.Event()
        self.goes_on = threading.Event()
        self.goes_on.set()

    def __call__(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._store, name)

        def through(*args: Any, **kwargs: Any) -> Any:
            result = verb(*args, **kwargs)
            self.asked.set()
            self.goes_on.wait(10)
            if self.loses_replies:
                raise StoreUnreachable("réponse perdue")
            return result

        return through


class Post:
    """Hélène's desk, its journal and its line."""

    def __init__(self, journal: LocalJournal, store: SharedStore) -> None:
        self.journal = journal
        self.store = store
        self.wire = Wire(store)
        self.desk: Desk = builders.desk(journal, store=self.wire)

    def found(self, place: int) -> FoundTenant:
        return self.store.find(f"Hélène {place}")[0]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    store = SharedStore(f"sqlite:///{tmp_path / 'store.db'}", clock=Clock(builders.NOW))
    fill(store, 3, OPEN, builders.NOW)
    journal = builders.journal(tmp_path / "journal.db")
    yield Post(journal, store)
    journal.close()
    store.close()


def test_a_lost_reply_does_not_stand_in_the_way_of_another_household(post: Post) -> None:
    post.wire.loses_replies = True
    with pytest.raises(StoreUnreachable):
        post.desk.take(post.found(1))
    post.wire.loses_replies = False
    hand = post.desk.take(post.found(2))
    assert isinstance(hand, Hand)
    assert hand.case.id == post.found(2).case_id


def test_the_household_whose_reply_was_lost_is_given_when_asked_for_again(post: Post) -> None:
    post.wire.loses_replies = True
    with pytest.raises(StoreUnreachable):
        post.desk.take(post.found(1))
    post.wire.loses_replies = False
    assert isinstance(post.desk.take(post.found(1)), Hand)
    assert post.store.waiting(OPEN.id, "Hélène B.").held == 1


def test_an_asking_given_up_and_made_again_ends_with_one_household(post: Post) -> None:
    post.wire.goes_on.clear()
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(post.desk.take_next, OPEN)
        post.wire.asked.wait(10)
        second = threads.submit(post.desk.take_next, OPEN)
        post.wire.goes_on.set()
        taken = [first.result(10), second.result(10)]
    assert [hand.case.id for hand in taken if isinstance(hand, Hand)] == [1, 1]
    assert len(post.journal.claims()) == post.store.waiting(OPEN.id, "Hélène B.").held == 1


def test_a_household_that_is_lost_is_not_handed_out_again(post: Post) -> None:
    hand = post.desk.take_next(OPEN)
    assert isinstance(hand, Hand)
    post.journal.renew_claims({}, [hand.token])
    fresh = post.desk.take_next(OPEN)
    assert isinstance(fresh, Hand)
    assert fresh.case.id != hand.case.id
