"""What waits in a campaign's queue, and who is promised a call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from veille_tui.domain.case import PromisedCall, Waiting
from veille_tui.store import rows
from veille_tui.store.clock import moment_or_none
from veille_tui.store.link import Link
from veille_tui.store.procedures import Procedure

COUNTED = 10_000
"""Counting stops here: a start screen asks every half minute, beside hundreds of others."""
_PROMISES_SHOWN = 50
# Each figure is its own short walk of one index: counting by state would read every row.
_COUNTS = f"""
select
  (select count(*) from (select 1 from queue where campaign_id = :campaign and state = 0
     and reserved_for = '' limit {COUNTED}) r)
  + (select count(*) from (select 1 from queue where campaign_id = :campaign and state = 0
     and reserved_for = :caller and reserved_for <> '' limit {COUNTED}) r),
  (select count(*) from (select 1 from queue where campaign_id = :campaign and state = 4
     limit {COUNTED}) r),
  (select count(*) from queue where state = 1 and campaign_id = :campaign),
  (select count(*) from (select 1 from queue where campaign_id = :campaign and state = 2
     limit {COUNTED}) r),
  (select count(*) from (select 1 from queue where campaign_id = :campaign and state = 3
     limit {COUNTED}) r),
  (select min(due_at) from queue where campaign_id = :campaign and state = 4)"""
_PROMISES = f"""
select c.id, t.title, substr(t.last_name, 1, 1) as last_name, h.city,
       c.promise_kind as kind, c.promise_starts as starts, c.promise_ends as ends,
       c.promise_by as by_whom
  from cases c join queue q on q.case_id = c.id join households h on h.id = c.household_id
  left join tenants t on t.id = (select min(p.id) from tenants p
    where p.household_id = h.id and p.rank = (
      select min(f.rank) from tenants f where f.household_id = h.id))
 where c.campaign_id = :campaign and c.promise_kind <> ''
   and (c.promise_by in (:caller, '') or q.reserved_for = '') and q.state in (0, 4)
   and (c.promise_by in (:caller, '') or q.state = 0)
 order by c.promise_starts limit {_PROMISES_SHOWN}"""


WAITING = Procedure(
    name="waiting",
    takes={"campaign": "text", "caller": "text"},
    gives={
        **dict.fromkeys(("ready", "scheduled", "held", "done", "closed"), "bigint"),
        "next_due": "bigint",
        "promises": "jsonb",
        "rules_at": "bigint",
    },
    result=f"""
{_COUNTS},
  (select {{gathered}}({{row}}(p.id, p.title, p.last_name, p.city, p.kind, p.starts, p.ends,
       p.by_whom))
     from ({_PROMISES}) p),
  (select k.rules_at from campaigns k where k.id = :campaign)""",
)


def waiting(link: Link, campaign_id: str, caller: str) -> Waiting:
    """The queue's figures (each counted up to COUNTED) and the promises this caller must know."""
    values = {"campaign": campaign_id, "caller": caller}
    ready, scheduled, held, done, closed, next_due, promises, rules_at = link.call(WAITING, values)[
        0
    ]
    return Waiting(
        ready=ready,
        scheduled=scheduled,
        held=held,
        done=done,
        closed=closed,
        next_due_at=moment_or_none(next_due),
        promises=tuple(_promised(row) for row in promises or ()),
        rules_at=moment_or_none(rules_at),
    )


def _promised(row: Sequence[Any]) -> PromisedCall:
    promise = rows.promise(*row[4:])
    if promise is None:
        raise ValueError("a promised case without a time")
    return PromisedCall(row[0], row[1] or "", row[2] or "", row[3], promise)
