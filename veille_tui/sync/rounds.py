"""The courier's thread: a round when woken or when its time comes, longer pauses when it fails."""

from __future__ import annotations

import logging
import random
import signal
import threading
from datetime import datetime
from typing import Literal

from veille_tui.domain.advance import Advance
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import JournalFailed, StoreUnreachable, VeilleError
from veille_tui.store.line import OtherStore
from veille_tui.store.local import LocalJournal
from veille_tui.sync.backoff import pause
from veille_tui.sync.courier import Courier

_log = logging.getLogger(__name__)
Kind = Literal[
    "loading", "all_sent", "waiting", "offline", "set_aside", "disk", "refused", "other_store"
]


@dataclass(frozen=True, slots=True)
class SyncState:
    """Whether the work of this desk is in the shared store, for the screen to say in words."""

    kind: Kind
    """disk: this workstation cannot write any more, which no network mends. refused: the store does
    not take this person's work (rights, another version). other_store: it is not the store that
    this work is for."""
    count: int = 0
    """Entries that wait, or that were set aside."""
    since: datetime | None = None
    """When the oldest of them was written, UTC."""
    ahead: Advance = Advance()
    """What is held in advance."""
    trouble: VeilleError | None = None
    """Why nothing is sent, when a person can act on it."""


def _leave_interruptions_to_the_screen() -> None:
    """Ctrl+C given to this thread would be seen only once the main one stops reading."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


class CourierRounds:
    """Runs a courier in the background until it is stopped."""

    def __init__(
        self, courier: Courier, journal: LocalJournal, rhythm: float, chance: random.Random
    ) -> None:
        self._courier = courier
        self._journal = journal
        self._rhythm = rhythm
        self._chance = chance
        self._bell = threading.Event()
        self._turn = threading.Lock()
        self._stopping = False
        self._failures = 0
        self._is_disk_refusing = False
        self._is_broken = False
        self._has_run = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin, with a round at once."""
        if self._thread is None:
            self._bell.set()
            self._thread = threading.Thread(target=self._run, name="courier", daemon=True)
            self._thread.start()

    def wake(self) -> None:
        """There is something to carry: do not wait for the rhythm."""
        self._bell.set()

    def stop(self, within: float) -> None:
        """A last round that gives back what was held in advance; at most `within` seconds."""
        self._stopping = True
        self._bell.set()
        if self._thread is not None:
            self._thread.join(within)

    def once(self, *, is_last: bool = False) -> VeilleError | None:
        """One round now, in this thread, after the one under way; what stopped it, or None."""
        with self._turn:
            try:
                if is_last:
                    self._courier.leave()
                else:
                    self._courier.round()
            except VeilleError as error:
                self._failures += 1
                self._is_disk_refusing = isinstance(error, JournalFailed)
                return error
            self._failures = 0
            self._is_disk_refusing = self._is_broken = False
            self._has_run = True
            return None

    @property
    def state(self) -> SyncState:
        """The state in a form the screen words; reads the journal, never the network."""
        count, since = self._journal.unsent_count()
        ahead = self._courier.advance()
        trouble = self._courier.trouble
        if self._is_disk_refusing:
            return SyncState("disk", count, since, ahead)
        if trouble is not None or self._is_broken:
            return SyncState(_trouble(trouble), count, since, ahead, trouble)
        if count:
            return SyncState("waiting" if self._has_run else "loading", count, since, ahead)
        aside = self._journal.refused_count()
        if aside:
            return SyncState("set_aside", aside, ahead=ahead)
        return SyncState("all_sent" if self._has_run else "loading", ahead=ahead)

    def _run(self) -> None:
        _leave_interruptions_to_the_screen()
        while not self._stopping:
            self._bell.wait(pause(self._failures, self._rhythm, self._chance))
            self._bell.clear()
            self._guarded()

    def _guarded(self) -> None:
        """A round whose bugs cost a pause, not the courier's life: the screen then says offline."""
        try:
            self.once(is_last=self._stopping)
        except Exception as error:  # noqa: BLE001 - the outbox must go on being emptied
            self._failures += 1
            self._is_broken = True
            _log.error("courier round failed: %s", type(error).__name__)


def _trouble(error: VeilleError | None) -> Kind:
    if isinstance(error, OtherStore):
        return "other_store"
    return "offline" if error is None or isinstance(error, StoreUnreachable) else "refused"
