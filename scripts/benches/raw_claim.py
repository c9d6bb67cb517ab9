"""The reference claim as one statement on the bare driver: what no program can be quicker than."""

from __future__ import annotations

import sqlite3
import time
from abc import ABC, abstractmethod
from typing import Any

import psycopg

LEASE = 30 * 60 * 1_000_000
PATIENCE = 60
"""Seconds, wherever somebody else may be writing."""
_QUEUE = """
 where campaign_id = {campaign} and state = 0 and reserved_for = '' and {due}
   and not exists (select 1 from queue where claim_token = {claim})
 order by priority, sort_key, case_id limit 1"""
_BROUGHT = """
  (select json_{row}(c.id, c.campaign_id, c.segment, c.segment_priority, c.disposition,
     c.promise_kind, c.promise_starts, c.promise_ends, c.promise_by, c.urgency, c.cadence,
     c.cadence_until, c.preferred_caller, c.last_contact_at, c.secured_at, c.flagged,
     h.id, h.reference, h.address, h.address_extra, h.postcode, h.city, h.insee, h.agency,
     h.residence, h.language, h.segments, h.flags, h.preferred_caller, h.note)
     from cases c, households h where c.id = q.case_id and h.id = q.household_id),
  (select json_{all}(json_{row}(t.id, t.rank, t.title, t.last_name, t.first_name, t.birth_date,
     t.age_given, t.age_given_on)) from tenants t where t.household_id = q.household_id),
  (select json_{all}(json_{row}(n.id, n.e164, n.raw, n.label, n.role, n.rank, n.state, n.valid))
     from phone_numbers n where n.household_id = q.household_id),
  (select json_{all}(json_{row}(a.id, a.started_at, a.caller, a.reason, a.disposition, a.minutes))
     from attempts a where a.case_id = q.case_id),
  (select json_{all}(json_{row}(d.attempt_id, d.at, d.number_id, d.outcome, d.note))
     from dials d where d.case_id = q.case_id),
  (select json_{all}(json_{row}(m.attempt_id, m.at, m.text)) from notes m
    where m.case_id = q.case_id and m.kind = 'note'),
  (select json_{all}(json_{row}(e.theme, e.found_at)) from needs e
    where e.case_id = q.case_id and e.status = 'open')"""
_SQLITE = (
    "update queue as q set state = 1, claim_token = :token, claimed_by = :caller,"
    " lease_until = :now + :lease, tries = tries + 1 where case_id = coalesce("
    "(select case_id from queue where claim_token = :token), (select case_id from queue"
    + _QUEUE.format(campaign=":campaign", due="+due_at <= :now", claim=":token")
    + ")) returning lease_until,"
    + _BROUGHT.format(row="array", all="group_array").replace("q.", "queue.")
)
_POSTGRES = (
    "with mine as (select case_id from queue where claim_token = %(token)s),"
    " c as (select case_id from queue"
    + _QUEUE.format(
        campaign="%(campaign)s",
        due="due_at <= cast(extract(epoch from statement_timestamp()) * 1000000 as bigint)",
        claim="%(token)s",
    )
    + " for update skip locked), q as (update queue i set state = 1, claim_token = %(token)s,"
    " claimed_by = %(caller)s, tries = tries + 1, lease_until = %(lease)s"
    " + cast(extract(epoch from statement_timestamp()) * 1000000 as bigint)"
    " from c where i.case_id = c.case_id"
    " returning i.case_id, i.household_id, i.lease_until), held as (select case_id, household_id,"
    " lease_until from q union all select i.case_id, i.household_id, i.lease_until"
    " from mine join queue i using (case_id))"
    " select lease_until," + _BROUGHT.format(row="build_array", all="agg") + " from held q"
)


class RawClaim(ABC):
    """One open connection and one prepared statement."""

    @abstractmethod
    def claim(self, campaign: str, caller: str, token: str) -> tuple[Any, ...]:
        """Claim, and bring the household's rows."""

    @abstractmethod
    def close(self) -> None:
        """Let go of the connection."""


class _Sqlite(RawClaim):
    def __init__(self, file: str) -> None:
        self._connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)

    def claim(self, campaign: str, caller: str, token: str) -> tuple[Any, ...]:
        now = time.time_ns() // 1000
        values = {
            "campaign": campaign, "caller": caller, "token": token, "now": now, "lease": LEASE
        }  # fmt: skip
        (row,) = self._connection.execute(_SQLITE, values).fetchall()
        return tuple(row)

    def close(self) -> None:
        self._connection.close()


class _Postgres(RawClaim):
    def __init__(self, url: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._connection.execute("set plan_cache_mode = force_generic_plan")

    def claim(self, campaign: str, caller: str, token: str) -> tuple[Any, ...]:
        values = {"campaign": campaign, "caller": caller, "token": token, "lease": LEASE}
        (row,) = self._connection.execute(_POSTGRES, values, prepare=True).fetchall()
        return tuple(row)

    def close(self) -> None:
        self._connection.close()


def raw_sqlite(url: str) -> RawClaim:
    """On the file of a SQLite store."""
    return _Sqlite(url.removeprefix("sqlite:///"))


def raw_postgres(url: str) -> RawClaim:
    """On a PostgreSQL server."""
    return _Postgres(url)
