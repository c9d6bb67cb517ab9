"""Desk clocks that are wrong by hours and jump, forward and back, between any two steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from scripts.trials.scene import ENGINES, Engine, FileClock, Place, Scene
from scripts.trials.workstation import Workstation
from veille_tui.desk.hand import Hand
from veille_tui.domain.outcomes import Outcome

Verb = Callable[[Workstation, Hand], Hand]
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
    steps = _long_call(place, "sqlite", {}, restarts=False)
    for engine in ENGINES:
        for step in place.some(steps, 12 if engine == "sqlite" else 4):
            jumps = {step: place.chance.choice(JUMPS)}
            _long_call(place, engine, jumps, restarts=step % 2 == 0)
    for jump in JUMPS:
        _long_call(place, "sqlite", {1: jump}, restarts=True)
    while place.again():
        chosen = place.chance.sample(range(1, steps + 1), place.chance.randint(1, 5))
        jumps = {step: place.chance.choice(JUMPS) for step in chosen}
        restarts = place.chance.random() < 0.5
        _long_call(place, place.chance.choice(ENGINES), jumps, restarts=restarts)


def _long_call(place: Place, engine: Engine, jumps: dict[int, timedelta], *, restarts: bool) -> int:
    """A call of an hour and more, with a round of the courier at each step; how many steps.

    `restarts`: the program is started anew at each jump, and believes the clock it finds.
    """
    steps = 0
    with place.trial(engine, households=1, faults=len(jumps)) as scene:
        wrong = WrongClock(scene.clock)
        where = f"{engine}, {[f'{step}: {jump}' for step, jump in jumps.items()]} {restarts=}"
        desk = _opened(scene, wrong)
        hand = _in_hand(desk)
        for verb in _VERBS:
            steps += 1
            scene.clock.forward(minutes=_MINUTES)
            if steps in jumps:
                wrong.off = jumps[steps]
                if restarts:
                    scene.stop(desk.name)
                    desk = _opened(scene, wrong)
                    hand = _in_hand(desk)
            hand = verb(desk, hand)
            desk.round()
            other = scene.desk("Paul").take()
            place.check(other is None, f"{where}: a desk at work, and another got its household")
            if other is not None:
                break
        _in_order(place, scene, where)
    return steps


def _opened(scene: Scene, wrong: WrongClock) -> Workstation:
    """Hélène's desk, whose clock is its own."""
    desk = Workstation(
        "Hélène", scene.journal("Hélène"), scene.store, scene.clock, scene.ledger, wrong
    )
    scene.desks["Hélène"] = desk
    return desk


def _in_hand(desk: Workstation) -> Hand:
    hand = desk.take()
    if hand is None:
        raise ValueError("there is nobody to call")
    return hand


def _noting(number: int) -> Verb:
    return lambda desk, hand: desk.note(hand, f"minute {number}")


_VERBS: list[Verb] = [
    lambda desk, hand: desk.dial(hand),
    lambda desk, hand: desk.hear(hand),
    lambda desk, hand: desk.answer(hand, "forme", "bien"),
    *(_noting(number) for number in range(9)),
    lambda desk, hand: desk.answer(hand, "courses", "oui"),
    lambda desk, hand: desk.answer(hand, "mot", "non"),
    lambda desk, hand: desk.end_dial(hand, Outcome.DONE),
]
"""One long call, verb by verb."""


def _in_order(place: Place, scene: Scene, where: str) -> None:
    """The store tells the call in the order in which it was written, whatever the clock said."""
    notes = scene.eye.rows(
        "select data from journal_entries where kind = 'note_written' order by desk, seq"
    )
    texts = [str(row[0]) for row in notes]
    expected = [text for number in range(9) for text in texts if f'"minute {number}"' in text]
    place.check(texts == expected, f"{where}: told out of order")
