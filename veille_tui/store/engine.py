"""Opens the shared store by its address and keeps its connections."""

from __future__ import annotations

import random
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from veille_tui.errors import StoreUnreachable
from veille_tui.language import _
from veille_tui.store.link import Collision, Link, LinkLost, OpenLink
from veille_tui.store.signing_in import signed_in
from veille_tui.store.url import engine_of, sqlite_file

Result = TypeVar("Result")
_COLLISIONS = 8
"""How often two writers may meet before something else must be wrong."""


def dial(url: str, connect_seconds: float, answer_seconds: float, password: str = "") -> Link:
    """A connection to the store at `url`; the embedded file is made when it is not there.

    Raises WrongUsage for a malformed address, StoreUnreachable, Refused.
    """
    if engine_of(url) == "sqlite":
        from veille_tui.store.sqlite_link import SqliteLink

        return SqliteLink(sqlite_file(url), answer_seconds)
    from veille_tui.store.postgres_link import PostgresLink

    return PostgresLink(url, connect_seconds, answer_seconds, password)


def open_link(url: str, connect_seconds: float, answer_seconds: float, password: str = "") -> Link:
    """As `dial`, for whoever may be at a terminal: a password that is not known is asked for."""
    return signed_in(url, password, lambda: dial(url, connect_seconds, answer_seconds, password))


def left(deadline: float) -> float:
    """Seconds until `deadline` (time.monotonic). Raises StoreUnreachable when it has passed."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise too_slow()
    return seconds


@contextmanager
def turn(lock: threading.Lock, deadline: float) -> Iterator[None]:
    """`lock`, waited for until `deadline` at most: whoever has it may be waiting in vain."""
    if not lock.acquire(timeout=left(deadline)):
        raise too_slow()
    try:
        yield
    finally:
        lock.release()


class Links:
    """The connections of one program: kept open, one thread at a time each."""

    def __init__(self, open_one: OpenLink, seconds: float) -> None:
        """`seconds` is what a call may take in all, a connection and a second try included."""
        self._open_one = open_one
        self._seconds = seconds
        self._idle: deque[Link] = deque()
        self._lock = threading.Lock()

    def run(self, work: Callable[[Link], Result]) -> Result:
        """`work` with a connection. It must change nothing when run twice.

        A broken connection is replaced once; writers that meet try again.
        """
        deadline = time.monotonic() + self._seconds
        reopened = False
        collisions = 0
        while True:
            link, is_fresh = self._take(deadline)
            link.deadline = deadline
            try:
                return work(link)
            except LinkLost as lost:
                if is_fresh or reopened:
                    raise _broken() from lost
                reopened = True
                self._drop_idle()
            except Collision as collision:
                collisions += 1
                if collisions == _COLLISIONS:
                    raise _broken() from collision
                time.sleep(random.uniform(0, 0.002 * collisions))
            finally:
                self._put_back(link)

    def close(self) -> None:
        """Let go of every idle connection."""
        self._drop_idle()

    def _take(self, deadline: float) -> tuple[Link, bool]:
        with self._lock:
            if self._idle:
                return self._idle.pop(), False
        try:
            return self._open_one(deadline), True
        except LinkLost as lost:
            raise _broken() from lost

    def _put_back(self, link: Link) -> None:
        if link.is_open:
            with self._lock:
                self._idle.append(link)

    def _drop_idle(self) -> None:
        # When one connection broke, those that slept beside it have too.
        with self._lock:
            links = list(self._idle)
            self._idle.clear()
        for link in links:
            link.close()


def _broken() -> StoreUnreachable:
    return StoreUnreachable(
        _("La liaison avec la base partagée s'est rompue."),
        _("Réessayer dans un instant ; ce qui attend d'être envoyé est gardé sur ce poste."),
    )


def too_slow() -> StoreUnreachable:
    """The time that a call may take is over."""
    return StoreUnreachable(
        _("La base partagée n'a pas répondu à temps."),
        _("Vérifier le réseau ; ce qui attend d'être envoyé est gardé sur ce poste."),
    )
