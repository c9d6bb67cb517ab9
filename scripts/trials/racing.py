"""Fifty desks, each a process, race for one household and for a thousand."""

from __future__ import annotations

from scripts.trials.scene import ENGINES, Engine, Place
from scripts.trials.zygote import Zygote, zygote

DESKS = 50
_RACE = "scripts.trials.children:race"


def run(place: Place) -> None:
    """Each household is called by exactly one of them."""
    sizes = (1, 200) if place.is_short else (1, 1000)
    with zygote() as nursery:
        for engine in ENGINES:
            for households in sizes:
                _race(place, nursery, engine, households)
        while place.again():
            engine = place.chance.choice(ENGINES)
            _race(place, nursery, engine, place.chance.choice((1, 2, 49, 50, 51, 1000)))


def _race(place: Place, nursery: Zygote, engine: Engine, households: int) -> None:
    with place.trial(engine, households, faults=DESKS) as scene:
        racers = [
            nursery.start(_RACE, scene.url, str(scene.folder), f"poste {number}")
            for number in range(DESKS)
        ]
        (scene.folder / "start").touch()
        ends = [nursery.wait(racer) for racer in racers]
        where = f"{DESKS} desks for {households} on {engine}"
        place.check(not any(ends), f"{where}: ended with {ends}")
        called = scene.eye.rows("select case_id, count(*) from attempts group by case_id")
        place.check(
            len(called) == households and all(times == 1 for _, times in called),
            f"{where}: {len(called)} called, {[one for one in called if one[1] != 1]} twice",
        )
