"""What the YAML parser complains of, told to people who do not write YAML for a living."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
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


OPENED_EARLIER = ("unclosed-quote", "unclosed-bracket", "missing-colon")
"""Codes of complaints that are better pointed at where the thing was opened."""

_GLUED = re.compile(r"[\s-]*[\"']?\w+[\"']?:(?=[^\s:/])")


def cause_of_colon(lines: Sequence[str], line: int, column: int) -> tuple[Told, int, int]:
    """Why a colon surprised the parser, and where (from 0): often the line above is at fault."""
    above = lines[line - 1] if line else ""
    for suspect in (line, line - 1):
        glued = _GLUED.match(lines[suspect]) if suspect >= 0 else None
        if glued:
            return _no_space(), suspect, glued.end() - 1
    here = lines[line]
    is_first_colon = ":" not in here[:column]
    if ":" not in here:
        return _no_colon(), line, _indent(here)
    if is_first_colon and above.strip() and ":" not in above:
        return _no_colon(), line - 1, len(above) - len(above.lstrip())
    if is_first_colon and _indent(here) > _indent(above):
        return _key(), line, _indent(here)
    return _colon(), line, column


def cause_of_indent(before: str) -> Told:
    """Why a line stops making sense after `before`, its beginning."""
    if before.rstrip().endswith(('"', "'")):
        return Told(
            "text-after-quote",
            _("La valeur continue après des guillemets refermés."),
            _("Mettre toute la valeur entre guillemets simples : '…'."),
        )
    if before.rstrip().endswith(("]", "}")):
        return Told(
            "text-after-bracket",
            _("La valeur continue après un ] ou un } qui la referme."),
            _("Enlever ce qui suit, ou mettre toute la valeur entre guillemets."),
        )
    return _key()


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _no_space() -> Told:
    return Told(
        "missing-space",
        _("Il manque une espace après le deux-points."),
        _("Écrire « mot: valeur »."),
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
