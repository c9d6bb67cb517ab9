"""The kinds of partner that needs go to, whichever language a file names them in."""

from __future__ import annotations

from veille_tui.domain.names import fold

PARTNER_KINDS = {
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
"""The usual kinds, English code to French word; a directory may have others."""
_CODES = {french: english for english, french in PARTNER_KINDS.items()}


def partner_kind(word: str) -> str:
    """The English code of a kind in either language; a kind of a file's own stays as it is."""
    folded = fold(word).replace(" ", "_")
    return _CODES.get(folded, folded)
