"""What a report counts, read in a few sweeps over the tables."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.tallies import CaseFacts, Facts, ReferralFacts, RelayFacts
from veille_tui.store.call_sums import call_sums
from veille_tui.store.clock import from_micros
from veille_tui.store.link import Link

_LONG = 120.0
IS_SECURED = """c.secured_at is not null and coalesce(c.secured_until, {now}) >= {now}
  and not exists (select 1 from needs e where e.case_id = c.id and e.status = 'open')"""
"""Of a row of `cases`: evidence that still holds, and no need that is open."""
_CASES = f"""
select c.id, c.disposition, c.segment, h.agency,
  (select count(*) from tenants t where t.household_id = h.id),
  exists (select 1 from phone_numbers n where n.household_id = h.id),
  c.last_contact_at is not null,
  {IS_SECURED},
  c.secured_channel, c.cadence, c.wave, c.closed_at is not null, c.secured_at,
  (select min(a.started_at) from attempts a where a.case_id = c.id and a.secured = 1
    and a.disposition <> 'returned')
  from cases c join households h on h.id = c.household_id where c.campaign_id = :campaign
 order by c.id"""
_NEEDS = """
select case_id, theme, max(case when status = 'open' then 1 else 0 end) from needs
 where campaign_id = :campaign and status <> 'withdrawn' group by case_id, theme"""
_REFERRALS = """
select kind, theme, urgency, status, count(*),
  sum(case when sent_at is null then 0 else 1 end),
  sum(case when answered_at is null then 0 else 1 end),
  sum(case when due_at < coalesce(answered_at, closed_at, {now}) and status <> 'revoked'
    then 1 else 0 end),
  coalesce(sum(answered_at - opened_at), 0)
  from referrals where campaign_id = :campaign group by kind, theme, urgency, status
 order by kind, theme, urgency, status"""
_RELAYS = """
select channel, status, result, count(*) from escalations where campaign_id = :campaign
 group by channel, status, result order by channel, status, result"""
_OPT_OUTS = """
select count(distinct o.household_id) from opt_outs o join cases c
    on c.household_id = o.household_id and c.campaign_id = :campaign
 where o.campaign_id in ('', :campaign) and o.lifted_at is null"""
_MESSAGES = """
select template, count(*) from messages where campaign_id = :campaign group by template"""
_QUESTIONS = "select count(*) from notes where campaign_id = :campaign and kind = 'question'"
_HOUR = 3_600_000_000
_QUARTER = _HOUR // 4
"""The clocks of every zone begin their days on one."""


def figures(link: Link, campaign: Campaign, now: int | None) -> Facts:
    """Everything a report counts of one campaign, at one moment."""
    values = {"campaign": campaign.id, "now": now}
    with link.patient(_LONG), link.transaction():
        themes: dict[int, set[str]] = defaultdict(set)
        needs: dict[str, Counter[str]] = defaultdict(Counter)
        for case_id, theme, is_open in link.rows(_NEEDS, values):
            themes[case_id].add(theme)
            needs[theme]["open" if is_open else "met"] += 1
        days = _Days(ZoneInfo(campaign.timezone))
        return Facts(
            cases=[_case(row, themes, days) for row in link.rows(_CASES, values)],
            calls=call_sums(link, campaign, values),
            needs={theme: found.total() for theme, found in needs.items()},
            needs_by_status=needs,
            referrals=_by_status(link, values),
            referral_facts=[_referral(row) for row in link.rows(_REFERRALS, values)],
            relays=[RelayFacts(*row) for row in link.rows(_RELAYS, values)],
            opt_outs=link.rows(_OPT_OUTS, values)[0][0],
            messages=dict(link.rows(_MESSAGES, values)),
            questions=link.rows(_QUESTIONS, values)[0][0],
            usual=frozenset(rule.every for rule in campaign.cadence),
        )


def _by_status(link: Link, values: dict[str, Any]) -> dict[str, int]:
    return dict(
        link.rows(
            "select status, count(*) from referrals where campaign_id = :campaign group by status",
            values,
        )
    )


def _referral(row: tuple[Any, ...]) -> ReferralFacts:
    kind, theme, urgency, status, count, sent, answered, overdue, waited = row
    hours = float(waited) / _HOUR
    return ReferralFacts(kind, theme, urgency, status, count, sent, answered, overdue, hours)


class _Days:
    """The local day of a moment, each quarter of an hour looked at once."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone
        self._known: dict[int, str] = {}

    def of(self, at: int | None) -> str:
        """ISO 8601; "" without a moment."""
        if at is None:
            return ""
        quarter = at // _QUARTER
        if quarter not in self._known:
            local = from_micros(quarter * _QUARTER).astimezone(self._zone)
            self._known[quarter] = local.date().isoformat()
        return self._known[quarter]


def _case(row: tuple[Any, ...], themes: dict[int, set[str]], days: _Days) -> CaseFacts:
    case_id, disposition, segment, agency, tenants, with_number = row[:6]
    reached, secured, channel, cadence, wave, closed, secured_at, first = row[6:]
    return CaseFacts(
        case_id=case_id,
        disposition=disposition,
        segment=segment,
        agency=agency,
        tenants=tenants,
        with_number=bool(with_number),
        reached=bool(reached),
        secured=bool(secured),
        secured_channel=channel if secured else "",
        cadence=cadence,
        wave=wave,
        themes=frozenset(themes.get(case_id, ())),
        closed_by_hand=bool(closed),
        secured_on=days.of(min((at for at in (first, secured_at) if at is not None), default=None)),
    )
