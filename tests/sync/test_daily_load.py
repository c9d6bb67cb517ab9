"""A caller's day has its figure: it is said when it is reached, and they may go on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.store.builders import Clock
from tests.sync.posts import OPEN, Post
from tests.sync.test_reserve import opened
from veille_tui.desk.desk import NothingNow
from veille_tui.desk.hand import Hand
from veille_tui.domain.campaign import Assignment, CallerShare, Campaign
from veille_tui.store.shared import SharedStore

TWO_A_DAY = replace(OPEN, assignment=Assignment(load=2))


@pytest.fixture
def post(tmp_path: Path, store: SharedStore, clock: Clock) -> Iterator[Post]:
    opened(store, clock, TWO_A_DAY)
    made = Post(tmp_path / "poste" / "journal.db", store, clock)
    yield made
    made.journal.close()


def calls(post: Post, campaign: Campaign, number: int) -> None:
    for _ in range(number):
        hand = post.desk.take_next(campaign)
        assert isinstance(hand, Hand)
        post.finish(hand)


def test_the_day_s_figure_is_said_once_and_asking_again_goes_on(post: Post, clock: Clock) -> None:
    calls(post, TWO_A_DAY, 2)
    enough = post.desk.take_next(TWO_A_DAY)
    assert enough == NothingNow("load", load=2)
    calls(post, TWO_A_DAY, 1)
    clock.forward(days=1)
    calls(post, TWO_A_DAY, 2)
    assert post.desk.take_next(TWO_A_DAY) == NothingNow("load", load=2)


def test_a_caller_s_own_figure_comes_before_the_campaign_s(post: Post) -> None:
    own = replace(TWO_A_DAY, assignment=Assignment(callers=(CallerShare(post.caller, load=1),)))
    calls(post, own, 1)
    assert post.desk.take_next(own) == NothingNow("load", load=1)


def test_without_a_figure_nobody_is_told_to_stop(post: Post) -> None:
    calls(post, OPEN, 4)
