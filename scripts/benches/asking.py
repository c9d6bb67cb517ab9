"""What a desk asks of the shared store in one go."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from scripts.benches.many_households import CAMPAIGN
from veille_tui.domain.case import Granted
from veille_tui.domain.journal import Entry
from veille_tui.store.shared import SharedStore

LEASE = timedelta(minutes=30)


def next_case(store: SharedStore, caller: str, token: str = "") -> Granted:
    """The next case; there must be one."""
    granted = store.claim_next(CAMPAIGN, caller, token or str(uuid.uuid4()), LEASE)
    if granted is None:
        raise RuntimeError("the queue gave nobody")
    return granted


def result_and_next(
    store: SharedStore, desk_id: str, caller: str, entries: Sequence[Entry], token: str
) -> Granted:
    """A result goes, its case is finished, the next one comes."""
    send(store, desk_id, entries)
    return next_case(store, caller, token)


def send(store: SharedStore, desk_id: str, entries: Sequence[Entry]) -> None:
    """Results go; each must have ended its claim."""
    receipt = store.receive(desk_id, entries)
    if len(receipt.accepted) != len(entries) or receipt.late or receipt.refused:
        raise RuntimeError("the store did not take everything")
