"""What the store knows of the cases a batch of entries touches, and what the batch changes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from veille_tui.domain.attention import flagged_too
from veille_tui.domain.case import QueueState
from veille_tui.domain.journal import Entry
from veille_tui.store.link import Link
from veille_tui.store.rows import parsed


@dataclass(slots=True)
class Held:
    """A queue row, locked for this batch, with the little of its case that judging needs."""

    case_id: int
    campaign_id: str
    household_id: int
    state: int
    state_before: int
    claim_token: str | None
    claimed_by: str
    last_token: str
    closed_by: str
    decided_by: str
    disposition: str
    urgency: str
    flagged: str
    changed: bool = False

    def is_held_by(self, token: str) -> bool:
        """Whether `token` is the claim in force."""
        return bool(token) and self.state == QueueState.HELD and self.claim_token == token

    def let_go(self, state: int) -> None:
        """End any claim; the row stands in `state`."""
        self.state, self.claim_token, self.changed = state, None, True


@dataclass(slots=True)
class Attempt:
    """One row of attempts."""

    id: str
    case_id: int
    campaign_id: str
    desk: str
    caller: str
    started_at: int
    reason: str = ""
    script_hash: str = ""
    token: str = ""
    finished_at: int | None = None
    disposition: str = ""
    complete: int = 0
    minutes: float | None = None
    secured: int = 0
    is_late: int = 0


@dataclass(slots=True)
class Dial:
    """One row of dials."""

    attempt_id: str
    id: str
    case_id: int
    campaign_id: str
    at: int
    number_id: int = 0
    e164: str = ""
    answered_at: int | None = None
    ended_at: int | None = None
    outcome: str = ""
    who: str = ""
    note: str = ""


Values = dict[str, Any]


@dataclass(slots=True)
class Batch:
    """A batch under way: what was known, then what it changes, table by table."""

    desk: str
    now: int
    known: set[str] = field(default_factory=set)
    """Ids of entries that came before."""
    cases: dict[int, Held] = field(default_factory=dict)
    attempts: dict[str, Attempt] = field(default_factory=dict)
    dials: dict[tuple[str, str], Dial] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)
    """Attempts to write again."""
    dialled: set[tuple[str, str]] = field(default_factory=set)
    """Dials to write again."""
    answers: dict[tuple[str, str], Values] = field(default_factory=dict)
    hidden: dict[str, Values] = field(default_factory=dict)
    """By finished attempt: which of its answers do not count."""
    notes: list[Values] = field(default_factory=list)
    numbers_given: list[Values] = field(default_factory=list)
    numbers_ended: list[Values] = field(default_factory=list)
    finished_again: list[Values] = field(default_factory=list)
    """Attempts whose earlier finish is replaced: the numbers it ended come back."""
    needs_withdrawn: list[Values] = field(default_factory=list)
    needs: dict[tuple[str, str], Values] = field(default_factory=dict)
    decisions: list[Values] = field(default_factory=list)
    """For cases: what the rules concluded."""
    findings: list[Values] = field(default_factory=list)
    """For cases: what a result that came too late still tells."""
    flagged: set[int] = field(default_factory=set)
    """Cases with one word more for the supervisor."""
    redisposed: set[int] = field(default_factory=set)
    """Cases whose disposition changed without a decision: a death, or that it was a wrong key."""
    plans: list[Values] = field(default_factory=list)
    """For the queue: what comes next."""
    returns: list[Values] = field(default_factory=list)
    kept: dict[str, Entry] = field(default_factory=dict)
    late: list[str] = field(default_factory=list)

    def flag(self, held: Held, word: str) -> None:
        """One more word for the supervisor; "" is none."""
        if word:
            held.flagged = flagged_too(held.flagged, word)
            self.flagged.add(held.case_id)

    def household(self, household_id: int) -> list[Held]:
        """The queue rows of one household, in all campaigns."""
        return [held for held in self.cases.values() if held.household_id == household_id]


_LOCK = """
select q.case_id, q.campaign_id, q.household_id, q.state, q.state_before, q.claim_token,
       q.claimed_by, q.last_token, q.closed_by, c.decided_by, c.disposition,
       c.urgency, c.flagged
  from queue q join cases c on c.id = q.case_id
 where q.household_id in (select w.household_id from queue w where w.case_id in {numbers})
 order by q.case_id {locking}"""
_LOOK = """
select {now},
  (select {all}(j.id) from journal_entries j where j.id in {texts entries}),
  (select {all}({row}(a.id, a.case_id, a.campaign_id, a.desk, a.caller, a.started_at, a.reason,
     a.script_hash, a.token, a.finished_at, a.disposition, a.complete, a.minutes, a.secured,
     a.is_late)) from attempts a where a.id in {texts attempts}),
  (select {all}({row}(d.attempt_id, d.id, d.case_id, d.campaign_id, d.at, d.number_id, d.e164,
     d.answered_at, d.ended_at, d.outcome, d.who, d.note))
     from dials d where d.attempt_id in {texts attempts})"""


def look(link: Link, desk: str, entries: Sequence[Entry], now: int | None) -> Batch:
    """Lock the households of a batch and read what is known of its attempts.

    The lock comes first: a batch sent twice at once is then judged by what the first one wrote.
    """
    cases = sorted({entry.case_id for entry in entries if entry.case_id})
    locked = link.rows(_LOCK, {"list": json.dumps(cases)}) if cases else []
    values = {
        "now": now,
        "entries": json.dumps([entry.id for entry in entries]),
        "attempts": json.dumps(sorted({entry.attempt_id for entry in entries})),
    }
    at, known, attempts, dials = link.rows(_LOOK, values)[0]
    return Batch(
        desk=desk,
        now=at,
        known=set(parsed(known)),
        cases={row[0]: Held(*row) for row in locked},
        attempts={row[0]: Attempt(*row) for row in parsed(attempts)},
        dials={(row[0], row[1]): Dial(*row) for row in parsed(dials)},
    )
