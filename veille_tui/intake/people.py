"""Who lives there: titles, first and last names, couples, from one cell or several."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from veille_tui.domain.names import fold
from veille_tui.intake.first_names import FIRST_NAMES

MISTER, MISSUS = "M.", "Mme"
_TITLES = {
    **dict.fromkeys("m mr monsieur mons mister sir h homme masculin".split(), MISTER),
    **dict.fromkeys(
        "mme me madame mle mlle melle mademoiselle mrs ms miss vve veuve f femme feminin".split(),
        MISSUS,
    ),
}
_TITLE = r"(?:monsieur|madame|mademoiselle|veuve|mme|mlle|melle|vve|mrs|mr|ms|m)\b\.?"
_COUPLE = re.compile(
    rf"({_TITLE})\s*(et|ou|and|or|&|/|-|,|\+)?\s*({_TITLE})(?:\s+|$)", re.IGNORECASE
)
_TWICE = re.compile(rf"({_TITLE})\s*{_TITLE}(?:\s+|$)", re.IGNORECASE)
_ALONE = re.compile(rf"({_TITLE})(?:\s+|$)", re.IGNORECASE)
_AND = re.compile(r"\s+(?:et|and|ou)\s+|\s*[&/+]\s*|\s*,\s*", re.IGNORECASE)
_BORN = re.compile(r"\s+n[ée]+(?:\(e\)|e)?\s+", re.IGNORECASE)
_MARRIED = re.compile(
    r"\s+(?:[ée]pouse|[ée]pse|[ée]p\.?|veuve|vve|div(?:orc[ée]e)?\.?)\s+", re.IGNORECASE
)
_PARTICLES = frozenset(
    "de du des la le les d da dos do von van der den el al ben bou saint".split()
)


class Person(NamedTuple):
    """One tenant as the listing names them."""

    last_name: str
    first_name: str = ""
    title: str = ""


@lru_cache(maxsize=1024)
def read_title(text: str) -> tuple[str, ...]:
    """The titles a cell holds: ("Mme",), ("M.", "Mme") for a couple in its order, () for none."""
    one = _TITLES.get(fold(text))
    if one or not text:
        return (one,) if one else ()
    if hit := _couple_at(text):
        return _title(hit[1]), _title(hit[3])
    alone = _ALONE.match(text)
    return (_title(alone[1]),) if alone else ()


def _couple_at(text: str) -> re.Match[str] | None:
    """Two titles at the beginning; "Mme Vve" is one person's."""
    hit = _COUPLE.match(text)
    return hit if hit and (hit[2] or _title(hit[1]) != _title(hit[3])) else None


def _title(word: str) -> str:
    return _TITLES[fold(word)]


def read_person(title: str, last: str, first: str) -> tuple[Person, ...]:
    """The people of a row whose first and last names have cells of their own."""
    titles = read_title(title) if title else ()
    if len(titles) < 2 and last.isalpha() and (not first or first.isalpha()):
        return (Person(last, first, titles[0] if titles else ""),)
    last, own_titles = _without_title(last)
    titles = titles or own_titles
    if len(titles) < 2 and not _AND.search(first):
        return (Person(_used_name(last), first, titles[0] if titles else ""),)
    return _couple(titles, _split(last), _split(first))


def read_full_name(text: str, title: str = "", last_first: bool = False) -> tuple[Person, ...]:
    """The people of one cell that holds title, last and first names in any order.

    Where the words do not settle which is which, all of them stay together as the last name.
    `last_first`: the heading says that the last name comes first.
    """
    rest, own_titles = _without_title(text)
    titles = own_titles or read_title(title)
    parts = _split(rest)
    if len(parts) == 1 and len(titles) < 2:
        last, first = _last_and_first(rest, last_first)
        return (Person(last, first, titles[0] if titles else ""),)
    bare = [_without_title(part) for part in parts]
    titles += tuple(found[0] for _, found in bare if found)
    names = [_last_and_first(part, last_first) for part, _ in bare]
    if len(parts) == 1:
        return _couple(titles, [names[0][0]], [names[0][1]])
    return tuple(
        Person(last, first, titles[at] if at < len(titles) else "")
        for at, (last, first) in enumerate(_lent(names))
    )


def _without_title(text: str) -> tuple[str, tuple[str, ...]]:
    if hit := _couple_at(text):
        return text[hit.end() :], (_title(hit[1]), _title(hit[3]))
    hit = _TWICE.match(text) or _ALONE.match(text)
    if hit and hit.end() < len(text):
        return text[hit.end() :], (_title(hit[1]),)
    return text, ()


def _split(text: str) -> list[str]:
    """`text` around "et", "&" and "/"; at most two people share a lease's line.

    What a spreadsheet would run is nobody's name: it is kept as it stands.
    """
    if text.startswith(("=", "@")):
        return [text]
    parts = [part for part in _AND.split(text) if part]
    return parts if len(parts) == 2 else [text]


def _couple(titles: tuple[str, ...], lasts: list[str], firsts: list[str]) -> tuple[Person, ...]:
    """Two people; what only one cell says of the name is true of both."""
    firsts = [*firsts, ""] if len(firsts) == 1 else firsts
    people = []
    for at in range(2):
        last = lasts[at] if at < len(lasts) else lasts[0]
        people.append(Person(_used_name(last), firsts[at], titles[at] if at < len(titles) else ""))
    return tuple(people)


def _lent(names: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """`Dupont Jean et Marie`, `Jean et Marie Dupont`: a lone first name borrows the last name."""
    (last_a, first_a), (last_b, first_b) = names
    if not first_b and first_a and fold(last_b) in FIRST_NAMES:
        return [(last_a, first_a), (last_a, last_b)]
    if not first_a and first_b and fold(last_a) in FIRST_NAMES:
        return [(last_b, last_a), (last_b, first_b)]
    return names


def _used_name(last: str) -> str:
    """The name a person goes by: of "X née Y" X, of "X épouse Y" Y."""
    if hit := _BORN.search(" " + last):
        return last[: max(0, hit.start() - 1)].strip() or last
    if hit := _MARRIED.search(" " + last):
        return last[hit.end() - 1 :].strip() or last
    return last


def _last_and_first(text: str, last_first: bool) -> tuple[str, str]:
    """The two halves of a full name; ("all of it", "") where nothing settles it."""
    for pattern, kept in ((_BORN, 0), (_MARRIED, 1)):
        halves = pattern.split(text, maxsplit=1)
        if len(halves) == 2 and all(halves):
            names = [_last_and_first(half, last_first) for half in halves]
            return names[kept][0], names[0][1] or names[1][1]
    words = text.split()
    if len(words) < 2:
        return " ".join(words), ""
    capitals = [word.isupper() and len(word) > 1 for word in words]
    if not all(capitals) and any(capitals):
        return _by_capitals(words, capitals)
    return _by_first_names(words, last_first)


def _by_capitals(words: list[str], capitals: list[bool]) -> tuple[str, str]:
    """`DUPONT Jean-Luc`, `Jean DE LA TOUR`: the capitals are the last name."""
    start = capitals.index(True)
    stop = len(words) - capitals[::-1].index(True)
    if not all(capitals[start:stop]):
        return " ".join(words), ""
    while start and fold(words[start - 1]) in _PARTICLES:
        start -= 1
    return " ".join(words[start:stop]), " ".join(words[:start] + words[stop:])


def _by_first_names(words: list[str], last_first: bool) -> tuple[str, str]:
    known = [_is_first_name(word) for word in words]
    tail = len(words)
    while tail and known[tail - 1]:
        tail -= 1
    head = 0
    while head < len(words) and known[head]:
        head += 1
    if head == len(words) > 2:
        return " ".join(words), ""
    if 0 < tail < len(words) and not (head and not last_first):
        return " ".join(words[:tail]), " ".join(words[tail:])
    if 0 < head < len(words) == tail and not last_first:
        return " ".join(words[head:]), " ".join(words[:head])
    settled = last_first or (all(known) and words[0].isupper())
    if len(words) == 2 and settled and fold(words[0]) not in _PARTICLES:
        return words[0], words[1]
    return " ".join(words), ""


def _is_first_name(word: str) -> bool:
    return all(part in FIRST_NAMES for part in fold(word).split())
