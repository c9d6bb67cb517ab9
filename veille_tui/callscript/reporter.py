"""Collects what is wrong in YAML files, each thing at its place."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from veille_tui.callscript.tree import Place, Source
from veille_tui.language import _
from veille_tui.problems import Problem, Problems, Severity

MOST_PROBLEMS = 500
_OF_NAMES = frozenset(
    "unknown-name unknown-code unknown-placeholder later-question bad-answer misplaced-key"
    " not-a-text not-a-number not-a-list not-ordered list-compared bad-form bad-default"
    " not-true-or-false note-in-text note-in-condition never-true never-reached".split()
)
"""What may come of a name or of a type that is not known any more."""


class Reporter:
    """Adds problems in the order they are found; the same one twice counts once."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str, str, int, int], Problem] = {}
        self._hushed: set[tuple[str, int]] = set()
        self._hushed_groups: set[tuple[str, int, int]] = set()
        self._hushed_codes: frozenset[str] = frozenset()

    def error(self, code: str, place: Place, message: str, hint: str) -> None:
        """Something that forbids using the file."""
        self._add(code, place, message, hint, "error")

    def warning(self, code: str, place: Place, message: str, hint: str) -> None:
        """Something that may be meant, but is rarely."""
        self._add(code, place, message, hint, "warning")

    def _add(self, code: str, place: Place, message: str, hint: str, severity: Severity) -> None:
        where = (code, message, place.source.name, place.line, place.column)
        if where in self._seen or self.is_full or (self._hushed and self._is_hushed(code, place)):
            return
        self._seen[where] = Problem(
            code=code,
            message=message,
            hint=hint,
            severity=severity,
            file=place.source.name,
            line=place.line,
            column=place.column,
        )

    def hush(self, file: str, line: int, groups: Iterable[tuple[int, int]]) -> None:
        """From now on say nothing of a line that was mended, nor that a key is missing in the
        groups that begin at these lines and columns: it may be what the mending lost.
        """
        self._hushed.add((file, line))
        self._hushed_groups |= {(file, *group) for group in groups}

    def hush_names(self) -> None:
        """From now on do not say that a name is unknown: it may be what a mending lost."""
        self._hushed_codes = _OF_NAMES

    def _is_hushed(self, code: str, place: Place) -> bool:
        file = place.source.name
        return (
            (file, place.line) in self._hushed
            or code in self._hushed_codes
            or (code == "missing-key" and (file, place.line, place.column) in self._hushed_groups)
        )

    def adopt(self, other: Reporter) -> None:
        """Say what `other` would have said, and hush what it hushed."""
        for problem in other.problems:
            place = Place(Source(problem.file, ()), problem.line, problem.column)
            self._add(problem.code, place, problem.message, problem.hint, problem.severity)
        self._hushed |= other._hushed
        self._hushed_groups |= other._hushed_groups
        self._hushed_codes |= other._hushed_codes

    @property
    def is_full(self) -> bool:
        """Whether more problems would only be dropped."""
        return len(self._seen) >= MOST_PROBLEMS

    @property
    def problems(self) -> Problems:
        """Everything so far, in the order of the files' lines."""
        found = list(self._seen.values())
        files = {name: rank for rank, name in enumerate(dict.fromkeys(one.file for one in found))}
        found.sort(key=lambda one: (files[one.file], one.line, one.column))
        return Problems(found)


def did_you_mean(word: str, known: Iterable[str], otherwise: str = "") -> str:
    """« Vouliez-vous dire … ? » when a known word is close, else `otherwise`."""
    close = closest(word, known)
    return _("Vouliez-vous dire « {word} » ?").format(word=close) if close else otherwise


def closest(word: str, known: Iterable[str], likeness: float = 60) -> str:
    """The known word most like `word`, accents and case aside, or ""; `likeness` in per cent."""
    from rapidfuzz import fuzz, process

    by_plain = {_plain(one): one for one in known}
    found = process.extractOne(
        _plain(word), by_plain.keys(), scorer=fuzz.ratio, score_cutoff=likeness
    )
    return by_plain[found[0]] if found else ""


def listed(words: Iterable[str], most: int = 12) -> str:
    """Some words to choose from, in one line."""
    several = list(words)
    return ", ".join(several[:most]) + (", …" if len(several) > most else "")


@lru_cache(maxsize=8192)
def _plain(word: str) -> str:
    folded = unicodedata.normalize("NFD", word.casefold())
    return "".join(letter for letter in folded if not unicodedata.combining(letter))
