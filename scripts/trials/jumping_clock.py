"""Desk clocks that are wrong by hours and jump, forward and back, between any two steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from scripts.trials.scene import ENGINES, Engine, FileClock, Place, Scene
from scripts.trials.workstation import Workstation
from veille_tui.domain.outcomes import Outcome

JUMPS = tuple(
    timedelta(minutes=minutes) for minutes in (-26 * 60, -180, -31, -20, 20, 31, 180, 26 * 60)
)
_MINUTES = 4
"""Between two steps: the call lasts for more than an hour, and its lease for half of one."""


class WrongClock:
    """A workstation's clock, beside the store's by what a trial says."""

    def __init__(self, right: FileClock) -> None:
        self._right = right
        self.off = timedelta(0)

    def __call__(self) -> datetime:
        return self._right() + self.off


def run(place: Place) -> None:
    """A jump before each step of a long call that the courier keeps in hand."""
    steps = _long_call(place, "sqlite", {})
    for engine in ENGINES:
        for step in place.some(steps, 16 if engine == "sqlite" else 4):
            _long_call(place, engine, {step: place.chance.choice(JUMPS)})
    for jump in JUMPS:
        _long_call(place, "sqlite", {1: jump})
    while place.again():
        chosen = place.chance.sample(range(1, steps + 1), place.chance.randint(1, 5))
        jumps = {step: place.chance.choice(JUMPS) for step in chosen}
        _long_call(place, place.chance.choice(ENGINES), jumps)


def _long_call(place: Place, engine: Engine, jumps: dict[int, timedelta]) -> int:
    """A call of an hour and more, with a round of the courier at each step; how many steps."""
    steps = 0
    with place.trial(engine, households=1, faults=len(jumps)) as scene:
        desk, wrong = _beside(scene)
        told = {step: str(jump) for step, jump in jumps.items()}
        for verb in _verbs(desk):
            steps += 1
            wrong.off = jumps.get(steps, wrong.off)
            scene.clock.forward(minutes=_MINUTES)
            verb()
            desk.courier.round()
            other = scene.desk("Paul").take()
            place.check(
                other is None,
                f"{engine}, {told}: step {steps} of a desk that is alive, and another got it",
            )
            if other is not None:
                break
        _in_order(place, scene, f"{engine}, {told}")
    return steps


def _beside(scene: Scene) -> tuple[Workstation, WrongClock]:
    """Hélène's desk, whose clock is its own."""
    wrong = WrongClock(scene.clock)
    desk = Workstation(
        "Hélène", scene.journal("Hélène"), scene.store, scene.clock, scene.ledger, wrong
    )
    scene.desks["Hélène"] = desk
    return desk, wrong


def _verbs(desk: Workstation) -> list[Callable[[], object]]:
    """One long call, verb by verb."""
    hand = desk.take()
    if hand is None:
        raise ValueError("there is nobody to call")
    box = [hand]

    def on(verb: Callable[..., object], *arguments: object) -> Callable[[], object]:
        def step() -> None:
            box[0] = verb(box[0], *arguments)  # type: ignore[assignment]

        return step

    notes = [on(desk.note, f"minute {number}") for number in range(9)]
    return [
        on(desk.dial),
        on(desk.hear),
        on(desk.answer, "forme", "bien"),
        *notes,
        on(desk.answer, "courses", "oui"),
        on(desk.answer, "mot", "non"),
        on(desk.end_dial, Outcome.DONE),
    ]


def _in_order(place: Place, scene: Scene, where: str) -> None:
    """The store tells the call in the order in which it was written, whatever the clock said."""
    notes = scene.eye.rows(
        "select data from journal_entries where kind = 'note_written' order by desk, seq"
    )
    texts = [str(row[0]) for row in notes]
    expected = [text for number in range(9) for text in texts if f'"minute {number}"' in text]
    place.check(texts == expected, f"{where}: told out of order")
