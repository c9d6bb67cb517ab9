"""The next case as the desk asks for it, against one raw statement of the driver, on both engines.

The peer claims by the reference of one statement (token honoured, rows being taken passed over)
and brings the same rows of the same household, its people, numbers and past, undigested.
"""

from __future__ import annotations

import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from scripts.benches import many_households
from scripts.benches.ratios import ON_DISK, Row, seconds
from scripts.benches.raw_claim import RawClaim, raw_postgres, raw_sqlite
from veille_tui.store import migrate
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore

LEASE = timedelta(minutes=30)
Place = Callable[[], AbstractContextManager[str]]


@dataclass(frozen=True, slots=True)
class _Medians:
    """One store's medians, in seconds."""

    ours: float
    raw: float
    ratio: float


def rows(*, quick: bool) -> Iterator[Row]:
    """Both engines at two sizes, before and after ANALYZE; then the growth between the sizes."""
    from tests.postgres import running_server

    small, large = 10_000, 100_000 if quick else 1_000_000
    times = 200 if quick else 500
    with running_server() as server:

        @contextmanager
        def database() -> Iterator[str]:
            name = server.new_database()
            yield server.url(name)
            server.drop_database(name)

        yield from _engine("PostgreSQL", database, raw_postgres, (small, large), times)
    yield from _engine("SQLite", _file, raw_sqlite, (small, large), times)


@contextmanager
def _file() -> Iterator[str]:
    with tempfile.TemporaryDirectory(dir=ON_DISK) as folder:
        yield f"sqlite:///{folder}/store.db"


def _engine(
    name: str,
    place: Place,
    raw: Callable[[str], RawClaim],
    sizes: tuple[int, int],
    times: int,
) -> Iterator[Row]:
    found: dict[tuple[int, str], _Medians] = {}
    for size in sizes:
        for when, medians in _at_size(place, raw, size, times):
            found[size, when] = medians
            yield Row(
                "claim", f"{name} {size:,}{when}", medians.ours, medians.raw, "s",
                "one raw statement", 1.25, medians.ratio,
            )  # fmt: skip
    for when in ("", ", analyzed"):
        small, large = (found[size, when] for size in sizes)
        yield Row(
            "claim", f"{name} growth{when}", large.ours, small.ours, "s",
            f"{sizes[1] // sizes[0]} times fewer rows", 1.3,
        )  # fmt: skip


def _at_size(
    place: Place, raw: Callable[[str], RawClaim], size: int, times: int
) -> Iterator[tuple[str, _Medians]]:
    with place() as url:
        link = open_link(url, 10, 600)
        migrate.init(url, link)
        many_households.fill(link, size)
        store, peer = SharedStore(url), raw(url)
        yield "", _measured(store, peer, times)
        link.rows("analyze")
        yield ", analyzed", _measured(store, peer, times)
        for one in (link, store, peer):
            one.close()


def _measured(store: SharedStore, peer: RawClaim, times: int) -> _Medians:
    def ours() -> None:
        granted = store.claim_next(many_households.CAMPAIGN, "Hélène", str(uuid.uuid4()), LEASE)
        if granted is None or not granted.case.household.tenants:
            raise RuntimeError("the queue gave nobody")

    def theirs() -> None:
        peer.claim(many_households.CAMPAIGN, "Paul", str(uuid.uuid4()))

    for _ in range(20):
        ours()
        theirs()
    pairs = []
    for turn in range(times):
        if turn % 2:
            other = seconds(theirs)
            pairs.append((seconds(ours), other))
        else:
            pairs.append((seconds(ours), seconds(theirs)))
    mine, raw = median(one for one, _ in pairs), median(other for _, other in pairs)
    return _Medians(mine, raw, mine / raw)
