"""AAPOR outcome rates (Standard Definitions, 9th edition, telephone surveys), by household."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from veille_tui.domain.outcomes import Outcome

CATEGORIES = ("I", "P", "R", "NC", "O", "UH", "UO", "NE")
_CATEGORY: Mapping[str, str] = {
    Outcome.DONE: "I",
    Outcome.PARTIAL: "P",
    Outcome.REFUSED_SOFT: "R",
    Outcome.REFUSED_HARD: "R",
    Outcome.LANGUAGE: "O",
    Outcome.CANNOT_TALK: "O",
    Outcome.DECEASED: "O",
    Outcome.DROPPED: "O",
    Outcome.APPOINTMENT: "NC",
    Outcome.CALLBACK: "NC",
    Outcome.REACHED_OTHER: "NC",
    Outcome.VOICEMAIL: "NC",
    Outcome.VOICEMAIL_LEFT: "NC",
    Outcome.NO_ANSWER: "UH",
    Outcome.BUSY: "UH",
    Outcome.PHONE_PROBLEM: "UH",
    Outcome.MOVED_OUT: "NE",
    Outcome.WRONG_NUMBER: "NE",
    Outcome.DISCONNECTED: "NE",
}
_STRONGEST_FIRST = ("I", "P", "R", "O", "NC", "NE", "UH")
"""Whatever came later, the most that was ever obtained of a household is its final category."""
RANKED = {str(outcome): _STRONGEST_FIRST.index(name) for outcome, name in sorted(_CATEGORY.items())}
"""Of each outcome: a household's category is the one of its least rank."""


def ranked(rank: int) -> str:
    """The category of a rank."""
    return _STRONGEST_FIRST[rank]


def category(outcomes: Iterable[str]) -> str:
    """A household's final category from all its dials; without any it is not attempted (UH).

    Appointments count as non-contact with the questionnaire, never as refusals (field.md). News
    that a relay brought is not an interview, and changes nothing here.
    """
    ranks = [RANKED[outcome] for outcome in outcomes if outcome in RANKED]
    return ranked(min(ranks)) if ranks else "UH"


def rates(counts: Mapping[str, int]) -> dict[str, float | None]:
    """RR1-6, COOP1-4, REF1-3 and CON1-3 of category counts; None when nothing is known.

    `e`, the share of the unknown taken as eligible, is the proportional (CASRO) estimate.
    """
    n = Counter(counts)
    interviews, partial, refusal = n["I"], n["I"] + n["P"], n["R"]
    known = partial + n["R"] + n["NC"] + n["O"]
    unknown = n["UH"] + n["UO"]
    e = known / (known + n["NE"]) if known else 0.0
    talked = partial + n["R"] + n["O"]
    parts: dict[str, tuple[float, float]] = {}
    for rank, bottom in enumerate((known + unknown, known + e * unknown, known)):
        parts[f"RR{2 * rank + 1}"] = (interviews, bottom)
        parts[f"RR{2 * rank + 2}"] = (partial, bottom)
        parts[f"REF{rank + 1}"] = (refusal, bottom)
        parts[f"CON{rank + 1}"] = (talked, bottom)
    for rank, bottom in enumerate((talked, partial + n["R"])):
        parts[f"COOP{2 * rank + 1}"] = (interviews, bottom)
        parts[f"COOP{2 * rank + 2}"] = (partial, bottom)
    return {name: share(top, bottom) for name, (top, bottom) in sorted(parts.items())}


def share(top: float, bottom: float) -> float | None:
    """A rate between 0 and 1, to four places; None of nothing."""
    return round(top / bottom, 4) if bottom else None
