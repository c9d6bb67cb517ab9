"""Why an answer is refused, in words for the person who typed it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from veille_tui.domain.answers import LONGEST_TEXT, SCALE
from veille_tui.domain.call_script import CallScript, Question, QuestionType
from veille_tui.language import _


def why_refused(script: CallScript, question: Question, code: str) -> str:
    """One sentence for a code of `domain.answers.REFUSALS`; never repeats what was typed."""
    if code == "constraint" and question.message:
        return question.message
    return _WORDS[code]().format(
        yes=script.words.yes,
        no=script.words.no,
        codes=", ".join(choice.code for choice in question.choices),
        lowest=_limit(question, question.min, 0),
        highest=_limit(question, question.max, 1),
        step=_plain(question.step or 1),
        longest=LONGEST_TEXT,
    )


def _limit(question: Question, value: float | None, side: int) -> str:
    if value is None and question.type is QuestionType.SCALE:
        value = SCALE[side]
    return "" if value is None else _plain(value)


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value)


_WORDS: Mapping[str, Callable[[], str]] = {
    "not-yes-or-no": lambda: _("Répondre « {yes} » ou « {no} »."),
    "unknown-code": lambda: _("Choisir parmi : {codes}."),
    "not-a-number": lambda: _("Écrire un nombre."),
    "below-minimum": lambda: _("Ce nombre est plus petit que {lowest}."),
    "above-maximum": lambda: _("Ce nombre est plus grand que {highest}."),
    "off-step": lambda: _("Ce nombre doit aller de {step} en {step}."),
    "not-a-date": lambda: _("Écrire une date qui existe : 17/03/2020 ou 2020-03-17."),
    "not-a-time": lambda: _("Écrire une heure : 10:30 ou 10h30."),
    "not-a-phone": lambda: _("Écrire un numéro de téléphone : des chiffres seulement."),
    "not-text": lambda: _("Écrire un texte."),
    "too-long": lambda: _("Ce texte dépasse {longest} caractères : le raccourcir."),
    "empty-answer": lambda: _("Il n'y a pas de réponse."),
    "read-only": lambda: _("Ceci est une note à lire : elle n'attend pas de réponse."),
    "constraint": lambda: _("Cette réponse n'est pas possible ici."),
}
