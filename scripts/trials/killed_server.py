"""kill -9 of PostgreSQL while several desks are in the middle of their transactions."""

from __future__ import annotations

import os
from collections.abc import Callable
from signal import SIGCONT, SIGSTOP

from scripts.trials import fragile_server
from scripts.trials.killed_desk import steps_of_a_shift
from scripts.trials.scene import Place, Templates
from scripts.trials.zygote import Zygote, zygote
from tests.postgres import Server

DESKS = ("Hélène", "Paul", "Zoé", "Inès")
_CALLS = 2
_SHIFT = "scripts.trials.children:shift"
Blow = Callable[[Place, Server], None]


def run(place: Place) -> None:
    """Desks are stopped inside their transactions, the server is killed, all go on."""
    made = place.made
    with zygote() as nursery, fragile_server.fragile_server(made.server) as server:
        place.use(Templates(server, place.folder))
        names = steps_of_a_shift(place, nursery, "postgresql")
        steps = [step for step, name in enumerate(names, 1) if name.startswith("server")]
        for blow in (_all_of_it, _one_backend) * (1 if place.is_short else 6):
            _killed(place, nursery, blow, steps)
        while place.again():
            _killed(place, nursery, place.chance.choice((_all_of_it, _one_backend)), steps)
    place.use(made)


def _killed(place: Place, nursery: Zygote, blow: Blow, steps: list[int]) -> None:
    with place.trial("postgresql", households=12) as scene:
        where = f"{blow.__name__.strip('_')}"
        children = []
        for name in DESKS:
            step = place.chance.choice(steps)
            where += f", {name} at step {step}"
            children.append(
                nursery.start(
                    _SHIFT, scene.url, str(scene.folder), name, _CALLS, step, int(SIGSTOP)
                )
            )
        for child in children:
            status = nursery.wait(child)
            place.check(status == 256 + SIGSTOP, f"{where}: not stopped but {status}")
        scene.store.close()
        scene.eye.close()
        blow(place, place.server)
        for child in children:
            os.kill(child, SIGCONT)
        ends = [nursery.wait(child) for child in children]
        place.check(not any(ends), f"{where}: ended with {ends}")
        counts = scene.eye.rows(
            "select count(*), count(distinct case_id) from attempts where finished_at is not null"
        )
        expected = len(DESKS) * _CALLS
        place.check(counts == [(expected, expected)], f"{where}: recorded {counts}")


def _all_of_it(place: Place, server: Server) -> None:
    fragile_server.kill(server)
    fragile_server.start(server)


def _one_backend(place: Place, server: Server) -> None:
    """PostgreSQL throws everybody out and recovers by itself."""
    hit = fragile_server.kill_a_backend(server, place.chance.randrange(100))
    place.check(hit, "there was no backend to kill")
    fragile_server.wait_until_ready(server)
