"""One simulated caller at a real desk: takes the next household, rings, listens, saves."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from veille_tui.bootstrap import read_number, read_script
from veille_tui.desk.desk import Desk, NothingNow
from veille_tui.desk.hand import Hand
from veille_tui.domain import slots
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.simulation.clock import Agenda, WorldClock
from veille_tui.simulation.people import Person
from veille_tui.simulation.talk import WELL, minutes_of, talk
from veille_tui.simulation.world import World
from veille_tui.store.line import Line
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore
from veille_tui.sync.courier import Courier

LEASE = timedelta(minutes=30)
_RINGS = timedelta(seconds=40)
_BETWEEN = timedelta(minutes=1)
_LOOK_AGAIN = timedelta(hours=1)
"""A caller with nothing to do asks again so often, and goes home when nothing comes before then."""


@dataclass
class Truths:
    """What the world knows of its people, and what it has told so far."""

    world: World
    people: Mapping[str, Person]
    told: set[str]
    """References of those whose situation was told in a talk."""
    settled: set[str]
    """Those for whom help is in place: nothing more to tell."""
    seed: int
    silent: Counter[str] = field(default_factory=Counter)
    """Silent calls in a row, by reference."""

    def chance(self, reference: str, moment: datetime) -> random.Random:
        """The same chance for the same person at the same moment, whoever calls."""
        return random.Random(f"{self.seed}:{reference}:{moment.isoformat()}")


class Caller:
    """A desk of its own, with its journal; `campaign` is as the desk knows it."""

    def __init__(
        self,
        name: str,
        campaign_id: str,
        store: SharedStore,
        clock: WorldClock,
        agenda: Agenda,
        truths: Truths,
    ) -> None:
        self.name = name
        self.journal = LocalJournal(None)
        self._clock, self._agenda, self._truths = clock, agenda, truths
        line = Line(self.journal, lambda: store, clock, name)
        self._desk = Desk(
            journal=self.journal,
            store=lambda: store,
            read_script=_read_once,
            clock=clock,
            caller=name,
            lease=LEASE,
            read_number=read_number,
            line=line,
        )
        self._courier = Courier(
            journal=self.journal,
            store=lambda: store,
            clock=clock,
            caller=name,
            lease=LEASE,
            line=line,
            keeps_ahead=False,
        )
        self._campaign_id = campaign_id
        self._ends = clock()
        self.calls = 0

    @property
    def campaign(self) -> Campaign:
        """As this desk knows it by now."""
        known = self._desk.campaign(self._campaign_id)
        return known or self._desk.enter(self._campaign_id)

    def sit_down(self, ends: datetime) -> None:
        """Begin a shift."""
        self._ends = ends
        self._desk.enter(self._campaign_id)
        self._courier.begin_work()
        self._work()

    def _work(self) -> None:
        if self._clock() >= self._ends:
            self._leave()
            return
        taken = self._desk.take_next(self.campaign)
        if isinstance(taken, NothingNow):
            self._wait(taken)
            return
        self._ring(taken)

    def _wait(self, nothing: NothingNow) -> None:
        if nothing.reason == "load":
            self._leave()
            return
        again = self._clock() + _LOOK_AGAIN
        if nothing.next_at is not None:
            again = max(again, nothing.next_at)
        if again >= self._ends:
            self._leave()
        else:
            self._agenda.at(again, self._work)

    def _leave(self) -> None:
        self._desk.end_shift(self.campaign)
        self._courier.leave()

    def _ring(self, hand: Hand) -> None:
        person = self._truths.people[hand.case.household.reference]
        chance = self._truths.chance(person.reference, self._clock())
        hand = self._desk.dial(hand, hand.case.household.usable_numbers[0])
        outcome = self._what_rings(person, hand, chance)
        if outcome is None:
            self._hear(hand, person, chance)
            return
        self._agenda.at(self._clock() + _RINGS, lambda: self._save(hand, outcome))

    def _what_rings(self, person: Person, hand: Hand, chance: random.Random) -> Outcome | None:
        """What the telephone does; None is that somebody answers."""
        habit, campaign = person.habit, hand.campaign
        if habit.wrong_number:
            return Outcome.WRONG_NUMBER
        slot = slots.slot_of(self._clock(), campaign.hours, ZoneInfo(campaign.timezone))
        heard, silent = habit.answers.get(slot, habit.answers.get("*", 0.0)), self._truths.silent
        if chance.random() < heard or (heard and silent[person.reference] >= habit.silent):
            silent[person.reference] = 0
            return None
        silent[person.reference] += 1
        if chance.random() < habit.busy:
            return Outcome.BUSY
        if chance.random() >= habit.machine:
            return Outcome.NO_ANSWER
        is_left = hand.case.voicemail_was_left
        return Outcome.VOICEMAIL if is_left else Outcome.VOICEMAIL_LEFT

    def _hear(self, hand: Hand, person: Person, chance: random.Random) -> None:
        minutes = minutes_of(chance, self._truths.world.callers.minutes)
        ends = self._clock() + timedelta(minutes=minutes)
        fate = person.fate
        if fate is not None and person.reference not in self._truths.told:
            outcome = Outcome(fate.outcome)
            self._truths.told.add(person.reference)
            self._agenda.at(self._clock() + 2 * _RINGS, lambda: self._save(hand, outcome))
        elif chance.random() < person.habit.relative:
            self._agenda.at(ends, lambda: self._relative(hand))
        else:
            hand = self._desk.person_answered(hand)
            hand = self._told(talk(self._desk, hand, self._said(person)), person)
            self._agenda.at(ends, lambda: self._save(hand, None))

    def _said(self, person: Person) -> Mapping[str, str]:
        """What the person answers today, by question."""
        world, situation = self._truths.world, person.situation
        said = dict(world.answers.get(WELL, {}))
        is_over = (
            situation is not None
            and situation.once
            and (person.reference in self._truths.told or person.reference in self._truths.settled)
        )
        if situation is not None and not is_over:
            said |= world.answers.get(situation.answers or situation.name, {})
        return said

    def _told(self, hand: Hand, person: Person) -> Hand:
        situation = person.situation
        if situation is None or person.reference in self._truths.told:
            return hand
        self._truths.told.add(person.reference)
        if situation.note:
            hand = self._desk.note(hand, situation.note)
        if situation.complaint:
            hand = self._desk.complain(hand, situation.complaint)
        if situation.help:
            hand = self._desk.ask_help(hand, situation.help)
        return hand

    def _relative(self, hand: Hand) -> None:
        hand = self._desk.end_dial(hand, Outcome.REACHED_OTHER, who="relative")
        self._desk.finish(self._desk.correct_secured(hand, True, "relative"))
        self._next()

    def _save(self, hand: Hand, outcome: Outcome | None) -> None:
        if outcome is None:
            hand = self._desk.end_talk(hand)
        else:
            hand = self._desk.end_dial(hand, outcome, who="self" if FACTS[outcome].answered else "")
        self._desk.finish(hand)
        self._next()

    def _next(self) -> None:
        self.calls += 1
        self._agenda.at(self._clock() + _BETWEEN, self._work)

    def close(self) -> None:
        """Let go of the journal."""
        self.journal.close()


_SCRIPTS: dict[str, CallScript] = {}


def _read_once(source: str) -> CallScript:
    """A published script, compiled once for all callers of this process."""
    if source not in _SCRIPTS:
        _SCRIPTS[source] = read_script(source)
    return _SCRIPTS[source]
