"""What can only be checked once the whole script is read: names, placeholders, dead needs."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from veille_tui.callscript.condition_checks import check_condition
from veille_tui.callscript.context import ConditionUse, Context, TextUse
from veille_tui.callscript.known import Known, await_name
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.domain.call_script import QuestionType
from veille_tui.domain.texts import PLACEHOLDERS, placeholders
from veille_tui.language import _

_BRACES = re.compile(r"[{}]")


def check_names(context: Context, known: Known) -> frozenset[int]:
    """Report every name, in conditions and in texts, that means nothing where it stands.

    The conditions that have faults, by identity.
    """
    doubtful: set[int] = set()
    faulty: set[int] = set()
    for use in context.conditions:
        if context.report.is_full:
            break
        if not _is_sound(context, use, known, faulty):
            doubtful.add(id(use.condition))
            faulty.add(id(use.scalar))
    for text in context.texts:
        _check_text(context, text, known)
    return frozenset(doubtful)


def _is_sound(context: Context, use: ConditionUse, known: Known, faulty: AbstractSet[int]) -> bool:
    """Whether a condition can mean what it says; one that joins two was checked in its parts."""
    if use.scalar.parts:
        return not any(id(part) in faulty for part in use.scalar.parts)
    return check_condition(use, known, context)


def _check_braces(context: Context, use: TextUse) -> None:
    """A brace without its fellow would be said as it stands."""
    inside = {
        at
        for one in placeholders(use.scalar.text)
        for at in range(one.offset - 1, use.scalar.text.index("}", one.offset) + 1)
    }
    alone = (one.start() for one in _BRACES.finditer(use.scalar.text))
    first = next((at for at in alone if at not in inside), None)
    if first is not None:
        context.report.error(
            "lone-brace",
            use.scalar.place_of(first),
            _("Cette accolade n'a pas sa pareille : elle serait lue telle quelle à la personne."),
            _("Écrire le mot entre deux accolades, comme {example}, ou l'enlever.").format(
                example="{prenom}" if context.language == "fr" else "{first_name}"
            ),
        )


def _check_text(context: Context, use: TextUse, known: Known) -> None:
    if not _BRACES.search(use.scalar.text):
        return
    _check_braces(context, use)
    words = PLACEHOLDERS[known.language]
    for placeholder in placeholders(use.scalar.text):
        name = use.scalar.names.get(placeholder.name, placeholder.name)
        if name in words:
            continue
        if context.report.is_full:
            return
        place = use.scalar.place_of(placeholder.offset)
        position = known.positions.get(name)
        if position is None and await_name(known, context.report, name, place):
            continue
        if position is None:
            context.report.error(
                "unknown-placeholder",
                place,
                _("« {name} » ne peut pas être rempli.").format(name="{" + name[:60] + "}"),
                did_you_mean(
                    name[:60],
                    [*words, *known.positions],
                    _("Mots possibles : {words}.").format(words=listed(words)),
                ),
            )
        elif use.before is not None and position >= use.before:
            context.report.error(
                "later-question",
                place,
                _("« {name} » n'est demandé que plus loin dans le script.").format(name=name),
                _("Placer cette question plus haut, ou enlever le mot."),
            )
        elif known.questions[name].type is QuestionType.NOTE:
            context.report.error(
                "note-in-text",
                place,
                _("« {name} » est une note à lire : elle n'a pas de réponse.").format(name=name),
                _("Employer une question qui attend une réponse."),
            )
