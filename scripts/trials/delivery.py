"""Batches that arrive twice, in pieces, over each other, late and out of order."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.trials.auditor import differences
from scripts.trials.eye import Eye
from scripts.trials.scene import ENGINES, Engine, Place, Scene
from veille_tui.domain.journal import Entry
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore

_DESKS = ("Hélène", "Paul", "Zoé")
Delivery = Callable[[Place, SharedStore, "list[Tail]"], None]


@dataclass(frozen=True)
class Tail:
    """What one desk has to send."""

    desk_id: str
    entries: list[Entry]


def run(place: Place) -> None:
    """Each way of delivering leaves the very store that one delivery in order leaves."""
    _each_way(place)
    while place.again():
        _each_way(place)


def _each_way(place: Place) -> None:
    for engine in ENGINES:
        for way in (_twice, _delayed, _crossed, _at_once, _in_any_order):
            _delivered(place, engine, way)


def _delivered(place: Place, engine: Engine, way: Delivery) -> None:
    with place.trial(engine, households=6) as scene:
        tails = _work_unsent(scene)
        with _copied(place, scene) as plain:
            for tail in tails:
                plain.receive(tail.desk_id, tail.entries)
            expected = Eye(plain.url)
            way(place, scene.store, tails)
            found = differences(_without_numbers(expected), _without_numbers(scene.eye))
            place.check(not found, f"{engine}, {way.__name__.strip('_')}: {found}")
            expected.close()


def _without_numbers(eye: Eye) -> dict[str, list[str]]:
    """All but the order in which numbers were given to rows: desks may cross."""
    dumped = eye.dump()
    for table in ("notices", "phone_numbers"):
        columns = "kind, case_id, about" if table == "notices" else "household_id, e164, state"
        if table in dumped:
            rows = eye.rows(f"select {columns} from {table}")
            dumped[table] = sorted(repr(row) for row in rows)
    return dumped


def _work_unsent(scene: Scene) -> list[Tail]:
    """Three desks finish two calls each, and send nothing."""
    for name in _DESKS:
        desk = scene.desk(name)
        for _ in range(2):
            hand = desk.take()
            if hand is not None:
                desk.call(hand)
    scene.close_desks()
    return [_tail(scene.journal(name)) for name in _DESKS]


def _tail(file: Path) -> Tail:
    journal = LocalJournal(file)
    tail = Tail(journal.desk_id, journal.unsent(1000))
    journal.close()
    return tail


@contextmanager
def _copied(place: Place, scene: Scene) -> Iterator[SharedStore]:
    """The same store once more, in which everything goes as planned."""
    scene.store.close()
    scene.eye.close()
    if scene.engine == "sqlite":
        file = scene.folder / "plain.db"
        with closing(sqlite3.connect(scene.url.removeprefix("sqlite:///"))) as original:
            original.execute("pragma wal_checkpoint(truncate)")
        shutil.copy(scene.url.removeprefix("sqlite:///"), file)
        url, name = f"sqlite:///{file}", ""
    else:
        name = place.server.new_database(database_of(scene.url))
        url = place.server.url(name)
    plain = SharedStore(url, clock=scene.clock)
    try:
        yield plain
    finally:
        plain.close()
        if name:
            place.server.drop_database(name)


def database_of(url: str) -> str:
    """The name of a database of the tests' server."""
    return url.split("@/", 1)[1].split("?", 1)[0]


# The ways.


def _twice(place: Place, store: SharedStore, tails: list[Tail]) -> None:
    """Every batch two times, and earlier ones again in between."""
    sent: list[tuple[str, list[Entry]]] = []
    for tail in tails:
        for batch in _pieces(place, tail.entries):
            sent.append((tail.desk_id, batch))
            for desk_id, again in (sent[-1], sent[-1], place.chance.choice(sent)):
                store.receive(desk_id, again)


def _delayed(place: Place, store: SharedStore, tails: list[Tail]) -> None:
    """As a courier does over a bad line: what it did not hear about it sends again, and more.

    Requests that seemed lost arrive at any later time.
    """
    limbo: list[tuple[str, list[Entry]]] = []
    for tail in tails:
        heard = 0
        while heard < len(tail.entries):
            upto = place.chance.randint(heard + 1, len(tail.entries))
            batch = tail.entries[heard:upto]
            fate = place.chance.choice(("fine", "no answer", "late", "late"))
            if fate == "late":
                limbo.append((tail.desk_id, batch))
            else:
                store.receive(tail.desk_id, batch)
            heard = upto if fate == "fine" else heard
            if limbo and place.chance.random() < 0.5:
                store.receive(*limbo.pop(place.chance.randrange(len(limbo))))
    for desk_id, batch in place.chance.sample(limbo, len(limbo)):
        store.receive(desk_id, batch)


def _crossed(place: Place, store: SharedStore, tails: list[Tail]) -> None:
    """Overlapping batches of all desks, dealt among each other."""
    waiting = [(tail, 0) for tail in tails]
    while waiting:
        tail, known = waiting.pop(place.chance.randrange(len(waiting)))
        first = place.chance.randint(0, known)
        upto = place.chance.randint(known + 1, len(tail.entries))
        store.receive(tail.desk_id, tail.entries[first:upto])
        if upto < len(tail.entries):
            waiting.append((tail, upto))


def _at_once(place: Place, store: SharedStore, tails: list[Tail]) -> None:
    """Every desk's whole tail from four connections at the same moment."""
    threads = [
        threading.Thread(target=store.receive, args=(tail.desk_id, tail.entries))
        for tail in tails * 4
    ]
    place.chance.shuffle(threads)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _in_any_order(place: Place, store: SharedStore, tails: list[Tail]) -> None:
    """Entry by entry in an order that no courier would send."""
    single = [(tail.desk_id, [entry]) for tail in tails for entry in tail.entries]
    for desk_id, batch in place.chance.sample(single, len(single)):
        store.receive(desk_id, batch)


def _pieces(place: Place, entries: Sequence[Entry]) -> Iterator[list[Entry]]:
    """The entries in order, cut where chance has it."""
    start = 0
    while start < len(entries):
        end = place.chance.randint(start + 1, min(len(entries), start + 6))
        yield list(entries[start:end])
        start = end
