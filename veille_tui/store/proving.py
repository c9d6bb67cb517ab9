"""Proves that every household and every need is in exactly one state, or names those that are not.

One snapshot, nothing written, the same memory at any size: each table is walked once, and only
exceptions come back, the first of each kind by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from veille_tui.domain.case import QueueState
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.store.link import Link
from veille_tui.store.proving_rules import SWEEPS
from veille_tui.store.proving_shapes import Rule, Sweep

NAMED = 20
"""How many of each kind are named; all are counted."""
_LONG = 3_600.0


@dataclass(frozen=True, slots=True)
class Named:
    """One exception: never a person's name."""

    case_id: int
    """0 when it is about no case."""
    reference: str
    """The landlord's key of the household; "" when the case says it."""
    about: str
    """The attempt, entry or row it is about; "" when the case says it all."""


@dataclass(frozen=True, slots=True)
class Exceptional:
    """One rule that does not hold somewhere."""

    code: str
    is_contradiction: bool
    count: int
    named: tuple[Named, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What was walked, and what was found."""

    households: int
    cases: int
    needs: int
    by_state: dict[str, int]
    """Queue rows by state: their sum is the number of cases."""
    by_need: dict[str, int]
    """Needs by status."""
    exceptions: tuple[Exceptional, ...]

    @property
    def holds(self) -> bool:
        """Whether every household and every need is in exactly one state."""
        return not any(one.is_contradiction for one in self.exceptions)


Progress = Callable[[int, int], None]


def _silent(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def prove(link: Link, now: int | None, progress: Progress = _silent) -> Proof:
    """Walk everything in one snapshot; nothing is written.

    Desks go on meanwhile, except that an embedded store without WAL lets nobody write until it is
    over. Raises Refused for lack of rights.
    """
    found: list[Exceptional] = []
    with link.patient(_LONG), _snapshot(link):
        households, cases, needs = link.rows(
            "select (select count(*) from households), (select count(*) from cases),"
            " (select count(*) from needs)"
        )[0]
        states: dict[int, int] = dict(link.rows("select state, count(*) from queue group by state"))
        by_need: dict[str, int] = dict(
            link.rows("select status, count(*) from needs group by status")
        )
        for done, sweep in enumerate(SWEEPS):
            progress(done, len(SWEEPS))
            found += _walk(link, sweep, now)
        progress(len(SWEEPS), len(SWEEPS))
    named = {_state_name(state): count for state, count in sorted(states.items())}
    return Proof(households, cases, needs, named, by_need, tuple(found))


def _state_name(state: int) -> str:
    return QueueState(state).name.lower() if state in set(QueueState) else str(state)


@contextmanager
def _snapshot(link: Link) -> Iterator[None]:
    """Everything is read as of one moment, and nothing can be written."""
    if link.dialect.name != "sqlite":
        with link.transaction():
            link.rows("set transaction isolation level repeatable read, read only")
            yield
        return
    link.rows("begin")
    try:
        yield
    finally:
        link.rows("rollback")


def statement(sweep: Sweep) -> str:
    """The walk as one statement: a row for each exception, with the codes of what is wrong."""
    codes = " || ".join(
        f"case when {rule.broken} then ' {rule.code}' else '' end" for rule in sweep.rules
    )
    # Asked first: of nearly all rows nothing is put together.
    broken = " or ".join(f"({rule.broken})" for rule in sweep.rules)
    return f"""
select {sweep.case_id} as case_id, {sweep.reference} as reference, {sweep.about} as about,
  {codes} as codes from {sweep.source} where {broken}"""


def _walk(link: Link, sweep: Sweep, now: int | None) -> Iterator[Exceptional]:
    inner = statement(sweep)
    # Only what is wrong is counted and kept; the rest passes by.
    codes = link.rows(f"select codes, count(*) from ({inner}) w group by codes", {"now": now})
    if not codes:
        return
    for rule in sweep.rules:
        count = sum(n for words, n in codes if rule.code in words.split())
        if count:
            yield _exceptional(link, inner, rule, count, now)


def _exceptional(link: Link, inner: str, rule: Rule, count: int, now: int | None) -> Exceptional:
    rows = link.rows(
        f"select case_id, reference, about from ({inner}) w"
        f" where codes || ' ' like '% {rule.code} %'"
        f" order by case_id, reference, about limit {NAMED}",
        {"now": now},
    )
    return Exceptional(rule.code, rule.is_contradiction, count, tuple(Named(*row) for row in rows))
