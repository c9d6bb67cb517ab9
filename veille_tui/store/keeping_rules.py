"""Whether the calls of a day kept the campaign's rules of hours and attempts: what broke them."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from veille_tui.domain import slots
from veille_tui.domain.campaign import Campaign
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.figures import IS_SECURED
from veille_tui.store.link import Link

# A call that somebody was promised, and one that comes in, are not bound to the hours.
_DIALS = """
select d.case_id, d.at, a.reason from dials d join attempts a on a.id = d.attempt_id
 where d.campaign_id = :campaign and d.at >= :starts and d.at < :ends order by d.case_id, d.at"""
_TOO_MANY = """
select min(d.case_id) from dials d join cases c on c.id = d.case_id
 join attempts a on a.id = d.attempt_id
 where d.at >= :starts and d.at < :ends and a.reason <> 'inbound'
 group by c.household_id having count(*) > :most"""
_TWICE = """
select min(c.id) from dials d join cases c on c.id = d.case_id
 where d.at >= :starts and d.at < :ends and d.answered_at is not null
 group by c.household_id having count(distinct d.campaign_id) > 1"""
_AFTER_DEATH = """
select d.case_id from dials d join cases c on c.id = d.case_id
 where d.at >= :starts and d.at < :ends and c.disposition = 'deceased'
   and exists (select 1 from dials e join cases f on f.id = e.case_id
     where f.household_id = c.household_id and e.outcome = 'deceased' and e.ended_at < d.at)"""


def broken_rules(
    link: Link, campaign: Campaign, starts: datetime, ends: datetime
) -> list[tuple[str, list[int]]]:
    """The rules that the calls between `starts` and `ends` broke, each with its cases."""
    values = {
        "campaign": campaign.id,
        "starts": to_micros(starts),
        "ends": to_micros(ends),
        "most": campaign.attempts.per_day,
    }
    zone = ZoneInfo(campaign.timezone)
    outside = [
        case_id
        for case_id, at, reason in link.rows(_DIALS, values)
        if reason not in {"inbound", "callback"}
        and not slots.slot_of(from_micros(at), campaign.hours, zone)
    ]
    found = {
        "outside_hours": outside,
        "too_many_dials": [row[0] for row in link.rows(_TOO_MANY, values)],
        "two_campaigns_on_a_day": [row[0] for row in link.rows(_TWICE, values)],
        "called_after_death": [row[0] for row in link.rows(_AFTER_DEATH, values)],
    }
    return [(code, cases) for code, cases in found.items() if cases]


_RECEIVED = "select desk, count(*) from journal_entries group by desk"


def entries_received(link: Link) -> dict[str, int]:
    """How many journal entries of each desk the store holds."""
    return {str(desk): int(count) for desk, count in link.rows(_RECEIVED)}


_STANDING = f"""
select count(*), coalesce(sum(case when {IS_SECURED} then 1 else 0 end), 0),
  coalesce(sum(case when q.state = 0 then 1 else 0 end), 0)
  from cases c join queue q on q.case_id = c.id where c.campaign_id = :campaign"""


def standing(link: Link, campaign_id: str, now: datetime) -> tuple[int, int, int]:
    """How many households are targeted, secured, and wait for a call."""
    values = {"campaign": campaign_id, "now": to_micros(now)}
    targeted, secured, ready = link.rows(_STANDING, values)[0]
    return int(targeted), int(secured), int(ready)
