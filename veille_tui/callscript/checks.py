"""What can only be checked once the whole script is read: names, placeholders, dead needs."""

from __future__ import annotations

from veille_tui.callscript.condition_checks import check_condition
from veille_tui.callscript.context import Context, TextUse
from veille_tui.callscript.known import Known
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.domain.call_script import QuestionType
from veille_tui.domain.texts import PLACEHOLDERS, placeholders
from veille_tui.language import _


def check_names(context: Context, known: Known) -> frozenset[int]:
    """Report every name, in conditions and in texts, that means nothing where it stands.

    The conditions that have faults, by identity.
    """
    doubtful = set()
    for use in context.conditions:
        if not context.report.is_full and not check_condition(use, known, context.report):
            doubtful.add(id(use.condition))
    for text in context.texts:
        _check_text(context, text, known)
    return frozenset(doubtful)


def _check_text(context: Context, use: TextUse, known: Known) -> None:
    words = PLACEHOLDERS[known.language]
    for placeholder in placeholders(use.scalar.text):
        name = use.scalar.names.get(placeholder.name, placeholder.name)
        if name in words:
            continue
        if context.report.is_full:
            return
        place = use.scalar.place_of(placeholder.offset)
        position = known.positions.get(name)
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
