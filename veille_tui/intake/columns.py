"""Which column is what, from headings in any usual spelling."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import NumberRole
from veille_tui.intake.column_words import (
    ABBREVIATIONS,
    HEADINGS,
    NOT_PHONE_WORDS,
    PHONE_WORDS,
    QUALIFIERS,
    RELATIVE_WORDS,
    SEVERAL,
    STOP_WORDS,
)
from veille_tui.intake.phone_words import role_of

_HUMP = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ])|(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_ASIDE = re.compile(r"\([^()]*\)")
_PHONES = {
    NumberRole.RELATIVE: "phone_relative",
    NumberRole.NEIGHBOUR: "phone_neighbour",
    NumberRole.GUARDIAN: "phone_guardian",
}
_PEOPLE = ("title", "last_name", "first_name", "birth_date")
_CLOSE = 88
"""Likeness, of 100, from which a misspelt heading is taken, with a warning."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What the columns of one listing are; positions count from 0."""

    headings: tuple[str, ...]
    where: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """Our field to the positions that hold it, in their order."""
    ignored: tuple[int, ...] = ()
    """Columns that are none of ours: never read, never stored."""
    guessed: tuple[int, ...] = ()
    """Columns recognised in spite of a misspelling."""
    repeated: tuple[int, ...] = ()
    """Columns that say again what another already says: not read."""

    def spot(self, name: str) -> int:
        """Where a field is, from 0; -1 when the listing has no such column."""
        return self.where[name][0] if name in self.where else -1

    @property
    def is_listing(self) -> bool:
        """Whether somebody could be called or visited from these columns."""
        anybody = {"last_name", "full_name", "usual_name", "birth_name", "phone"} & set(self.where)
        return bool(anybody) and len(self.where) >= min(2, sum(map(bool, self.headings)))


def recognise(headings: Sequence[str], told: Mapping[int, str] | None = None) -> Columns:
    """The columns named by `headings`; `told` (position to field, "" to ignore) comes first.

    Of two columns that say the same, the one under the field's own word is read, else the first.
    """
    told = told or {}
    where: dict[str, list[int]] = {}
    ignored, guessed, repeated = [], [], []
    doubled = sum(field_of(heading) == "last_name" for heading in headings) > 1 and not told
    for at, heading in enumerate(headings):
        name = told[at] if at in told else field_of(heading)
        if not name and at not in told and (name := nearest_field(heading)):
            guessed.append(at)
        if doubled and name in _PEOPLE and name in where:
            name = f"co_{name}"
        if not name:
            ignored.extend([at] if heading else [])
        elif name in where and name not in SEVERAL:
            kept = where[name][0]
            best = min((kept, at), key=lambda place: _rank(place, headings[place], name, told))
            repeated.append(kept if best == at else at)
            where[name] = [best]
        else:
            where.setdefault(name, []).append(at)
    found = {name: tuple(positions) for name, positions in where.items()}
    return Columns(tuple(headings), found, tuple(ignored), tuple(guessed), tuple(repeated))


def _rank(at: int, heading: str, name: str, told: Mapping[int, str]) -> tuple[bool, bool, int]:
    """How surely a column is the field `name`: told, then by the field's own word, then first."""
    own = HEADINGS[name].partition(";")[0] if name in HEADINGS else name
    return at not in told, _key(_words(heading)) != _key(_words(own)), at


def field_of(heading: str) -> str:
    """Our field for one heading, "" when its words are not known."""
    if len(heading) > 80:
        return ""
    words = _words(heading)
    if not words:
        return ""
    known, glued = _vocabulary()
    exact = known.get(_key(words)) or glued.get("".join(words))
    if exact:
        return exact
    if PHONE_WORDS & set(words) and not NOT_PHONE_WORDS & set(words):
        relative = RELATIVE_WORDS & set(words)
        role = role_of(heading) or (NumberRole.RELATIVE if relative else NumberRole.SELF)
        return _PHONES.get(role, "phone")
    if RELATIVE_WORDS & set(words) and not NOT_PHONE_WORDS & set(words):
        return "relative"
    unqualified = [word for word in words if word not in QUALIFIERS]
    if unqualified and _key(unqualified) in known:
        return known[_key(unqualified)]
    shorter = _ASIDE.sub(" ", heading)
    return field_of(shorter) if shorter != heading else ""


def _words(heading: str) -> list[str]:
    """The words of a heading that count: abbreviations in full, no figures, no plurals."""
    spaced = fold(_HUMP.sub(" ", heading))
    words = [ABBREVIATIONS.get(word, word) for word in spaced.split() if not word.isdigit()]
    words = [word[:-1] if len(word) > 3 and word.endswith("s") else word for word in words]
    return [ABBREVIATIONS.get(word, word) for word in words]


def _key(words: Sequence[str]) -> tuple[str, ...]:
    kept = {word for word in words if word not in STOP_WORDS and word != "et"}
    return tuple(sorted(kept or words))


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[tuple[str, ...], str], dict[str, str]]:
    known: dict[tuple[str, ...], str] = {}
    glued: dict[str, str] = {}
    for name, phrases in HEADINGS.items():
        for phrase in phrases.split(";"):
            words = _words(phrase)
            known.setdefault(_key(words), name)
            glued.setdefault("".join(words), name)
            glued.setdefault(fold(phrase).replace(" ", ""), name)
    return known, glued


def nearest_field(heading: str) -> str:
    """The field of a heading with a letter or two wrong, or ""."""
    plain = "".join(_words(heading))
    if not 5 <= len(plain) <= 40:
        return ""
    from rapidfuzz import process
    from rapidfuzz.distance import DamerauLevenshtein

    best = process.extractOne(
        plain,
        _long_phrases(),
        scorer=DamerauLevenshtein.normalized_similarity,
        score_cutoff=_CLOSE / 100 - 0.05,
    )
    return _vocabulary()[1][best[0]] if best else ""


@lru_cache(maxsize=1)
def _long_phrases() -> tuple[str, ...]:
    return tuple(phrase for phrase in _vocabulary()[1] if len(phrase) >= 5)
