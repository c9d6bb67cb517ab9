"""Random lives of cases: two desks, two campaigns that share households, everything a caller does.

Real desks, real journals and a real store; only time and chance are in the test's hand.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from tests import builders
from tests.store.builders import LEASE, WINTER, Clock, fill, household
from veille_tui.bootstrap import read_number
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.campaign import CadenceRule, Campaign
from veille_tui.domain.case import Promise, PromiseKind
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.tenants import PhoneNumber, Tenant
from veille_tui.errors import Refused
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore
from veille_tui.sync.courier import Courier

WINTER_OPEN = replace(
    WINTER, hours=builders.always_open(), script_id="confinement", script_hash="abc"
)
HEAT = replace(WINTER_OPEN, id="chaleur", cadence=(CadenceRule("", "P7D"),))
CAMPAIGNS = (WINTER_OPEN, HEAT)
STRANGE = PhoneNumber("+33639980777", valid=False)


@dataclass
class Post:
    """One workstation, and the calls it could still correct."""

    caller: str
    desk: Desk
    courier: Courier
    journal: LocalJournal
    done: list[Hand] = field(default_factory=list)


class Lives:
    """Households in two campaigns, and two callers who may do anything in any order."""

    def __init__(self, store: SharedStore, clock: Clock, folder: Path, seed: int) -> None:
        self.store, self.clock, self.chance = store, clock, random.Random(seed)
        self.told: list[str] = []
        couple = (Tenant("Roux", "Jean", rank=1), Tenant("Roux", "Marie", rank=2))
        two = (*household(2).numbers, PhoneNumber("+33639980002", valid=False, rank=2))
        listed = [
            household(0),
            household(1, tenants=couple),
            household(2, numbers=two),
            household(3, numbers=()),
            household(4, numbers=household(0).numbers),
        ]
        for campaign in CAMPAIGNS:
            fill(store, listed, campaign)
        store.put_script(
            script_hash="abc", script_id="confinement", title="Nouvelles", language="fr",
            version="1", source="script", published_by="Zoé", now=clock(),
        )  # fmt: skip
        self.posts = [self._post(folder / name, name) for name in ("Hélène", "Paul")]

    def _post(self, folder: Path, caller: str) -> Post:
        journal = LocalJournal(folder / "journal.db")
        desk = Desk(
            journal=journal,
            store=lambda: self.store,
            read_script=lambda source: builders.script(),
            clock=self.clock,
            caller=caller,
            lease=LEASE,
            read_number=read_number,
        )
        for campaign in CAMPAIGNS:
            desk.enter(campaign.id)
        courier = Courier(
            journal=journal, store=lambda: self.store, clock=self.clock, caller=caller, lease=LEASE
        )
        return Post(caller, desk, courier, journal)

    def close(self) -> None:
        for post in self.posts:
            post.journal.close()

    def live(self, steps: int) -> None:
        """So many things happen."""
        doings: tuple[Callable[[Post], None], ...] = (
            *[self.call] * 6,
            *[self.send] * 4,
            *[self.wait] * 3,
            *(self.put_back, self.forget, self.rings_back, self.correct, self.correct, self.listed),
        )
        for _step in range(steps):
            doing, post = self.chance.choice(doings), self.chance.choice(self.posts)
            self.told.append(f"{post.caller} {doing.__name__}")
            doing(post)

    # What may happen.

    def call(self, post: Post) -> None:
        """The next household, all the way or dropped in the middle."""
        hand = self._taken(post)
        if hand is not None:
            self._talk(post, hand)

    def rings_back(self, post: Post) -> None:
        """Somebody rings: whatever the state of the case."""
        found = self.chance.choice(self.store.find("Hélène" if self._maybe() else "Roux") or [None])
        if found is None or not found.case_id:
            return
        try:
            hand = post.desk.take(found)
        except Refused:
            return
        if isinstance(hand, Hand) and hand.call is None:
            self._talk(post, hand, inbound=True)

    def put_back(self, post: Post) -> None:
        hand = self._taken(post)
        if hand is not None:
            post.desk.put_back(hand, "busy")

    def forget(self, post: Post) -> None:
        """A claim whose desk never comes back: its lease will end."""
        hand = self._taken(post)
        if hand is not None and hand.call is None:
            post.journal.drop_claim(hand.token)

    def correct(self, post: Post) -> None:
        """A wrong key is taken back and the call saved again, perhaps long after."""
        if post.done:
            hand = post.desk.reopen_dial(self.chance.choice(post.done))
            self._end(post, hand)

    def wait(self, post: Post) -> None:
        self.clock.forward(minutes=self.chance.choice([1, 20, 45, 200, 1_500, 12_000]))

    def send(self, post: Post) -> None:
        post.courier.round()

    def listed(self, post: Post) -> None:
        """A newer listing brings a number."""
        campaign = self.chance.choice(CAMPAIGNS)
        known = self.store.known_households(campaign.id)
        one = known[self.chance.choice(sorted(known))]
        new = PhoneNumber(f"+3363998{self.chance.randrange(100):04d}", valid=False, rank=5)
        changed = replace(one, numbers=(*one.numbers, new))
        self.store.apply_import(campaign.id, [], [changed], self.clock())

    # Inside.

    def _maybe(self) -> bool:
        return self.chance.random() < 0.5

    def _taken(self, post: Post) -> Hand | None:
        campaign: Campaign = self.chance.choice(CAMPAIGNS)
        hand = post.desk.take_next(campaign)
        return hand if isinstance(hand, Hand) else None

    def _talk(self, post: Post, hand: Hand, *, inbound: bool = False) -> None:
        desk, numbers = post.desk, hand.case.household.usable_numbers
        number = None if inbound or not numbers else self.chance.choice(numbers)
        hand = desk.dial(hand, number)
        if self.chance.random() < 0.1:
            hand = desk.give_number(hand, STRANGE)
        if self._maybe():
            hand = self._converse(post, hand)
        self._end(post, hand)

    def _converse(self, post: Post, hand: Hand) -> Hand:
        desk = post.desk
        hand = desk.person_answered(hand)
        hand = desk.answer(hand, "forme", self.chance.choice(["bien", "mal"]))
        if self._maybe():
            hand = desk.answer(hand, "courses", self.chance.choice(["oui", "non", None]))
        if self.chance.random() < 0.2:
            hand = desk.ask_help(hand, "elle pleure")
        if self.chance.random() < 0.3:
            starts = self.clock() + timedelta(hours=self.chance.choice([1, 30]))
            kind = self.chance.choice(list(PromiseKind))
            hand = desk.promise(
                hand, Promise(kind, starts, by=post.caller if self._maybe() else "")
            )
        return hand

    def _end(self, post: Post, hand: Hand) -> None:
        """The dial has its outcome and the call is saved, unless the desk is left in the middle."""
        desk, call = post.desk, hand.call
        assert call is not None
        if call.open_dial is not None:
            likely = [one for one in Outcome if FACTS[one].answered or not call.is_talking]
            hand = desk.end_dial(hand, self.chance.choice(likely))
        if self.chance.random() < 0.1:
            return
        if self.chance.random() < 0.2:
            hand = desk.correct_secured(hand, self._maybe(), "self", "elle le dit")
        if self.chance.random() < 0.2:
            later = self.clock() + timedelta(days=self.chance.choice([1, 9]))
            hand = desk.move_next_call(hand, later if self._maybe() else None)
        desk.finish(hand)
        post.done.append(hand)
