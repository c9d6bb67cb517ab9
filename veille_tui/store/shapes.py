"""The lists that a statement reads from JSON: `{rows NAME alias}` in its text, typed here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shape:
    """A list of objects in a JSON parameter."""

    parameter: str
    columns: Mapping[str, str]
    """SQL types by key."""
    key: str = ""
    """Where in the parameter it is; "" is the parameter itself."""

    def postgresql(self, alias: str) -> str:
        """The list as a table of PostgreSQL."""
        source = f":{self.parameter} -> '{self.key}'" if self.key else f":{self.parameter}"
        columns = ", ".join(f"{name} {kind}" for name, kind in self.columns.items())
        return f"jsonb_to_recordset({source}) as {alias}({columns})"

    def sqlite(self, alias: str) -> str:
        """The list as a table of SQLite."""
        path = f", '$.{self.key}'" if self.key else ""
        columns = ", ".join(f"json_extract(value, '$.{name}') as {name}" for name in self.columns)
        return f"(select {columns} from json_each(:{self.parameter}{path})) as {alias}"


def _columns(**named: str) -> dict[str, str]:
    """Types by column, from names by type; `float` is SQL's double precision."""
    kinds = {"whole": "bigint", "words": "text", "real": "double precision"}
    return {name: kinds[kind] for kind, names in named.items() for name in names.split()}


def _part(key: str, **named: str) -> Shape:
    return Shape("batch", _columns(**named), key)


SHAPES: Mapping[str, Shape] = {
    "groups": _part("groups", whole="case_id", words="attempt_id campaign_id token"),
    "entries": _part(
        "entries", words="id kind campaign_id attempt_id caller data", whole="seq at case_id"
    ),
    "aside": _part("aside", words="id reason entry"),
    "attempts": _part(
        "attempts",
        words="attempt_id campaign_id caller reason script_hash token",
        whole="case_id started_at",
    ),
    "dials": _part(
        "dials",
        words="attempt_id id campaign_id e164 outcome who note",
        whole="case_id at seq number_id answered_at ended_at is_dialled is_heard is_named is_ended",
    ),
    "answers": _part(
        "answers",
        words="attempt_id question campaign_id value words script_hash",
        whole="case_id at seq",
    ),
    "notes": _part("notes", words="id kind campaign_id attempt_id caller text", whole="case_id at"),
    "helps": _part("helps", words="entry_id", whole="case_id"),
    "messages": _part(
        "messages",
        words="entry_id attempt_id campaign_id caller template e164",
        whole="case_id at",
    ),
    "opt_outs": _part(
        "opt_outs",
        words="entry_id attempt_id campaign_id caller scope channel words",
        whole="case_id until at",
    ),
    "numbers": _part(
        "numbers",
        words="entry_id attempt_id e164 raw label role dialled",
        whole="case_id place",
    ),
    "returns": _part("returns", words="attempt_id token caller", whole="case_id at seq"),
    "needs": _part(
        "needs",
        words="attempt_id campaign_id theme urgency partner note consent consent_words",
        whole="case_id found_at",
    ),
    "ended": _part("ended", words="attempt_id e164", whole="case_id id"),
    "fates": _part("fates", words="attempt_id", whole="case_id is_final is_dead"),
    "ends": _part(
        "ends",
        words="attempt_id entry_id campaign_id token caller hidden disposition reserved_for"
        " promise_kind promise_by urgency worst_need cadence cadence_until secured_channel"
        " secured_source not_secured flagged after",
        whole="case_id seq at is_complete state due_at priority sort_key reserved_until"
        " promise_starts promise_ends contact_at is_secured secured_at secured_until contradicts"
        " has_needs in_alert calm_due_at rests_until",
        real="minutes",
    ),
    "renewals": Shape("renewals", _columns(words="token", whole="lease")),
    "climbed": Shape(
        "moves",
        _columns(words="channel why disposition", whole="case_id step due_at contact_at"),
        "climbed",
    ),
    "failed": Shape("moves", _columns(whole="id"), "failed"),
    "lost": Shape("moves", _columns(whole="case_id contact_at"), "lost"),
    "words": Shape("words", _columns(words="word")),
    "said": Shape("said", _columns(words="attempt_id", whole="say was_finished was_secured")),
    "dead": Shape(
        "dead",
        _columns(words="attempt_id token", whole="household_id case_id is_final is_dead"),
    ),
}
