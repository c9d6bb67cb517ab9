"""What is known while one script is read: its language, problems and promises to check."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Scalar
from veille_tui.callscript.vocabulary import words_of
from veille_tui.domain.conditions import Condition


class ConditionUse(NamedTuple):
    """A condition to check once every question is known."""

    condition: Condition
    scalar: Scalar
    before: int | None = None
    """It may name the questions before this position; None is all of them."""


class TextUse(NamedTuple):
    """A text whose placeholders are to be checked once every question is known."""

    scalar: Scalar
    before: int | None = None


@dataclass(slots=True)
class Context:
    """One compilation."""

    report: Reporter
    language: str
    conditions: list[ConditionUse] = field(default_factory=list)
    texts: list[TextUse] = field(default_factory=list)
    position: int | None = 0
    """How many questions have been read; None once they all are."""
    file: str = ""
    """The script's own file; what stands in another came with a block."""
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The keywords of every place, English to French."""
    _words: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    _meanings: dict[int, tuple[Mapping[str, str], Mapping[str, str]]] = field(default_factory=dict)
    """By identity of a closed list of words, which is kept beside it."""

    def words(self, place: str, language: str) -> Mapping[str, str]:
        """What may be written at `place` in a file of `language`, to the English word it means."""
        found = self._words.get((place, language))
        if found is None:
            found = self._words[place, language] = words_of(self.tables[place], language)
        return found

    def meanings(self, pairs: Mapping[str, str]) -> Mapping[str, str]:
        """The English word for each word of a closed list, as this file writes them."""
        found = self._meanings.get(id(pairs))
        if found is None:
            found = self._meanings[id(pairs)] = (pairs, words_of(pairs, self.language))
        return found[1]
