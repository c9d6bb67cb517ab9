"""A campaign's figures, counted from plain facts about its cases and attempts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import timedelta
from statistics import fmean, median
from typing import Any

from veille_tui.domain import aapor
from veille_tui.domain.aapor import share
from veille_tui.domain.aftermath import after_the_calls
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.case import Disposition
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import FACTS, Outcome


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
    """Local day of the last evidence, ISO 8601, whether or not it still holds."""


@dataclass(frozen=True, slots=True)
class AttemptFacts:
    """What a report counts of one attempt."""

    case_id: int
    caller: str
    outcomes: tuple[str, ...] = ()
    """Of its dials, in order; "" for one without outcome."""
    minutes: float | None = None
    """Length, when the attempt was finished."""
    talked: bool = False
    """A conversation began in one of its dials, even if the line was cut."""
    reassuring: bool = False
    """It brought evidence that the situation is secured."""
    day: str = ""
    """Local, ISO 8601."""
    slots: tuple[str, ...] = ()
    """Of its dials, in order: the campaign's part of the day; "" is outside hours."""


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
    attempts: Sequence[AttemptFacts] = ()
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
    cases, attempts = facts.cases, facts.attempts
    talks = [attempt for attempt in attempts if _answered(attempt)]
    by_case: dict[int, list[str]] = defaultdict(list)
    for attempt in attempts:
        by_case[attempt.case_id].extend(attempt.outcomes)
    categories = Counter(aapor.category(by_case[case.case_id]) for case in cases)
    aapor_counts = {name: categories[name] for name in aapor.CATEGORIES}
    outcomes = aapor.rates(aapor_counts)
    households = _households(cases)
    reassuring = sum(attempt.reassuring for attempt in talks)
    return {
        "households": households,
        "rates": {
            "secured": share(households["secured"], households["targeted"]),
            "contact": outcomes["CON1"],
            "response": outcomes["RR1"],
            "refusal": outcomes["REF1"],
            "reassuring": share(reassuring, len(talks)),
        },
        "tenants": sum(case.tenants for case in cases),
        "tenants_reached": sum(case.tenants for case in cases if case.reached),
        "calls": _calls(attempts),
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
        "by_caller": _by_caller(attempts),
        "callers": len({attempt.caller for attempt in attempts}),
        "by_day": _by_day(cases, attempts),
        "by_slot": _by_slot(attempts),
        "aapor": {**aapor_counts, **outcomes},
    }


def _answered(attempt: AttemptFacts) -> bool:
    heard = (outcome and FACTS[Outcome(outcome)].answered for outcome in attempt.outcomes)
    return attempt.talked or any(heard)


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


def _calls(attempts: Sequence[AttemptFacts]) -> dict[str, Any]:
    """Lengths are those of attempts in which somebody answered: information, never a target."""
    lengths = [a.minutes for a in attempts if a.minutes is not None and _answered(a)]
    return {
        "dials": sum(len(attempt.outcomes) for attempt in attempts),
        "attempts": len(attempts),
        "answered": sum(_answered(attempt) for attempt in attempts),
        "mean_minutes": round(fmean(lengths), 1) if lengths else None,
        "median_minutes": round(median(lengths), 1) if lengths else None,
    }


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


def _by_day(
    cases: Iterable[CaseFacts], attempts: Iterable[AttemptFacts]
) -> dict[str, dict[str, int]]:
    """Each local day on which something happened.

    `reached` is households that somebody answered for that day. `secured_so_far` is households for
    which positive evidence had come by then; a need that opened since, or evidence that ended, is
    not taken off, so that the curve never falls.
    """
    days: dict[str, Counter[str]] = defaultdict(Counter)
    heard: set[tuple[str, int]] = set()
    first: dict[int, str] = {case.case_id: case.secured_on for case in cases if case.secured_on}
    for attempt in attempts:
        that = days[attempt.day]
        that["attempts"] += 1
        that["dials"] += len(attempt.outcomes)
        that["reassuring"] += attempt.reassuring
        if _answered(attempt):
            that["answered"] += 1
            heard.add((attempt.day, attempt.case_id))
        if attempt.reassuring and attempt.day:
            first[attempt.case_id] = min(attempt.day, first.get(attempt.case_id, attempt.day))
    secured = Counter(first.values())
    reached = Counter(day for day, _case in heard)
    found, so_far = {}, 0
    for day in sorted(filter(None, {*days, *secured})):
        so_far += secured[day]
        counts = {key: days[day][key] for key in ("attempts", "dials", "answered", "reassuring")}
        found[day] = {**counts, "reached": reached[day], "secured_so_far": so_far}
    return found


def _by_slot(attempts: Iterable[AttemptFacts]) -> dict[str, dict[str, Any]]:
    """Dials by part of the day and how often somebody was heard: so that hours can be corrected."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for attempt in attempts:
        for slot, outcome in zip(attempt.slots, attempt.outcomes, strict=False):
            found[slot]["dials"] += 1
            heard = bool(outcome) and FACTS[Outcome(outcome)].answered
            found[slot]["answered"] += heard or (attempt.talked and outcome == "dropped")
    return {
        slot: {**counts, "success": share(counts["answered"], counts["dials"])}
        for slot, counts in sorted(found.items())
    }


def _by_caller(attempts: Iterable[AttemptFacts]) -> dict[str, dict[str, int]]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for attempt in attempts:
        mine = counts[attempt.caller]
        mine["attempts"] += 1
        mine["dials"] += len(attempt.outcomes)
        mine["answered"] += _answered(attempt)
        mine["reassuring"] += attempt.reassuring
    return {caller: dict(found) for caller, found in sorted(counts.items())}
