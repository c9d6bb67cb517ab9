"""kill -9 of PostgreSQL while several desks are in the middle of their transactions."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable

import psycopg

from scripts.trials import fragile_server
from scripts.trials.eye import Eye
from scripts.trials.scene import Place, Scene, Templates
from scripts.trials.zygote import Zygote, zygote
from tests.postgres import Server

DESKS = ("Hélène", "Paul", "Zoé", "Inès")
TABLES = ("queue", "attempts", "dials", "answers", "notes", "cases", "journal_entries")
"""What a transaction touches: with one of them locked it stands still there, half done."""
_CALLS = 2
_SHIFT = "scripts.trials.children:shift"
_NEVER = -1
Blow = Callable[[Place, Server], None]


def run(place: Place) -> None:
    """Desks are held up inside their transactions, the server is killed, all go on."""
    made = place.made
    with zygote() as nursery, fragile_server.fragile_server(made.server) as server:
        place.use(Templates(server, place.folder))
        tables = place.chance.sample(TABLES, 2) if place.is_short else TABLES
        for number, table in enumerate(tables):
            _killed(place, nursery, (_all_of_it, _one_backend)[number % 2], table)
        while place.again():
            blow = place.chance.choice((_all_of_it, _one_backend))
            _killed(place, nursery, blow, place.chance.choice(TABLES))
    place.use(made)


def _killed(place: Place, nursery: Zygote, blow: Blow, table: str) -> None:
    with place.trial("postgresql", households=12) as scene:
        where = f"{blow.__name__.strip('_')}, in {table}"
        calls_before = place.chance.randint(0, 3)
        children = [
            nursery.start(_SHIFT, scene.url, str(scene.folder), name, _CALLS, _NEVER)
            for name in DESKS
        ]
        place.check(_held_up(scene, table, calls_before, blow, place), f"{where}: nobody waited")
        ends = [nursery.wait(child) for child in children]
        place.check(not any(ends), f"{where}: ended with {ends}")
        counts = scene.eye.rows(
            "select count(*), count(distinct case_id) from attempts where finished_at is not null"
        )
        expected = len(DESKS) * _CALLS
        place.check(counts == [(expected, expected)], f"{where}: recorded {counts}")


def _held_up(scene: Scene, table: str, calls: int, blow: Blow, place: Place) -> bool:
    """Deal the blow once somebody stands inside a transaction; whether somebody did."""
    _until(lambda: _one(scene.eye, "select count(*) from attempts") >= calls)
    with psycopg.connect(scene.url) as locking:
        locking.execute(f"lock table {table} in access exclusive mode".encode())
        waited = _until(lambda: _one(scene.eye, _WAITING) > 0)
        scene.store.close()
        scene.eye.close()
        with contextlib.suppress(psycopg.OperationalError):
            blow(place, place.server)
            locking.rollback()
    return waited


_WAITING = "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"


def _one(eye: Eye, statement: str) -> int:
    return int(eye.rows(statement)[0][0])


def _until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 20
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def _all_of_it(place: Place, server: Server) -> None:
    fragile_server.kill(server)
    fragile_server.start(server)


def _one_backend(place: Place, server: Server) -> None:
    """PostgreSQL throws everybody out and recovers by itself."""
    hit = fragile_server.kill_a_backend(server, place.chance.randrange(100))
    place.check(hit, "there was no backend to kill")
    fragile_server.wait_until_ready(server)
