"""A desk at work when the campaign's rules change: it calls by the new ones from its next claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.test_new_script import Post
from tests.store.builders import Clock
from tests.supervision.publishing import opened
from veille_tui.domain.campaign import Campaign
from veille_tui.store.shared import SharedStore


@pytest.fixture
def campaign(store: SharedStore, tmp_path: Path) -> Campaign:
    return opened(store, tmp_path / "fichiers")


@pytest.fixture
def post(store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock) -> Iterator[Post]:
    made = Post(tmp_path / "journal.db", store, clock)
    made.desk.enter(campaign.id)
    made.wire.asked.clear()
    yield made
    made.journal.close()


def test_an_alert_reaches_the_desk_with_its_next_claim_for_one_asking_more(
    post: Post, store: SharedStore, campaign: Campaign, clock: Clock
) -> None:
    clock.forward(minutes=1)
    store.switch_alert(campaign.id, True, "Sup", clock())
    hand = post.take(campaign)
    assert hand.campaign.alert_since == clock()
    assert post.wire.asked == {"exchange": 1, "campaign": 1}
    post.desk.put_back(hand)
    post.wire.asked.clear()
    assert post.take(campaign).campaign.alert_since == clock()
    assert post.wire.asked == {"exchange": 1}


def test_an_alert_reaches_a_desk_that_calls_nobody(
    post: Post, store: SharedStore, campaign: Campaign, clock: Clock
) -> None:
    post.desk.refresh(campaign)
    assert post.wire.asked == {"waiting": 1}
    clock.forward(minutes=1)
    store.switch_alert(campaign.id, True, "Sup", clock())
    shift = post.desk.refresh(campaign)
    assert shift.alert is not None
    assert post.desk.campaign(campaign.id).alert_since == clock()  # type: ignore[union-attr]
    clock.forward(minutes=1)
    store.switch_alert(campaign.id, False, "Sup", clock())
    post.desk.refresh(campaign)
    assert post.desk.campaign(campaign.id).alert_since is None  # type: ignore[union-attr]


def test_rules_that_cannot_be_fetched_leave_the_known_ones_until_the_next_claim(
    post: Post, store: SharedStore, campaign: Campaign, clock: Clock
) -> None:
    clock.forward(minutes=1)
    store.switch_alert(campaign.id, True, "Sup", clock())
    post.wire.loses = "campaign"
    hand = post.take(campaign)
    assert hand.campaign.alert_since is None
    post.wire.loses = ""
    post.desk.put_back(hand)
    assert post.take(campaign).campaign.alert_since == clock()


def test_somebody_who_rings_back_is_called_by_the_new_rules(
    post: Post, store: SharedStore, campaign: Campaign, clock: Clock
) -> None:
    clock.forward(minutes=1)
    store.switch_alert(campaign.id, True, "Sup", clock())
    hand = post.desk.take(store.find("Hélène 3")[0])
    assert hand.campaign.alert_since == clock()  # type: ignore[union-attr]
