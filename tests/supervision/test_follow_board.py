"""What waits for a supervisor: who is lost, and not everybody who waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.store.builders import NOON, WINTER, Clock, fill, household, query, taken
from veille_tui.domain.campaign import Relay
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.escalation import RelayResult
from veille_tui.domain.next_step import Decision
from veille_tui.domain.relay_news import RelayNews
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.follow_board import look


@pytest.fixture
def store(sqlite_url: str) -> Iterator[SharedStore]:
    made = SharedStore(sqlite_url, clock=Clock(NOON))
    homes = [household(1), household(2, numbers=())]
    fill(made, homes, replace(WINTER, relays=(Relay("visit"),)))
    yield made
    made.close()


def test_a_look_opens_the_relays_that_are_due(store: SharedStore) -> None:
    assert [line.relay.case_id for line in look(store, "hiver", NOON).relays] == [2]


def test_only_who_is_lost_is_on_the_list_of_the_lost(store: SharedStore) -> None:
    desk = taken(store)
    dropped = Decision(Disposition.HANDED_OVER, QueueState.DONE)
    store.receive("poste", [desk.started(), desk.ended("no_answer"), desk.finished(dropped)])
    store.climb("hiver", NOON)
    ((number,),) = query(store, "select id from escalations")
    store.record_relays([RelayNews(number, RelayResult.NOBODY)], "Nadia", NOON)
    waiting = [one.case_id for one in store.attention("hiver") if one.kind == "household"]
    assert sorted(waiting) == [1, 2]
    board = look(store, "hiver", NOON)
    assert [one.case_id for one in board.lost] == [2]
    assert board.relays == ()
