"""What the store does as a whole: statements in order, written once for both engines.

On SQLite they run one after the other in a transaction. On PostgreSQL they are the body of a
function with its owner's rights: one round trip, and no more than that for whoever may call it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from veille_tui.store.dialects import in_a_function

Right = Literal["anybody", "caller", "supervisor"]
"""Who may call: everybody whose account is open, those who telephone, or those who supervise."""
ROLES: Mapping[Right, tuple[str, ...]] = {
    "anybody": ("caller", "supervisor", "reader"),
    "caller": ("caller", "supervisor"),
    "supervisor": ("supervisor",),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One statement on the way."""

    statement: str
    into: str = ""
    """The variable that gets its single value, JSON; an empty list is null."""
    adds_to: str = ""
    """The variable that the number of its rows is added to."""
    only_if: str = ""
    """Left out while this variable is null."""
    needs: str = ""
    """PostgreSQL leaves it out while this list of the batch is empty: it could change nothing."""
    stops_if: str = ""
    """Once done, nothing further is while this variable is not null; the result is given."""


@dataclass(frozen=True)
class Procedure:
    """A named piece of work; its parameters and variables are `:name` in its statements."""

    name: str
    takes: Mapping[str, str]
    """SQL types by parameter."""
    gives: Mapping[str, str]
    """SQL types by column of the result."""
    result: str
    """The last statement: its rows are the answer."""
    steps: tuple[Step, ...] = ()
    right: Right = "caller"
    prologue: str = field(default="", repr=False)
    """PostgreSQL only, before the steps: locks and limits."""
    epilogue: str = field(default="", repr=False)
    """PostgreSQL only, after the answer: what is remembered of it."""
    is_hushed: bool = False
    """PostgreSQL only: two at once may meet in an index, whose words would quote its key."""

    @cached_property
    def call(self) -> str:
        """The statement by which a client has a PostgreSQL server do it."""
        given = ", ".join(f":{name}::{kind}" for name, kind in self.takes.items())
        return f"select * from veille_{self.name}({given})"

    @property
    def signature(self) -> str:
        """As `grant` names it."""
        return f"veille_{self.name}({', '.join(self.takes.values())})"

    def definition(self, schema: str) -> str:
        """The function's `create`, in `schema` (an SQL identifier, quoted)."""
        body = "\n".join(_in_plpgsql(step, self._end) for step in self.steps)
        variables = {step.into: "jsonb" for step in self.steps if step.into}
        variables |= {step.adds_to: "bigint := 0" for step in self.steps if step.adds_to}
        end = _HUSHED.format(end=self._end) if self.is_hushed else self._end
        return function(schema, self, variables, f"{self.prologue}\n{body}\n{end}\n{self.epilogue}")

    @property
    def _end(self) -> str:
        return f"return query {in_a_function(self.result)};"


# Only where it must be: such a block costs a transaction of its own.
_HUSHED = """
if _is_person = 1 then
  begin {end} exception when unique_violation then
    raise unique_violation using message = 'veille: taken';
  end;
else {end} end if;"""


def function(schema: str, procedure: Procedure, variables: Mapping[str, str], body: str) -> str:
    """A function with its owner's rights that does `body` for whoever may call `procedure`."""
    takes = ", ".join(f"_{name} {kind}" for name, kind in procedure.takes.items())
    gives = ", ".join(f'"{name}" {kind}' for name, kind in procedure.gives.items())
    declared = " ".join(f"_{name} {kind};" for name, kind in variables.items())
    return f"""
create function {schema}.veille_{procedure.name}({takes}) returns table({gives})
language plpgsql security definer
set search_path = {schema}, pg_temp set plan_cache_mode = force_generic_plan as $veille$
#variable_conflict use_column
declare _sender text; _is_person int := 0; _found bigint; _meter regclass; {declared}
begin
{_guard(procedure)}
{body}
end $veille$"""


NO_RIGHT = "veille: account"
"""What the server's refusal says when the account is unknown, suspended, or of another role."""

OLD_VIEW = "veille: isolation"
"""What it says to a transaction that would count, and look up accounts, as of its beginning."""


def _guard(procedure: Procedure) -> str:
    """Whoever owns the tables acts for whom the program says, by the clock it says.

    Everybody else acts under their own name, by the server's clock, as long as their account is
    open.
    """
    roles = ", ".join(f"'{role}'" for role in ROLES[procedure.right])
    acts = "_caller := _sender; " * ("caller" in procedure.takes)
    acts += "_now := null; " * ("now" in procedure.takes)
    return f"""
_sender := session_user;
if session_user <> current_user and not pg_has_role(session_user, current_user, 'member') then
  select p.name into _sender from people p
   where p.login = session_user and p.suspended_at is null and p.role in ({roles});
  if not found then
    raise insufficient_privilege using message = '{NO_RIGHT}';
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise invalid_transaction_state using message = '{OLD_VIEW}';
  end if;
  _is_person := 1; {acts}
end if;"""


def _in_plpgsql(step: Step, end: str) -> str:
    text = in_a_function(step.statement)
    done = f"_{step.into} := ({text});" if step.into else f"{_quiet(text)};"
    if step.adds_to:
        done += f" get diagnostics _found = row_count; _{step.adds_to} := _{step.adds_to} + _found;"
    if step.stops_if:
        done += f" if _{step.stops_if} is not null then {end} return; end if;"
    if step.needs:
        done = f"if jsonb_array_length(_batch -> '{step.needs}') > 0 then {done} end if;"
    return f"if _{step.only_if} is not null then {done} end if;" if step.only_if else done


_READS = re.compile(r"\s*select\b", re.IGNORECASE)


def _quiet(text: str) -> str:
    """A statement whose rows nobody wants, as PL/pgSQL says it."""
    return _READS.sub("perform ", text, count=1) if _READS.match(text) else text
