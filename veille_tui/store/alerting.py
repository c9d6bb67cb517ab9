"""Switches a campaign's alert on and off, and counts who is joined today."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from veille_tui.domain import alert
from veille_tui.domain.alert import AlertState
from veille_tui.domain.assignment import IN_ALERT
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store import campaigns
from veille_tui.store.clock import length, to_micros
from veille_tui.store.link import Link
from veille_tui.store.procedures import Procedure, Step

NO_CALL = 0
"""In calm_due_at: without the alert nobody would call."""
NOT_BY_TELEPHONE = (
    Disposition.NO_NUMBER,
    Disposition.TO_VISIT,
    Disposition.LANGUAGE,
    Disposition.LOST_TO_FOLLOW_UP,
    Disposition.OPTED_OUT,
)
"""The alert does not make a telephone ring where there is none, or where it is no use."""
_LONG = 120.0
_LEFT_ALONE = ", ".join(f"'{one.value}'" for one in NOT_BY_TELEPHONE)
_SWITCH = """
update campaigns set alert_since = :since, alert_by = :by, rules_at = :now
 where id = :campaign and (alert_since is null) <> (cast(:since as bigint) is null) returning id"""
# Heard this morning, by another campaign too, is joined today: the next call is tomorrow's. Held
# ones are being called, and promises are kept.
_ELSEWHERE = """c.household_id in (select o.household_id from cases o
    where o.last_contact_at >= :midnight and o.campaign_id <> :campaign)"""
_TARGET = f"""case when c.last_contact_at >= :midnight or {_ELSEWHERE} then :tomorrow
  else :now end"""
_RAISED = f"""
update queue set
  calm_due_at = case when queue.state = 4 then queue.due_at else {NO_CALL} end,
  due_at = {_TARGET}, state = case when {_TARGET} <= :now then 0 else 4 end,
  reserved_until = case when queue.reserved_for = '' then null else {_TARGET} + :grace end
  from cases c
 where c.id = queue.case_id and queue.campaign_id = :campaign and queue.calm_due_at is null
   and queue.closed_by = '' and c.promise_kind = '' and c.disposition not in ({_LEFT_ALONE})
   and (queue.state = 2 or (queue.state = 4 and queue.due_at > {_TARGET}))"""
_CALM_STATE = f"""case when queue.calm_due_at = {NO_CALL} then 2
  when queue.calm_due_at <= {{now}} then 0 else 4 end"""
CALMED = f"""
  state = case when queue.state in (0, 4) then {_CALM_STATE} else queue.state end,
  state_before = case when queue.state = 1 and queue.state_before in (0, 4) then {_CALM_STATE}
    else queue.state_before end,
  due_at = case when queue.calm_due_at = {NO_CALL} then queue.due_at else queue.calm_due_at end,
  reserved_for = case when queue.calm_due_at = {NO_CALL} then '' else queue.reserved_for end,
  reserved_until = case when queue.calm_due_at = {NO_CALL} or queue.reserved_for = '' then null
    else queue.calm_due_at + (queue.reserved_until - queue.due_at) end,
  calm_due_at = null"""
"""What a row was, or would be, without the alert."""
_CALM = f"""
update queue set {CALMED} where campaign_id = :campaign and calm_due_at is not null"""
# A desk that did not know yet that the alert is over.
LATE = Step(
    f"""
update queue set {CALMED} from {{rows ends e}}, campaigns k
 where e.in_alert = 1 and queue.case_id = e.case_id and queue.calm_due_at is not null
   and k.id = queue.campaign_id and k.alert_since is null""",
    needs="ends",
)
STATE = Procedure(
    name="alert_state",
    takes={"campaign": "text", "midnight": "bigint"},
    gives={"targeted": "bigint", "joined": "bigint"},
    result=f"""
select count(*), coalesce(sum(case when c.last_contact_at >= :midnight
    or c.secured_at >= :midnight or {_ELSEWHERE} then 1 else 0 end), 0)
  from cases c join queue q on q.case_id = c.id
 where c.campaign_id = :campaign and q.state <> 3""",
    right="anybody",
)


def switch_alert(link: Link, campaign_id: str, is_on: bool, by: str, now: datetime) -> AlertState:
    """Call everybody today, or as it was before; switching twice changes nothing.

    Everybody who is not closed, promised a call or out of the telephone's reach is due now, who was
    heard today tomorrow; turning back gives each the time, or the rest, that it would have had.
    Raises Refused when the campaign is unknown or closed.
    """
    with link.patient(_LONG), link.transaction():
        campaign = campaigns.campaign(link, campaign_id)
        if is_on and campaign.is_closed:
            raise Refused(
                _("La campagne « {id} » est fermée : plus personne n'y appelle.").format(
                    id=campaign_id
                ),
                _("L'alerte se donne dans une campagne ouverte : veille campaign list"),
            )
        values = {"campaign": campaign_id, "now": to_micros(now)}
        since = to_micros(now) if is_on else None
        changed = link.rows(_SWITCH, values | {"since": since, "by": by})
        if is_on:
            link.rows(_RAISED, values | _targets(campaign, now))
        elif changed:
            link.rows(_CALM, values)
    return alert_state(link, campaign_id, now)


def _targets(campaign: Campaign, now: datetime) -> dict[str, Any]:
    tomorrow = alert.day_began(campaign, alert.day_began(campaign, now) + timedelta(hours=36))
    return {
        "midnight": to_micros(alert.day_began(campaign, now)),
        "tomorrow": to_micros(alert.at_opening(tomorrow, campaign)),
        "grace": length(IN_ALERT),
    }


def alert_state(link: Link, campaign_id: str, now: datetime) -> AlertState:
    """Since when the alert is on, and how many are joined today. Raises Refused when unknown."""
    campaign = campaigns.campaign(link, campaign_id)
    values = {"campaign": campaign_id, "midnight": to_micros(alert.day_began(campaign, now))}
    targeted, joined = link.call(STATE, values)[0]
    return AlertState(
        since=campaign.alert_since,
        ends_at=alert.deadline(campaign, now),
        targeted=targeted,
        joined=int(joined),
        left=targeted - int(joined),
        minutes_left=alert.minutes_left(campaign, now),
    )
