"""Reading the conditions of a file, and telling what is wrong with their spelling."""

from __future__ import annotations

from collections.abc import Callable

from veille_tui.callscript.context import ConditionUse, Context
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.callscript.tree import Scalar
from veille_tui.domain.condition_tokens import (
    FUNCTION_WORDS,
    OPERATOR_WORDS,
    ConditionFault,
    rename_names,
)
from veille_tui.domain.conditions import Condition, parse
from veille_tui.language import _


def read_condition(context: Context, scalar: Scalar, before: int | None) -> Condition | None:
    """The condition that `scalar` holds, to be checked later; None once its fault is reported."""
    if scalar.parts:
        return _read_joined(context, scalar, before)
    text = _worded(scalar, context.language)
    try:
        condition = parse(text, context.language, scalar.names)
    except ConditionFault as fault:
        message, hint = _told(fault, context.language)
        context.report.error(fault.code, scalar.place_of(fault.column - 1), message, hint)
        return None
    if scalar.names:
        text = rename_names(scalar.text, context.language, scalar.names)
        condition = Condition(text, condition.tree, condition.holds)
    context.conditions.append(ConditionUse(condition, scalar, before))
    return condition


def joined(own: Scalar, also: Scalar, language: str) -> Scalar:
    """The condition that both hold, for a question of a block that is only asked `also` when."""
    texts = [rename_names(_worded(one, language), language, one.names) for one in (own, also)]
    word = next(ours for ours, role in OPERATOR_WORDS[language].items() if role == "and")
    text = f" {word} ".join(f"({one.strip()})" for one in texts)
    return Scalar(text, text, own.place, parts=(own, also))


def _read_joined(context: Context, scalar: Scalar, before: int | None) -> Condition | None:
    """Each part is checked where it stands; the whole only has to be short enough."""
    if None in [read_condition(context, part, before) for part in scalar.parts]:
        return None
    try:
        text = rename_names(scalar.text, context.language, scalar.names)
        condition = parse(text, context.language)
    except ConditionFault as fault:
        message, hint = _told(fault, context.language)
        context.report.error(fault.code, scalar.place, message, hint)
        return None
    context.conditions.append(ConditionUse(condition, scalar, before))
    return condition


def _worded(scalar: Scalar, language: str) -> str:
    """Its text; `true` and `false` as this language writes them."""
    if not isinstance(scalar.value, bool):
        return scalar.text
    return next(ours for ours, role in OPERATOR_WORDS[language].items() if role == scalar.text)


def _told(fault: ConditionFault, language: str) -> tuple[str, str]:
    """Message and hint of a fault."""
    if fault.code == "unknown-function":
        known = FUNCTION_WORDS[language]
        return (
            _("La fonction « {word} » n'existe pas.").format(word=fault.found[:60]),
            did_you_mean(
                fault.found[:60],
                known,
                _("Fonctions possibles : {words}.").format(words=listed(known)),
            ),
        )
    message, hint = _FAULTS[fault.code]()
    values = {"found": fault.found[:60], "wanted": fault.wanted}
    return message.format(**values), hint.format(**values)


_FAULTS: dict[str, Callable[[], tuple[str, str]]] = {
    "single-equals": lambda: (
        _("Un seul « = » ne compare pas."),
        _("Écrire « == » pour comparer."),
    ),
    "foreign-operator": lambda: (
        _("« {found} » n'est pas un signe des conditions."),
        _("Écrire « {wanted} » à la place."),
    ),
    "mixed-languages": lambda: (
        _("« {found} » est d'une autre langue que le reste du fichier."),
        _("Écrire « {wanted} » à la place."),
    ),
    "upper-case-word": lambda: (
        _("« {found} » s'écrit en minuscules."),
        _("Écrire « {wanted} » à la place."),
    ),
    "curly-quotes": lambda: (
        _("Ces guillemets ({found}) ne sont pas ceux des conditions."),
        _("Employer les guillemets droits du clavier : \"…\" ou '…'."),
    ),
    "unclosed-quote": lambda: (
        _("Ce guillemet n'est pas refermé."),
        _("Ajouter le même guillemet à la fin du texte."),
    ),
    "bad-number": lambda: (
        _("Ce nombre est mal écrit."),
        _("Un point pour les décimales (38.5), des guillemets autour d'un code."),
    ),
    "decimal-comma": lambda: (
        _("Une virgule se trouve dans un nombre."),
        _("Écrire un point pour les décimales : 38.5."),
    ),
    "forbidden-character": lambda: (
        _("Le signe « {found} » n'a pas de sens dans une condition."),
        _("Un texte se met entre guillemets ; on compare avec ==, !=, <, <=, >, >=."),
    ),
    "condition-too-long": lambda: (
        _("Cette condition est trop longue."),
        _("La partager entre plusieurs questions ou sections."),
    ),
    "condition-too-deep": lambda: (
        _("Cette condition a trop de parenthèses ou de signes les uns dans les autres."),
        _("La simplifier, ou la partager entre plusieurs questions ou sections."),
    ),
    "empty-condition": lambda: (
        _("Cette condition est vide."),
        _("Écrire une comparaison, ou enlever la ligne."),
    ),
    "unfinished-condition": lambda: (
        _("Cette condition s'arrête trop tôt."),
        _("Ajouter ce qui manque à la fin : une valeur, ou une comparaison."),
    ),
    "unclosed-parenthesis": lambda: (
        _("« {found} » n'est pas refermé."),
        _("Ajouter « {wanted} »."),
    ),
    "unopened-parenthesis": lambda: (
        _("Cette parenthèse ferme plus qu'il n'a été ouvert."),
        _("L'enlever, ou ouvrir une parenthèse plus tôt."),
    ),
    "unexpected-word": lambda: (
        _("« {found} » ne peut pas se trouver ici."),
        _("Relier deux comparaisons (et, ou) ; mettre les textes entre guillemets."),
    ),
    "wrong-arguments": lambda: (
        _("« {found} » attend {wanted} valeur(s) entre parenthèses."),
        _("Mettre le nom d'une question ; une seconde valeur après une virgule."),
    ),
}
