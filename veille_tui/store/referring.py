"""The statements by which what a call brought becomes referrals, in the transaction it comes in.

A need opens one of its own ("need:ATTEMPT:THEME"), unless one of its theme is running for the same
case: that one is completed. Each complaint opens one for the household's agency ("note:ID"). Which
partner takes it over is chosen by whoever sends it, from the directory as it is by then.
"""

from __future__ import annotations

from veille_tui.domain.referrals import (
    AGENCY,
    COMPLAINT_THEME,
    MEDIATION,
    RESPONSE,
    RUNNING,
)
from veille_tui.store.clock import length
from veille_tui.store.procedures import Step

IS_RUNNING = "(" + ", ".join(f"'{status}'" for status in sorted(RUNNING)) + ")"
_SAID = "join {rows said s} on s.attempt_id = n.attempt_id"
_ORIGIN = "'need:' || n.attempt_id || ':' || n.theme"
_RANK = "case {0} when 'immediate' then 3 when 'today' then 2 when 'week' then 1 else 0 end"
_IS_WORSE = f"{_RANK.format('n.urgency')} > {_RANK.format('referrals.urgency')}"
# A desk whose clock is fast finds nothing later than it is received.
_FOUND_AT = "case when n.found_at < {now} then n.found_at else {now} end"


def _due(urgency: str, since: str) -> str:
    """SQL for when somebody must have answered."""
    whens = " ".join(f"when '{name}' then {length(time)}" for name, time in RESPONSE.items())
    return f"{since} + case {urgency} {whens} else {length(RESPONSE['week'])} end"


def _urgent(urgency: str) -> str:
    return f"case when {urgency} = 'immediate' then {{now}} end"


# Corrected before anybody saw it: as if it had never been opened. What was sent stays.
_REVOKED = f"""
update referrals set status = 'revoked', changed_by = '', answer = '', closed_at = {{now}}
  from {{rows ends e}} join {{rows said s}} on s.attempt_id = e.attempt_id
 where s.say >= 0 and s.was_finished = 1 and referrals.case_id = e.case_id
   and referrals.attempt_id = e.attempt_id and referrals.kind <> 'complaint'
   and referrals.status = 'open' and not exists (
     select 1 from {{rows needs n}}
      where {_ORIGIN} = referrals.origin)"""
_NOTED = """case when n.note = '' or {contains}(referrals.note, n.note) > 0 then referrals.note
    when referrals.note = '' then n.note else referrals.note || ' ; ' || n.note end"""
_IS_SAID = "n.consent <> 'unasked'"
# Another of its theme that somebody still acts on, or its own once it has left.
_COMPLETED = f"""
update referrals set
  urgency = case when {_IS_WORSE} then n.urgency else referrals.urgency end,
  due_at = case when {_IS_WORSE} then {_due("n.urgency", "(" + _FOUND_AT + ")")}
    else referrals.due_at end,
  urgent_at = case when {_IS_WORSE} and n.urgency = 'immediate' then {{now}}
    else referrals.urgent_at end,
  note = {_NOTED},
  partner_kind = case when referrals.partner_kind = '' then n.partner
    else referrals.partner_kind end,
  consent = case when {_IS_SAID} then n.consent else referrals.consent end,
  consent_words = case when {_IS_SAID} then n.consent_words else referrals.consent_words end
  from {{rows needs n}} {_SAID}
 where s.say >= 0 and referrals.case_id = n.case_id and referrals.theme = n.theme
   and referrals.kind <> 'complaint' and referrals.status in {IS_RUNNING}
   and (referrals.origin <> {_ORIGIN} or referrals.status <> 'open')"""
_COLUMNS = """(case_id, campaign_id, origin, attempt_id, kind, theme, urgency, partner_kind,
  partner_name, consent, consent_words, note, status, opened_by, opened_at, due_at, urgent_at)"""
_KIND = f"case when n.partner = '{MEDIATION}' then 'mediation' else 'need' end"
_OPENED = f"""
insert into referrals {_COLUMNS}
select n.case_id, n.campaign_id, {_ORIGIN}, n.attempt_id, {_KIND}, n.theme, n.urgency, n.partner,
  '', n.consent, n.consent_words, n.note, 'open', a.caller, {_FOUND_AT},
  {_due("n.urgency", "(" + _FOUND_AT + ")")}, {_urgent("n.urgency")}
  from {{rows needs n}} {_SAID} join attempts a on a.id = n.attempt_id
 where s.say >= 0 and not exists (select 1 from referrals o
   where o.case_id = n.case_id and o.theme = n.theme and o.kind <> 'complaint'
     and o.status in {IS_RUNNING} and o.origin <> {_ORIGIN})
on conflict (origin) do update set kind = excluded.kind, urgency = excluded.urgency,
  partner_kind = excluded.partner_kind, consent = excluded.consent,
  consent_words = excluded.consent_words, note = excluded.note, status = 'open',
  due_at = excluded.due_at, closed_at = null,
  urgent_at = case when excluded.urgent_at is null then null
    else coalesce(referrals.urgent_at, excluded.urgent_at) end
 where referrals.case_id = excluded.case_id and referrals.attempt_id = excluded.attempt_id
   and (referrals.status = 'open'
     or (referrals.status = 'revoked' and referrals.changed_by = ''))"""
_SENDER = "case when :is_person = 0 then n.caller else :sender end"
_COMPLAINTS = f"""
insert into referrals {_COLUMNS}
select n.case_id, n.campaign_id, 'note:' || n.id, n.attempt_id, 'complaint', '{COMPLAINT_THEME}',
  'week', '{AGENCY}', h.agency, 'unasked', '', n.text, 'open', {_SENDER}, r.at,
  {_due("'week'", "r.at")}, null
  from {{rows notes n}} join queue q on q.case_id = n.case_id
  join households h on h.id = q.household_id
  join (select x.id, case when x.at < {{now}} then x.at else {{now}} end as at
          from {{rows notes x}}) r on r.id = n.id
 where n.kind = 'complaint'
on conflict (origin) do nothing"""

OPENED = (
    Step(_REVOKED, needs="ends"),
    Step(_COMPLETED, needs="needs"),
    Step(_OPENED, needs="needs"),
    Step(_COMPLAINTS, needs="notes"),
)
