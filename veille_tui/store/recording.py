"""Writes what a batch of entries changes: one statement per table, all in one round trip."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from veille_tui.store.batch import Batch
from veille_tui.store.clock import to_micros
from veille_tui.store.link import Link
from veille_tui.store.listed import refresh_lines
from veille_tui.store.reading import as_json

_ENTRIES = """
insert into journal_entries (id, desk, seq, at, kind, case_id, campaign_id, attempt_id, caller,
  data, received_at)
values (:id, :desk, :seq, :at, :kind, :case_id, :campaign_id, :attempt_id, :caller, :data, :now)
on conflict (id) do nothing"""
_ATTEMPTS = """
insert into attempts (id, case_id, campaign_id, desk, caller, started_at, reason, script_hash,
  token, finished_at, disposition, complete, minutes, secured, is_late)
values (:id, :case_id, :campaign_id, :desk, :caller, :started_at, :reason, :script_hash,
  :token, :finished_at, :disposition, :complete, :minutes, :secured, :is_late)
on conflict (id) do update set started_at = excluded.started_at, reason = excluded.reason,
  script_hash = excluded.script_hash, token = excluded.token, finished_at = excluded.finished_at,
  disposition = excluded.disposition, complete = excluded.complete, minutes = excluded.minutes,
  secured = excluded.secured, is_late = excluded.is_late"""
_DIALS = """
insert into dials (attempt_id, id, case_id, campaign_id, at, number_id, e164, answered_at,
  ended_at, outcome, who, note)
values (:attempt_id, :id, :case_id, :campaign_id, :at, :number_id, :e164, :answered_at,
  :ended_at, :outcome, :who, :note)
on conflict (attempt_id, id) do update set answered_at = excluded.answered_at,
  ended_at = excluded.ended_at, outcome = excluded.outcome, who = excluded.who,
  note = excluded.note"""
_ANSWERS = """
insert into answers (attempt_id, question, case_id, campaign_id, value, words, script_hash, at)
values (:attempt_id, :question, :case_id, :campaign_id, :value, :words, :script_hash, :at)
on conflict (attempt_id, question) do update set value = excluded.value, words = excluded.words,
  script_hash = excluded.script_hash, at = excluded.at, hidden = 0"""
_HIDDEN_NOW = "case when question in {texts} then 1 else 0 end"
_HIDDEN = f"""
update answers set hidden = {_HIDDEN_NOW}
 where attempt_id = :attempt_id and hidden <> {_HIDDEN_NOW}"""
_NOTES = """
insert into notes (id, kind, case_id, campaign_id, attempt_id, caller, at, text)
values (:id, :kind, :case_id, :campaign_id, :attempt_id, :caller, :at, :text)
on conflict (id) do nothing"""
_NUMBERS_GIVEN = """
insert into phone_numbers (household_id, e164, raw, label, role, rank, state, valid, dialled,
  given_by)
values (:household_id, :e164, :raw, :label, :role,
  (select coalesce(max(n.rank), 0) + 1 from phone_numbers n where n.household_id = :household_id),
  'usable', :valid, :dialled, :attempt_id)
on conflict (household_id, e164) do update set state = 'usable', ended_by = ''"""
_NUMBERS_RESTORED = """
update phone_numbers set state = 'usable', ended_by = ''
 where household_id = :household_id and ended_by = :attempt_id"""
_NUMBERS_ENDED = """
update phone_numbers set state = 'ended', ended_by = :attempt_id
 where household_id = :household_id and (id = :id or e164 = :e164) and state = 'usable'"""
_NEEDS_WITHDRAWN = """
update needs set status = 'withdrawn'
 where case_id = :case_id and attempt_id = :attempt_id and status = 'open'"""
_NEEDS = """
insert into needs (case_id, attempt_id, theme, campaign_id, urgency, partner, note, status,
  found_at)
values (:case_id, :attempt_id, :theme, :campaign_id, :urgency, :partner, :note, 'open', :found_at)
on conflict (case_id, attempt_id, theme) do update set urgency = excluded.urgency,
  partner = excluded.partner, note = excluded.note,
  status = case when needs.status = 'withdrawn' then 'open' else needs.status end"""
_LATER = """case when last_contact_at > cast(:contact_at as bigint)
    or cast(:contact_at as bigint) is null
    then last_contact_at else cast(:contact_at as bigint) end"""
_DECISIONS = f"""
update cases set disposition = :disposition, promise_kind = :promise_kind,
  promise_starts = :promise_starts, promise_ends = :promise_ends, promise_by = :promise_by,
  urgency = :urgency, cadence = :cadence, cadence_until = :cadence_until,
  last_contact_at = {_LATER},
  not_secured = case when :keeps = 1 and secured_at is not null then '' else :not_secured end,
  secured_channel = case when :keeps = 1 then secured_channel else :secured_channel end,
  secured_source = case when :keeps = 1 then secured_source else :secured_source end,
  secured_at = case when :keeps = 1 then secured_at else cast(:secured_at as bigint) end,
  decided_by = :attempt_id
 where id = :case_id"""
# Evidence that is newer than what came late stands.
_ENDS = ":ends = 1 and (secured_at is null or secured_at <= cast(:heard_at as bigint))"
_FINDINGS = f"""
update cases set last_contact_at = {_LATER}, urgency = :urgency,
  not_secured = case when {_ENDS} then :not_secured else not_secured end,
  secured_channel = case when {_ENDS} then '' else secured_channel end,
  secured_source = case when {_ENDS} then '' else secured_source end,
  secured_at = case when {_ENDS} then null else secured_at end
 where id = :case_id"""
_FLAGS = "update cases set flagged = :flagged where id = :case_id"
_DISPOSITIONS = "update cases set disposition = :disposition where id = :case_id"
_QUEUE = """
update queue set state = :state, state_before = :state_before, closed_by = :closed_by,
  claim_token = case when :state = 1 then claim_token else null end,
  claimed_by = case when :state = 1 then claimed_by else '' end,
  claimed_at = case when :state = 1 then claimed_at else null end,
  lease_until = case when :state = 1 then lease_until else null end
 where case_id = :case_id"""
_PLANS = """
update queue set priority = :priority, sort_key = :sort_key, due_at = :due_at,
  reserved_for = :reserved_for, reserved_until = :reserved_until
 where case_id = :case_id"""
_RETURNS = """
update queue set avoid = :avoid, avoid_until = :avoid_until where case_id = :case_id"""


def record(link: Link, batch: Batch) -> None:
    """Write everything the batch changes; inside its transaction."""
    with link.together():
        _write(link, _ATTEMPTS, [asdict(batch.attempts[one]) for one in sorted(batch.touched)])
        _write(link, _DIALS, [asdict(batch.dials[one]) for one in sorted(batch.dialled)])
        _write(link, _ANSWERS, batch.answers.values())
        _write(link, _HIDDEN, batch.hidden.values())
        _write(link, _NOTES, batch.notes)
        _write(link, _NUMBERS_GIVEN, batch.numbers_given)
        _write(link, _NUMBERS_RESTORED, batch.finished_again)
        _write(link, _NUMBERS_ENDED, batch.numbers_ended)
        _write(link, _NEEDS_WITHDRAWN, batch.needs_withdrawn)
        _write(link, _NEEDS, batch.needs.values())
        _write(link, _DECISIONS, batch.decisions)
        _write(link, _FINDINGS, batch.findings)
        _write(link, _FLAGS, _flagged(batch))
        _write(link, _DISPOSITIONS, _redisposed(batch))
        _write(link, _QUEUE, _changed(batch))
        _write(link, _PLANS, batch.plans)
        _write(link, _RETURNS, batch.returns)
        _write(link, _ENTRIES, _entries(batch))
        numbers = [*batch.numbers_given, *batch.numbers_ended, *batch.finished_again]
        if numbers:
            refresh_lines(link, sorted({row["household_id"] for row in numbers}), batch.now)


def _write(link: Link, statement: str, values: Iterable[Mapping[str, Any]]) -> None:
    rows = list(values)
    if rows:
        link.many(statement, rows)


def _redisposed(batch: Batch) -> list[dict[str, Any]]:
    return [
        {"case_id": case_id, "disposition": batch.cases[case_id].disposition}
        for case_id in sorted(batch.redisposed)
    ]


def _flagged(batch: Batch) -> list[dict[str, Any]]:
    return [
        {"case_id": case_id, "flagged": batch.cases[case_id].flagged}
        for case_id in sorted(batch.flagged)
    ]


def _changed(batch: Batch) -> list[dict[str, Any]]:
    return [
        {
            "case_id": held.case_id,
            "state": held.state,
            "state_before": held.state_before,
            "closed_by": held.closed_by,
        }
        for held in batch.cases.values()
        if held.changed
    ]


def _entries(batch: Batch) -> list[dict[str, Any]]:
    return [
        {
            "id": entry.id,
            "desk": batch.desk,
            "seq": entry.seq,
            "at": to_micros(entry.at),
            "kind": entry.kind.value,
            "case_id": entry.case_id,
            "campaign_id": entry.campaign_id,
            "attempt_id": entry.attempt_id,
            "caller": entry.caller,
            "data": as_json(entry.data),
            "now": batch.now,
        }
        for entry in batch.kept.values()
    ]


_REFUSED = """
insert into refused_entries (id, desk, reason, entry, received_at)
values (:id, :desk, :reason, :entry, :now)
on conflict (id) do update set reason = excluded.reason, received_at = excluded.received_at"""


def set_aside(link: Link, refused: Iterable[Mapping[str, Any]]) -> None:
    """Keep entries that made no sense where a person can look at them."""
    _write(link, _REFUSED, refused)
