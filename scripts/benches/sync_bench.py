"""A desk's results to the store, against one jsonb statement that stores the very same facts.

A result is what a real desk writes of a whole call: the attempt, its dial, eight answers, a need,
the decision. The peer gets those facts as ready rows; ours gets the journal and judges it.
"""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from scripts.benches import asking, results
from scripts.benches.ratios import Row, seconds
from scripts.benches.raw_sync import RawSync, facts_of
from tests.postgres import running_server
from veille_tui.store.link import Link
from veille_tui.store.shared import SharedStore

_FACTS = "one jsonb statement, the same facts"
_ENTRIES = "one jsonb statement, entries only"


def rows(*, quick: bool) -> Iterator[Row]:
    """Results per second at both sizes; for information, against the bare entries."""
    times = 3 if quick else 9
    for count in (100, 1000):
        with running_server() as server:
            name = server.new_database()
            link = results.store_with(server.url(name), count * (times + 1) * 2 + 10)
            link.rows("analyze")
            store, raw = SharedStore(server.url(name), answer_seconds=60), RawSync(server.url(name))
            found = [_turn(link, store, raw, count, place) for place in range(times + 1)][1:]
            for at, peer, least in ((1, _FACTS, 0.8), (2, _ENTRIES, None)):
                rate, other = (count / median(one[place] for one in found) for place in (0, at))
                ratio = median(one[at] / one[0] for one in found)
                what = f"{count:,} results"
                yield Row("sync", what, rate, other, "/s", peer, ratio=ratio, least=least)
            for one in (link, store, raw):
                one.close()


def _turn(
    link: Link, store: SharedStore, raw: RawSync, count: int, place: int
) -> tuple[float, float, float]:
    """Seconds of ours, of the same facts, and of the bare entries, which come last."""
    mine = results.results(results.hold(link, count))
    facts = facts_of(results.results(results.hold(link, count)))
    bare = facts_of(results.results(results.hold_none(count)))

    def ours() -> None:
        asking.send(store, "desk", "Hélène", mine)

    def theirs() -> None:
        if raw.send(facts) != count:
            raise RuntimeError("the peer did not finish every case")

    if place % 2:
        other, own = seconds(theirs), seconds(ours)
    else:
        own, other = seconds(ours), seconds(theirs)
    return own, other, seconds(lambda: raw.keep(bare))
