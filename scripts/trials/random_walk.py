"""Desks, store and faults as a state machine: hypothesis looks for the order that breaks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from scripts.trials.cut_line import Wire
from scripts.trials.jumping_clock import WrongClock
from scripts.trials.scene import ENGINES, Engine, Place, Scene, forget_sent
from scripts.trials.workstation import Workstation
from veille_tui.errors import StoreUnreachable

NAMES = ("Hélène", "Paul", "Zoé")
HOUSEHOLDS = 4
names = st.sampled_from(NAMES)
hours = st.integers(-26, 26)


class Fallen(AssertionError):
    """The auditor found something."""


class Walk(RuleBasedStateMachine):
    """Three desks and four households; `place` and `engine` are of the one that is run."""

    place: Place
    engine: Engine

    def __init__(self) -> None:
        super().__init__()
        self.stack = ExitStack()
        self.scene: Scene = self.stack.enter_context(self.place.scene(self.engine, HOUSEHOLDS))
        self.clocks = {name: WrongClock(self.scene.clock) for name in NAMES}
        self.place.tally.trials += 1

    def desk(self, name: str) -> Workstation:
        if name not in self.scene.desks:
            self.scene.desks[name] = Workstation(
                name, self.scene.journal(name), self.scene.store, self.scene.clock,
                self.scene.ledger, self.clocks[name],
            )  # fmt: skip
        return self.scene.desks[name]

    # What people do.

    @rule(name=names)
    def takes(self, name: str) -> None:
        self.desk(name).take()

    @rule(name=names, steps=st.integers(1, 8))
    def calls(self, name: str, steps: int) -> None:
        hand = self.desk(name).take()
        for _ in range(steps):
            hand = self.desk(name).step(hand) if hand is not None else None

    @rule(name=names)
    def puts_back(self, name: str) -> None:
        hand = self.desk(name).desk.resume()
        if hand is not None:
            self.desk(name).put_back(hand)

    @rule(name=names)
    def sends(self, name: str) -> None:
        self.desk(name).round()

    @rule(name=names)
    def begins_to_hold_in_advance(self, name: str) -> None:
        self.desk(name).take()
        self.desk(name).courier.begin_work()
        self.desk(name).round()

    @rule(name=names)
    def leaves(self, name: str) -> None:
        self.desk(name).courier.leave()

    @rule(minutes=st.sampled_from((1, 4, 10, 29, 30, 31, 70, 24 * 60)))
    def time_passes(self, minutes: int) -> None:
        self.scene.clock.forward(minutes=minutes)

    @rule()
    def somebody_sweeps(self) -> None:
        self.scene.store.sweep()

    # What goes wrong.

    @rule(name=names, verb=st.integers(1, 4), after=st.booleans(), is_round=st.booleans())
    def is_cut_off(self, name: str, verb: int, after: bool, is_round: bool) -> None:
        desk = self.desk(name)
        with _cut(desk, verb, after=after):
            _tried(desk.round if is_round else desk.take)
        self.place.tally.faults += 1

    @rule(name=names)
    def is_restarted(self, name: str) -> None:
        self.scene.stop(name)
        self.place.tally.faults += 1

    @rule(name=names, off=hours)
    def clock_jumps(self, name: str, off: int) -> None:
        self.clocks[name].off = timedelta(hours=off)
        self.place.tally.faults += 1

    @rule(name=names)
    def forgets_every_acknowledgement(self, name: str) -> None:
        self.scene.stop(name)
        if self.scene.journal(name).exists():
            forget_sent(self.scene.journal(name))
            self.place.tally.faults += 1

    # What never is.

    @invariant()
    def nobody_is_called_by_two(self) -> None:
        self._fall(self.scene.auditor().double())

    def _fall(self, findings: list[Any]) -> None:
        if findings:
            raise Fallen("; ".join(finding.text for finding in findings))

    def teardown(self) -> None:
        try:
            self._fall(self.scene.judged())
        finally:
            self.stack.close()


@contextmanager
def _cut(desk: Workstation, verb: int, *, after: bool) -> Iterator[None]:
    whole = desk.way
    desk.way = Wire(whole, verb, after=after)
    try:
        yield
    finally:
        desk.way = whole


def _tried(verb: Callable[[], object]) -> None:
    """The caller sees that there is no network."""
    try:
        verb()
    except StoreUnreachable:
        return


def run(place: Place) -> None:
    """Short walks on both stores; at length longer ones, new ones each time."""
    walk(place, "sqlite", examples=12, steps=25)
    walk(place, "postgresql", examples=4, steps=25)
    while place.again():
        walk(place, place.chance.choice(ENGINES), examples=20, steps=60)


def walk(place: Place, engine: Engine, examples: int, steps: int) -> None:
    """Walks on one engine; what fell is in the tally."""
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        derandomize=False,
        database=None,
        phases=(Phase.generate, Phase.shrink) if not place.is_short else (Phase.generate,),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    # The seed is what @seed would set, which is for test functions alone.
    facts = {
        "place": place,
        "engine": engine,
        "_hypothesis_internal_use_seed": place.chance.randrange(1 << 30),
    }
    made = type("Walk", (Walk,), facts)
    try:
        run_state_machine_as_test(made, settings=chosen)
    except Exception as error:  # noqa: BLE001 - told in the table, with the walk that led there
        notes = "\n".join(getattr(error, "__notes__", []))
        place.check(False, f"{engine}: {type(error).__name__} {error}\n{notes}")
