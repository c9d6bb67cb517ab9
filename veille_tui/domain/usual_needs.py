"""The needs that a caller may add by hand, and who usually sees to each."""

from __future__ import annotations

USUAL_NEEDS = (
    ("alimentation", "ccas"),
    ("sante", "superviseur"),
    ("isolement", "association"),
    ("psychologique", "cellule_psychologique"),
    ("aide_a_domicile", "ccas"),
    ("medicaments", "ccas"),
    ("budget", "ccas"),
    ("logement", "agence"),
    ("voisinage", "mediation"),
)
"""Theme and kind of partner, the most frequent first."""
URGENCIES = ("immediate", "today", "week")


def usual_partner(theme: str) -> str:
    """The kind of partner for a theme; one of a caller's own words goes to the supervisor."""
    return dict(USUAL_NEEDS).get(theme, "superviseur")
