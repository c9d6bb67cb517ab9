"""A caller who logs in holds as many households as the list allows, reserve included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.postgres import Server
from tests.store.builders import NOON, Clock
from tests.sync.posts import Post
from tests.sync.test_reserve import FIVE, opened
from veille_tui.desk.hand import Hand
from veille_tui.domain.campaign import Assignment
from veille_tui.domain.case import FoundTenant, Holder
from veille_tui.domain.people import Person, Role
from veille_tui.store.shared import SharedStore

THREE = replace(FIVE, assignment=Assignment(size=3, ahead=10))
LOGIN = "anne.liste.pleine"


@pytest.fixture
def anne(tmp_path: Path, ready_postgres: str, postgres_server: Server) -> Iterator[Post]:
    owner = SharedStore(ready_postgres)
    opened(owner, Clock(NOON), THREE, households=8)
    owner.add_person(Person("Anne", LOGIN, Role.CALLER), "un secret", NOON)
    store = SharedStore(ready_postgres.replace("://veille@", f"://{LOGIN}@"))
    made = Post(tmp_path / "journal.db", store, Clock(datetime.now(UTC)), "Anne")
    yield made
    made.journal.close()
    store.close()
    owner.close()
    with psycopg.connect(ready_postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("drop owned by {0}").format(sql.Identifier(LOGIN)))
        connection.execute(sql.SQL("drop role {0}").format(sql.Identifier(LOGIN)))


def ringing_back(post: Post) -> FoundTenant:
    return next(one for one in post.desk.search("helene") if one.case_id not in held(post))


def held(post: Post) -> list[int]:
    return post.ahead + [hand.case.id for hand in post.desk.in_hand()]


def test_the_reserve_leaves_room_for_the_household_in_hand(anne: Post) -> None:
    anne.work()
    assert len(anne.ahead) == 2
    for _ in range(3):
        anne.call()
        anne.courier.round()
        assert len(anne.ahead) == 2


def test_who_rings_back_comes_before_the_reserve_of_a_full_list(anne: Post) -> None:
    anne.work()
    hand = anne.take()
    anne.desk.dial(hand, hand.case.household.numbers[0])
    anne.courier.round()
    assert len(held(anne)) == 3
    rang = ringing_back(anne)
    taken = anne.desk.take(rang)
    assert isinstance(taken, Hand)
    assert taken.case.id == rang.case_id
    assert len(held(anne)) == 3


def test_a_list_that_is_full_of_households_in_hand_is_said_as_such(anne: Post) -> None:
    for _ in range(3):
        taken = anne.desk.take(ringing_back(anne))
        assert isinstance(taken, Hand)
    refused = anne.desk.take(ringing_back(anne))
    assert isinstance(refused, Holder)
    assert (refused.caller, refused.is_full) == ("", True)
