"""Shares the waiting households of a campaign out among its callers anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from veille_tui.domain.assignment import ToAssign, assigned, kept_until
from veille_tui.domain.campaign import Campaign
from veille_tui.store import campaigns
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.link import Link

_LONG = 120.0
# Promised calls stay with whoever promised them, held ones with whoever holds them.
_WAITING = """
select q.case_id, h.agency, c.preferred_caller, q.due_at, q.reserved_for
  from queue q join cases c on c.id = q.case_id join households h on h.id = q.household_id
 where q.campaign_id = :campaign and q.state in (0, 4) and c.promise_kind = ''
 order by q.case_id"""
_CARRIED = """
select c.preferred_caller, count(*) from cases c join queue q on q.case_id = c.id
 where c.campaign_id = :campaign and c.preferred_caller <> '' and q.state <> 3
 group by c.preferred_caller order by c.preferred_caller"""
_KEPT = """
update queue set reserved_for = :caller, reserved_until = :until
 where case_id = :id and state in (0, 4)"""
_ASSIGNED = "update cases set preferred_caller = :caller where id = :id"


def carried(link: Link, campaign_id: str) -> dict[str, int]:
    """How many households each caller takes care of."""
    return dict(link.rows(_CARRIED, {"campaign": campaign_id}))


def reassign(link: Link, campaign_id: str, now: datetime) -> dict[str, int]:
    """Give each waiting household a caller as the campaign's rules say; how many each carries.

    Whom the person knows stays, as long as they are among the callers. Without a rule of
    assignment nothing changes. Repeating it changes nothing.
    """
    with link.patient(_LONG), link.transaction():
        campaign = campaigns.campaign(link, campaign_id)
        if campaign.assignment.by != "anybody" and campaign.assignment.callers:
            _share_out(link, campaign, now)
        return carried(link, campaign_id)


def _share_out(link: Link, campaign: Campaign, now: datetime) -> None:
    waiting = link.rows(_WAITING, {"campaign": campaign.id})
    callers = assigned(
        campaign.assignment, [ToAssign(key, agency, known) for key, agency, known, *_ in waiting]
    )
    changed: list[dict[str, Any]] = []
    for case_id, _agency, known, due_at, kept_for in waiting:
        caller = callers[case_id]
        if (known, kept_for) != (caller, caller):
            until = kept_until(max(from_micros(due_at), now), campaign)
            changed.append(
                {"id": case_id, "caller": caller, "until": to_micros(until) if caller else None}
            )
    if changed:
        link.many(_ASSIGNED, [{"id": one["id"], "caller": one["caller"]} for one in changed])
        link.many(_KEPT, changed)
