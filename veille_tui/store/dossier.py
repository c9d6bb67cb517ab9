"""The SQL that brings a whole case along in the statement that finds its queue row."""

from __future__ import annotations

from typing import Any

from veille_tui.domain.case import Case
from veille_tui.domain.referrals import ANSWERS
from veille_tui.store import rows
from veille_tui.store.rows import CASE, HOUSEHOLD, NUMBER, TENANT, columns, parsed

ATTEMPTS_KEPT = 30
_ANSWERED = "(" + ", ".join(f"'{status}'" for status in sorted(ANSWERS)) + ")"
# Dials and notes are looked for attempt by attempt: a first call pays nothing for them.
_ATTEMPT = """{row}(a.id, a.started_at, a.caller, a.reason, a.disposition, a.minutes,
     (select {all}({row}(d.at, d.number_id, d.outcome, d.note)) from dials d
       where d.attempt_id = a.id),
     (select {all}({row}(m.at, m.text, m.kind)) from notes m where m.attempt_id = a.id))"""


ELSEWHERE_KEPT = 10
# Of a campaign that keeps its history to itself, only when the telephone rang: what a day's dials
# are counted by.
_IS_SHARED = "k.shares_history * own.shares_history = 1"
_SHARED = f"case when {_IS_SHARED} then {{0}} else {{1}} end"
_ATTEMPT_ELSEWHERE = f"""{{row}}(a.id, a.started_at, {_SHARED.format("a.caller", "''")},
     {_SHARED.format("a.reason", "''")}, {_SHARED.format("a.disposition", "''")},
     {_SHARED.format("a.minutes", "null")},
     (select {{all}}({{row}}(d.at, d.number_id, {_SHARED.format("d.outcome", "''")},
         {_SHARED.format("d.note", "''")})) from dials d where d.attempt_id = a.id),
     (select {{all}}({{row}}(m.at, m.text, m.kind)) from notes m
       where m.attempt_id = a.id and {_IS_SHARED}))"""
# Case by case, so that its index gives the newest: nothing is sorted.
_ELSEWHERE = f"""(select {{all}}({{row}}({_SHARED.format("k.title", "''")},
    (select {{all}}({_ATTEMPT_ELSEWHERE})
       from (select * from attempts where case_id = o.id and disposition <> 'returned'
             order by started_at desc limit {ELSEWHERE_KEPT}) a)))
  from cases o join campaigns k on k.id = o.campaign_id
  join campaigns own on own.id = QUEUE.campaign_id
 where o.household_id = QUEUE.household_id and o.id <> QUEUE.case_id)"""
# The end of the year 9999 is for ever.
_FOR_EVER = 253402214400000000
_NO_MESSAGES = f"""(select max(coalesce(o.until, {_FOR_EVER})) from opt_outs o
    where o.household_id = QUEUE.household_id and o.lifted_at is null
      and o.campaign_id in ('', QUEUE.campaign_id))"""
_NUMBER_GIVEN = """(select max(coalesce(
      (select a.started_at from attempts a where a.id = p.given_by),
      (select e.closed_at from queue o join escalations e on e.case_id = o.case_id
        where o.household_id = QUEUE.household_id and 'relay:' || e.id = p.given_by)))
    from phone_numbers p
   where p.household_id = QUEUE.household_id and p.given_by <> '' and p.state = 'usable')"""
PARTS = (
    *("d_case", "d_tenants", "d_numbers", "d_attempts", "d_needs", "d_answers", "d_news"),
    "d_elsewhere",
)
"""What the expressions of `dossier` are, for who has to name them."""


def dossier(queue: str) -> str:
    """Scalar expressions over the queue row named `queue`: `case_from` reads them.

    The newest attempts are taken by their index, backwards; the reader puts them in order again.
    """
    case_id, household_id = f"{queue}.case_id", f"{queue}.household_id"
    return f"""
  (select {{row}}({columns("c", CASE)}, {columns("h", HOUSEHOLD)}, {queue}.state,
       {_NO_MESSAGES.replace("QUEUE", queue)}, {_NUMBER_GIVEN.replace("QUEUE", queue)})
     from cases c, households h where c.id = {case_id} and h.id = {household_id}),
  (select {{all}}({{row}}({columns("t", TENANT)})) from tenants t
    where t.household_id = {household_id}),
  (select {{all}}({{row}}({columns("n", NUMBER)})) from phone_numbers n
    where n.household_id = {household_id}),
  (select {{all}}({_ATTEMPT})
     from (select * from attempts where case_id = {case_id} and disposition <> 'returned'
           order by started_at desc limit {ATTEMPTS_KEPT}) a),
  (select {{all}}({{row}}(e.theme, e.found_at)) from needs e
    where e.case_id = {case_id} and e.status = 'open'),
  (select {{all}}({{row}}(w.attempt_id, w.at, w.question, w.words)) from answers w
    where w.value <> 'null' and w.hidden = 0 and w.attempt_id = (
      select l.id from attempts l where l.case_id = {case_id} and l.finished_at > 0
         and exists (select 1 from answers w where w.attempt_id = l.id)
       order by l.started_at desc limit 1)),
  (select {{all}}({{row}}(r.theme, r.status, r.partner_name, r.partner_kind, r.answer,
       coalesce(r.closed_at, r.answered_at)))
     from referrals r join cases c on c.id = r.case_id
    where r.case_id = {case_id} and r.status in {_ANSWERED}
      and coalesce(r.closed_at, r.answered_at) > coalesce(c.last_contact_at, 0)),
  {_ELSEWHERE.replace("QUEUE", queue)}"""


def case_from(due_at: int, found: tuple[Any, ...]) -> Case:
    """The case whose `dossier` expressions were `found`."""
    return rows.case(parsed(found[0]), due_at, [parsed(part) for part in found[1:]])
