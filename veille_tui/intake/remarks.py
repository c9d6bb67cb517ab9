"""Everything that may be said of a listing's rows: cause and remedy, by code."""

from __future__ import annotations

from functools import lru_cache

from veille_tui.language import _, current
from veille_tui.problems import Problem, Severity

REFUSALS = ("nobody", "not-a-tenant", "vacant", "contradictory-key", "no-rows")
"""Codes of what is refused, rows or file; every other one is a warning and the row is kept."""


def remark(
    code: str, row: int = 0, heading: str = "", value: str = "", sheet: str = "", first: int = 0
) -> Problem:
    """One remark in the reader's language; `row` is the spreadsheet's own row number.

    `first` is that of the row which this one repeats.
    """
    message, hint = _words(code, current())
    if first:
        message = message.format(first=first)
    severity: Severity = "error" if code in REFUSALS else "warning"
    return Problem(
        code, message, hint, severity, sheet=sheet, row=row, heading=heading, value=value[:200]
    )


@lru_cache(maxsize=128)
def _words(code: str, language: str) -> tuple[str, str]:
    """Message and hint of a code; `language` is only there to tell two answers apart."""
    return (_about_numbers() | _about_people() | _about_places() | _about_rows())[code]


def _about_numbers() -> dict[str, tuple[str, str]]:
    check = _("Vérifier le numéro dans la fiche du locataire.")
    return {
        "number-letter": (
            _("Une lettre tient la place d'un chiffre : lue comme 0 ou 1."),
            check,
        ),
        "number-digits-lost": (
            _("Le tableur a arrondi ce numéro : des chiffres sont perdus."),
            _("Mettre la colonne au format texte et exporter à nouveau."),
        ),
        "number-not-valid": (
            _("Ce numéro n'est pas attribué en France : gardé, il sera tout de même appelé."),
            check,
        ),
        "number-unreadable": (
            _("Aucun numéro complet n'est lisible ici ; le texte est gardé en note."),
            _("Écrire dix chiffres, ou + et l'indicatif du pays."),
        ),
        "number-in-words": (
            _("Des mots au lieu d'un numéro ; ils sont gardés en note."),
            _("Déplacer ces mots dans une colonne d'observations."),
        ),
    }


def _about_people() -> dict[str, tuple[str, str]]:
    dates = _("Écrire jj/mm/aaaa ; la valeur n'a pas été retenue, la ligne si.")
    return {
        "bad-date": (_("Cette date n'existe pas ou n'est pas lisible."), dates),
        "birth-in-future": (_("Cette date de naissance est à venir."), dates),
        "birth-implausible": (_("Personne n'est aussi âgé : date de remplissage ?"), dates),
        "birth-year-unclear": (
            _("Avec deux chiffres, l'année de naissance peut être de deux siècles."),
            _("Écrire l'année avec quatre chiffres."),
        ),
        "month-first": (
            _("Le mois semble écrit avant le jour : lu ainsi."),
            _("Vérifier l'ordre des dates de toute la colonne."),
        ),
        "bad-age": (
            _("Cet âge n'est pas un nombre d'années possible."),
            _("Écrire un nombre entier."),
        ),
        "age-contradicts": (
            _("L'âge ne va pas avec la date de naissance, qui a été retenue."),
            _("Vérifier la date de naissance."),
        ),
        "yes-no-unclear": (
            _("Ni oui ni non : ce marqueur n'a pas été posé."),
            _("Écrire oui ou non."),
        ),
        "no-name": (
            _("Aucun nom : le foyer est gardé, sans personne nommée."),
            _("Compléter le nom dans la liste."),
        ),
    }


def _about_places() -> dict[str, tuple[str, str]]:
    return {
        "bad-postcode": (
            _("Ce code postal n'a pas cinq chiffres ; il n'a pas été retenu."),
            _("Écrire les cinq chiffres, zéro de tête compris."),
        ),
        "bad-insee": (
            _("Ce code INSEE de commune n'a pas cinq caractères ; il n'a pas été retenu."),
            _("Écrire les cinq caractères, comme 01004 ou 2A004."),
        ),
        "address-differs": (
            _("Cette ligne donne une autre adresse au même foyer ; la première est gardée."),
            _("Corriger l'une des deux lignes."),
        ),
        "crowded-household": (
            _("Ce foyer réunit beaucoup de noms différents."),
            _("Vérifier que cette colonne désigne bien un logement, non une résidence."),
        ),
        "reference-rounded": (
            _("Le tableur a arrondi cette référence ; elle n'a pas été utilisée."),
            _("Mettre la colonne au format texte et exporter à nouveau."),
        ),
    }


def _about_rows() -> dict[str, tuple[str, str]]:
    return {
        "nobody": (
            _("Ni nom, ni numéro, ni adresse : il n'y a personne à appeler ni à visiter."),
            _("Compléter la ligne, ou la supprimer."),
        ),
        "not-a-tenant": (
            _("Cette ligne est un total ou un commentaire, pas un locataire."),
            _("La supprimer de la liste."),
        ),
        "vacant": (
            _("Ce logement est dit vacant, sans numéro : il n'y a personne à appeler."),
            _("Rien à faire, ou compléter la ligne s'il est occupé."),
        ),
        "contradictory-key": (
            _("Cette référence désigne déjà un autre foyer : autre nom, autre adresse."),
            _("Corriger la référence, ou indiquer la bonne colonne avec --columns."),
        ),
        "duplicate-row": (
            _("Cette ligne répète la ligne {first} ; un seul foyer est gardé."),
            _("Rien à faire, ou supprimer la ligne."),
        ),
        "same-person-again": (
            _("Cette ligne nomme à nouveau la personne de la ligne {first} ; un seul foyer."),
            _("Ce qu'elle ajoute est gardé ; vérifier qu'il s'agit bien de la même personne."),
        ),
        "no-rows": (
            _("Il n'y a personne dans cette liste : aucune ligne ne suit les en-têtes."),
            _("Exporter à nouveau la liste, avec ses lignes."),
        ),
        "heading-again": (
            _("Les en-têtes sont répétés ici ; la ligne est passée."),
            _("Rien à faire."),
        ),
        "row-too-long": (
            _("Cette ligne a plus de cellules que d'en-têtes : colonnes décalées ?"),
            _("Mettre entre guillemets les textes qui contiennent le séparateur."),
        ),
        "column-guessed": (
            _("En-tête reconnu malgré son orthographe."),
            _("Vérifier qu'il s'agit bien de cette colonne."),
        ),
        "column-twice": (
            _("Cette colonne répète une autre colonne ; elle n'est pas lue."),
            _("Indiquer la bonne colonne avec --columns."),
        ),
        "sheet-not-read": (
            _("Cette feuille ressemble aussi à une liste ; elle n'est pas lue."),
            _("L'enregistrer dans un fichier à part et l'importer ensuite."),
        ),
    }
