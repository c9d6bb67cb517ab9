"""A workstation on a real journal and a real store, with a way between them that a test cuts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tests import builders
from tests.store.builders import LEASE, WINTER
from veille_tui.bootstrap import read_number
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.outcomes import Outcome
from veille_tui.errors import StoreUnreachable
from veille_tui.store.line import Line
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore
from veille_tui.sync.courier import Courier

OPEN = replace(WINTER, hours=builders.always_open(), script_id="confinement", script_hash="abc")


class Wire:
    """The way to the real store, which a test cuts before or after it was reached."""

    def __init__(self, store: SharedStore) -> None:
        self._store = store
        self.cut = ""
        self.asked: list[str] = []
        """What went over it, in order."""

    def __call__(self) -> Any:
        return self

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._store, name)

        def through(*args: Any, **kwargs: Any) -> Any:
            if self.cut == "before":
                raise StoreUnreachable("coupé")
            self.asked.append(name)
            result = verb(*args, **kwargs)
            if self.cut == "after":
                raise StoreUnreachable("réponse perdue")
            return result

        return through


class Post:
    """Hélène's workstation on the shared store."""

    def __init__(
        self,
        file: Path,
        store: SharedStore,
        clock: Callable[[], datetime],
        caller: str = "Hélène B.",
    ) -> None:
        self.file, self.store, self.clock, self.caller = file, store, clock, caller
        self.wire = Wire(store)
        self._open()
        self.desk.enter("hiver")

    def _open(self) -> None:
        self.journal = LocalJournal(self.file)
        clock, caller = self.clock, self.caller
        tell = getattr(clock, "tell", lambda *_told: None)
        line = self.line = Line(self.journal, self.wire, clock, caller, tell)
        self.desk = Desk(
            journal=self.journal,
            store=self.wire,
            read_script=lambda source: builders.script(),
            clock=clock,
            caller=caller,
            lease=LEASE,
            read_number=read_number,
            line=line,
        )
        self.courier = Courier(
            journal=self.journal,
            store=self.wire,
            clock=clock,
            caller=caller,
            lease=LEASE,
            line=line,
        )

    def restart(self) -> None:
        """Everything in memory is gone; the file is opened anew."""
        self.journal.close()
        self._open()

    def work(self) -> None:
        """Somebody sits down: the first round holds households in advance."""
        self.courier.begin_work()
        self.courier.round()

    @property
    def ahead(self) -> list[int]:
        """The cases held in advance."""
        return [claim.case.id for claim in self.journal.ahead_claims() if claim.case]

    def take(self) -> Hand:
        hand = self.desk.take_next(OPEN)
        assert isinstance(hand, Hand)
        return hand

    def finish(self, hand: Hand, outcome: Outcome = Outcome.NO_ANSWER) -> None:
        hand = self.desk.dial(hand, hand.case.household.numbers[0])
        self.desk.finish(self.desk.end_dial(hand, outcome))

    def call(self, outcome: Outcome = Outcome.NO_ANSWER) -> Hand:
        hand = self.take()
        hand = self.desk.dial(hand, hand.case.household.numbers[0])
        hand = self.desk.end_dial(hand, outcome)
        self.desk.finish(hand)
        return hand
