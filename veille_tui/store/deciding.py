"""The statements that apply what the rules decided, where the attempt still has a say in the case.

A late result is kept and flagged. It decides only if nobody has begun to call or has decided
meanwhile: a person who has just been called is not called again. Whoever holds the case by then
keeps it, and puts it back as the late result left it; whoever held it and comes after is late too.
"""

from __future__ import annotations

from veille_tui.store.claim_ends import LET_GO
from veille_tui.store.procedures import Step

LATE = "late_result"
_LOCK = """
select count(*) from (select q.case_id from queue q where q.household_id in (
    select w.household_id from queue w join {rows groups g} on g.case_id = w.case_id
     where :is_person = 0 or exists (select 1 from claim_log l where l.case_id = g.case_id
       and (l.caller = :sender or l.token = g.token)))
  order by q.case_id {locking}) l"""
# A login writes only about cases that were given to it, and not into what another desk recorded.
_NOT_YOURS = """:is_person = 1 and not exists (select 1 from claim_log l
    where l.case_id = g.case_id and l.token = coalesce(nullif(g.token, ''), a.token))"""
_WRONG = f"""
select {{all}}({{row}}(g.attempt_id, g.case_id, g.campaign_id,
    case when q.case_id is null then 'unknown-case'
    when q.campaign_id <> g.campaign_id then 'other-campaign'
    when a.case_id <> g.case_id then 'other-case'
    when a.desk <> :desk and :is_person = 1 then 'other-desk' else 'not-yours' end))
  from {{rows groups g}} left join queue q on q.case_id = g.case_id
  left join attempts a on a.id = g.attempt_id
 where q.case_id is null or q.campaign_id <> g.campaign_id or a.case_id <> g.case_id
   or (:is_person = 1 and a.desk <> :desk) or ({_NOT_YOURS})"""
_OF_ATTEMPT = "coalesce(nullif(a.token, ''), e.token)"
# Who took the case last has begun to call, as far as is known; a case put back was not called.
_BEGUN = """(select {0} from attempts x where x.case_id = e.case_id and x.id <> e.attempt_id
    and x.token <> '' and x.token = q.last_token and x.disposition <> 'returned')"""
_STILL = f"c.decided_by = e.after and {_BEGUN.format('count(*)')} = 0"
# say: -1 known already, 0 too late, 1 in time, 2 too late but nobody called since, 3 as 2 while
# somebody holds the case.
_SAID = f"""
select {{all}}({{object}}('attempt_id', e.attempt_id,
    'was_finished', case when coalesce(a.disposition, '') = '' then 0 else 1 end,
    'was_secured', coalesce(a.secured, 0),
    'say', case when a.seq >= e.seq then -1
      when q.state = 1 and q.claim_token = {_OF_ATTEMPT} then 1
      when q.state = 1 and q.closed_by = '' and {_STILL} then 3
      when q.state = 1 or q.closed_by not in ('', e.attempt_id) then 0
      when c.decided_by = e.attempt_id then 1
      when {_OF_ATTEMPT} <> '' and q.last_token = {_OF_ATTEMPT} then 2
      when {_STILL} then 2
      else 0 end))
  from {{rows ends e}} join queue q on q.case_id = e.case_id join cases c on c.id = e.case_id
  left join attempts a on a.id = e.attempt_id"""
_FROM_ENDS = "from {rows ends e} join {rows said s} on s.attempt_id = e.attempt_id"
_KEEPS = "e.is_secured = 0 and e.contradicts = 0 and s.was_secured = 0"
_LATER = """case when cases.last_contact_at > e.contact_at or e.contact_at is null
    then cases.last_contact_at else e.contact_at end"""
_DECISIONS = f"""
update cases set disposition = e.disposition, promise_kind = e.promise_kind,
  promise_starts = e.promise_starts, promise_ends = e.promise_ends, promise_by = e.promise_by,
  urgency = e.urgency, cadence = e.cadence, cadence_until = e.cadence_until,
  last_contact_at = {_LATER},
  not_secured = case when {_KEEPS} and cases.secured_at is not null then ''
    else e.not_secured end,
  secured_channel = case when {_KEEPS} then cases.secured_channel else e.secured_channel end,
  secured_source = case when {_KEEPS} then cases.secured_source else e.secured_source end,
  secured_at = case when {_KEEPS} then cases.secured_at else e.secured_at end,
  secured_until = case when {_KEEPS} then cases.secured_until else e.secured_until end,
  decided_by = e.attempt_id
  {_FROM_ENDS}
 where s.say > 0 and cases.id = e.case_id"""
# A ready row that is not due would stand in everybody's way at the head of the queue.
_STATE = """case when e.state in (0, 4)
    then case when coalesce(e.due_at, {now}) <= {now} then 0 else 4 end else e.state end"""
# A death that came in the same batch from another call has the last word.
_PLANS = f"""
update queue set
  state = case when s.say = 3 then 1
    when queue.closed_by in ('', e.attempt_id) then {_STATE} else 3 end,
  claim_token = case when s.say = 3 then queue.claim_token end,
  claimed_by = case when s.say = 3 then queue.claimed_by else '' end,
  claimed_at = case when s.say = 3 then queue.claimed_at end,
  lease_until = case when s.say = 3 then queue.lease_until end,
  last_token = case when s.say = 3 or e.token = '' then queue.last_token else e.token end,
  state_before = {_STATE}, priority = e.priority, sort_key = e.sort_key,
  due_at = coalesce(e.due_at, {{now}}), calm_due_at = e.calm_due_at, reserved_for = e.reserved_for,
  reserved_until = e.reserved_until
  {_FROM_ENDS}
 where s.say > 0 and queue.case_id = e.case_id"""
# A household that was heard today is not called again today by another campaign; a promise is kept,
# and a danger does not wait.
_RESTS = """
update queue set state = 4, due_at = e.rests_until,
  reserved_until = case when queue.reserved_for = '' then null
    else queue.reserved_until + (e.rests_until - queue.due_at) end
  from {rows ends e} join {rows said s} on s.attempt_id = e.attempt_id
  join queue w on w.case_id = e.case_id
 where s.say >= 0 and e.rests_until > {now} and queue.household_id = w.household_id
   and queue.case_id <> e.case_id and queue.state in (0, 4) and queue.closed_by = ''
   and queue.due_at < e.rests_until and exists (select 1 from cases c
     where c.id = queue.case_id and c.promise_kind = '' and c.urgency <> 'immediate')"""
_RANK = "case {0} when 'immediate' then 3 when 'today' then 2 when 'week' then 1 else 0 end"
_WORSE = f"{_RANK.format('e.worst_need')} > {_RANK.format('cases.urgency')}"
# Evidence that is newer than what came late stands.
_ENDS = "e.contradicts = 1 and (cases.secured_at is null or cases.secured_at <= e.at)"
# Whoever holds the case, or decided since, knows better that all is well: it may only worry.
_FINDINGS = f"""
update cases set last_contact_at = {_LATER},
  urgency = case when {_WORSE} then e.worst_need else cases.urgency end,
  not_secured = case when {_ENDS} then e.not_secured else cases.not_secured end,
  secured_channel = case when {_ENDS} then '' else cases.secured_channel end,
  secured_source = case when {_ENDS} then '' else cases.secured_source end,
  secured_at = case when {_ENDS} then null else cases.secured_at end,
  secured_until = case when {_ENDS} then null else cases.secured_until end,
  disposition = case when e.has_needs = 1 and cases.disposition in ('secured', 'followed')
    then 'needs_help' else cases.disposition end
  {_FROM_ENDS}
 where s.say = 0 and cases.id = e.case_id"""
_TOO = """case when cases.flagged = '' then {0} else cases.flagged || ' ' || {0} end"""
_FLAGGED = f"""
update cases set flagged = {_TOO.format("e.flagged")} {_FROM_ENDS}
 where s.say >= 0 and cases.id = e.case_id and e.flagged <> ''
   and {{contains}}(cases.flagged, e.flagged) = 0"""
_LATE = f"""
update cases set flagged = {_TOO.format(f"'{LATE}'")} {_FROM_ENDS}
 where s.say in (0, 2, 3) and cases.id = e.case_id and {{contains}}(cases.flagged, '{LATE}') = 0"""
# Both callers are told; the flag tells the supervisor.
_OTHER = f"""case when q.state = 1 then q.claimed_by
    else coalesce({_BEGUN.format("max(x.caller)")},
      (select d.caller from attempts d where d.id = c.decided_by), '') end"""
# A notice comes from whoever had the case, whatever name a login gives itself.
_SPEAKER = """case when :is_person = 0 then e.caller else coalesce(
    (select l.caller from claim_log l where l.token = e.token), :sender) end"""
_NOTICES = f"""
insert into notices (caller, kind, case_id, campaign_id, about, at)
select case when k.kind = 'late' then m.caller else m.other end, k.kind, m.case_id, m.campaign_id,
  case when k.kind = 'late' then m.other else m.caller end, {{now}}
  from (select {_SPEAKER} as caller, e.case_id, e.campaign_id, {_OTHER} as other
          {_FROM_ENDS} join queue q on q.case_id = e.case_id join cases c on c.id = e.case_id
         where s.say in (0, 3)) m
  cross join (select 'late' as kind union all select 'also_called') k
 where m.other <> '' and m.other <> m.caller"""
# 60 minutes: a case is not offered again so soon to the one who put it back.
_RETURNS = f"""
update queue set {LET_GO},
  avoid = case when :is_person = 0 then r.caller else queue.claimed_by end,
  avoid_until = {{now}} + 3600000000
  from {{rows returns r}} left join attempts a on a.id = r.attempt_id
 where queue.case_id = r.case_id and queue.state = 1
   and queue.claim_token = coalesce(nullif(r.token, ''), a.token)"""

# A contact makes the ladder's relays needless; what a person asked for is for a person to end.
_WITHDRAWN = """
update escalations set status = 'withdrawn', closed_at = {now},
  closed_by = case when :is_person = 0 then e.caller else :sender end
  from {rows ends e} join {rows said s} on s.attempt_id = e.attempt_id
 where s.say >= 0 and escalations.case_id = e.case_id
   and escalations.status in ('open', 'sent') and escalations.step > 0
   and (e.contact_at is not null or (s.say > 0 and e.state = 3))"""

FIRST = (
    Step(_LOCK),
    Step(_WRONG, into="wrong", stops_if="wrong"),
    Step(_SAID, into="said", needs="ends"),
)
DECIDED = tuple(
    Step(one, needs="ends")
    for one in (_DECISIONS, _PLANS, _RESTS, _FINDINGS, _FLAGGED, _LATE, _WITHDRAWN)
)
RETURNS = Step(_RETURNS, needs="returns")
NOTICES = Step(_NOTICES, needs="ends")
