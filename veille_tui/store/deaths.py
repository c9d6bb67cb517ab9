"""A death closes the household as soon as it is noted, everywhere; a wrong key is taken back.

The rows of one household are few, and are found by its index.
"""

from __future__ import annotations

from veille_tui.store.procedures import Step

# What the attempts that were touched say by now; null when none of them is about a death.
_DEAD = """
select {all}({object}('attempt_id', a.id, 'token', a.token, 'household_id', q.household_id,
    'case_id', f.case_id, 'is_final', f.is_final, 'is_dead', f.is_dead))
  from (select f.attempt_id, f.case_id, f.is_final, coalesce(f.is_dead,
          (select count(*) from dials d
            where d.attempt_id = f.attempt_id and d.outcome = 'deceased')) as is_dead
          from {rows fates f}
         where not exists (select 1 from {rows said s}
           where s.attempt_id = f.attempt_id and s.say < 0)) f
  join attempts a on a.id = f.attempt_id join queue q on q.case_id = f.case_id
 where f.is_dead > 0 or exists (select 1 from queue w
   where w.household_id = q.household_id and w.closed_by = f.attempt_id)"""
_ALIVE = """
update cases set disposition = 'to_call' where disposition = 'deceased' and id in (
  select w.case_id from {rows dead f} join queue w on w.household_id = f.household_id
   where w.closed_by = f.attempt_id and f.is_dead = 0)"""
# What a case was before a death that had been saved is not known: somebody calls and finds out.
_REOPENED = """
update queue set closed_by = '', state = case when state <> 3 then state
    when state_before in (2, 3) and exists (select 1 from cases c
      where c.id = queue.case_id and c.disposition = 'to_call') then 0 else state_before end
  from {rows dead f}
 where f.is_dead = 0 and queue.household_id = f.household_id
   and queue.closed_by = f.attempt_id"""
# Who noted it may still finish the call.
_OWN = "(queue.case_id = f.case_id and queue.state = 1 and queue.claim_token = f.token)"
_NOTED = f"""
update queue set closed_by = f.attempt_id,
  state_before = case when queue.state = 1 then queue.state_before else queue.state end,
  state = case when {_OWN} then 1 else 3 end,
  claim_token = case when {_OWN} then queue.claim_token else null end,
  claimed_by = case when {_OWN} then queue.claimed_by else '' end,
  claimed_at = case when {_OWN} then queue.claimed_at else null end,
  lease_until = case when {_OWN} then queue.lease_until else null end
  from {{rows dead f}}
 where f.is_dead > 0 and queue.household_id = f.household_id and queue.closed_by = ''
   and queue.state <> 3"""
_CLOSED = """
update queue set state_before = case when state = 1 then state_before else state end, state = 3,
  closed_by = case when closed_by = '' then f.attempt_id else closed_by end,
  claim_token = null, claimed_by = '', claimed_at = null, lease_until = null
  from {rows dead f}
 where f.is_dead > 0 and f.is_final = 1 and queue.household_id = f.household_id
   and (queue.state <> 3 or queue.closed_by = '')"""
_DECEASED = """
update cases set disposition = 'deceased' where disposition <> 'deceased' and id in (
  select w.case_id from {rows dead f} join queue w on w.household_id = f.household_id
   where f.is_dead > 0 and f.is_final = 1)"""

_NOBODY_GOES = """
update escalations set status = 'withdrawn', closed_at = {now}, closed_by = :sender
 where status in ('open', 'sent') and case_id in (
  select w.case_id from {rows dead f} join queue w on w.household_id = f.household_id
   where f.is_dead > 0 and f.is_final = 1)"""

NOTED = (
    Step(_DEAD, into="dead", needs="fates"),
    Step(_ALIVE, only_if="dead"),
    Step(_REOPENED, only_if="dead"),
    Step(_NOTED, only_if="dead"),
)
FINAL = tuple(Step(one, only_if="dead") for one in (_CLOSED, _DECEASED, _NOBODY_GOES))
