"""A desk with its courier whose every acknowledgement goes into the ledger at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from scripts.trials.ledger import Ledger
from tests import builders
from tests.store.builders import LEASE, WINTER
from veille_tui.bootstrap import read_number
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand, Stage
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.desk_clock import DeskClock
from veille_tui.domain.outcomes import Outcome
from veille_tui.errors import StoreUnreachable
from veille_tui.store.line import Line
from veille_tui.store.local import LocalJournal
from veille_tui.sync.courier import Courier

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OFFSET = "trial_clock"
_PATIENCE = 60.0
"""Seconds that a store which is away is asked again."""
ANSWERS = (("forme", "mal"), ("courses", "oui"), ("mot", "Rien d’autre"))
"""What the tenant says; each question of builders.script()."""


def micros(moment: datetime) -> int:
    """A moment as the store counts."""
    return (moment - _EPOCH) // timedelta(microseconds=1)


class Workstation:
    """One program of one caller; `store` is the way to the store, which a trial may cut.

    `clock` is this computer's, as wrong as a trial wants it.
    """

    def __init__(
        self,
        name: str,
        file: Path,
        store: Any,
        store_clock: Callable[[], datetime],
        ledger: Ledger,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self.name = name
        self.way = store
        self.journal = LocalJournal(file)
        self._store_clock = store_clock
        self._ledger = ledger
        self.finished = 0
        self.on_failure: Callable[[], None] = lambda: time.sleep(0.05)
        right = self._corrected(clock or store_clock)
        line = Line(self.journal, lambda: self.way, right, name, right.tell)
        self.desk = Desk(
            journal=self.journal,
            store=lambda: self.way,
            read_script=_the_script,
            clock=right,
            caller=name,
            lease=LEASE,
            read_number=read_number,
            line=line,
        )
        self.courier = Courier(
            journal=self.journal,
            store=lambda: self.way,
            clock=right,
            caller=name,
            lease=LEASE,
            line=line,
        )

    def _corrected(self, system: Callable[[], datetime]) -> DeskClock:
        """As the program's own: `system` may be wrong and jump, what has elapsed may not."""
        known = self.journal.remembered(_OFFSET)
        return DeskClock(
            timedelta(seconds=float(known or 0)),
            lambda new: self.journal.remember(_OFFSET, str(new.total_seconds())),
            system,
            self._elapsed,
        )

    def _elapsed(self) -> float:
        return (self._store_clock() - _EPOCH).total_seconds()

    def close(self) -> None:
        """The program ends."""
        self.journal.close()

    # The verbs, each noted once it has returned.

    def take(self) -> Hand | None:
        """The case in hand, or the next one."""
        hand = self.desk.resume()
        if hand is None:
            campaign = self.desk.campaign(WINTER.id) or self.desk.enter(WINTER.id)
            found = self.desk.take_next(campaign)
            hand = found if isinstance(found, Hand) else None
        if hand is not None:
            hand = self.desk.with_script(hand)
            self._told()
        return hand

    def _told(self) -> None:
        """Until when the screen would say that each household in hand is this desk's."""
        now = micros(self._store_clock())
        for claim in self.journal.claims():
            if claim.case is not None and claim.lease_until is not None and not claim.is_lost:
                until = micros(claim.lease_until)
                self._ledger.told(self.name, claim.token, claim.case.id, now, until)

    def dial(self, hand: Hand) -> Hand:
        """Dial the first number."""
        hand = self.desk.dial(hand, hand.case.household.numbers[0])
        call = _call(hand)
        self._kept(hand, "attempt_started", token=hand.token)
        self._kept(hand, "number_dialled", dial=call.dials[-1].id)
        return hand

    def hear(self, hand: Hand) -> Hand:
        """Somebody answers."""
        hand = self.desk.person_answered(hand)
        self._kept(hand, "person_answered", dial=_call(hand).dials[-1].id)
        return hand

    def answer(self, hand: Hand, question: str, value: Any) -> Hand:
        """Keep an answer."""
        hand = self.desk.answer(hand, question, value)
        self._kept(hand, "answered", question=question, value=value)
        return hand

    def note(self, hand: Hand, text: str) -> Hand:
        """Keep a note."""
        hand = self.desk.note(hand, text)
        self._kept(hand, "note_written", text=text)
        return hand

    def end_dial(self, hand: Hand, outcome: Outcome) -> Hand:
        """Say what came of the dial."""
        hand = self.desk.end_dial(hand, outcome)
        self._kept(hand, "dial_ended", dial=_call(hand).dials[-1].id, outcome=outcome.value)
        return hand

    def finish(self, hand: Hand) -> None:
        """Record the call."""
        self.desk.finish(hand)
        self._kept(hand, "attempt_finished", token=hand.token)
        self.finished += 1

    def put_back(self, hand: Hand) -> None:
        """Return the case."""
        self.desk.put_back(hand)
        if hand.call is not None:
            self._kept(hand, "case_returned", token=hand.token)

    def round(self) -> None:
        """One round of the courier; what it changes is noted too."""
        self.courier.round()
        self._told()

    def send(self) -> None:
        """Rounds until nothing waits."""
        for _ in range(20):
            self.round()
            if not self.journal.unsent_count()[0]:
                return

    def _kept(self, hand: Hand, kind: str, **says: Any) -> None:
        self._ledger.acknowledged(self.name, _call(hand).attempt_id, kind, **says)

    # A shift that goes on wherever it stopped.

    def step(self, hand: Hand) -> Hand | None:
        """The next thing that a caller does with this case; None once it is recorded."""
        if hand.stage is Stage.NUMBERS:
            return self.dial(hand)
        if hand.stage is Stage.RINGING:
            # Every other household does not answer.
            return self.hear(hand) if hand.case.id % 2 else self.end_dial(hand, Outcome.NO_ANSWER)
        if hand.stage is Stage.TALKING:
            return self._talk(hand)
        self.finish(hand)
        return None

    def _talk(self, hand: Hand) -> Hand:
        call = _call(hand)
        for question, value in ANSWERS:
            if question not in call.answers:
                return self.answer(hand, question, value)
        if not call.notes:
            return self.note(hand, "Rappeler sa fille.")
        return self.end_dial(hand, Outcome.DONE)

    def call(self, hand: Hand) -> None:
        """One household, to its end."""
        going: Hand | None = hand
        while going is not None:
            going = self.step(going)

    def shift(self, calls: int, every: int = 1) -> int:
        """Finish the case in hand and others until `calls` are recorded and sent; how many are.

        They are sent after `every` so many calls, and at the end.
        A store that does not answer is asked again, as a caller and a courier would.
        """
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                while self.finished < calls and (hand := self.take()) is not None:
                    self.call(hand)
                    if self.finished % every == 0:
                        self.send()
                self.send()
                break
            except StoreUnreachable:
                if time.monotonic() > end:
                    raise
                self.on_failure()
        return self.finished


def _the_script(source: str) -> CallScript:
    return builders.script()


def _call(hand: Hand) -> Any:
    if hand.call is None:
        raise ValueError("no call has begun")
    return hand.call
