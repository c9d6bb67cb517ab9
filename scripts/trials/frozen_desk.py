"""A desk that falls asleep before each of its steps, past its lease, and wakes up."""

from __future__ import annotations

import os
from signal import SIGCONT, SIGSTOP

from scripts.trials.killed_desk import steps_of_a_shift
from scripts.trials.scene import ENGINES, Engine, Place, Scene
from scripts.trials.zygote import Zygote, zygote

_FREEZE = "scripts.trials.children:shift"


def run(place: Place) -> None:
    """A trial for each step of a call, on both stores."""
    with zygote() as nursery:
        for engine in ENGINES:
            names = steps_of_a_shift(place, nursery, engine)
            steps = [step for step in place.some(len(names), 10) if _lets_others(names, step)]
            for step in steps:
                _asleep(place, nursery, engine, step)
        while place.again():
            engine = place.chance.choice(ENGINES)
            step = place.chance.randint(1, len(names))
            if engine == "postgresql" or _lets_others(names, step):
                _asleep(place, nursery, engine, step)


def _lets_others(names: list[str], step: int) -> bool:
    """Whoever sleeps while writing a SQLite file keeps everybody else out of it: one machine."""
    so_far = names[: step - 1]
    begun = [name for name in so_far if name.startswith("store.db: begin")]
    return len(begun) == len([name for name in so_far if name == "store.db: commit"])


def _asleep(place: Place, nursery: Zygote, engine: Engine, step: int) -> None:
    with place.trial(engine, households=1) as scene:
        child = nursery.start(
            _FREEZE, scene.url, str(scene.folder), "Hélène", 1, step, int(SIGSTOP)
        )
        status = nursery.wait(child)
        place.check(status == 256 + SIGSTOP, f"{engine} step {step}: not frozen but {status}")
        scene.clock.forward(minutes=31)
        held = _another_takes(scene, to_the_end=step % 2 == 0)
        os.kill(child, SIGCONT)
        status = nursery.wait(child)
        place.check(status == 0, f"{engine} step {step}: woken, it ended with {status}")
        _still_held(place, scene, held, f"{engine} step {step}")


def _another_takes(scene: Scene, *, to_the_end: bool) -> str:
    """Paul calls the household of whoever sleeps; his token while he still holds it, or ""."""
    paul = scene.desk("Paul")
    hand = paul.take()
    if hand is None:
        return ""
    if to_the_end:
        paul.call(hand)
        paul.send()
        return ""
    paul.dial(hand)
    return hand.token


def _still_held(place: Place, scene: Scene, token: str, where: str) -> None:
    """What was sent by the desk that woke takes nothing from the one that holds the household."""
    holds = scene.eye.rows("select claim_token from queue where state = 1")
    place.check(not token or holds == [(token,)], f"{where}: the claim in force was disturbed")
    both = scene.eye.rows(
        "select count(distinct a.desk), min(c.flagged) from attempts a, cases c"
        " where c.id = a.case_id and a.is_late = 1 group by a.case_id"
    )
    place.check(all(flag for _, flag in both), f"{where}: two called and nobody is told")
