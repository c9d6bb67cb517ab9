"""The figures of what follows the calls: referrals, complaints, relays, wishes, messages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from veille_tui.domain.referrals import ReferralKind

if TYPE_CHECKING:
    from veille_tui.domain.tallies import CaseFacts, Facts, ReferralFacts, RelayFacts

_LOST = "lost_to_follow_up"


def after_the_calls(facts: Facts) -> dict[str, Any]:
    """Their part of the report's document."""
    by_kind = {
        kind: [one for one in facts.referral_facts if one.kind == kind] for kind in ReferralKind
    }
    needs = by_kind[ReferralKind.NEED]
    return {
        "referred": _sent_by_theme(needs),
        "referrals_by_theme": _by_theme(needs),
        "referrals_by_urgency": _by_urgency(needs),
        "complaints": _by_status(by_kind[ReferralKind.COMPLAINT]),
        "mediation": _by_status(by_kind[ReferralKind.MEDIATION]),
        "relays": _relays(facts.relays),
        "lost": _lost(facts.cases),
        "opt_outs": facts.opt_outs,
        "messages": dict(sorted(facts.messages.items())),
        "questions_not_answered": facts.questions,
    }


def _by_status(found: Iterable[ReferralFacts]) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for one in found:
        counts[one.status] += one.count
    return dict(sorted(counts.items()))


def _sent_by_theme(found: Iterable[ReferralFacts]) -> dict[str, int]:
    """How many left for a partner; `total` is all of them."""
    counts: Counter[str] = Counter(total=0)
    for one in found:
        counts["total"] += one.sent
        counts[one.theme] += one.sent
    return {name: count for name, count in sorted(counts.items()) if count or name == "total"}


def _by_theme(found: Iterable[ReferralFacts]) -> dict[str, dict[str, int]]:
    themes: dict[str, list[ReferralFacts]] = defaultdict(list)
    for one in found:
        themes[one.theme].append(one)
    return {theme: _by_status(members) for theme, members in sorted(themes.items())}


def _by_urgency(found: Iterable[ReferralFacts]) -> dict[str, dict[str, Any]]:
    """How soon somebody answered: the mean in hours, and how many took too long."""
    urgencies: dict[str, list[ReferralFacts]] = defaultdict(list)
    for one in found:
        urgencies[one.urgency].append(one)
    return {urgency: _times(members) for urgency, members in sorted(urgencies.items())}


def _times(members: Sequence[ReferralFacts]) -> dict[str, Any]:
    answered = sum(one.answered for one in members)
    hours = sum(one.hours for one in members)
    return {
        "count": sum(one.count for one in members),
        "answered": answered,
        "overdue": sum(one.overdue for one in members),
        "mean_hours": round(hours / answered, 1) if answered else None,
    }


def _relays(found: Iterable[RelayFacts]) -> dict[str, dict[str, Any]]:
    """By channel: how many in each status, and what came back."""
    channels: dict[str, dict[str, Counter[str]]] = defaultdict(
        lambda: {"status": Counter(), "results": Counter()}
    )
    for one in found:
        channels[one.channel]["status"][one.status] += one.count
        if one.result:
            channels[one.channel]["results"][one.result] += one.count
    return {
        channel: {part: dict(sorted(counts.items())) for part, counts in parts.items()}
        for channel, parts in sorted(channels.items())
    }


def _lost(cases: Iterable[CaseFacts]) -> Mapping[str, int]:
    """Lost to follow-up: those still to be closed by a person, and those that were."""
    counts = Counter(open=0, closed=0)
    for case in cases:
        if case.disposition == _LOST:
            counts["closed" if case.closed_by_hand else "open"] += 1
    return dict(counts)
