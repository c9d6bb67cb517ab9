"""A desk at work when a new version is published: its next call has it, no call loses its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.store.builders import LEASE, Clock, query
from tests.supervision.publishing import opened, written
from veille_tui.bootstrap import read_number, read_script
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import PromisedCall
from veille_tui.errors import StoreUnreachable
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.scripts import prepare, publish
from veille_tui.sync.courier import Courier

OLD, NEW = "Comment allez-vous ?", "Ça va ?"


class Wire:
    """The way to the shared store, which counts what is asked and may be cut."""

    def __init__(self, store: SharedStore) -> None:
        self._store = store
        self.asked: Counter[str] = Counter()
        self.is_cut = False
        self.loses: str = ""

    def __call__(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._store, name)

        def through(*args: Any, **kwargs: Any) -> Any:
            if self.is_cut or name == self.loses:
                raise StoreUnreachable("coupé")
            self.asked[name] += 1
            return verb(*args, **kwargs)

        return through


class Post:
    """Hélène's workstation, which entered the campaign before anything changed."""

    def __init__(self, file: Path, store: SharedStore, clock: Clock) -> None:
        self.file = file
        self.clock = clock
        self.wire = Wire(store)
        self.journal = LocalJournal(file)
        self.desk = self._desk()

    def _desk(self) -> Desk:
        return Desk(
            journal=self.journal,
            store=self.wire,
            read_script=read_script,
            clock=self.clock,
            caller="Hélène B.",
            lease=LEASE,
            read_number=read_number,
        )

    def restart(self) -> None:
        """Everything in memory is gone."""
        self.journal.close()
        self.journal = LocalJournal(self.file)
        self.desk = self._desk()

    def take(self, campaign: Campaign) -> Hand:
        hand = self.desk.take_next(campaign)
        assert isinstance(hand, Hand)
        return hand

    def dialled(self, hand: Hand) -> Hand:
        return self.desk.dial(hand, hand.case.household.numbers[0])

    def send(self) -> None:
        Courier(
            journal=self.journal, store=self.wire, clock=self.clock, caller="Hélène B.", lease=LEASE
        ).round()


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


def published(store: SharedStore, folder: Path, clock: Clock) -> Campaign:
    clock.forward(minutes=1)
    publication = prepare(store, written(folder / "nouveau", "n.yaml", (OLD, NEW)), "hiver")
    return publish(store, publication, "Paul", clock())


def asked(hand: Hand) -> str:
    assert hand.script is not None
    return hand.script.by_id["moral"].say


def test_the_next_call_has_the_new_version_for_one_asking_more(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    newer = published(store, tmp_path, clock)
    hand = post.dialled(post.take(campaign))
    assert asked(hand) == NEW
    assert hand.call is not None
    assert hand.call.script_hash == newer.script_hash
    assert post.wire.asked == {"exchange": 1, "script_source": 1}
    post.desk.take_next(campaign)
    assert post.wire.asked == {"exchange": 2, "script_source": 1}


def test_without_a_new_version_a_claim_asks_nothing_more(post: Post, campaign: Campaign) -> None:
    assert asked(post.dialled(post.take(campaign))) == OLD
    assert post.wire.asked == {"exchange": 1}


def test_somebody_who_rings_back_is_asked_the_new_version(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    published(store, tmp_path, clock)
    hand = post.desk.take(store.find("Hélène 3")[0])
    assert isinstance(hand, Hand)
    assert asked(post.desk.dial(hand, None)) == NEW


def test_a_promised_call_is_asked_the_new_version(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    published(store, tmp_path, clock)
    case = store.find("Hélène 2")[0].case_id
    promise = PromisedCall(case, "Mme", "Lefèvre", "Toulouse", None)  # type: ignore[arg-type]
    hand = post.desk.take_promised(promise, campaign)
    assert isinstance(hand, Hand)
    assert asked(post.dialled(hand)) == NEW


def test_a_call_under_way_stays_on_its_version_even_without_network(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    hand = post.dialled(post.take(campaign))
    published(store, tmp_path, clock)
    other = post.desk.take(store.find("Hélène 4")[0])
    assert isinstance(other, Hand)
    assert asked(post.desk.dial(other, None)) == NEW
    post.restart()
    post.wire.is_cut = True
    resumed = {one.case.id: post.desk.with_script(one) for one in post.desk.in_hand()}
    assert asked(resumed[hand.case.id]) == OLD
    assert asked(resumed[other.case.id]) == NEW
    talking = post.desk.person_answered(resumed[hand.case.id])
    post.desk.answer(talking, "moral", "bien", f"{OLD}\nBien")
    entry = post.journal.unsent(50)[-1]
    assert entry.data["script_hash"] == campaign.script_hash


def test_a_version_that_cannot_be_fetched_leaves_the_known_one_until_the_next_claim(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    published(store, tmp_path, clock)
    post.wire.loses = "script_source"
    hand = post.dialled(post.take(campaign))
    assert asked(hand) == OLD
    assert hand.call is not None
    assert hand.call.script_hash == campaign.script_hash
    post.wire.loses = ""
    assert asked(post.dialled(post.take(campaign))) == NEW


def test_going_back_to_an_older_version_reaches_the_desk_without_fetching_it(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    published(store, tmp_path, clock)
    assert asked(post.dialled(post.take(campaign))) == NEW
    publish(store, prepare(store, campaign.script_hash, "hiver"), "Paul", clock())
    assert asked(post.dialled(post.take(campaign))) == OLD
    assert post.wire.asked["script_source"] == 1


def test_every_answer_in_the_shared_store_tells_its_script_version_question_and_words(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    hands = [post.dialled(post.take(campaign))]
    newer = published(store, tmp_path, clock)
    hands.append(post.dialled(post.take(campaign)))
    for dialled in hands:
        hand = post.desk.person_answered(dialled)
        post.desk.answer(hand, "moral", "bien", f"{asked(hand)}\nBien")
    post.send()
    told = query(
        store,
        "select v.script_id, w.script_hash, w.question, w.words, w.value"
        " from answers w join script_versions v on v.hash = w.script_hash"
        " join attempts a on a.id = w.attempt_id and a.script_hash = w.script_hash"
        " order by w.words",
    )
    assert told == [
        ("nouvelles", campaign.script_hash, "moral", f"{OLD}\nBien", '"bien"'),
        ("nouvelles", newer.script_hash, "moral", f"{NEW}\nBien", '"bien"'),
    ]


def test_answers_that_a_change_of_mind_hid_are_kept_and_not_counted(
    post: Post, store: SharedStore, campaign: Campaign
) -> None:
    hand = post.desk.person_answered(post.dialled(post.take(campaign)))
    for question, value in (
        ("moral", "mal"),
        ("moral.mal", "depuis mardi"),
        ("souffle", "oui"),
        ("moral", "bien"),
        ("aides", []),
        ("mot", None),
    ):
        hand = post.desk.answer(hand, question, value, "?")
    assert set(hand.hidden_answers) == {"moral.mal", "souffle"}
    post.desk.finish(post.desk.end_talk(hand))
    post.send()
    counted = store.answers_by_version("hiver", concluded=True)
    assert {one.question: one.count for one in counted} == {"moral": 1, "aides": 1}
    rows = query(store, "select question, value from answers where hidden = 1 order by question")
    assert rows == [("moral.mal", '"depuis mardi"'), ("souffle", '"oui"')]
    (attempt,) = store.case(hand.case.id).attempts
    assert {question for question, _words in attempt.answers} == {"moral", "aides"}


def test_a_desk_that_enters_without_the_script_keeps_what_it_knew(
    post: Post, store: SharedStore, campaign: Campaign, tmp_path: Path, clock: Clock
) -> None:
    published(store, tmp_path, clock)
    post.wire.loses = "script_source"
    with pytest.raises(StoreUnreachable):
        post.desk.enter("hiver")
    known = post.desk.campaign("hiver")
    assert known is not None
    assert known.script_hash == campaign.script_hash
