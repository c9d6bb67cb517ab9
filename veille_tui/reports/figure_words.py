"""The report's figures in words, by their keys in its document."""

from __future__ import annotations

from veille_tui.language import _


def figure_words(key: str) -> str:
    """A figure's name; an unknown key stands as it is."""
    return {
        "targeted": _("suivis dans la campagne"),
        "with_number": _("avec un numéro"),
        "without_number": _("sans numéro"),
        "reached": _("joints"),
        "secured": _("situations sécurisées"),
        "secured_so_far": _("sécurisés jusque-là"),
        "unreachable": _("injoignables, à relayer"),
        "lost_to_follow_up": _("perdus de vue"),
        "refused": _("refus"),
        "difficult": _("situations difficiles, un besoin"),
        "dials": _("numéros composés"),
        "dials_of": _("numéros composés"),
        "attempts": _("tentatives"),
        "attempts_of": _("tentatives"),
        "answered": _("quelqu'un a répondu"),
        "answered_of": _("réponses"),
        "reassuring": _("dont appels rassurants"),
        "reassuring_of": _("rassurants"),
        "mean_minutes": _("durée moyenne, en minutes"),
        "median_minutes": _("durée médiane, en minutes"),
        "contact": _("taux de contact"),
        "response": _("taux de réponse"),
        "refusal": _("taux de refus"),
        "called_again": _("foyers rappelés régulièrement"),
        "weekly": _("dont chaque semaine"),
        "oftener": _("dont plus souvent"),
        "less_often": _("dont moins souvent"),
        "lonely": _("dont seules, à leur propre rythme"),
        "lost_open": _("perdus de vue, à clore"),
        "lost_closed": _("perdus de vue, clos par quelqu'un"),
        "opt_outs": _("ne plus appeler"),
        "questions_not_answered": _("questions restées sans réponse"),
    }.get(key, key)


def result_words() -> dict[str, str]:
    """The states of a relay and what came back, in the order of the work."""
    return {
        "open": _("ouverts"),
        "sent": _("envoyés"),
        "done": _("nouvelles"),
        "failed": _("sans suite"),
        "withdrawn": _("retirés"),
        "well": _("va bien"),
        "needs_help": _("besoin d'aide"),
        "number_given": _("numéro donné"),
        "moved_out": _("a déménagé"),
        "deceased": _("décès"),
        "refused": _("refus"),
        "nobody": _("aucune nouvelle"),
        "not_done": _("pas fait"),
    }
