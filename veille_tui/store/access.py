"""Who may do what on a PostgreSQL server: the functions, the roles' rights, the rows they see.

Made anew with every change of the tables, in its transaction. A person's rights are those of their
row in `people`; the server's roles only open the door. Whoever owns the tables, or is a member of
the role that does, may do everything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from veille_tui.store import (
    alerting,
    claiming,
    climbing,
    exchanging,
    finding,
    metering,
    opting_out,
    queue_place,
    receiving,
    waiting,
)
from veille_tui.store.procedures import ROLES, Procedure

Execute = Callable[[str], list[tuple[Any, ...]]]
"""Runs one statement in the transaction; its rows."""
PROCEDURES: tuple[Procedure, ...] = (
    receiving.RECEIVE,
    claiming.IS_FULL,
    claiming.NEXT,
    claiming.ONE,
    claiming.WHO_HAS,
    claiming.RENEW,
    claiming.RELEASE,
    claiming.SWEEP,
    exchanging.HEARD,
    exchanging.UNTOLD,
    exchanging.FACTS,
    waiting.WAITING,
    queue_place.PLACE,
    alerting.STATE,
    opting_out.OPT_OUT,
    opting_out.LIFT,
    climbing.LADDER,
    climbing.MOVED,
    finding.BY_NUMBER,
    finding.BY_NAME,
)
GROUPS = ("caller", "supervisor", "reader")
_ANYBODY = ("alembic_version", "campaigns", "script_versions", "campaign_scripts", "store_facts")
_BY_HOUSEHOLD = {"households": "id", "tenants": "household_id", "phone_numbers": "household_id"}
_BY_CASE = {
    "cases": "id",
    **dict.fromkeys(
        ("attempts", "dials", "answers", "notes", "needs", "escalations", "referrals"),
        "case_id",
    ),
}
_NOT_SHOWN = (
    "queue",
    "journal_entries",
    "refused_entries",
    "notices",
    "lookups",
    "claim_log",
    "people",
    "turns",
    "opt_outs",
    "messages",
)
_GUARDED = ("campaigns", "script_versions", "campaign_scripts", *_BY_HOUSEHOLD, *_BY_CASE)
_FOLLOWED = ("escalations", "referrals", "opt_outs", "messages")
_SUPERVISED = (*_BY_HOUSEHOLD, "cases", "queue", "campaigns", *_FOLLOWED)
_ADDED = ("script_versions", "campaign_scripts")
# What figures are counted from; no name, number, address, note or word of a person.
_COUNTED = {
    "households": "id agency residence segments",
    "tenants": "id household_id",
    "phone_numbers": "id household_id state",
    "cases": "id campaign_id household_id segment segments segment_priority disposition urgency"
    " cadence last_contact_at secured_at secured_channel secured_source not_secured flagged"
    " decided_by added_at wave secured_until closed_at promise_kind promise_starts promise_ends",
    "attempts": "id case_id campaign_id caller reason script_hash started_at finished_at"
    " disposition complete minutes secured is_late",
    "dials": "attempt_id id case_id campaign_id at answered_at ended_at outcome who",
    "answers": "attempt_id question case_id campaign_id value script_hash at hidden",
    "needs": "case_id attempt_id theme campaign_id urgency partner status found_at",
    "escalations": "id case_id campaign_id channel step status why opened_at due_at sent_at"
    " acknowledged_at closed_at result source",
    "referrals": "id case_id campaign_id kind theme urgency partner_kind partner consent status"
    " opened_at due_at sent_at answered_at closed_at",
    "opt_outs": "id household_id campaign_id channel until at lifted_at",
    "messages": "id case_id campaign_id template way at",
    "notes": "id case_id campaign_id attempt_id kind at",
    "queue": "case_id campaign_id state due_at",
}
# All of a call but what proves whose it is: its claim's token, and the desk that brought it.
_ATTEMPTS = (
    "id, case_id, campaign_id, caller, reason, script_hash, started_at, finished_at, disposition,"
    " complete, minutes, secured, is_late"
)
# Nobody plans a query by them, and "explain" would tell anybody how many are called Martin.
_NOT_SAMPLED = {
    "tenants": "last_name first_name folded birth_date",
    "households": "address address_extra note",
    "phone_numbers": "raw label dialled",
}
# A code, a number, a list of codes: never what somebody said in their own words.
_CODED = (
    r"""value ~ '^(null|true|false|-?[0-9.]+|"[a-z0-9_-]{1,40}"|\[("[a-z0-9_-]{1,40}",?)*\])$'"""
)
_ROLE = """
create function {schema}.veille_role() returns text language sql stable security definer
set search_path = {schema}, pg_temp as $$
select coalesce((select p.role from people p
  where p.login = session_user and p.suspended_at is null), '') $$"""
_NAME = """
create function {schema}.veille_whoami() returns table(name text, role text, is_suspended boolean)
language sql stable security definer set search_path = {schema}, pg_temp as $$
select p.name, p.role, p.suspended_at is not null from people p where p.login = session_user $$"""
_MINE = """
create function {schema}.veille_my_{what}() returns setof integer
language sql stable security definer set search_path = {schema}, pg_temp as $$
select q.{column} from queue q join people p on p.name = q.claimed_by
 where q.state = 1 and p.login = session_user and p.suspended_at is null
   and p.role in ('caller', 'supervisor')
   and q.lease_until > (extract(epoch from statement_timestamp()) * 1000000)::bigint $$"""


def install(execute: Execute) -> None:
    """Make functions, rights and policies what this program expects."""
    schema = str(execute("select quote_ident(current_schema())")[0][0])
    for statement in _functions(execute, schema):
        execute(statement)
    for statement in (*_unsampled(), *_policies()):
        execute(statement)
    for (statement,) in execute(metering.MADE):
        execute(statement)
    execute(metering.ROWS)
    _forbid_the_rest(execute, schema)
    groups = _groups(execute)
    for role, group in groups.items():
        for statement in _grants(role, group, schema):
            execute(statement)


def group_of(database: str, role: str) -> str:
    """The server's role that those of one kind are members of."""
    return f"{database}_{role}"


def quoted(name: str) -> str:
    """`name` as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def _functions(execute: Execute, schema: str) -> Iterator[str]:
    old = execute(
        "select p.oid::regprocedure::text from pg_proc p"
        " where p.pronamespace = current_schema()::regnamespace"
        " and starts_with(p.proname, 'veille_')"
    )
    for (signature,) in old:
        # Policies that use one are made again below.
        yield f"drop function if exists {signature} cascade"
    yield _ROLE.format(schema=schema)
    yield _NAME.format(schema=schema)
    yield _MINE.format(schema=schema, what="cases", column="case_id")
    yield _MINE.format(schema=schema, what="households", column="household_id")
    for procedure in PROCEDURES:
        yield procedure.definition(schema)
    yield exchanging.exchange_function(schema)


def _unsampled() -> Iterator[str]:
    for table, columns in _NOT_SAMPLED.items():
        # Of the same type again: what an older store knows of them is forgotten.
        changes = (
            f"alter column {column} type text, alter column {column} set statistics 0"
            for column in columns.split()
        )
        yield f"alter table {table} {', '.join(changes)}"


def _policies() -> Iterator[str]:
    is_role = "(select veille_role()) = '{0}'"
    for table in (*_GUARDED, *_NOT_SHOWN):
        yield f"alter table {table} enable row level security"
        yield f"drop policy if exists veille_supervisor on {table}"
        yield (
            f"create policy veille_supervisor on {table} using ({is_role.format('supervisor')})"
            f" with check ({is_role.format('supervisor')})"
        )
        yield f"drop policy if exists veille_reader on {table}"
        coded = f" and {_CODED}" if table == "answers" else ""
        if table in _COUNTED:
            yield (
                f"create policy veille_reader on {table} for select"
                f" using ({is_role.format('reader')}{coded})"
            )
        yield f"drop policy if exists veille_caller on {table}"
    for table in ("campaigns", "script_versions", "campaign_scripts"):
        yield (
            f"create policy veille_caller on {table} for select"
            " using ((select veille_role()) <> '')"
        )
    for mine, tables in (("households", _BY_HOUSEHOLD), ("cases", _BY_CASE)):
        for table, column in tables.items():
            yield (
                f"create policy veille_caller on {table} for select"
                f" using ({column} in (select veille_my_{mine}()))"
            )


def _forbid_the_rest(execute: Execute, schema: str) -> None:
    """Nobody may do what is not granted below, nor put a name of theirs in ours' place."""
    for procedure in (*PROCEDURES, exchanging.EXCHANGE):
        execute(f"revoke all on function {procedure.signature} from public")
    if execute(
        "select 1 from pg_namespace where nspname = current_schema()"
        " and pg_has_role(current_user, nspowner, 'usage')"
    ):
        execute(f"revoke create on schema {schema} from public")


def _groups(execute: Execute) -> dict[str, str]:
    """The server's role for each kind of person; made when that is allowed, else left out."""
    database = _named_after(execute)
    may_make = bool(
        execute(
            "select 1 from pg_roles where rolname = current_user and (rolcreaterole or rolsuper)"
        )
    )
    groups = {}
    for role in GROUPS:
        group = group_of(database, role)
        there = bool(execute(f"select 1 from pg_roles where rolname = {_text(group)}"))
        if not there and may_make:
            execute(f"create role {quoted(group)} nologin")
        if there or may_make:
            groups[role] = quoted(group)
    return groups


def _named_after(execute: Execute) -> str:
    """The database's name when its groups were first made: a copy keeps them."""
    found = execute("select value from store_facts where key = 'groups'")
    if found:
        return str(found[0][0])
    name = str(execute("select current_database()")[0][0])
    execute(f"insert into store_facts (key, value) values ('groups', {_text(name)})")
    return name


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def _grants(role: str, group: str, schema: str) -> Iterator[str]:
    yield f"revoke all on all tables in schema {schema} from {group}"
    yield f"grant usage on schema {schema} to {group}"
    yield f"grant select on {', '.join(_ANYBODY)} to {group}"
    for procedure in (*PROCEDURES, exchanging.EXCHANGE):
        if role in ROLES[procedure.right]:
            yield f"grant execute on function {procedure.signature} to {group}"
    if role == "caller":
        whole = [table for table in (*_BY_HOUSEHOLD, *_BY_CASE) if table != "attempts"]
        yield f"grant select on {', '.join(whole)} to {group}"
        yield f"grant select ({_ATTEMPTS}) on attempts to {group}"
    elif role == "supervisor":
        yield f"grant select on all tables in schema {schema} to {group}"
        yield f"grant insert, update on {', '.join(_SUPERVISED)} to {group}"
        yield f"grant insert on {', '.join(_ADDED)} to {group}"
        # What was found in a call stays as it is; whether it is met is a supervisor's to say.
        yield f"grant insert, update (status) on needs to {group}"
        yield f"grant usage on all sequences in schema {schema} to {group}"
    else:
        for table, columns in _COUNTED.items():
            yield f"grant select ({', '.join(columns.split())}) on {table} to {group}"
