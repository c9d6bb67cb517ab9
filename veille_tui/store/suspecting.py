"""What a batch must be before a person's login may have it taken in (PostgreSQL only).

The program makes batches of whole entries (folding.py), so each holds together by itself; psql may
send anything. What could not have come from a desk is refused whole: a row about what the batch
does not answer for, a result without its line in the journal, a code or a moment that nobody could
read afterwards. Whoever adds a code to the domain makes a migration: the functions follow it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from veille_tui.domain.attention import FLAGS
from veille_tui.domain.case import Disposition, PromiseKind, QueueState
from veille_tui.domain.journal import Kind
from veille_tui.domain.opt_outs import CHANNELS, SCOPES
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.referrals import Consent
from veille_tui.domain.tenants import NumberRole
from veille_tui.store.dialects import in_a_function
from veille_tui.store.shapes import SHAPES

FORGED = "veille: forged"
"""What the server says to a batch that no desk has made."""
_MOMENTS = frozenset(
    "at started_at answered_at ended_at found_at due_at reserved_until promise_starts promise_ends"
    " contact_at secured_at secured_until calm_due_at rests_until until".split()
)
_BETWEEN = "between -2208988800000000 and 7258118400000000"
"""1900 to 2200: what every workstation can show in every time zone."""
_MAY_BE_NULL = frozenset(
    "answered_at ended_at due_at reserved_until promise_starts promise_ends contact_at secured_at"
    " minutes after calm_due_at rests_until secured_until until".split()
)
_MAY_BE_LONG = frozenset(
    "data entry text note words consent_words value hidden raw label reason".split()
)
_LONG, _LONGEST = 500, 250_000
# What a terminal would obey; a pasted line's end is none. In dollars, so that no setting of a
# session reads it otherwise.
_CONTROL = "$r$[\\u0001-\\u0007\\u000e-\\u001f\\u007f-\\u009f]$r$"


def _one_of(words: Iterable[StrEnum | str]) -> str:
    return "(" + ", ".join(f"'{word!s}'" for word in sorted(words)) + ")"


_STATES = ", ".join(str(int(state)) for state in QueueState if state is not QueueState.HELD)
_URGENCIES = "('', 'immediate', 'today', 'week')"
_NOTES = "('note', 'complaint', 'help', 'alert', 'question', 'danger', 'shift')"
_FREE = "r.case_id = 0 and not exists (select 1 from attempts a where a.id = r.attempt_id)"
_RULES = {
    "groups": "r.attempt_id <> ''",
    "entries": f"""r.kind in {_one_of(Kind)}
      and (case when r.kind = 'shift_note' then {_FREE} else {{member}} end)
      and not exists (select 1 from journal_entries j
        where j.id = r.id and (j.attempt_id <> r.attempt_id or j.seq <> r.seq))""",
    "notes": f"""r.kind in {_NOTES}
      and (case when r.kind = 'shift' then {_FREE} else {{member}} end)""",
    "dials": f"r.outcome in {_one_of([*Outcome, ''])}",
    "helps": "r.case_id in (select g.case_id from {rows groups g})",
    "answers": "not jsonb_path_exists(r.value::jsonb, '$.**{20}')",
    "opt_outs": f"""r.scope in {_one_of([*SCOPES, ""])} and r.channel in {_one_of([*CHANNELS, ""])}
      and (r.scope = '') = (r.channel = '')
      and (r.entry_id, r.attempt_id) in (
        select x.id, x.attempt_id from {{rows entries x}} where x.kind = 'opted_out')""",
    "messages": """r.template <> '' and (r.entry_id, r.attempt_id) in (
        select x.id, x.attempt_id from {rows entries x} where x.kind = 'message_shown')""",
    "numbers": f"r.role in {_one_of(NumberRole)}",
    "ends": f"""(r.entry_id, r.seq, r.attempt_id) in (
        select x.id, x.seq, x.attempt_id from {{rows entries x}} where x.kind = 'attempt_finished')
      and r.disposition in {_one_of(Disposition)} and r.state in ({_STATES})
      and r.urgency in {_URGENCIES} and r.worst_need in {_URGENCIES}
      and r.flagged in {_one_of([*FLAGS, ""])}
      and r.promise_kind in {_one_of([*PromiseKind, ""])}
      and (r.promise_kind = '') = (r.promise_starts is null)
      and (r.reserved_for = '') = (r.reserved_until is null)
      and (r.is_secured = 0) = (r.secured_at is null)
      and r.priority < 2147483648 and coalesce(r.minutes, 0) between 0 and 100000
      and r.cadence ~ '^(P[0-9A-Z.]+)?$'
      and r.cadence_until ~ '^([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})?$'
      and coalesce(nullif(r.cadence_until, ''), '2020-01-01')::date is not null""",
    "needs": f"""r.theme <> '' and r.urgency in {_URGENCIES} and r.urgency <> ''
      and r.consent in {_one_of(Consent)}""",
}


def _member(names_campaign: bool) -> str:
    """SQL that is true of a row about an attempt on a case that the batch answers for."""
    keys = ["attempt_id", "case_id"] + ["campaign_id"] * names_campaign
    mine, theirs = (", ".join(f"{row}.{key}" for key in keys) for row in "rg")
    return f"({mine}) in (select {theirs} from {{rows groups g}})"


def _holds(name: str) -> str:
    """SQL that is true of a row of the list that a desk may have made."""
    columns = SHAPES[name].columns
    parts = [f"r.{one} is not null" for one in columns if one not in _MAY_BE_NULL]
    for one, kind in columns.items():
        if one in _MOMENTS:
            parts.append(f"coalesce(r.{one}, 0) {_BETWEEN}")
        elif kind == "bigint":
            parts.append(f"r.{one} >= 0")
    texts = [one for one, kind in columns.items() if kind == "text"]
    parts += [
        f"coalesce(length(r.{one}), 0) <= {_LONGEST if one in _MAY_BE_LONG else _LONG}"
        for one in texts
    ]
    # The journal's data is JSON, which writes them otherwise; nobody reads it but to look closely.
    shown = ", ".join(f"r.{one}" for one in texts if one not in {"data", "entry"})
    parts.append(f"concat({shown}) !~ {_CONTROL}")
    member = _member("campaign_id" in columns)
    rule = _RULES.get(name, "").replace("{member}", member)
    if rule:
        parts.append(rule)
    if {"attempt_id", "case_id"} <= columns.keys() and name not in {"groups", "entries", "notes"}:
        parts.append(member)
    return " and ".join(parts)


def _odd(name: str) -> str:
    return f"exists (select 1 from {{rows {name} r}} where ({_holds(name)}) is not true)"


_LISTS = [name for name, shape in SHAPES.items() if shape.parameter == "batch"]
REFUSED = f"""
if _is_person = 1 and ({in_a_function(" or ".join(map(_odd, _LISTS)))}) then
  raise invalid_parameter_value using message = '{FORGED}';
end if;"""
"""The first that `receiving.RECEIVE` does, for whoever logs in as themselves."""
