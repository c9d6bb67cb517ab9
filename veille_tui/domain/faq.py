"""Finding what tenants ask in a campaign's list of questions, however it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from veille_tui.domain.campaign import FaqEntry
from veille_tui.domain.names import fold

SHORTEST = 4
"""Letters from which a word may be misspelt."""
ALIKE = 0.75
"""How much of two words must be the same, from 0 to 1."""
_EMPTY = frozenset(
    "a au aux ce ces comment d de des du elle en est et il j je l la le les ma mes mon n ne on ou"
    " pas pour qu quand que qui s sa se ses si son sur un une y"
    " the of to is my how when who".split()
)
"""Words that every question holds."""


def search(entries: Sequence[FaqEntry], text: str) -> tuple[FaqEntry, ...]:
    """The entries that answer `text`, the best first; all of them, in order, for no text.

    A word counts by its beginning or nearly spelt, more in the question than in the answer; at
    least half of the words typed must be found.
    """
    wanted = [word for word in fold(text).split() if word not in _EMPTY] or fold(text).split()
    if not wanted:
        return tuple(entries)
    found = []
    for place, entry in enumerate(entries):
        marks = [_mark(word, entry) for word in wanted]
        hits = sum(mark > 0 for mark in marks)
        if 2 * hits >= len(wanted) and hits:
            found.append(((-hits, -sum(marks), place), entry))
    return tuple(entry for _key, entry in sorted(found, key=lambda one: one[0]))


def _mark(word: str, entry: FaqEntry) -> float:
    asked = fold(" ".join((entry.question, *entry.words))).split()
    return max(_likeness(word, asked), 0.5 * _likeness(word, fold(entry.answer).split()))


def _likeness(word: str, others: Iterable[str]) -> float:
    """2 for the beginning of one of them, else how like the nearest is, else 0."""
    from difflib import SequenceMatcher

    known = set(others)
    if any(other.startswith(word) for other in known):
        return 2.0
    if len(word) < SHORTEST:
        return 0.0
    best = 0.0
    matcher = SequenceMatcher(b=word, autojunk=False)
    for other in known:
        if len(other) < SHORTEST:
            continue
        matcher.set_seq1(other)
        if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
            best = max(best, matcher.ratio())
    return best if best >= ALIKE else 0.0
