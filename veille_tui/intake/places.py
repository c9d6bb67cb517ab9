"""Where a household lives: address, postcode and town from one cell or several."""

from __future__ import annotations

import re
from typing import NamedTuple

from veille_tui.domain.names import fold
from veille_tui.intake.cells import read_postcode

_IN_FRONT = re.compile(r"(?:F-)?(\d{4,5}|\d{2} \d{3})(?:[ ,-]+(\D.*))?", re.ASCII)
_AT_END = re.compile(r"(.{3,}?)[\s,;-]+(\d{5})\s+(\D{2,})", re.ASCII)
_WAYS = {
    "all": "allee",
    "av": "avenue",
    "ave": "avenue",
    "bat": "batiment",
    "bd": "boulevard",
    "bld": "boulevard",
    "blvd": "boulevard",
    "bvd": "boulevard",
    "che": "chemin",
    "chem": "chemin",
    "ch": "chemin",
    "fg": "faubourg",
    "fbg": "faubourg",
    "imp": "impasse",
    "lot": "lotissement",
    "pl": "place",
    "qu": "quai",
    "r": "rue",
    "res": "residence",
    "rte": "route",
    "sq": "square",
    "st": "saint",
    "ste": "sainte",
}
_PLACES = frozenset("de du des la le les l d".split())


class Place(NamedTuple):
    """Postcode, town and address after sorting; `wrong` is the postcode that was none."""

    address: str
    postcode: str
    city: str
    wrong: str = ""


def read_place(address: str, postcode: str, city: str) -> Place:
    """Sort what stands in the cells of address, postcode and town, each perhaps holding another."""
    wrong = ""
    if postcode:
        found, town = _postcode_and_town(postcode)
        wrong = "" if found else postcode
        postcode, city = found, city or town
    if city and city[0].isdigit():
        found, town = _postcode_and_town(city)
        if found:
            postcode, city = postcode or found, town
    if not postcode and not city and (hit := _AT_END.fullmatch(address)):
        return Place(hit[1], hit[2], hit[3].strip(), wrong)
    return Place(address, postcode, city, wrong)


def _postcode_and_town(text: str) -> tuple[str, str]:
    hit = _IN_FRONT.fullmatch(text)
    if hit:
        return read_postcode(hit[1]), (hit[2] or "").strip()
    return read_postcode(text), ""


def read_extra(building: str, staircase: str, floor: str, door: str, more: str) -> str:
    """Building, staircase, floor and door on one line, each named once: "esc. 2, étage 3".

    Stored words, so French whatever the interface speaks: importing again must find them the same.
    """
    named = (
        ("bât. ", ("bat", "tour", "imm"), building),
        ("esc. ", ("esc", "entree", "cage"), staircase),
        ("étage ", ("et", "rdc", "rez", "niv"), floor),
        ("porte ", ("porte", "pte", "app", "apt", "palier", "gauche", "droite"), door),
    )
    parts = [
        text if fold(text).startswith(words) or "etage" in fold(text) else prefix + text
        for prefix, words, text in named
        if text
    ]
    return ", ".join([*parts, more] if more else parts)


def same_address(address: str) -> str:
    """An address for comparison: ways in full, small words and signs gone."""
    words = [_WAYS.get(word, word) for word in fold(address).split()]
    return " ".join(word for word in words if word not in _PLACES)
