"""Who gets which case: the claim, its renewal and its end, each one statement, one round trip.

All times are the store's own. A claim token made at the desk is honoured: a retry after a lost
reply gets the same case again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from veille_tui.domain.case import Disposition, Granted, Holder
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.claim_ends import LET_GO
from veille_tui.store.clock import from_micros, length, moment_or_none
from veille_tui.store.dossier import PARTS, case_from, dossier
from veille_tui.store.link import Link
from veille_tui.store.metering import HAS_SEEN_ENOUGH, TURN, paid
from veille_tui.store.procedures import Procedure, Step

LONGEST = timedelta(days=1)
"""No claim of a server's caller lasts longer, whatever the program asks for."""
LONGEST_HELD = timedelta(days=3)
"""Nor is it renewed any more: what nobody finished by then falls to others."""
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
# The version of the script in force comes along, and since when the rules are what they are: a
# desk that knows others asks again.
_OF_CAMPAIGN = "(select {0} from campaigns k where k.id = queue.campaign_id)"
_GRANT = f"""returning lease_until, {_OF_CAMPAIGN.format("k.script_hash")}, due_at,
  {dossier("queue")}, {_OF_CAMPAIGN.format("k.rules_at")}"""
GIVES = {
    "lease_until": "bigint",
    "script_hash": "text",
    "due_at": "bigint",
    **dict.fromkeys(PARTS, "json"),
    "rules_at": "bigint",
}
_HOLDS_TOO_MANY = """
  (k.list_size > 0 and k.list_size <= (select count(*) from queue h
     where h.state = 1 and h.claimed_by = :caller and h.campaign_id = :campaign))"""
# Mine first (two index branches, never an OR), then anybody's. The queue is only looked at when
# the token holds nothing yet, the campaign is open and the caller's list not full.
_NEXT = f"""
with mine as ({_CANDIDATE.replace("{who}", ":caller")}),
anybody as ({_CANDIDATE.replace("{who}", "''")}),
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
    where (select k.closed_at is null and not {_HOLDS_TOO_MANY}
             from campaigns k where k.id = :campaign)))
{_GRANT}"""
TAKEN_AN_HOUR = 60
"""Beside a full list, how many cases one login may be given in an hour: more than anybody calls,
far less than a walk through all tenants."""
_TOO_MANY_TAKEN = f"""(select count(*) from claim_log l
  where l.caller = _caller
    and l.at > (extract(epoch from statement_timestamp()) * 1000000)::bigint - 3600000000)
  >= {TAKEN_AN_HOUR} + coalesce((select k.list_size from campaigns k
       where k.id = {{campaign}}), 0)"""
# A token is good for one claim of the one who made it: it can be asked again while the case is
# held, and never for another case.
_MINE = f"""exists (select 1 from queue q where q.claim_token = _token and q.claimed_by = _caller
    and q.claimed_at > (extract(epoch from statement_timestamp()) * 1000000)::bigint
      - {length(LONGEST_HELD)})"""
_ONE_AT_A_TIME = f"""
if _is_person = 1 then
  if coalesce(length(_token) not between 8 and 100, true) then return; end if;
  {TURN}
  _lease := least(_lease, {length(LONGEST)});
  if not {_MINE} and (
      exists (select 1 from queue q where q.claim_token = _token)
      or exists (select 1 from claim_log l where l.token = _token)
      or {_TOO_MANY_TAKEN} or {HAS_SEEN_ENOUGH}) then
    return;
  end if;
end if;"""
_AN_HOUR = f"""({TAKEN_AN_HOUR} + coalesce((select k.list_size from queue q
  join campaigns k on k.id = q.campaign_id where q.claim_token = _token), 0))"""
_LOGGED = f"""
if _is_person = 1 then
  insert into claim_log (token, case_id, caller, at)
  select q.claim_token, q.case_id, _caller, q.claimed_at from queue q where q.claim_token = _token
  on conflict (token) do nothing;
  get diagnostics _found = row_count;
  if _found > 0 then {paid(_AN_HOUR)} end if;
end if;"""
NEXT = Procedure(
    name="claim_next",
    takes={
        "campaign": "text",
        "caller": "text",
        "token": "text",
        "lease": "bigint",
        "up_to": "bigint",
        "above": "bigint",
        "now": "bigint",
    },
    gives=GIVES,
    result=_NEXT,
    prologue=_ONE_AT_A_TIME.replace("{campaign}", "_campaign"),
    epilogue=_LOGGED,
    is_hushed=True,
)
_IS_FULL = f"""
select case when {_HOLDS_TOO_MANY} then 1 else 0 end from campaigns k where k.id = :campaign"""
IS_FULL = Procedure(
    name="list_is_full",
    takes={"campaign": "text", "caller": "text"},
    gives={"is_full": "integer"},
    result=_IS_FULL,
    prologue=f"""
if _is_person = 1 and {_TOO_MANY_TAKEN} then return query select 1; return; end if;""".replace(
        "{campaign}", "_campaign"
    ),
)


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
    """The next case of the calling order, its priority number above `above` and at most `up_to`.

    None when there is none, or when the caller holds as many as the campaign allows. Raises
    Collision when a dwelling-mate was taken at the same instant: asking again is safe.
    """
    values = {
        "campaign": campaign_id,
        "caller": caller,
        "token": token,
        "lease": length(lease),
        "up_to": up_to,
        "above": above,
        "now": now,
    }
    found = link.call(NEXT, values)
    return granted(found[0]) if found else None


def is_full(link: Link, campaign_id: str, caller: str) -> bool:
    """Whether this caller holds as many cases as the campaign allows."""
    found = link.call(IS_FULL, {"campaign": campaign_id, "caller": caller})
    return bool(found and found[0][0])


def granted(row: Sequence[Any]) -> Granted:
    """The claim that a row of `NEXT` or `ONE` tells of."""
    lease_until, script_hash, due_at, *found, rules_at = row
    return Granted(
        case_from(due_at, tuple(found)),
        from_micros(lease_until),
        script_hash or "",
        moment_or_none(rules_at),
    )


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
select c.disposition, q.closed_by, held.claimed_by, held.lease_until, k.title, k.closed_at, k.id
  from queue q join cases c on c.id = q.case_id join campaigns k on k.id = q.campaign_id
  left join queue held on held.state = 1 and held.line = q.line
 where q.case_id = :case_id"""


_ITS_CAMPAIGN = "(select q.campaign_id from queue q where q.case_id = _case_id)"
ONE = Procedure(
    name="claim_case",
    takes={
        "case_id": "bigint",
        "caller": "text",
        "token": "text",
        "lease": "bigint",
        "now": "bigint",
    },
    gives=GIVES,
    result=_ONE,
    prologue=f"""{_ONE_AT_A_TIME}
if _is_person = 1 then
  if exists (select 1 from queue q where q.claim_token = _token and q.case_id <> _case_id)
    or not {_MINE} and exists (select 1 from veille_list_is_full(
      (select q.campaign_id from queue q where q.case_id = _case_id), _caller) f
    where f.is_full = 1) then return; end if;
end if;""".replace("{campaign}", _ITS_CAMPAIGN),
    epilogue=_LOGGED,
    is_hushed=True,
)
WHO_HAS = Procedure(
    name="who_has",
    takes={"case_id": "bigint"},
    gives={
        "disposition": "text",
        "closed_by": "text",
        "claimed_by": "text",
        "lease_until": "bigint",
        "title": "text",
        "closed_at": "bigint",
        "campaign": "text",
    },
    result=_WHO,
)


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
    found = link.call(ONE, values)
    if found:
        return granted(found[0])
    who = link.call(WHO_HAS, {"case_id": case_id})
    if not who:
        raise Refused(
            _("Ce suivi n'existe pas, ou n'existe plus."), _("Chercher à nouveau la personne.")
        )
    disposition, closed_by, holder, lease_until, title, closed_at, campaign_id = who[0]
    if closed_by:
        disposition = Disposition.DECEASED.value
    elif closed_at is not None and not holder:
        raise Refused(
            _("La campagne « {title} » est fermée : ce foyer ne s'y appelle plus.").format(
                title=title
            ),
            _("Écouter la personne, noter ce qu'elle demande, et prévenir le responsable."),
        )
    state = Disposition(disposition)
    if holder or state is Disposition.DECEASED:
        return Holder(holder or "", moment_or_none(lease_until), state)
    return Holder("", None, state, is_full=is_full(link, campaign_id, caller))


# A renewal never shortens a lease, but for no time at all it gives the case back.
_RENEW = f"""
update queue set
  lease_until = case when n.lease > 0 and queue.lease_until > {{now}} + n.lease
    then queue.lease_until else {{now}} + n.lease end,
  claimed_by = case when :caller = '' then claimed_by else :caller end
  from {{rows renewals n}}
 where queue.claim_token = n.token and (:is_person = 0 or queue.claimed_by = :caller)
   and n.lease <= {length(LONGEST)}
   and (:is_person = 0 or queue.claimed_at > {{now}} - {length(LONGEST_HELD)})
returning queue.claim_token, queue.lease_until"""
RENEW = Procedure(
    name="renew",
    takes={"renewals": "jsonb", "caller": "text", "now": "bigint"},
    gives={"token": "text", "lease_until": "bigint"},
    result=_RENEW,
)


def renew(
    link: Link, leases: Mapping[str, timedelta], caller: str, now: int | None
) -> dict[str, datetime]:
    """New ends of the leases that still hold; a token that is missing has lost its case.

    The token proves whose claim it is: a caller who changed name at the desk keeps the case.
    """
    renewals = renewals_of(leases)
    found = link.call(RENEW, {"renewals": renewals, "caller": caller, "now": now})
    return {token: from_micros(until) for token, until in found}


def renewals_of(leases: Mapping[str, timedelta]) -> str:
    """Lengths of leases by token, as `RENEW` reads them."""
    return json.dumps([{"token": one, "lease": length(lease)} for one, lease in leases.items()])


_RELEASE = f"""
update queue set {LET_GO}
 where claim_token = :token and (:is_person = 0 or claimed_by = :sender) returning case_id"""
RELEASE = Procedure(
    name="release",
    takes={"token": "text"},
    gives={"case_id": "integer"},
    result=_RELEASE,
)


def release(link: Link, token: str) -> bool:
    """Put a case back as it was; whether the token still held one."""
    return bool(link.call(RELEASE, {"token": token}))


# A scheduled row is looked for campaign by campaign: that is what its index begins with.
_EXPIRED = f"""
update queue set {LET_GO} where case_id in (
  select q.case_id from queue q where q.state = 1 and q.lease_until <= {{now}}
   limit 500 {{locked}})"""
_DUE = """
update queue set state = 0 where state = 4 and case_id in (
  select q.case_id from campaigns c cross join queue q
   where q.campaign_id = c.id and q.state = 4 and q.due_at <= {now} and c.closed_at is null
   limit 500 {locked})"""
# The day has come on which somebody may call again, and nothing rings there: for the relays.
_NOBODY_RINGS = """
update cases set disposition = 'no_number' where disposition = 'opted_out' and id in (
  select q.case_id from campaigns c cross join queue q
   where q.campaign_id = c.id and q.state = 4 and q.due_at <= {now} and c.closed_at is null
     and q.line like 'ref:%')"""
_RESTS = """
update queue set state = 2, state_before = 2 where state = 4 and case_id in (
  select q.case_id from campaigns c cross join queue q
   where q.campaign_id = c.id and q.state = 4 and q.due_at <= {now} and c.closed_at is null
     and q.line like 'ref:%')
  and exists (select 1 from cases k where k.id = queue.case_id and k.disposition = 'no_number')"""
_UNCLAIMED = """
update queue set reserved_for = '', reserved_until = null where case_id in (
  select q.case_id from queue q
   where q.state = 0 and q.reserved_for <> '' and q.reserved_until <= {now}
   limit 500 {locked})"""
_TIME = (_EXPIRED, _NOBODY_RINGS, _RESTS, _DUE, _UNCLAIMED)
SWEEP = Procedure(
    name="sweep",
    takes={"now": "bigint"},
    gives={"moved": "bigint"},
    steps=tuple(Step(one, adds_to="moved") for one in _TIME),
    result="select :moved",
)


def sweep(link: Link, now: int | None) -> int:
    """One round of what time changes, at most 500 of each: how many cases were moved.

    Expired leases go back as they were, scheduled cases come due, and what was kept for somebody
    too long falls to anybody. Any desk may do it; rows that another one is moving are passed over.
    """
    return int(link.call(SWEEP, {"now": now})[0][0])
