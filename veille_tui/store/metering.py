"""How much a login is shown, counted where no rollback can take it back (PostgreSQL only).

Whoever logs in with psql may read an answer and then undo the statement that gave it: what only a
table remembers is forgotten with it. A sequence forgets nothing. Each login has one; its value is
the moment until which what was shown is paid for, and every case or search costs a while.
"""

from __future__ import annotations

AT_MOST = 7_200_000_000
"""Nobody is shown more than two hours' worth at once: the tables' own limits are met first."""
_SENSELESS = 86_400_000_000
_CLOCK = "(extract(epoch from clock_timestamp()) * 1000000)::bigint"
# A server's clock that was wrong for a while stops nobody.
_PAID_UNTIL = f"""(select case when v.at between {_CLOCK} and {_CLOCK} + {_SENSELESS} then v.at
    else {_CLOCK} end from (select coalesce(pg_sequence_last_value(_meter), 0) as at) v)"""
MADE = """
select 'create sequence if not exists ' || quote_ident(current_schema()) || '.'
  || quote_ident('seen ' || login) from people"""
"""Statements that make the sequences of accounts that have none."""
ROWS = "insert into turns (login) select login from people on conflict do nothing"
# One statement of a login at a time, or two would both count before either is written. Not an
# advisory lock, which anybody may hold against anybody; nor the row in `people`, which whoever
# suspends an account must never wait for.
TURN = """
  _meter := to_regclass(
    quote_ident(current_schema()) || '.' || quote_ident('seen ' || session_user));
  perform 1 from turns t where t.login = session_user for update;
  if not found or _meter is null then
    raise insufficient_privilege using message = 'veille: account';
  end if;"""
HAS_SEEN_ENOUGH = f"{_PAID_UNTIL} - {_CLOCK} > {AT_MOST}"


def meter(login: str) -> str:
    """The name of a login's sequence."""
    return f"seen {login}"


def paid(an_hour: str) -> str:
    """Remember that one more of so many an hour (SQL) was shown."""
    return f"perform setval(_meter, {_PAID_UNTIL} + 3600000000 / {an_hour});"
