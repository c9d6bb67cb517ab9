"""Which partner of a campaign's directory takes a need over: by kind, theme and commune."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from veille_tui.domain.campaign import Partner
from veille_tui.domain.names import fold

KINDS: Mapping[str, str] = {
    "town_hall": "mairie",
    "social_services": "ccas",
    "family_services": "maison_des_solidarites",
    "charity": "association",
    "agency": "agence",
    "mediation": "mediation",
    "counselling": "cellule_psychologique",
    "doctor": "medecin",
    "rescue": "secours",
    "supervisor": "superviseur",
    "postman": "facteur",
    "food_bank": "banque_alimentaire",
    "home_care": "aide_a_domicile",
}
"""The usual kinds of partner, English word to French word; a directory may have others."""
_ENGLISH = {french: english for english, french in KINDS.items()}
_ELSEWHERE, _EVERYWHERE, _DEPARTMENT, _COMMUNE = range(4)


def kind_in_english(word: str) -> str:
    """One word for a kind that a script or a directory may write in either language."""
    folded = fold(word).replace(" ", "_")
    return _ENGLISH.get(folded, folded)


def department(insee: str) -> str:
    """The department of a commune, by its INSEE code: "31", "2A", "974"; "" when unknown."""
    code = insee.strip().upper()
    if len(code) != 5:
        return ""
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def nearness(communes: Iterable[str], insee: str) -> int:
    """How closely a partner that serves `communes` serves one: 3 it names it, 2 its department,
    1 it serves everywhere, 0 it serves elsewhere.

    A commune that is not known is served only by who serves everywhere.
    """
    served = {code.strip().upper() for code in communes}
    if not served:
        return _EVERYWHERE
    code = insee.strip().upper()
    if code and code in served:
        return _COMMUNE
    around = department(code)
    return _DEPARTMENT if around and around in served else _ELSEWHERE


def choose(partners: Iterable[Partner], kind: str, theme: str, insee: str) -> Partner | None:
    """The partner of this kind for this theme who serves the commune most closely.

    Of several who serve it equally the directory's first; None when nobody does.
    """
    wanted, about = kind_in_english(kind), fold(theme)
    best, found = _ELSEWHERE, None
    for partner in partners:
        if kind_in_english(partner.kind) != wanted:
            continue
        if partner.themes and about not in {fold(one) for one in partner.themes}:
            continue
        near = nearness(partner.communes, insee)
        if near > best:
            best, found = near, partner
    return found


def named(partners: Iterable[Partner], name: str) -> Partner | None:
    """The partner of this id or name; None when the directory has none."""
    wanted = fold(name)
    listed = list(partners)
    by_id = next((one for one in listed if one.id == name), None)
    return by_id or next((one for one in listed if wanted and fold(one.name) == wanted), None)


def agency_of(partners: Iterable[Partner], agency: str) -> Partner | None:
    """The line of the directory that is the household's own agency, if there is one."""
    agencies = [one for one in partners if kind_in_english(one.kind) == "agency"]
    return named(agencies, agency) if agency else None
