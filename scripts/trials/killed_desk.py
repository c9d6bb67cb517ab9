"""kill -9 of the desk before every journal write, and between every two steps of the courier."""

from __future__ import annotations

from signal import SIGKILL

from scripts.trials.scene import ENGINES, Engine, Place, Scene
from scripts.trials.zygote import Zygote, zygote

CALLS = 1
"""One household answers, the next does not."""
_SHIFT = "scripts.trials.children:shift"


def run(place: Place) -> None:
    """A trial for each step of a shift, on both stores; at length also two kills in one shift."""
    with zygote() as nursery:
        for engine in ENGINES:
            names = steps_of_a_shift(place, nursery, engine)
            for step in place.some(len(names), 60 if engine == "sqlite" else 8):
                with place.trial(engine, households=2) as scene:
                    _killed(place, nursery, scene, step, names)
        while place.again():
            _twice(place, nursery)


def steps_of_a_shift(place: Place, nursery: Zygote, engine: Engine) -> list[str]:
    """The names of the steps, counted in a shift that nothing disturbs."""
    names: list[str] = []
    with place.trial(engine, faults=0) as scene:
        status = nursery.run(_SHIFT, scene.url, str(scene.folder), "Hélène", CALLS, 0)
        place.check(status == 0, f"an undisturbed shift ended with {status}")
        names += (scene.folder / "steps").read_text(encoding="utf-8").splitlines()
    return names


def _killed(place: Place, nursery: Zygote, scene: Scene, step: int, names: list[str]) -> None:
    status = nursery.run(_SHIFT, scene.url, str(scene.folder), "Hélène", CALLS, step)
    place.check(status == -SIGKILL, f"step {step} ({names[step - 1]}) ended with {status}")
    place.check(_goes_on(scene), f"after step {step} ({names[step - 1]}) the shift did not go on")


def _goes_on(scene: Scene) -> bool:
    """Started again, the desk finishes every call of the shift; nothing was called in between."""
    before = scene.auditor().lost()
    desk = scene.desk("Hélène")
    desk.send()
    desk.shift(2)
    done = scene.eye.rows("select count(*) from attempts where finished_at is not null")
    return not before and done == [(2,)]


def _twice(place: Place, nursery: Zygote) -> None:
    """Two kills at steps of chance: the second may fall while the first is being mended."""
    engine = place.chance.choice(ENGINES)
    with place.trial(engine, households=2, faults=2) as scene:
        for _ in range(2):
            step = place.chance.randint(1, 60)
            nursery.run(_SHIFT, scene.url, str(scene.folder), "Hélène", CALLS, step)
        place.check(_goes_on(scene), "after two kills the shift did not go on")
