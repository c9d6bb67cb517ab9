"""What the YAML parser complains of, told to people who do not write YAML for a living."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from veille_tui.language import _


@dataclass(frozen=True, slots=True)
class Told:
    """A complaint in plain words."""

    code: str
    message: str
    hint: str


def tell(complaint: str) -> Told:
    """`complaint`, the parser's own English words, with cause and remedy."""
    for signs, words in _TABLE:
        if any(sign in complaint for sign in signs):
            return words()
    return Told(
        "yaml-syntax",
        _("Le fichier n'est pas du YAML lisible à cet endroit."),
        _("Vérifier le retrait (des espaces), les deux-points, les tirets et les guillemets."),
    )


def _tab() -> Told:
    return Told(
        "tab",
        _("Une tabulation se trouve là où il faut des espaces."),
        _("Remplacer la tabulation par des espaces (deux par niveau)."),
    )


def _colon() -> Told:
    return Told(
        "unexpected-colon",
        _("Un deux-points se trouve dans une valeur, ou le retrait de la ligne est faux."),
        _('Mettre toute la valeur entre guillemets : "…", ou aligner la ligne sur les voisines.'),
    )


def _key() -> Told:
    return Told(
        "bad-indent",
        _("Cette ligne n'est pas alignée avec celles du même groupe."),
        _("Lui donner le même retrait (le même nombre d'espaces) que les lignes voisines."),
    )


def _no_colon() -> Told:
    return Told(
        "missing-colon",
        _("Il manque un deux-points après un mot-clé."),
        _("Écrire « mot: valeur », avec une espace après le deux-points."),
    )


def _unclosed() -> Told:
    return Told(
        "unclosed-quote",
        _("Des guillemets ouverts ici ou plus haut ne sont pas refermés."),
        _("Ajouter le guillemet fermant à la fin de la valeur."),
    )


def _bracket() -> Told:
    return Told(
        "unclosed-bracket",
        _("Une liste [ ] ou un groupe { } n'est pas refermé, ou une virgule manque."),
        _("Séparer les valeurs par des virgules et refermer avec ] ou }."),
    )


def _sign() -> Told:
    return Told(
        "reserved-sign",
        _("Une valeur ne peut pas commencer par ce signe sans guillemets."),
        _('Mettre toute la valeur entre guillemets : "…".'),
    )


def _escape() -> Told:
    return Told(
        "bad-escape",
        _("Une barre oblique inverse \\ se trouve dans un texte entre guillemets doubles."),
        _("L'enlever, la doubler, ou employer des guillemets simples '…'."),
    )


_TABLE: tuple[tuple[tuple[str, ...], Callable[[], Told]], ...] = (
    (("'\\t'", "tab character", "\\t"), _tab),
    (("mapping values are not allowed",), _colon),
    (("unexpected end of stream", "found unexpected document indicator"), _unclosed),
    (("escape", "hexdecimal"), _escape),
    (("expected ',' or", "expected node content", "flow"), _bracket),
    (("could not find expected ':'",), _no_colon),
    (("did not find expected key", "expected <block end>", "expected '-'", "block"), _key),
    (("cannot start any token", "alias", "anchor", "directive", "tag"), _sign),
)
