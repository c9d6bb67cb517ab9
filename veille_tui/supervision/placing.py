"""A campaign's file changed: its households go into the publics and waves that it now has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import NewCase, QueueState
from veille_tui.domain.placement import Move, Moved, Placed
from veille_tui.domain.tenants import Household
from veille_tui.supervision.publics import new_cases

_WAITING = (QueueState.READY, QueueState.SCHEDULED)


class PlacingStore(Protocol):
    """What placing households anew asks of the shared store."""

    def known_households(self, campaign_id: str) -> Mapping[str, Household]:
        """The campaign's households, with their people."""

    def places(self, campaign_id: str) -> Sequence[Placed]:
        """Where its cases stand."""

    def place_again(self, moves: Sequence[Move], now: datetime) -> None:
        """Make every move, all or none."""


def place_households(store: PlacingStore, campaign: Campaign, now: datetime) -> Moved:
    """Put every household where the rules of `campaign` want it; what was decided stays.

    Promises, held cases and finished ones keep their times; a case in hand keeps its public too.
    """
    households = {one.id: one for one in store.known_households(campaign.id).values()}
    placed = [one for one in store.places(campaign.id) if one.household_id in households]
    wanted = new_cases(campaign, [households[one.household_id] for one in placed], now)
    zone = ZoneInfo(campaign.timezone)
    moves: list[Move] = []
    sooner = later = held = moved = 0
    for before, after in zip(placed, wanted, strict=True):
        move = move_of(before, after, now, zone)
        if move is None:
            continue
        if before.state is QueueState.HELD:
            held += 1
            continue
        moves.append(move)
        moved += (before.segment, before.wave) != (move.segment, move.wave)
        if move.due_at is not None:
            sooner += move.due_at < before.due_at
            later += move.due_at > before.due_at
    store.place_again(moves, now)
    return Moved(moved, sooner, later, held)


def move_of(before: Placed, after: NewCase, now: datetime, zone: ZoneInfo) -> Move | None:
    """How one case moves; None when it stands where it belongs."""
    labels = (after.segment, after.segments, after.priority, after.wave)
    due_at = _due(before, after.due_at, now, zone)
    if labels == _labels(before) and due_at is None:
        return None
    return Move(before.case_id, *labels, due_at)


def _labels(one: Placed) -> tuple[str, tuple[str, ...], int, str]:
    return one.segment, one.segments, one.priority, one.wave


def _due(before: Placed, opens: datetime | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When a case that nobody touched is called from; None leaves it."""
    if not before.is_untouched or before.state not in _WAITING:
        return None
    waits = before.state is QueueState.SCHEDULED
    # Only a wave makes a case that nobody touched wait for a midnight.
    if waits and before.due_at.astimezone(zone).time() != time(0):
        return None
    if opens is not None and opens > now:
        return opens if opens != before.due_at else None
    return now if waits and before.due_at > now else None
