"""Fifty desks race for one household and for a thousand."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from scripts.trials import children
from scripts.trials.scene import ENGINES, Engine, Place, Scene
from scripts.trials.zygote import Zygote, zygote

DESKS = 50
Race = Callable[[Scene, list[str]], list[int]]


def run(place: Place) -> None:
    """Each household is called by one of them: threads in the short form, processes at length."""
    if place.is_short:
        for engine in ENGINES:
            for households in (1, 60):
                _race(place, _threads, engine, households)
        return
    with zygote() as nursery:
        for engine in ENGINES:
            for households in (1, 1000):
                _race(place, _processes(nursery), engine, households)
        while place.again():
            engine = place.chance.choice(ENGINES)
            _race(place, _processes(nursery), engine, place.chance.choice((2, 49, 50, 51, 1000)))


def _race(place: Place, race: Race, engine: Engine, households: int) -> None:
    with place.trial(engine, households, faults=DESKS) as scene:
        ends = race(scene, [f"poste {number}" for number in range(DESKS)])
        where = f"{DESKS} desks for {households} on {engine}"
        place.check(not any(ends), f"{where}: ended with {ends}")
        called = scene.eye.rows("select case_id, count(*) from attempts group by case_id")
        place.check(
            len(called) == households and all(times == 1 for _, times in called),
            f"{where}: {len(called)} called, {[one for one in called if one[1] != 1]} twice",
        )


def _threads(scene: Scene, names: list[str]) -> list[int]:
    with ThreadPoolExecutor(len(names)) as pool:
        racers = [pool.submit(children.race, scene.url, str(scene.folder), name) for name in names]
        _start(scene)
        return [racer.result() for racer in racers]


def _processes(nursery: Zygote) -> Race:
    def race(scene: Scene, names: list[str]) -> list[int]:
        racers = [
            nursery.start("scripts.trials.children:race", scene.url, str(scene.folder), name)
            for name in names
        ]
        _start(scene)
        return [nursery.wait(racer) for racer in racers]

    return race


def _start(scene: Scene) -> None:
    """When all are at the line."""
    while len(list(scene.folder.glob("*/ready"))) < DESKS:
        time.sleep(0.01)
    (scene.folder / "start").touch()
