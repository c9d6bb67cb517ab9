"""A campaign's figures, counted from plain facts about its cases and sums of its calls."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from typing import Any

from veille_tui.domain import aapor, call_sums
from veille_tui.domain.aapor import share
from veille_tui.domain.aftermath import after_the_calls
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.call_sums import CallSums
from veille_tui.domain.case import Disposition
from veille_tui.domain.late_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What a report counts of one case."""

    case_id: int
    disposition: str
    segment: str = ""
    agency: str = ""
    tenants: int = 1
    with_number: bool = True
    """A number came with the listing or since, whether or not it turned out to be wrong."""
    reached: bool = False
    """The person or somebody who knows was heard at least once."""
    secured: bool = False
    """Positive evidence stands."""
    secured_channel: str = ""
    cadence: str = ""
    """ISO 8601 duration in force."""
    wave: str = ""
    themes: frozenset[str] = frozenset()
    """Of every need that was ever found and not taken back."""
    closed_by_hand: bool = False
    """Lost to follow-up, and a person has closed it with a reason."""
    secured_on: str = ""
    """Local day of the first evidence, ISO 8601, whether or not any still holds."""


@dataclass(frozen=True, slots=True)
class ReferralFacts:
    """How many referrals are alike."""

    kind: str
    theme: str
    urgency: str
    status: str
    count: int
    sent: int = 0
    """Those that left."""
    answered: int = 0
    overdue: int = 0
    """Those that wait, or waited, longer than their urgency allows."""
    hours: float = 0.0
    """From opening to answer, of all that were answered."""


@dataclass(frozen=True, slots=True)
class RelayFacts:
    """How many relays are alike."""

    channel: str
    status: str
    result: str
    count: int


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything a report counts."""

    cases: Sequence[CaseFacts] = ()
    calls: CallSums = field(default_factory=CallSums)
    needs: Mapping[str, int] = field(default_factory=dict)
    """Open and closed needs by theme, one per household and theme."""
    referrals: Mapping[str, int] = field(default_factory=dict)
    """By status."""
    referral_facts: Sequence[ReferralFacts] = ()
    relays: Sequence[RelayFacts] = ()
    opt_outs: int = 0
    """Households that asked not to be called, or written to, any more."""
    messages: Mapping[str, int] = field(default_factory=dict)
    """Text messages by template."""
    questions: int = 0
    """What tenants asked and nobody could answer."""
    usual: frozenset[str] = frozenset()
    """The rhythms that the campaign itself gives: who has one of their own wished for it."""
    needs_by_status: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """`needs`, by theme and status; a theme that is open once is open."""


def tally(facts: Facts) -> dict[str, Any]:
    """The figures of `veille report --format json`, but for campaign and time."""
    cases, calls = facts.cases, facts.calls
    aapor_counts = _categories(len(cases), calls.categories)
    outcomes = aapor.rates(aapor_counts)
    households = _households(cases)
    callers = call_sums.by_caller(calls)
    return {
        "households": households,
        "rates": {
            "secured": share(households["secured"], households["targeted"]),
            "contact": outcomes["CON1"],
            "response": outcomes["RR1"],
            "refusal": outcomes["REF1"],
            "reassuring": call_sums.reassuring(calls),
        },
        "tenants": sum(case.tenants for case in cases),
        "tenants_reached": sum(case.tenants for case in cases if case.reached),
        "calls": call_sums.totals(calls),
        "follow_up": _follow_up(cases, facts.usual),
        "difficult": sum(bool(case.themes - LONELY) for case in cases),
        "needs": dict(sorted(facts.needs.items())),
        "needs_by_status": {theme: dict(n) for theme, n in sorted(facts.needs_by_status.items())},
        "referrals": dict(sorted(facts.referrals.items())),
        **after_the_calls(facts),
        "secured_by_channel": _count(case.secured_channel for case in cases if case.secured),
        "dispositions": _count(case.disposition for case in cases),
        "by_agency": _by(cases, "agency"),
        "by_segment": _by(cases, "segment"),
        "by_wave": _by(cases, "wave"),
        "by_caller": callers,
        "callers": len(callers),
        "by_day": call_sums.by_day(calls, (case.secured_on for case in cases)),
        "by_slot": call_sums.by_slot(calls),
        "aapor": {**aapor_counts, **outcomes},
    }


def _categories(households: int, found: Mapping[str, int]) -> dict[str, int]:
    """Every household in one category: those that nothing is known of are not attempted (UH)."""
    counts = {name: found.get(name, 0) for name in aapor.CATEGORIES}
    counts["UH"] += households - sum(counts.values())
    return counts


def _households(cases: Iterable[CaseFacts]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for case in cases:
        counts["targeted"] += 1
        counts["with_number" if case.with_number else "without_number"] += 1
        counts["reached"] += case.reached
        counts["secured"] += case.secured
        counts["unreachable"] += case.disposition == Disposition.UNREACHABLE
        counts["lost_to_follow_up"] += case.disposition == Disposition.LOST_TO_FOLLOW_UP
        counts["refused"] += case.disposition == Disposition.REFUSED
    names = "targeted with_number without_number reached secured unreachable lost_to_follow_up"
    return {name: counts[name] for name in [*names.split(), "refused"]}


LONELY = frozenset({"isolement", "lien", "isolation", "company"})
"""Themes of needs that are those of loneliness."""


def _follow_up(cases: Iterable[CaseFacts], usual: frozenset[str]) -> dict[str, int]:
    """Households that are called again: all of them, weekly ones, those more and less often.

    Lonely are those who get by and are called at a rhythm of their own, which the campaign does
    not give to everybody.
    """
    counts: Counter[str] = Counter(lonely=0, weekly=0, oftener=0, less_often=0, called_again=0)
    for case in cases:
        if case.cadence and case.disposition not in _NOT_FOLLOWED:
            counts["called_again"] += 1
            counts[_rhythm(case.cadence)] += 1
            is_own = case.cadence not in usual or bool(case.themes)
            counts["lonely"] += is_own and case.themes <= LONELY
    return dict(counts)


_WEEK = timedelta(days=7)


def _rhythm(cadence: str) -> str:
    every = parse_every(cadence)
    if every == _WEEK:
        return "weekly"
    return "oftener" if every < _WEEK else "less_often"


_NOT_FOLLOWED = {
    Disposition.SECURED,
    Disposition.REFUSED,
    Disposition.DECEASED,
    Disposition.MOVED_OUT,
    Disposition.OPTED_OUT,
}


def _count(values: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(values).items()))


def _by(cases: Iterable[CaseFacts], name: str) -> dict[str, dict[str, int]]:
    groups: dict[str, list[CaseFacts]] = defaultdict(list)
    for case in cases:
        groups[getattr(case, name)].append(case)
    wanted = ("targeted", "with_number", "reached", "secured")
    counted = {group: _households(members) for group, members in sorted(groups.items())}
    return {group: {key: counts[key] for key in wanted} for group, counts in counted.items()}
