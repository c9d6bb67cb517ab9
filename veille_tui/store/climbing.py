"""What time does to relays: read what may move, let the domain decide, write it if it still holds.

Two desks may climb at once, and one may be cut in the middle: each statement looks again at what it
was decided on, and a case has one running relay of a channel at most.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from veille_tui.domain import ladder
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition
from veille_tui.domain.escalation import Channel, Escalation, RelayStatus, RelayWhy
from veille_tui.store import campaigns
from veille_tui.store.clock import from_micros, length, micros_or_none, moment_or_none, to_micros
from veille_tui.store.link import Link
from veille_tui.store.procedures import Procedure, Step
from veille_tui.store.rows import parsed

RUNNING = "status in ('open', 'sent')"
_RESTING = "(" + ", ".join(f"'{one.value}'" for one in ladder.RESTING) + ")"
_CHANNELS = "(" + ", ".join(f"'{one.value}'" for one in Channel) + ")"
_WHY = "(" + ", ".join(f"'{one.value}'" for one in RelayWhy if one is not RelayWhy.BY_HAND) + ")"
_LAST = "coalesce(c.last_contact_at, -9000000000000000)"
_RUNS = f"select 1 from escalations e where e.case_id = c.id and e.{RUNNING}"
_UNHEARD = f"""a.case_id = c.id and a.started_at > {_LAST} and a.finished_at is not null
  and a.disposition <> 'returned'"""
_WAITS_FOR_NEXT = f"""(select count(*) from escalations e
    where e.case_id = c.id and e.step > 0 and e.opened_at >= {_LAST}) < :steps
  and (:parallel = 1 or not exists ({_RUNS} and e.step > 0))"""
# Which cases may have a step to do. Each part is found by an index of its own.
# In the very words of its index: SQLite sees no other that is within it.
_RESTS = f"""
select c.id from cases c where c.campaign_id = :campaign
   and c.disposition in {_RESTING[:-1]}, 'needs_help')
   and not exists ({_RUNS} and e.step > 0)
   and (c.disposition <> 'needs_help' or (
     (select q.state from queue q where q.case_id = c.id) = 2
     and exists (select 1 from attempts a where {_UNHEARD})))"""
_LATE = f"""
select e.case_id from escalations e
 where e.campaign_id = :campaign and e.{RUNNING} and e.due_at <= {{now}} and e.step > 0"""
_TRIED = f"""
select c.id from queue q join cases c on c.id = q.case_id
 where :fewest > 0 and q.campaign_id = :campaign and q.state in (0, 1, 4)
   and c.disposition in ('retrying', 'appointment', 'callback', 'needs_help')
   and {_WAITS_FOR_NEXT} and (select count(*) from attempts a where {_UNHEARD}) >= :fewest"""
_MISSED = f"""
select c.id from queue q join cases c on c.id = q.case_id
 where :deadline > 0 and q.campaign_id = :campaign and q.state in (0, 1, 4)
   and {_LAST} < :newest and {_WAITS_FOR_NEXT}
   and (q.due_at <= :deadline or exists (select 1 from attempts a where {_UNHEARD}
     and a.started_at >= :oldest and a.started_at <= :deadline))"""
_RELAY = (
    "id channel step status why opened_at due_at sent_at acknowledged_at closed_at result"
).split()
_STANDING = f"""
select c.id, c.disposition, q.state, q.due_at, c.last_contact_at,
  (select {{all}}(a.started_at) from attempts a where {_UNHEARD}),
  (select {{all}}({{row}}({", ".join(f"e.{one}" for one in _RELAY)}))
     from escalations e where e.case_id = c.id)
  from cases c join queue q on q.case_id = c.id"""
_CANDIDATES = f"{_STANDING} where c.id in ({_RESTS} union {_LATE} union {_TRIED} union {_MISSED})"
_ONLY = f"{_STANDING} where c.campaign_id = :campaign and c.id in {{numbers ids}}"
_LOOKED_AFTER = """
select {all}(k.id) from campaigns k
 where k.id = :campaign and (k.closed_at is not null or k.climbed_at > {now} - :every)"""
_LOOKS = "update campaigns set climbed_at = {now} where id = :campaign"
LADDER = Procedure(
    name="ladder",
    takes={
        "campaign": "text",
        "every": "bigint",
        "deadline": "bigint",
        "oldest": "bigint",
        "newest": "bigint",
        "fewest": "bigint",
        "steps": "bigint",
        "parallel": "bigint",
        "now": "bigint",
    },
    gives={
        "case_id": "integer",
        "disposition": "text",
        "state": "smallint",
        "due_at": "bigint",
        "last_contact_at": "bigint",
        "tries": "json",
        "relays": "json",
    },
    steps=(Step(_LOOKED_AFTER, into="recent", stops_if="recent"), Step(_LOOKS)),
    result=f"{_CANDIDATES} and :recent is null",
)
_FAILS = f"""
update escalations set status = 'failed', closed_at = {{now}}
 where id in (select m.id from {{rows failed m}}) and campaign_id = :campaign
   and {RUNNING} and due_at <= {{now}} and step > 0 and channel <> 'rescue'"""
# "cross join": SQLite begins with the few that are said, not with all the campaign's cases.
# A login may say anything: it opens no relay that the store sees no cause for.
_HAS_CAUSE = f"""case m.why
    when 'attempts' then exists (select 1 from attempts a where {_UNHEARD})
    when 'deadline' then q.state in (0, 1, 4)
    when 'previous_failed' then exists (select 1 from escalations e
      where e.case_id = c.id and (e.closed_at is not null or e.due_at <= {{now}}))
    else c.disposition in {_RESTING[:-1]}, 'needs_help') end"""
# Not after a contact of which the desk that decided did not know; a place in a ladder once.
_OPENS = f"""
insert into escalations (case_id, campaign_id, channel, step, status, why, opened_at, due_at)
select c.id, c.campaign_id, m.channel, m.step, 'open', m.why, {{now}}, m.due_at
  from {{rows climbed m}} cross join cases c join queue q on q.case_id = c.id
 where c.id = m.case_id and c.campaign_id = :campaign and c.disposition = m.disposition
   and q.state <> 3
   and coalesce(c.last_contact_at, 0) = m.contact_at and m.step > 0 and m.step < 100
   and m.channel in {_CHANNELS} and m.why in {_WHY} and {_HAS_CAUSE}
   and m.due_at > {{now}} and m.due_at < {{now}} + 40000000000000
   and not exists (select 1 from escalations e where e.case_id = c.id and e.step = m.step
     and e.opened_at >= {_LAST})
on conflict do nothing"""
_LOSES = f"""
update cases set disposition = 'lost_to_follow_up', closed_why = '', closed_by = '',
  closed_at = null
 where id in (select c.id from {{rows lost m}} cross join cases c
     join queue q on q.case_id = c.id
   where c.id = m.case_id and c.campaign_id = :campaign and q.state not in (1, 3)
     and c.disposition in {_RESTING[:-1]}, 'needs_help')
     and coalesce(c.last_contact_at, 0) = m.contact_at
     and not exists ({_RUNS})
     and exists (select 1 from escalations e where e.case_id = c.id and e.step > 0
       and e.opened_at >= {_LAST}))"""
MOVED = Procedure(
    name="climbed",
    takes={"campaign": "text", "moves": "jsonb", "now": "bigint"},
    gives={"moved": "bigint"},
    steps=(
        Step(_FAILS, adds_to="moved"),
        Step(_OPENS, adds_to="moved"),
        Step(_LOSES, adds_to="moved"),
    ),
    result="select :moved",
)
_LONG = 60.0


def climb(link: Link, campaign_id: str, now: datetime, unless_within: timedelta) -> int:
    """One round over a campaign's ladders; how many relays and cases moved.

    Nothing is done when another desk did so less than `unless_within` ago.
    """
    campaign = campaigns.campaign(link, campaign_id)
    if campaign.is_closed:
        return 0
    values = _wanted(campaign, now) | {"every": length(unless_within)}
    return _move(link, campaign, link.call(LADDER, values), now)


def climb_cases(link: Link, campaign: Campaign, case_ids: Sequence[int], now: datetime) -> int:
    """The same of a few cases at once, for whoever may read them; inside a transaction."""
    values = {"campaign": campaign.id, "ids": json.dumps(list(case_ids))}
    return _move(link, campaign, link.rows(_ONLY, values), now)


def _wanted(campaign: Campaign, now: datetime) -> dict[str, Any]:
    """What the statement looks for; 0 is nothing."""
    last = ladder.deadlines(campaign, now)
    relays = campaign.relays or ladder.USUAL
    return {
        "campaign": campaign.id,
        "deadline": max((to_micros(by) for _starts, by in last), default=0),
        "oldest": min((to_micros(starts) for starts, _by in last), default=0),
        "newest": max((to_micros(starts) for starts, _by in last), default=0),
        "fewest": ladder.fewest_attempts(campaign) or 0,
        "steps": len(relays),
        "parallel": int(any(one.is_parallel for one in relays)),
        "now": to_micros(now),
    }


def _move(link: Link, campaign: Campaign, found: Iterable[Sequence[Any]], now: datetime) -> int:
    opened: list[dict[str, Any]] = []
    failed: list[dict[str, Any]] = []
    lost: list[dict[str, Any]] = []
    for row in found:
        case = _standing(row, campaign.id)
        moves = ladder.climb(case, campaign, now)
        contact_at = micros_or_none(case.last_contact_at) or 0
        about = {"case_id": case.case_id, "contact_at": contact_at}
        opened += [about | _step(one, case.disposition) for one in moves.opens]
        failed += [{"id": one} for one in moves.fails]
        lost += [about] * moves.is_lost
    if not (opened or failed or lost):
        return 0
    moves_made = json.dumps({"climbed": opened, "failed": failed, "lost": lost})
    values = {"campaign": campaign.id, "moves": moves_made, "now": to_micros(now)}
    return int(link.call(MOVED, values)[0][0])


def _step(relay: Escalation, disposition: Disposition) -> dict[str, Any]:
    return {
        "channel": relay.channel.value,
        "step": relay.step,
        "why": relay.why,
        "due_at": micros_or_none(relay.due_at),
        "disposition": disposition.value,
    }


def _standing(row: Sequence[Any], campaign_id: str) -> ladder.Standing:
    case_id, disposition, state, due_at, contact, tries, relays = row
    return ladder.Standing(
        case_id=case_id,
        campaign_id=campaign_id,
        disposition=Disposition(disposition),
        state=state,
        due_at=from_micros(due_at),
        last_contact_at=moment_or_none(contact),
        tries=tuple(sorted(from_micros(one) for one in parsed(tries))),
        relays=tuple(_relay(case_id, campaign_id, one) for one in sorted(parsed(relays))),
    )


def _relay(case_id: int, campaign_id: str, row: Sequence[Any]) -> Escalation:
    known = dict(zip(_RELAY, row, strict=True))
    moments = {name: moment_or_none(known[name]) for name in _RELAY if name.endswith("_at")}
    return Escalation(
        id=known["id"],
        case_id=case_id,
        campaign_id=campaign_id,
        channel=Channel(known["channel"]),
        step=known["step"],
        status=RelayStatus(known["status"]),
        why=known["why"],
        result=known["result"],
        **moments,  # type: ignore[arg-type]
    )
