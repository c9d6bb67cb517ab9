"""An hour without network, sent when it comes back over a 40 ms link: how long, how many turns.

The calls are a real desk's on households that it took in advance; the round is its courier's.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median

from scripts.benches import calling, working_desk
from scripts.benches.ratios import Row, seconds
from scripts.benches.slow_link import ROUND_TRIP, SlowLink, slow_link
from tests.postgres import Server, running_server
from veille_tui import bootstrap, config
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.store import migrate
from veille_tui.store.engine import open_link

_NOWHERE = "postgresql://veille@/veille?host=/nowhere"
Call = Callable[[Desk, Hand], None]
_HOURS: tuple[tuple[str, int, Call], ...] = (
    ("10 whole calls", 10, calling.talk),
    ("60 short calls", 60, calling.ring_out),
)


def rows(*, quick: bool) -> Iterator[Row]:
    """Both kinds of hour; with the connection to be made, and once it is there."""
    times = 1 if quick else 5
    with running_server() as server, slow_link(server.folder) as far:
        for what, count, call in _HOURS:
            for how, is_open in (("reconnecting", False), ("connected", True)):
                found = [_replay(server, far, count, call, is_open=is_open) for _ in range(times)]
                took = median(seconds for seconds, _, _ in found)
                turns = max(turns for _, turns, _ in found)
                entries = found[0][2]
                name = f"{what}, {entries} entries, {how}"
                yield Row("offline", f"{name}, turns", turns, 1, "", "one turn")
                yield Row("offline", f"{name}, time", took, ROUND_TRIP, "s", "one round trip")


def _replay(
    server: Server, far: SlowLink, count: int, call: Call, *, is_open: bool
) -> tuple[float, int, int]:
    """Seconds, turns and entries of the round that empties the journal."""
    name = server.new_database()
    url = server.url(name)
    link = open_link(url, 10, 60)
    migrate.init(url, link)
    link.close()
    with tempfile.TemporaryDirectory() as folder:
        env = working_desk.prepare(Path(folder), count + 5, url, ahead=count)
        near = bootstrap.post(config.load(env))
        near.courier.begin_work()
        near.courier.round()
        near.store.close()
        gone = bootstrap.post(replace(near.settings, store=_NOWHERE), journal=near.journal)
        for _ in range(count):
            call(gone.desk, calling.take(gone.desk))
        waiting, _ = near.journal.unsent_count()
        there = replace(near.settings, store=far.url("veille", name))
        back = bootstrap.post(there, journal=near.journal)
        if is_open:
            back.store().now()
        far.counted()
        took = seconds(back.courier.round)
        turns = far.counted()
        if near.journal.unsent_count()[0] or near.journal.refused():
            raise RuntimeError("not everything was sent")
        back.store.close()
        near.journal.close()
    server.drop_database(name)
    return took, turns, waiting
