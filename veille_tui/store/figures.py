"""What a report counts, read in a few sweeps over the tables."""

from __future__ import annotations

from operator import itemgetter
from typing import Any

from veille_tui.domain.tallies import AttemptFacts, CaseFacts, Facts
from veille_tui.store.link import Link
from veille_tui.store.rows import parsed

_LONG = 120.0
_CASES = """
select c.id, c.disposition, c.segment, h.agency,
  (select count(*) from tenants t where t.household_id = h.id),
  exists (select 1 from phone_numbers n where n.household_id = h.id),
  c.last_contact_at is not null,
  c.secured_at is not null and not exists (
    select 1 from needs e where e.case_id = c.id and e.status = 'open'),
  c.secured_channel, c.cadence
  from cases c join households h on h.id = c.household_id where c.campaign_id = :campaign
 order by c.id"""
# A line cut while it rang was answered by nobody: as if its outcome had not been said.
_ATTEMPTS = """
select a.case_id, a.caller, a.minutes, a.secured,
  (select {all}({row}(d.at, case when d.outcome = 'dropped' and d.answered_at is null
     then '' else d.outcome end, d.answered_at)) from dials d where d.attempt_id = a.id)
  from attempts a where a.campaign_id = :campaign and a.disposition <> 'returned'
 order by a.started_at, a.id"""
_NEEDS = """
select theme, count(*) from (
  select distinct case_id, theme from needs
   where campaign_id = :campaign and status <> 'withdrawn') n group by theme"""


def figures(link: Link, campaign_id: str) -> Facts:
    """Everything a report counts of one campaign, at one moment."""
    values = {"campaign": campaign_id}
    with link.patient(_LONG), link.transaction():
        cases = [_case(row) for row in link.rows(_CASES, values)]
        attempts = [_attempt(row) for row in link.rows(_ATTEMPTS, values)]
        needs: dict[str, int] = dict(link.rows(_NEEDS, values))
    return Facts(cases=cases, attempts=attempts, needs=needs)


def _case(row: tuple[Any, ...]) -> CaseFacts:
    case_id, disposition, segment, agency, tenants, with_number = row[:6]
    reached, secured, channel, cadence = row[6:]
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
    )


def _attempt(row: tuple[Any, ...]) -> AttemptFacts:
    case_id, caller, minutes, secured, dialled = row
    dials = sorted(parsed(dialled), key=itemgetter(0))
    return AttemptFacts(
        case_id=case_id,
        caller=caller,
        outcomes=tuple(outcome for _at, outcome, _answered_at in dials),
        talked=any(answered_at is not None for _at, _outcome, answered_at in dials),
        minutes=minutes,
        reassuring=bool(secured),
    )
