"""The connection is cut before the store heard, or after it obeyed: acknowledgements get lost."""

from __future__ import annotations

from typing import Any

from scripts.trials.delivery import database_of
from scripts.trials.proxy import Proxy, proxied
from scripts.trials.scene import Place, Scene
from veille_tui.errors import StoreUnreachable
from veille_tui.store.shared import SharedStore

_CALLS = 2


class Wire:
    """The way to a store, verb by verb, that is cut at one of them."""

    def __init__(self, store: SharedStore, at: int = 0, *, after: bool = False) -> None:
        self.verbs = 0
        self._store = store
        self._at = at
        self._after = after

    def __getattr__(self, name: str) -> Any:
        verb = getattr(self._store, name)

        def through(*arguments: Any, **options: Any) -> Any:
            self.verbs += 1
            is_now = self.verbs == self._at
            if is_now and not self._after:
                raise StoreUnreachable("cut before")
            result = verb(*arguments, **options)
            if is_now:
                raise StoreUnreachable("answer lost")
            return result

        return through


def run(place: Place) -> None:
    """At every verb on SQLite, at every request on PostgreSQL; then where chance has it."""
    verbs = _verb(place, 0, after=False)
    for after in (False, True):
        for verb in range(1, verbs + 1):
            _verb(place, verb, after=after)
    with proxied(place.server.folder) as proxy:
        requests = _request(place, proxy, 0, after=False, is_lasting=False)
        ways = [(after, lasting) for after in (False, True) for lasting in (False, True)]
        for after, is_lasting in ways:
            for request in place.some(requests, 3):
                _request(place, proxy, request, after=after, is_lasting=is_lasting)
        while place.again():
            after, is_lasting = place.chance.choice(ways)
            request = place.chance.randint(1, requests)
            _request(place, proxy, request, after=after, is_lasting=is_lasting)


def _verb(place: Place, at: int, *, after: bool) -> int:
    """A shift with a cut at one verb; how many verbs it had."""
    verbs = 0
    with place.trial("sqlite", faults=int(at > 0)) as scene:
        desk = scene.desk("Hélène")
        wire = Wire(scene.store, at, after=after)
        desk.way = wire
        place.check(desk.shift(_CALLS) == _CALLS, f"verb {at} after={after}: shift cut short")
        verbs = wire.verbs
        _none_twice(place, scene, f"verb {at} after={after}")
    return verbs


def _request(place: Place, proxy: Proxy, at: int, *, after: bool, is_lasting: bool) -> int:
    """A shift with a cut at one request to the server; how many requests it had."""
    requests = 0
    with place.trial("postgresql", faults=int(at > 0)) as scene:
        proxy.requests = proxy.cuts = 0
        proxy.at, proxy.after, proxy.is_lasting = at, after, is_lasting
        way = SharedStore(proxy.url(database_of(scene.url)), clock=scene.clock)
        desk = scene.desk("Hélène")
        desk.way, desk.on_failure = way, proxy.mend
        where = f"request {at} after={after} lasting={is_lasting}"
        place.check(desk.shift(_CALLS) == _CALLS, f"{where}: shift cut short")
        place.check(not at or proxy.cuts == 1, f"{where}: nothing was cut")
        requests = proxy.requests
        _none_twice(place, scene, where)
        way.close()
    return requests


def _none_twice(place: Place, scene: Scene, where: str) -> None:
    """A verb that is repeated because nothing was heard takes no second household."""
    scene.desk("Hélène").send()
    counts = scene.eye.rows(
        "select (select count(*) from attempts), (select count(*) from queue where state = 1)"
    )
    place.check(counts == [(_CALLS, 0)], f"{where}: attempts and cases held are {counts}")
