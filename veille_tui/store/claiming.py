"""Who gets which case: the claim, its renewal and its end, each one statement, one round trip.

All times are the store's own. A claim token made at the desk is honoured: a retry after a lost
reply gets the same case again.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from veille_tui.domain.case import Disposition, Granted, Holder
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.clock import from_micros, length, moment_or_none
from veille_tui.store.dossier import case_from, dossier
from veille_tui.store.link import Link

# One look into the index per candidate. As "not exists", PostgreSQL may read every held row for
# each claim while its statistics still say that there is none.
_FREE_LINE = "(select 1 from queue held where held.state = 1 and held.line = q.line) is null"
# A ready row is due by its state; `+due_at` keeps the planner from walking the rows by due time
# (117 ms a claim after ANALYZE).
_CANDIDATE = f"""
  select q.case_id, q.priority, q.sort_key from queue q
   where q.campaign_id = :campaign and q.state = 0 and q.reserved_for = {{who}}
     and +q.due_at <= {{now}} and q.priority <= :up_to and q.priority > :above
     and not (q.avoid = :caller and q.avoid_until > {{now}})
     and {_FREE_LINE}
   order by q.priority, q.sort_key, q.case_id limit 1 {{locked}}"""
_TAKE = """
update queue set
  state = 1, state_before = case when state = 1 then state_before else state end,
  claim_token = :token, last_token = :token, claimed_by = :caller,
  claimed_at = case when state = 1 then claimed_at else {now} end,
  lease_until = {now} + :lease, avoid = '', avoid_until = 0,
  tries = tries + case when state = 1 then 0 else 1 end"""
# The version of the script in force comes along: a desk that knows another fetches this one.
_IN_FORCE = "(select script_hash from campaigns k where k.id = queue.campaign_id)"
_GRANT = f"returning lease_until, {_IN_FORCE}, due_at, {dossier('queue')}"


@lru_cache(maxsize=1)
def next_statement() -> str:
    """The claim of the next case: mine first (two index branches, never an OR), then anybody's.

    The queue is only looked at when the token holds nothing yet and the campaign is open.
    """
    mine = _CANDIDATE.replace("{who}", ":caller")
    anybody = _CANDIDATE.replace("{who}", "''")
    return f"""
with mine as ({mine}),
anybody as ({anybody}),
best as (
  select case
    when mine.case_id is null then anybody.case_id
    when anybody.case_id is null then mine.case_id
    when (mine.priority, mine.sort_key, mine.case_id)
       < (anybody.priority, anybody.sort_key, anybody.case_id) then mine.case_id
    else anybody.case_id end as case_id
  from (select 1) once left join mine on 1 = 1 left join anybody on 1 = 1)
{_TAKE}
where case_id = coalesce(
  (select case_id from queue where claim_token = :token),
  (select case_id from best
    where (select closed_at is null from campaigns where id = :campaign)))
{_GRANT}"""


def claim_next(
    link: Link,
    campaign_id: str,
    caller: str,
    token: str,
    lease: timedelta,
    up_to: int,
    now: int | None,
    above: int = -1,
) -> Granted | None:
    """The next case of the calling order whose priority number is at most `up_to`, or None.

    Raises Collision when a dwelling-mate was taken at the same instant: asking again is safe.
    """
    found = link.rows(
        next_statement(),
        {
            "campaign": campaign_id,
            "caller": caller,
            "token": token,
            "lease": length(lease),
            "up_to": up_to,
            "above": above,
            "now": now,
        },
    )
    return _granted(found[0]) if found else None


def _granted(row: tuple[Any, ...]) -> Granted:
    return Granted(case_from(row[2], row[3:]), from_micros(row[0]), row[1] or "")


_ONE = f"""
{_TAKE}
where case_id = :case_id and (claim_token = :token or (state <> 1 and (
  select 1 from queue held where held.state = 1 and held.line = queue.line) is null))
  and not exists (select 1 from cases c where c.id = :case_id and c.disposition = 'deceased')
  and closed_by = ''
  and (claim_token = :token
    or (select k.closed_at is null from campaigns k where k.id = queue.campaign_id))
{_GRANT}"""
_WHO = """
select c.disposition, q.closed_by, held.claimed_by, held.lease_until, k.title, k.closed_at
  from queue q join cases c on c.id = q.case_id join campaigns k on k.id = q.campaign_id
  left join queue held on held.state = 1 and held.line = q.line
 where q.case_id = :case_id"""


def claim_case(
    link: Link, case_id: int, caller: str, token: str, lease: timedelta, now: int | None
) -> Granted | Holder:
    """One case because its tenant rings back, whatever its state; or who has it, or its dwelling.

    Of a dead person's case only the disposition comes back. Raises Refused for an unknown case,
    and for one of a campaign that is closed.
    """
    values = {
        "case_id": case_id,
        "caller": caller,
        "token": token,
        "lease": length(lease),
        "now": now,
    }
    found = link.rows(_ONE, values)
    if found:
        return _granted(found[0])
    who = link.rows(_WHO, {"case_id": case_id})
    if not who:
        raise Refused(
            _("Ce suivi n'existe pas, ou n'existe plus."), _("Chercher à nouveau la personne.")
        )
    disposition, closed_by, holder, lease_until, title, closed_at = who[0]
    if closed_by:
        disposition = Disposition.DECEASED.value
    elif closed_at is not None and not holder:
        raise Refused(
            _("La campagne « {title} » est fermée : ce foyer ne s'y appelle plus.").format(
                title=title
            ),
            _("Écouter la personne, noter ce qu'elle demande, et prévenir le responsable."),
        )
    return Holder(holder or "", moment_or_none(lease_until), Disposition(disposition))


_RENEW = """
update queue set lease_until = {now} + :lease,
  claimed_by = case when :caller = '' then claimed_by else :caller end
 where claim_token in {texts}
returning claim_token, lease_until"""


def renew(
    link: Link, tokens: Sequence[str], caller: str, lease: timedelta, now: int | None
) -> dict[str, datetime]:
    """New ends of the leases that still hold; a token that is missing has lost its case.

    The token proves whose claim it is: a caller who changed name at the desk keeps the case.
    """
    values = {
        "list": json.dumps(list(tokens)),
        "caller": caller,
        "lease": length(lease),
        "now": now,
    }
    return {token: from_micros(until) for token, until in link.rows(_RENEW, values)}


LET_GO = """
  state = case when closed_by = '' then state_before else 3 end,
  claim_token = null, claimed_by = '', claimed_at = null,
  lease_until = null"""
_RELEASE = f"""
update queue set {LET_GO} where claim_token = :token returning case_id"""


def release(link: Link, token: str) -> bool:
    """Put a case back as it was; whether the token still held one."""
    return bool(link.rows(_RELEASE, {"token": token}))


# A scheduled row is looked for campaign by campaign: that is what its index begins with.
_EXPIRED = f"""
update queue set {LET_GO} where case_id in (
  select q.case_id from queue q where q.state = 1 and q.lease_until <= {{now}}
   limit 500 {{locked}})
returning case_id"""
_DUE = """
update queue set state = 0 where state = 4 and case_id in (
  select q.case_id from campaigns c cross join queue q
   where q.campaign_id = c.id and q.state = 4 and q.due_at <= {now} and c.closed_at is null
   limit 500 {locked})
returning case_id"""
_UNCLAIMED = """
update queue set reserved_for = '', reserved_until = null where case_id in (
  select q.case_id from queue q
   where q.state = 0 and q.reserved_for <> '' and q.reserved_until <= {now}
   limit 500 {locked})
returning case_id"""


def sweep(link: Link, now: int | None) -> int:
    """One round of what time changes, at most 500 of each: how many cases were moved.

    Expired leases go back as they were, scheduled cases come due, and what was kept for somebody
    too long falls to anybody. Any desk may do it; rows that another one is moving are passed over.
    """
    moved = 0
    for statement in (_EXPIRED, _DUE, _UNCLAIMED):
        moved += len(link.rows(statement, {"now": now}))
    return moved
