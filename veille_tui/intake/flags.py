"""Marks on a household: yes-or-no columns, lists of words, publics, languages."""

from __future__ import annotations

import re

from veille_tui.domain.names import fold
from veille_tui.domain.tenants import FLAG_WORDS, FLAGS
from veille_tui.intake.cells import read_yes_no

_YES = {
    "lives_alone": frozenset(
        "seul;seule;vit seul;vit seule;personne seule;celibataire;isole;isolee;alone".split(";")
    ),
    "isolated": frozenset(
        "isole;isolee;personne isolee;tres isole;tres isolee;isolated".split(";")
    ),
    "disability": frozenset(
        "handicap;handicape;handicapee;rqth;aah;pmr;mdph;invalide;fauteuil;disabled".split(";")
    ),
    "single_parent": frozenset(
        "monoparental;monoparentale;famille monoparentale;mono;parent isole;parent seul".split(";")
    ),
    "hearing": frozenset(
        "sourd;sourde;malentendant;malentendante;entend mal;appareille".split(";")
    ),
    "guardianship": frozenset(
        "tutelle;curatelle;curatelle renforcee;sous tutelle;sous curatelle;protege".split(";")
    ),
}
_NO = {
    "lives_alone": frozenset(
        "couple;en couple;famille;accompagne;accompagnee;marie;mariee".split(";")
    ),
    "isolated": frozenset("entoure;entouree;bien entouree;bien entoure;famille".split(";")),
    "single_parent": frozenset("couple;en couple;biparental".split(";")),
}
_NOTHING: frozenset[str] = frozenset()
_CODES = {
    **{fold(word): name for name in FLAGS for word in (name, FLAG_WORDS[name])},
    **{word: name for name, words in _YES.items() for word in words},
}
_FRENCH = frozenset("fr fra fre francais francaise french".split())
_LISTED = re.compile(r"\s*[;,|\n]\s*")
_PERCENT = re.compile(r"\d{1,3}\s*%")


def read_flag(flag: str, text: str) -> bool | None:
    """Whether a cell of the column of one flag sets it; None when it does not say."""
    if flag == "disability" and _PERCENT.fullmatch(text):
        return True
    return read_yes_no(text, _YES[flag], _NO.get(flag, _NOTHING))


def read_flags(text: str) -> tuple[str, ...]:
    """The flags a cell lists: codes of domain.tenants.FLAGS, else its own words in lower case."""
    words = [word for word in _words(text) if read_yes_no(word) is None]
    return tuple(dict.fromkeys(_CODES.get(fold(word), word) for word in words))


def read_segments(text: str) -> tuple[str, ...]:
    """The publics a cell lists, in lower case, in their order."""
    return tuple(dict.fromkeys(word for word in _words(text) if any(map(str.isalnum, word))))


def read_language(text: str) -> str:
    """The language spoken, in lower case; "" for French."""
    return "" if fold(text) in _FRENCH or read_yes_no(text) is not None else text.lower()


def _words(text: str) -> list[str]:
    return [word for word in _LISTED.split(text.lower()) if word]
