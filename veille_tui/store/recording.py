"""The statements that write down what a batch tells: attempts, dials, answers, needs, numbers.

What came before, or comes again, is told by its place in the desk's journal (`seq`): it changes
nothing. Facts are true whoever holds the case.
"""

from __future__ import annotations

from veille_tui.store.procedures import Step

_SAID = "join {rows said s} on s.attempt_id = e.attempt_id"
# Who logs in as themselves cannot speak for others: a call is theirs to whom its case was given.
_CALLER = """case when :is_person = 0 then t.caller else coalesce(
    (select l.caller from claim_log l where l.token = t.token), :sender) end"""
_ATTEMPTS = f"""
insert into attempts (id, case_id, campaign_id, desk, caller, started_at, reason, script_hash,
  token)
select t.attempt_id, t.case_id, t.campaign_id, :desk, {_CALLER}, t.started_at, t.reason,
  t.script_hash, t.token from {{rows attempts t}} where true
on conflict (id) do update set
  started_at = case when excluded.reason = '' then attempts.started_at
    else excluded.started_at end,
  reason = case when excluded.reason = '' then attempts.reason else excluded.reason end,
  script_hash = case when excluded.reason = '' then attempts.script_hash
    else excluded.script_hash end,
  token = case when excluded.token = '' then attempts.token else excluded.token end"""
_FINISHED = f"""
update attempts set finished_at = e.at, complete = e.is_complete, minutes = e.minutes,
  disposition = e.disposition, secured = e.is_secured,
  is_late = case when s.say = 1 then 0 else 1 end,
  token = case when attempts.token = '' then e.token else attempts.token end, seq = e.seq
  from {{rows ends e}} {_SAID}
 where attempts.id = e.attempt_id and s.say >= 0"""
_RETURNED = """
update attempts set finished_at = r.at, disposition = 'returned', seq = r.seq
  from {rows returns r} where attempts.id = r.attempt_id and attempts.seq < r.seq"""
_NEWER = "(o.seq is null or d.seq > o.seq)"
_DIALS = f"""
insert into dials (attempt_id, id, case_id, campaign_id, at, number_id, e164, answered_at,
  ended_at, outcome, who, note, seq)
select d.attempt_id, d.id, d.case_id, d.campaign_id,
  case when d.is_dialled = 1 then d.at else coalesce(o.at, d.at) end,
  case when d.is_dialled = 1 then d.number_id else coalesce(o.number_id, 0) end,
  case when d.is_dialled = 1 then d.e164 else coalesce(o.e164, '') end,
  case when d.is_heard = 1 and {_NEWER} then d.answered_at
    else coalesce(o.answered_at, d.answered_at) end,
  case when d.is_ended = 1 and {_NEWER} then d.ended_at else o.ended_at end,
  case when d.is_ended = 1 and {_NEWER} then d.outcome else coalesce(o.outcome, '') end,
  case when d.is_named = 1 and ({_NEWER} or coalesce(o.who, '') = '') then d.who
    else coalesce(o.who, '') end,
  case when d.is_ended = 1 and {_NEWER} then d.note else coalesce(o.note, '') end,
  case when {_NEWER} then d.seq else o.seq end
  from {{rows dials d}} left join dials o on o.attempt_id = d.attempt_id and o.id = d.id
 where true
on conflict (attempt_id, id) do update set at = excluded.at, number_id = excluded.number_id,
  e164 = excluded.e164, answered_at = excluded.answered_at, ended_at = excluded.ended_at,
  outcome = excluded.outcome, who = excluded.who, note = excluded.note, seq = excluded.seq"""
_ANSWERS = """
insert into answers (attempt_id, question, case_id, campaign_id, value, words, script_hash, at, seq)
select w.attempt_id, w.question, w.case_id, w.campaign_id, w.value, w.words, w.script_hash, w.at,
  w.seq from {rows answers w} where true
on conflict (attempt_id, question) do update set value = excluded.value, words = excluded.words,
  script_hash = excluded.script_hash, at = excluded.at, seq = excluded.seq, hidden = 0
 where excluded.seq > answers.seq"""
# Ids of questions hold nothing that JSON would write otherwise.
_HIDDEN_NOW = """case when {contains}(e.hidden, '"' || answers.question || '"') > 0
  then 1 else 0 end"""
_HIDDEN = f"""
update answers set hidden = {_HIDDEN_NOW} from {{rows ends e}} {_SAID}
 where answers.attempt_id = e.attempt_id and s.say >= 0 and answers.hidden <> {_HIDDEN_NOW}"""
_NOTES = """
insert into notes (id, kind, case_id, campaign_id, attempt_id, caller, at, text, received_at)
select n.id, n.kind, n.case_id, n.campaign_id, n.attempt_id,
  case when :is_person = 0 then n.caller else :sender end, n.at, n.text, {now}
  from {rows notes n} where true
on conflict (id) do nothing"""
_NUMBERS_GIVEN = """
insert into phone_numbers (household_id, e164, raw, label, role, rank, state, valid, dialled,
  given_by)
select q.household_id, n.e164, n.raw, n.label, n.role,
  (select coalesce(max(p.rank), 0) from phone_numbers p where p.household_id = q.household_id)
    + n.place,
  'usable', 1, n.dialled, n.attempt_id
  from {rows numbers n} join queue q on q.case_id = n.case_id
 where not exists (select 1 from journal_entries j where j.id = n.entry_id)
on conflict (household_id, e164) do update set state = 'usable', ended_by = ''"""
_NUMBERS_RESTORED = f"""
update phone_numbers set state = 'usable', ended_by = ''
  from {{rows ends e}} {_SAID} join queue q on q.case_id = e.case_id
 where s.say >= 0 and s.was_finished = 1 and phone_numbers.household_id = q.household_id
   and phone_numbers.ended_by = e.attempt_id"""
_NUMBERS_ENDED = f"""
update phone_numbers set state = 'ended', ended_by = e.attempt_id
  from {{rows ended e}} {_SAID} join queue q on q.case_id = e.case_id
 where s.say >= 0 and phone_numbers.household_id = q.household_id
   and (phone_numbers.id = e.id or phone_numbers.e164 = e.e164)
   and phone_numbers.state = 'usable'"""
_NEEDS_WITHDRAWN = f"""
update needs set status = 'withdrawn' from {{rows ends e}} {_SAID}
 where s.say >= 0 and s.was_finished = 1 and needs.case_id = e.case_id
   and needs.attempt_id = e.attempt_id and needs.status = 'open'"""
_NEEDS = f"""
insert into needs (case_id, attempt_id, theme, campaign_id, urgency, partner, note, status,
  found_at)
select e.case_id, e.attempt_id, e.theme, e.campaign_id, e.urgency, e.partner, e.note, 'open',
  e.found_at from {{rows needs e}} {_SAID} where s.say >= 0
on conflict (case_id, attempt_id, theme) do update set urgency = excluded.urgency,
  partner = excluded.partner, note = excluded.note,
  status = case when needs.status = 'withdrawn' then 'open' else needs.status end"""
_HELP = """
update cases set flagged = case when flagged = '' then 'help_asked'
    else flagged || ' help_asked' end
 where {contains}(flagged, 'help_asked') = 0 and id in (
   select h.case_id from {rows helps h}
    where not exists (select 1 from journal_entries j where j.id = h.entry_id))"""
_MESSAGES = """
insert into messages (case_id, campaign_id, template, e164, way, at, caller)
select m.case_id, m.campaign_id, m.template, m.e164, 'qr', m.at,
  case when :is_person = 0 then m.caller else :sender end
  from {rows messages m}
 where not exists (select 1 from journal_entries j where j.id = m.entry_id)"""
_ENTRIES = """
insert into journal_entries (id, desk, seq, at, kind, case_id, campaign_id, attempt_id, caller,
  data, received_at, sent_by)
select x.id, :desk, x.seq, x.at, x.kind, x.case_id, x.campaign_id, x.attempt_id, x.caller, x.data,
  {now}, :sender from {rows entries x} where true
on conflict (id) do nothing"""
_ASIDE = """
insert into refused_entries (id, desk, reason, entry, received_at)
select x.id, :desk, x.reason, x.entry, {now} from {rows aside x} where true
on conflict (id) do update set reason = excluded.reason, received_at = excluded.received_at
 where refused_entries.desk = excluded.desk"""
# Which households have other numbers now, or had none when a call began that says so: what rings
# there is worked out anew.
_REDIALLED = """
select {all}(h.household_id) from (
  select q.household_id from {rows numbers n} join queue q on q.case_id = n.case_id
  union select q.household_id from {rows ended e} join queue q on q.case_id = e.case_id
  union select q.household_id from {rows ends e} join queue q on q.case_id = e.case_id
    join {rows said s} on s.attempt_id = e.attempt_id
   where s.was_finished = 1 or e.disposition = 'no_number') h"""

ATTEMPTS = Step(_ATTEMPTS, needs="attempts")
FACTS = (
    Step(_FINISHED, needs="ends"),
    Step(_RETURNED, needs="returns"),
    Step(_ANSWERS, needs="answers"),
    Step(_HIDDEN, needs="ends"),
    Step(_NOTES, needs="notes"),
    Step(_NEEDS_WITHDRAWN, needs="ends"),
    Step(_NEEDS, needs="needs"),
    Step(_HELP, needs="helps"),
    Step(_MESSAGES, needs="messages"),
    Step(_REDIALLED, into="redialled"),
    Step(_NUMBERS_GIVEN, only_if="redialled", needs="numbers"),
    Step(_NUMBERS_RESTORED, only_if="redialled"),
    Step(_NUMBERS_ENDED, only_if="redialled", needs="ended"),
)
DIALS = Step(_DIALS, needs="dials")
KEPT = (Step(_ENTRIES), Step(_ASIDE, needs="aside"))
