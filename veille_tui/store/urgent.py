"""The cheap look for what cannot wait, which every supervisor's screen repeats every few seconds.

Both halves walk a small index of their own: of immediate referrals, and of calls for help. Nobody
is notified by the server: a look costs less than a listener (see store.md on NOTIFY).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from veille_tui.domain.urgent import Urgent
from veille_tui.store.clock import from_micros, to_micros
from veille_tui.store.link import Link

_WHO = """coalesce(t.title, ''), coalesce(t.last_name, ''), h.city, h.agency"""
_HOME = """
  join cases c on c.id = x.case_id join households h on h.id = c.household_id
  left join tenants t on t.id = (select min(m.id) from tenants m where m.household_id = h.id)"""
# The moment is a part of the key: what is raised once more is told once more.
NEEDS = f"""
select 'need', x.id, x.urgent_at, x.case_id, {_WHO}, x.theme, x.partner_kind, x.note, x.opened_by
  from referrals x {_HOME}
 where x.campaign_id = :campaign and x.urgent_at is not null and x.urgent_at > :after
   and x.status in ('open', 'rejected')"""
HELP = f"""
select 'help', x.id, x.received_at, x.case_id, {_WHO}, '', '', x.text, x.caller
  from notes x {_HOME}
 where x.campaign_id = :campaign and x.kind = 'help' and x.received_at > :after"""

# While the call goes on, or was put back: then its need has no referral that tells of it.
HEARD = f"""
select 'heard', x.id, x.received_at, x.case_id, {_WHO}, '', '', x.text, x.caller
  from notes x {_HOME}
 where x.campaign_id = :campaign and x.kind = 'danger' and x.at > :lately
   and x.received_at > :after and exists (select 1 from attempts a where a.id = x.attempt_id
     and (a.finished_at is null or a.disposition = 'returned'))"""
_LATELY = timedelta(days=1)
"""How long after it was heard a need may come in and still be told in the watch."""


def urgent(link: Link, campaign_id: str, after: datetime) -> list[Urgent]:
    """What came in after a moment (UTC), the earliest first."""
    values = {"campaign": campaign_id, "after": to_micros(after)}
    lately = {"lately": to_micros(after - _LATELY)}
    rows = [*link.rows(NEEDS, values), *link.rows(HELP, values)]
    rows += link.rows(HEARD, values | lately)
    found = []
    for kind, number, at, case_id, title, name, city, agency, theme, to, said, caller in rows:
        # What was heard in a call that goes on: the theme, then the words.
        heard, _end, words = said.partition("\n") if kind == "heard" else (theme, "", said)
        found.append(
            Urgent(
                key=f"{kind}:{number}:{at}",
                kind=kind,
                at=from_micros(at),
                case_id=case_id,
                title=title,
                last_name=name,
                city=city,
                agency=agency,
                theme=heard,
                to=to,
                text=words,
                caller=caller,
                campaign_id=campaign_id,
                referral=number if kind == "need" else 0,
            )
        )
    return sorted(found, key=lambda one: (one.at, one.key))
