"""The facts of many results as one statement with one jsonb parameter: what cannot be beaten.

Its rows come ready made: reading the journal, judging what each entry means, telling late from in
time and setting senseless ones aside are not its business.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import psycopg
from psycopg.types.json import Jsonb

from veille_tui.domain.journal import Entry, Kind
from veille_tui.store.clock import to_micros
from veille_tui.store.reading import as_json

Facts = dict[str, list[dict[str, Any]]]
_NOW = "cast(extract(epoch from statement_timestamp()) * 1000000 as bigint)"
_ENTRIES = f"""
insert into journal_entries (id, desk, seq, at, kind, case_id, campaign_id, attempt_id, caller,
  data, received_at)
select id, 'raw', seq, at, kind, case_id, campaign_id, attempt_id, caller, data, {_NOW}
  from jsonb_to_recordset(%(facts)s -> 'entries') as e(id text, seq bigint, at bigint, kind text,
    case_id int, campaign_id text, attempt_id text, caller text, data text)
on conflict (id) do nothing"""
_FACTS = f"""
with given as (select cast(%(facts)s as jsonb) as facts),
made as (
  insert into attempts (id, case_id, campaign_id, desk, caller, started_at, reason, script_hash,
    token, finished_at, disposition, complete, minutes, secured)
  select id, case_id, campaign_id, 'raw', caller, started_at, reason, script_hash, token,
    finished_at, disposition, complete, minutes, 0
    from given, jsonb_to_recordset(facts -> 'attempts') as a(id text, case_id int,
      campaign_id text, caller text, started_at bigint, reason text, script_hash text, token text,
      finished_at bigint, disposition text, complete int, minutes float)
  on conflict (id) do nothing),
dialled as (
  insert into dials (attempt_id, id, case_id, campaign_id, at, number_id, e164, answered_at,
    ended_at, outcome, who, note)
  select attempt_id, id, case_id, campaign_id, at, number_id, e164, answered_at, ended_at,
    outcome, who, ''
    from given, jsonb_to_recordset(facts -> 'dials') as d(attempt_id text, id text, case_id int,
      campaign_id text, at bigint, number_id int, e164 text, answered_at bigint, ended_at bigint,
      outcome text, who text)
  on conflict (attempt_id, id) do nothing),
said as (
  insert into answers (attempt_id, question, case_id, campaign_id, value, words, script_hash, at)
  select attempt_id, question, case_id, campaign_id, value, words, script_hash, at
    from given, jsonb_to_recordset(facts -> 'answers') as w(attempt_id text, question text,
      case_id int, campaign_id text, value text, words text, script_hash text, at bigint)
  on conflict (attempt_id, question) do nothing),
needed as (
  insert into needs (case_id, attempt_id, theme, campaign_id, urgency, partner, note, status,
    found_at)
  select case_id, attempt_id, theme, campaign_id, urgency, partner, '', 'open', found_at
    from given, jsonb_to_recordset(facts -> 'needs') as n(case_id int, attempt_id text, theme text,
      campaign_id text, urgency text, partner text, found_at bigint)
  on conflict (case_id, attempt_id, theme) do nothing),
finished as (
  update queue q set state = f.state, state_before = 0, due_at = f.due_at, priority = f.priority,
    sort_key = f.sort_key, claim_token = null, claimed_by = '', claimed_at = null,
    lease_until = null
    from given, jsonb_to_recordset(facts -> 'finishes') as f(case_id int, token text, state int,
      due_at bigint, priority int, sort_key bigint)
   where q.case_id = f.case_id and q.state = 1 and q.claim_token = f.token
  returning q.case_id),
concluded as (
  update cases c set disposition = f.disposition, urgency = f.urgency,
    not_secured = f.not_secured, last_contact_at = f.contact_at, decided_by = f.attempt_id
    from given, jsonb_to_recordset(facts -> 'finishes') as f(case_id int, attempt_id text,
      disposition text, urgency text, not_secured text, contact_at bigint)
   where c.id = f.case_id and f.case_id in (select case_id from finished)),
kept as (
  {_ENTRIES.replace("jsonb_to_recordset(%(facts)s ->", "given, jsonb_to_recordset(facts ->")})
select (select count(*) from finished)"""


class RawSync:
    """One open connection and two prepared statements."""

    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)

    def send(self, facts: Facts) -> int:
        """Store everything; how many cases were finished."""
        cursor = self._connection.execute(_FACTS, {"facts": Jsonb(facts)}, prepare=True)
        found = cursor.fetchone()
        return int(found[0]) if found else 0

    def keep(self, facts: Facts) -> None:
        """Store the entries as they are, and nothing of what they mean."""
        self._connection.execute(_ENTRIES, {"facts": Jsonb(facts)}, prepare=True)

    def close(self) -> None:
        self._connection.close()


def facts_of(entries: Sequence[Entry]) -> Facts:
    """The rows that the entries of finished calls add up to."""
    facts: Facts = {"entries": [_entry(entry) for entry in entries]}
    by_attempt: dict[str, list[Entry]] = {}
    for entry in entries:
        by_attempt.setdefault(entry.attempt_id, []).append(entry)
    calls = [_Call(some) for some in by_attempt.values()]
    facts["attempts"] = [call.attempt() for call in calls]
    facts["dials"] = [call.dial() for call in calls]
    facts["answers"] = [answer for call in calls for answer in call.answers()]
    facts["needs"] = [need for call in calls for need in call.needs()]
    facts["finishes"] = [call.finish() for call in calls]
    return facts


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "seq": entry.seq,
        "at": to_micros(entry.at),
        "kind": entry.kind.value,
        "case_id": entry.case_id,
        "campaign_id": entry.campaign_id,
        "attempt_id": entry.attempt_id,
        "caller": entry.caller,
        "data": as_json(entry.data),
    }


class _Call:
    """The entries of one attempt with one dial, in the order of a conversation."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = list(entries)
        self._start = self._only(Kind.ATTEMPT_STARTED)
        self._end = self._only(Kind.ATTEMPT_FINISHED)
        self._of = {
            "attempt_id": self._start.attempt_id,
            "case_id": self._start.case_id,
            "campaign_id": self._start.campaign_id,
        }

    def _only(self, kind: Kind) -> Entry:
        return next(entry for entry in self._entries if entry.kind is kind)

    @property
    def _decision(self) -> dict[str, Any]:
        decision: dict[str, Any] = self._end.data["decision"]
        return decision

    def attempt(self) -> dict[str, Any]:
        return {
            **self._of,
            "id": self._start.attempt_id,
            "caller": self._start.caller,
            "started_at": to_micros(self._start.at),
            "reason": self._start.data["reason"],
            "script_hash": self._start.data["script_hash"],
            "token": self._start.data["token"],
            "finished_at": to_micros(self._end.at),
            "disposition": self._decision["disposition"],
            "complete": int(self._end.data["complete"]),
            "minutes": self._end.data["minutes"],
        }

    def dial(self) -> dict[str, Any]:
        began, answered = self._only(Kind.NUMBER_DIALLED), self._only(Kind.PERSON_ANSWERED)
        ended = self._only(Kind.DIAL_ENDED)
        return {
            **self._of,
            "id": began.data["dial"],
            "at": to_micros(began.at),
            "number_id": began.data["number_id"],
            "e164": began.data["e164"],
            "answered_at": to_micros(answered.at),
            "ended_at": to_micros(ended.at),
            "outcome": ended.data["outcome"],
            "who": answered.data["who"],
        }

    def answers(self) -> list[dict[str, Any]]:
        return [
            {
                **self._of,
                "question": entry.data["question"],
                "value": as_json(entry.data["value"]),
                "words": entry.data["words"],
                "script_hash": entry.data["script_hash"],
                "at": to_micros(entry.at),
            }
            for entry in self._entries
            if entry.kind is Kind.ANSWERED
        ]

    def needs(self) -> list[dict[str, Any]]:
        return [
            {
                **self._of,
                "theme": need["theme"],
                "urgency": need["urgency"],
                "partner": need["to"],
                "found_at": to_micros(self._end.at),
            }
            for need in self._decision["needs"]
        ]

    def finish(self) -> dict[str, Any]:
        made = self._decision
        return {
            **self._of,
            "token": self._end.data["token"],
            "state": made["state"],
            "due_at": _micros(made["due_at"]),
            "priority": made["priority"],
            "sort_key": made["sort_key"],
            "disposition": made["disposition"],
            "urgency": made["urgency"],
            "not_secured": made["not_secured"],
            "contact_at": _micros(made["contact_at"]),
        }


def _micros(text: str) -> int:
    from datetime import datetime

    return to_micros(datetime.fromisoformat(text))
