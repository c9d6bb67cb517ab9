"""The SQL that brings a whole case along in the statement that finds its queue row."""

from __future__ import annotations

from typing import Any

from veille_tui.domain.case import Case
from veille_tui.store import rows
from veille_tui.store.rows import CASE, HOUSEHOLD, NUMBER, TENANT, columns, parsed

ATTEMPTS_KEPT = 30
_DIALS_KEPT = 90
_NOTES_KEPT = 30


def dossier(queue: str) -> str:
    """Seven scalar expressions over the queue row named `queue`: `case_from` reads them.

    The newest are taken by their index, backwards; their order is made again by the reader.
    """
    case_id, household_id = f"{queue}.case_id", f"{queue}.household_id"
    return f"""
  (select {{row}}({columns("c", CASE)}, {columns("h", HOUSEHOLD)})
     from cases c, households h where c.id = {case_id} and h.id = {household_id}),
  (select {{all}}({{row}}({columns("t", TENANT)})) from tenants t
    where t.household_id = {household_id}),
  (select {{all}}({{row}}({columns("n", NUMBER)})) from phone_numbers n
    where n.household_id = {household_id}),
  (select {{all}}({{row}}(a.id, a.started_at, a.caller, a.reason, a.disposition, a.minutes))
     from (select * from attempts where case_id = {case_id} and disposition <> 'returned'
           order by started_at desc limit {ATTEMPTS_KEPT}) a),
  (select {{all}}({{row}}(d.attempt_id, d.at, d.number_id, d.outcome, d.note))
     from (select * from dials where case_id = {case_id} order by at desc limit {_DIALS_KEPT}) d),
  (select {{all}}({{row}}(m.attempt_id, m.at, m.text))
     from (select * from notes where case_id = {case_id} and kind = 'note'
           order by at desc limit {_NOTES_KEPT}) m),
  (select {{all}}({{row}}(e.theme, e.found_at)) from needs e
    where e.case_id = {case_id} and e.status = 'open')"""


def case_from(due_at: int, found: tuple[Any, ...]) -> Case:
    """The case whose `dossier` expressions were `found`."""
    return rows.case(parsed(found[0]), due_at, [parsed(part) for part in found[1:]])
