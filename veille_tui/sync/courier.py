"""The courier: carries the unsent tail of the journal to the shared store, in order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from datetime import datetime, timedelta
from typing import Protocol

from veille_tui.domain.journal import Entry
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.store.local import LocalJournal

BATCH = 1000
RENEW_AFTER = timedelta(minutes=5)
"""Leases are renewed this often: six times before one of half an hour ends."""


class Receipt(Protocol):
    """What became of a batch."""

    @property
    def accepted(self) -> Sequence[str]:
        """Ids the shared store has, new or known already."""

    @property
    def late(self) -> Sequence[str]:
        """Ids among them whose claim had passed to somebody else; kept, and flagged."""

    @property
    def refused(self) -> Mapping[str, str]:
        """Ids it set aside, with the reason."""


class TeamStore(Protocol):
    """What the courier asks of the shared store; each may raise StoreUnreachable."""

    def receive(self, desk_id: str, entries: Sequence[Entry]) -> Receipt:
        """Record a batch in one transaction; receiving twice changes nothing."""

    def renew(self, tokens: Sequence[str], caller: str, lease: timedelta) -> Mapping[str, datetime]:
        """New ends of leases; a missing token is lost."""

    def sweep(self) -> object:
        """Give back expired claims, bring forward what is due."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one round of the courier did."""

    sent: int = 0
    late: int = 0
    refused: int = 0
    renewed: int = 0
    lost: tuple[str, ...] = field(default=())
    """Tokens of claims that somebody else has by now."""


class Courier:
    """Carries for one workstation. A round may be cut anywhere and repeated: nothing doubles."""

    def __init__(
        self,
        *,
        journal: LocalJournal,
        store: Callable[[], TeamStore],
        clock: Callable[[], datetime],
        caller: str,
        lease: timedelta,
    ) -> None:
        self._journal = journal
        self._store = store
        self._clock = clock
        self._caller = caller
        self._lease = lease
        self._renewed_at: datetime | None = None

    def round(self) -> Round:
        """Send, renew, sweep. Raises StoreUnreachable; what was acknowledged stays sent."""
        sent, late, refused = self._send()
        renewed, lost = self._renew()
        self._store().sweep()
        return Round(sent, late, refused, renewed, lost)

    def _send(self) -> tuple[int, int, int]:
        sent = late = refused = 0
        while batch := self._journal.unsent(BATCH):
            receipt = self._store().receive(self._journal.desk_id, batch)
            done = [*receipt.accepted, *receipt.refused]
            if not done:
                break
            self._journal.mark_sent(done, self._clock(), dict(receipt.refused))
            sent += len(receipt.accepted)
            late += len(receipt.late)
            refused += len(receipt.refused)
        return sent, late, refused

    def _renew(self) -> tuple[int, tuple[str, ...]]:
        held = [claim.token for claim in self._journal.claims() if claim.case is not None]
        now = self._clock()
        fresh = self._renewed_at is not None and now - self._renewed_at < RENEW_AFTER
        if not held or fresh:
            return 0, ()
        leases = dict(self._store().renew(held, self._caller, self._lease))
        self._journal.renew_claims(leases, held)
        self._renewed_at = now
        return len(leases), tuple(token for token in held if token not in leases)
