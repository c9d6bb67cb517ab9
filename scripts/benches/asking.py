"""What a desk asks of the shared store in one go."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import timedelta

from scripts.benches.many_households import CAMPAIGN
from veille_tui.domain.case import Granted
from veille_tui.domain.exchange import Ask, Received
from veille_tui.domain.journal import Entry
from veille_tui.store.shared import SharedStore

LEASE = timedelta(minutes=30)
_NOBODY = "the queue gave nobody"


def next_case(store: SharedStore, caller: str) -> Granted:
    """The next case and nothing else; there must be one."""
    granted = store.claim_next(CAMPAIGN, caller, str(uuid.uuid4()), LEASE)
    if granted is None or not granted.case.household.tenants:
        raise RuntimeError(_NOBODY)
    return granted


def result_and_next(
    store: SharedStore, desk_id: str, caller: str, entries: Sequence[Entry]
) -> Granted:
    """Results go, their cases are finished, the next one comes."""
    ask = Ask(str(uuid.uuid4()), CAMPAIGN, LEASE)
    answer = store.exchange(desk_id, caller, entries=entries, asks=[ask])
    _look(answer.received, entries)
    granted = answer.granted.get(ask.token)
    if granted is None or not granted.case.household.tenants:
        raise RuntimeError(_NOBODY)
    return granted


def send(store: SharedStore, desk_id: str, caller: str, entries: Sequence[Entry]) -> None:
    """Results go; each must have ended its claim."""
    _look(store.exchange(desk_id, caller, entries=entries).received, entries)


def _look(receipt: Received, entries: Sequence[Entry]) -> None:
    if len(receipt.accepted) != len(entries) or receipt.late or receipt.refused:
        raise RuntimeError("the store did not take everything")
