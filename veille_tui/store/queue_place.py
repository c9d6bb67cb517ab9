"""Where one case stands in the queue, for who asks why it is not called now."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import QueueState
from veille_tui.domain.why_not import QueuePlace
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.clock import from_micros, moment_or_none, to_micros
from veille_tui.store.link import Link
from veille_tui.store.procedures import Procedure

MOST_BEFORE = 1000
"""Counting those that come first stops here."""
_ELSEWHERE = "o.household_id = q.household_id and o.id <> q.case_id"
# Of a temporary wish not to be called, the latest end.
_AWAY = """(select max(w.until) from opt_outs w where w.household_id = q.household_id
    and w.campaign_id in ('', q.campaign_id) and w.channel = 'calls' and w.lifted_at is null)"""
_BEFORE = f"""(select count(*) from (select 1 from queue b
    where q.state = 0 and b.campaign_id = q.campaign_id and b.state = 0
      and b.reserved_for in ('', :caller) and b.due_at <= {{now}}
      and (b.priority, b.sort_key, b.case_id) < (q.priority, q.sort_key, q.case_id)
    limit {MOST_BEFORE}) first)"""
PLACE = Procedure(
    name="queue_place",
    takes={"case_id": "bigint", "caller": "text", "midnight": "bigint", "now": "bigint"},
    gives={
        **dict.fromkeys(("state", "due_at"), "bigint"),
        "holder": "text",
        "lease_until": "bigint",
        "reserved_for": "text",
        "reserved_until": "bigint",
        "avoid": "text",
        "avoid_until": "bigint",
        **dict.fromkeys(("before", "dialled", "line_held", "elsewhere", "away"), "bigint"),
        "wave": "text",
    },
    result=f"""
select cast(q.state as bigint), q.due_at, q.claimed_by, q.lease_until, q.reserved_for,
  q.reserved_until, q.avoid, q.avoid_until, {_BEFORE},
  (select count(*) from dials d join cases o on o.id = d.case_id
    where o.household_id = q.household_id and d.at >= :midnight),
  (select count(*) from queue h where h.state = 1 and h.line = q.line and h.case_id <> q.case_id),
  (select count(*) from cases o where {_ELSEWHERE} and o.last_contact_at >= :midnight), {_AWAY},
  (select c.wave from cases c where c.id = q.case_id)
  from queue q where q.case_id = :case_id""",
)


def queue_place(
    link: Link, case_id: int, campaign: Campaign, caller: str, now: datetime
) -> QueuePlace:
    """Where a case stands for `caller`. Raises Refused when it is unknown."""
    zone = ZoneInfo(campaign.timezone)
    midnight = datetime.combine(now.astimezone(zone).date(), time(0), zone)
    values = {
        "case_id": case_id,
        "caller": caller,
        "midnight": to_micros(midnight),
        "now": to_micros(now),
    }
    found = link.call(PLACE, values)
    if not found:
        raise Refused(
            _("Ce suivi n'existe pas, ou n'existe plus."), _("Chercher à nouveau la personne.")
        )
    state, due_at, holder, lease, kept_for, kept_until, avoid, avoid_until = found[0][:8]
    before, dialled, line_held, elsewhere, away, wave = found[0][8:]
    return QueuePlace(
        state=QueueState(state),
        due_at=from_micros(due_at),
        holder=holder,
        lease_until=moment_or_none(lease),
        reserved_for=kept_for,
        reserved_until=moment_or_none(kept_until),
        avoid=avoid,
        avoid_until=from_micros(avoid_until) if avoid else None,
        before=before,
        dialled_today=dialled,
        line_is_held=bool(line_held),
        contact_elsewhere=bool(elsewhere),
        opens=_opening(campaign, wave),
        opted_out_until=moment_or_none(away),
    )


def _opening(campaign: Campaign, wave: str) -> date | None:
    return next((one.opens for one in campaign.waves if one.id == wave), None)
