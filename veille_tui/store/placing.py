"""Puts the households of a campaign into its publics and waves anew, whatever is under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TypeVar

from veille_tui.domain.calling_order import priority as calling_priority
from veille_tui.domain.case import QueueState
from veille_tui.domain.placement import Move, Placed
from veille_tui.store import rows
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.link import Link

Result = TypeVar("Result")
_LONG = 120.0
_PLACES = """
select q.case_id, q.household_id, c.segment, c.segments, c.segment_priority, c.wave, q.state,
       coalesce(q.calm_due_at, q.due_at),
       case when c.disposition = 'to_call' and c.promise_kind = '' and c.decided_by = ''
         and not exists (select 1 from attempts a where a.case_id = c.id) then 1 else 0 end
  from queue q join cases c on c.id = q.case_id
 where q.campaign_id = :campaign order by q.case_id"""
# Whoever holds a case was shown where it stands; a promise keeps its own place in the order.
_LABELS = """
update cases set segment = :segment, segments = :segments, segment_priority = :priority,
  wave = :wave
 where id = :id and not exists (select 1 from queue q where q.case_id = cases.id and q.state = 1)"""
_ORDER = """
update queue set priority = :place
 where case_id = :id and state <> 1 and priority >= :lowest"""
_DUE = """
update queue set
  due_at = case when calm_due_at is null then :due else due_at end,
  reserved_until = case when calm_due_at is null then reserved_until + (:due - due_at)
    else reserved_until end,
  state = case when calm_due_at is null then :state else state end,
  calm_due_at = case when calm_due_at is null then calm_due_at else :due end
 where case_id = :id and state in (0, 4)"""


def places(link: Link, campaign_id: str) -> list[Placed]:
    """Every case of a campaign, as it stands among publics and waves."""
    with link.patient(_LONG):
        return [_placed(row) for row in link.rows(_PLACES, {"campaign": campaign_id})]


def _placed(row: Sequence[object]) -> Placed:
    case_id, household_id, segment, segments, priority, wave, state, due_at, untouched = row
    return Placed(
        int(str(case_id)),
        int(str(household_id)),
        str(segment),
        tuple(rows.words(str(segments))),
        int(str(priority)),
        str(wave),
        QueueState(int(str(state))),
        from_micros(int(str(due_at))),
        bool(untouched),
    )


def place_again(link: Link, moves: Sequence[Move], now: datetime) -> None:
    """Make every move, all or none; a case that was taken in hand meanwhile stays as it is."""
    if not moves:
        return
    labels = [
        {
            "id": one.case_id,
            "segment": one.segment,
            "segments": rows.listed(one.segments),
            "priority": one.priority,
            "wave": one.wave,
        }
        for one in moves
    ]
    lowest = calling_priority(None, "", 0)
    order = [
        {
            "id": one.case_id,
            "place": calling_priority(None, "", one.priority),
            "lowest": lowest,
        }
        for one in moves
    ]
    due = [_due(one.case_id, one.due_at, now) for one in moves if one.due_at is not None]
    with link.patient(_LONG), link.transaction():
        link.many(_LABELS, labels)
        link.many(_ORDER, order)
        if due:
            link.many(_DUE, due)


def _due(case_id: int, due_at: datetime, now: datetime) -> dict[str, int]:
    state = QueueState.SCHEDULED if due_at > now else QueueState.READY
    return {"id": case_id, "due": to_micros(due_at), "state": state.value}


class PlaceVerbs:
    """The shared store's verbs about publics and waves. Errors: see SharedStore."""

    def _do(self, work: Callable[[Link], Result]) -> Result:
        """Do `work` on a connection of the store."""
        raise NotImplementedError

    def places(self, campaign_id: str) -> list[Placed]:
        """Every case of a campaign, as it stands among publics and waves."""
        return self._do(lambda link: places(link, campaign_id))

    def place_again(self, moves: Sequence[Move], now: datetime) -> None:
        """Put cases into other publics and waves, all or none (see placing.place_again)."""
        self._do(lambda link: place_again(link, moves, now))
