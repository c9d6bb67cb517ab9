"""This workstation's line to the shared store: one exchange at a time, its answer written down.

Desk and courier share one line, so that nothing is sent twice at the same instant.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from veille_tui.domain.journal import Entry
from veille_tui.errors import Refused, StoreUnreachable, VeilleError
from veille_tui.language import _, n_
from veille_tui.store.local import LocalJournal

if TYPE_CHECKING:
    from veille_tui.domain.exchange import Ask, Exchanged

BATCH = 1000
SMALLER = 4
"""A batch that fails is tried again this many times smaller, down to a single entry; batches are
whole again once the tail is sent."""
LAST_TRIES = 3
"""A single entry on which the store fails so often in a row is set aside: it blocks nobody."""
_ACTS_AS = "acts_as:"
_STORE_ID, _ADDRESS = "store_id", "store_address"
_log = logging.getLogger(__name__)


class Exchanging(Protocol):
    """What the line asks of the shared store."""

    def hello(self) -> tuple[str, datetime]:
        """Which store it is, and its clock; nothing changes by asking."""

    def exchange(
        self,
        desk_id: str,
        caller: str,
        *,
        entries: Sequence[Entry] = (),
        renew: Mapping[str, timedelta] | None = None,
        asks: Sequence[Ask] = (),
        heard: Sequence[int] = (),
    ) -> Exchanged:
        """One round trip; raises StoreUnreachable, or Refused when this person may not."""


class OtherStore(Refused):
    """What this workstation has is for another shared store."""


def _nobody(store_now: datetime, asked_at: datetime, answered_at: datetime) -> None:
    """A clock that nobody corrects."""


class Line:
    """Takes turns. A turn may be cut anywhere and repeated: nothing doubles, nothing is lost."""

    def __init__(
        self,
        journal: LocalJournal,
        store: Callable[[], Any],
        clock: Callable[[], datetime],
        caller: str,
        tell: Callable[[datetime, datetime, datetime], None] = _nobody,
        address: Callable[[], str] = str,
    ) -> None:
        """`tell` is told the store's clock; `address` is the store's as it may be shown."""
        self._journal = journal
        self._store = store
        self._clock = clock
        self._typed = caller
        self._caller = journal.remembered(f"{_ACTS_AS}{caller}") or caller
        self._tell = tell
        self._address = address
        self._lock = threading.Lock()
        self._is_known = False
        self._batch = BATCH
        self._tries = 0
        self._failures = 0
        self._waiting = 0
        self._last: VeilleError | None = None

    @property
    def trouble(self) -> VeilleError | None:
        """Why the last turn failed; None when it did not."""
        return self._last

    @property
    def caller(self) -> str:
        """Under whose name this workstation acts: the login's, once the store has said it."""
        return self._caller

    @property
    def is_down(self) -> bool:
        """Whether the store did not answer when it was last asked."""
        return isinstance(self._last, StoreUnreachable)

    def store(self) -> Any:
        """The shared store for other questions, once it is known to be this workstation's own.

        Raises OtherStore when entries or households of another one are here.
        """
        store = self._store()
        if self._is_strange:
            with self._lock:
                self._hello()
        return store

    def turn(
        self, *, renew: Mapping[str, timedelta] | None = None, asks: Sequence[Ask] = ()
    ) -> Exchanged:
        """Send the oldest unsent entries, renew, ask, hear; all of the answer is on disk after.

        Who had to wait for a turn that failed fails with it, and waits no second time.
        """
        before = self._failures
        self._waiting += 1
        with self._lock:
            self._waiting -= 1
            if self._failures != before and self._last is not None:
                raise self._last
            is_sure = self._is_strange or self._last is not None
            if is_sure:
                self._hello()
            return self._exchange(renew or {}, asks, is_sure)

    @property
    def _bound(self) -> str:
        return self._journal.remembered(_STORE_ID)

    @property
    def _is_strange(self) -> bool:
        """Whether this store may not be the one that entries here were written for."""
        return not self._is_known and bool(self._bound) and not self._journal.is_idle

    def _hello(self) -> None:
        """Whether the way is open and the store the right one, before anything is sent to it."""
        asked_at = self._clock()
        try:
            store_id, now = self._store().hello()
        except Exception as error:
            raise self._failed(error) from error
        self._tell(now, asked_at, self._clock())
        self._bind(store_id)

    def _exchange(
        self, renew: Mapping[str, timedelta], asks: Sequence[Ask], is_sure: bool
    ) -> Exchanged:
        """`is_sure`: the way is open, so that a failure is the batch's."""
        entries = self._journal.unsent(self._batch)
        heard = self._journal.unheard() if self._is_known else []
        asked_at = self._clock()
        try:
            answer: Exchanged = self._store().exchange(
                self._journal.desk_id,
                self._caller,
                entries=entries,
                renew=renew,
                asks=asks,
                heard=heard,
            )
        except Exception as error:
            failed = self._failed(error)
            if is_sure and entries and not isinstance(error, Refused):
                self._shrink(entries)
            raise failed from error
        self._tell(answer.now, asked_at, self._clock())
        self._bind(answer.store_id)
        self._act_as(answer.caller)
        self._journal.settle(answer, renew, [ask.token for ask in asks], heard)
        self._last, self._tries = None, 0
        if len(entries) < self._batch:
            self._batch = BATCH
        return answer

    def _bind(self, store_id: str) -> None:
        """This workstation works for one store at a time, until nothing of it is left here."""
        if self._is_known and store_id == self._bound:
            return
        bound = self._bound
        if bound and bound != store_id and not self._journal.is_idle:
            self._last = other_store(self._journal)
            self._failures += 1
            raise self._last
        if bound != store_id:
            self._journal.remember(_STORE_ID, store_id)
            self._journal.forget_notices()
        address = self._address()
        if self._journal.remembered(_ADDRESS) != address:
            self._journal.remember(_ADDRESS, address)
        self._is_known = True

    def _act_as(self, name: str) -> None:
        if name and name != self._caller:
            self._journal.remember(f"{_ACTS_AS}{self._typed}", name)
            self._caller = name

    def _failed(self, error: Exception) -> VeilleError:
        self._failures += 1
        if isinstance(error, VeilleError):
            # A refusal stands until the store has answered: no network lifts it.
            if not (isinstance(self._last, Refused) and isinstance(error, StoreUnreachable)):
                self._last = error
            return error
        # Where it broke and nothing of what it held.
        _log.error("exchange failed: %s", type(error).__name__)
        self._last = StoreUnreachable(
            _("La base partagée a répondu de travers."),
            _("Rien n'est perdu ; un nouvel essai se fait tout seul."),
        )
        return self._last

    def _shrink(self, entries: Sequence[Entry]) -> None:
        """A batch that breaks is made smaller; a single entry that breaks is set aside at last."""
        if len(entries) > 1:
            self._batch = max(1, len(entries) // SMALLER)
            return
        self._tries += 1
        if self._tries >= LAST_TRIES:
            self._tries, self._batch = 0, BATCH
            only = entries[0].id
            self._journal.mark_sent([only], self._clock(), {only: "store-failed"})


def other_store(journal: LocalJournal) -> OtherStore:
    """Which store the journal's entries are for, and what to do."""
    count, _since = journal.unsent_count()
    address = journal.remembered(_ADDRESS)
    waiting = n_(
        "{n} écriture de ce poste est pour une autre base partagée ({address}) ;"
        " rien n'est envoyé.",
        "{n} écritures de ce poste sont pour une autre base partagée ({address}) ;"
        " rien n'est envoyé.",
        count,
    ).format(n=count, address=address)
    if not count:
        waiting = _(
            "Les foyers en main sur ce poste sont d'une autre base partagée ({address})."
        ).format(address=address)
    return OtherStore(
        waiting,
        _(
            "Remettre cette adresse dans VEILLE_STORE pour les envoyer, ou travailler ici dans un"
            " second dossier, avec VEILLE_HOME."
        ),
    )
