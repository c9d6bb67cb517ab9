"""The server is there and says nothing: all its processes are stopped in the middle of the work.

The keys are those of the real program in a terminal; the store's calls are timed one by one, each
over a connection that worked until then, and once where none was open. What a report reads may
take longer on purpose, and is not among them.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median

from scripts.benches import asking, results, working_desk
from scripts.benches.key_bench import LIMIT, QUIET, keys_from, worst_key
from scripts.benches.many_households import CAMPAIGN
from scripts.benches.ratios import Row, seconds
from scripts.benches.server_processes import frozen
from scripts.benches.start_bench import OURS
from tests.postgres import Server, running_server
from tests.terminal import Terminal
from veille_tui.errors import StoreUnreachable
from veille_tui.store import migrate
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore

_DEADLINE = 2.0
_GRACE = 0.2
Call = Callable[[SharedStore], object]


def rows(*, quick: bool) -> Iterator[Row]:
    """Keys while nothing answers against keys while all does; calls against their deadline."""
    times, shown = (1, 3.0) if quick else (5, 13.0)
    with tempfile.TemporaryDirectory() as folder:
        steps = working_desk.pictures(Path(folder) / "steps")
    with running_server() as server:
        well = [one for _ in range(times) for one in _conversation(server, steps, is_frozen=False)]
        ill = [one for _ in range(times) for one in _conversation(server, steps, is_frozen=True)]
        what = "key to the next question, frozen server"
        yield Row("deadlink", what, median(ill), median(well), "s", "a server that answers", 1.2)
        worst = [_worst(server, shown) for _ in range(times)]
        what = f"worst key in {shown:.0f} s, frozen server"
        yield Row("deadlink", what, median(worst), LIMIT, "s", "50 ms", 1.0)
        yield from _calls(server)


@contextlib.contextmanager
def _desk(server: Server, *, talking: bool) -> Iterator[Terminal]:
    """The program on a desk that has a case in hand."""
    name = server.new_database()
    url = server.url(name)
    link = open_link(url, 10, 60)
    migrate.init(url, link)
    link.close()
    with tempfile.TemporaryDirectory() as folder:
        env = working_desk.prepare(Path(folder) / "desk", 3, url)
        working_desk.begin_call(env, talking=talking)
        with Terminal(OURS, env) as terminal:
            yield terminal
    server.drop_database(name)


def _conversation(
    server: Server, steps: Sequence[working_desk.Picture], *, is_frozen: bool
) -> list[float]:
    with _desk(server, talking=True) as terminal:
        terminal.until(steps[0].marker)
        terminal.settle(QUIET * 4)
        with frozen(server.pid) if is_frozen else contextlib.nullcontext():
            return keys_from(terminal, steps)


def _worst(server: Server, shown: float) -> float:
    """From the first paint on, the courier's first round still to come."""
    with _desk(server, talking=False) as terminal:
        terminal.until("J'appelle")
        with frozen(server.pid):
            return worst_key(terminal, shown)


_CALLS: tuple[tuple[str, Call], ...] = (
    ("the next case", lambda store: asking.next_case(store, "Hélène")),
    ("the clock", lambda store: store.now()),
    ("renewal", lambda store: store.renew(["t"], "Hélène", asking.LEASE)),
    ("sweep", lambda store: store.sweep()),
    ("what waits", lambda store: store.waiting(CAMPAIGN, "Hélène")),
    ("campaigns", lambda store: store.campaigns()),
    ("search", lambda store: store.find("lefevre")),
)


def _calls(server: Server) -> Iterator[Row]:
    name = server.new_database()
    url = server.url(name)
    link = results.store_with(url, 1000)
    entries = results.results(results.hold(link, 50))
    link.close()
    sending: Call = lambda store: asking.send(store, "desk", "Hélène", entries)  # noqa: E731
    for what, call in (*_CALLS, ("50 results", sending)):
        yield _row(what, _silence(server, url, call, is_open=True))
    yield _row("no connection yet", _silence(server, url, _CALLS[0][1], is_open=False))


def _row(what: str, took: float) -> Row:
    bound = (_DEADLINE + _GRACE) / _DEADLINE
    return Row("deadlink", f"{what}, frozen server", took, _DEADLINE, "s", "the deadline", bound)


def _silence(server: Server, url: str, call: Call, *, is_open: bool) -> float:
    """Seconds until the call says that the store does not answer."""
    store = SharedStore(url, connect_seconds=_DEADLINE, answer_seconds=_DEADLINE)
    if is_open:
        store.now()

    def given_up() -> None:
        with contextlib.suppress(StoreUnreachable):
            call(store)
            raise RuntimeError("a frozen server answered")

    with frozen(server.pid):
        took = seconds(given_up)
    store.close()
    return took
