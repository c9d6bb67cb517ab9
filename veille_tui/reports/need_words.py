"""Themes of needs in words, for screens and reports."""

from __future__ import annotations

from veille_tui.language import _


def theme_words(theme: str) -> str:
    """A need's theme; the script's own themes stand as they are."""
    return {
        "sante": _("santé"),
        "alimentation": _("alimentation"),
        "courses": _("courses"),
        "isolement": _("isolement"),
        "lien": _("lien"),
        "psychologique": _("soutien psychologique"),
        "aide_a_domicile": _("aide à domicile"),
        "medicaments": _("médicaments"),
        "budget": _("budget"),
        "logement": _("logement"),
        "securite": _("sécurité"),
        "violence": _("violence"),
        "protection": _("protection"),
        "voisinage": _("voisinage"),
        "demarches": _("démarches"),
        "chaleur": _("chaleur"),
        "donnees": _("données personnelles"),
        "ecole": _("école"),
        "enfance": _("protection de l'enfance"),
        "garde": _("garde d'enfants"),
        "information": _("information adaptée"),
        "inquietude": _("inquiétude pour un proche"),
        "materiel": _("matériel"),
        "puericulture": _("lait, couches"),
        "registre": _("registre de la mairie"),
        "repit": _("répit"),
        "autre": _("autre"),
    }.get(theme, theme.replace("_", " "))
