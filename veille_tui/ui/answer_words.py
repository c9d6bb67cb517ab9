"""Answers, needs and refused answers in words a caller understands."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from veille_tui.domain.texts import render, spoken_answer, strip_controls
from veille_tui.language import _, day
from veille_tui.ui.words import theme_words, urgency_words

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript, Choice, Question, Words
    from veille_tui.domain.tenants import Profile


def said(words: Words, question: Question, value: object) -> str:
    """An answer as the screen words it: "Oui", "3 jours", "jeudi 26 mars 2020", a choice's label.

    "" when there is none; "ne sait pas" and "ne souhaite pas répondre" are answers.
    """
    if value is None:
        return ""
    if value == words.dk:
        return _("ne sait pas")
    if value == words.refused:
        return _("ne souhaite pas répondre")
    if value == []:
        return _("aucune")
    kind = question.type.value
    if kind == "consent":
        return _("d'accord") if value == words.yes else _("pas d'accord")
    if kind == "yes_no":
        return _("Oui") if value == words.yes else _("Non")
    if kind == "date":
        return _in_words(str(value))
    if kind in {"number", "scale"}:
        return f"{_number(value)} {question.unit}".strip()
    return spoken_answer(question, value)


def as_typed(question: Question, value: object) -> str:
    """An answer as it would be typed in its field; dates as dd/mm/yyyy."""
    if value is None:
        return ""
    text = strip_controls(str(value))
    if question.type.value == "date" and len(text) == 10 and text[4] == "-":
        return f"{text[8:]}/{text[5:7]}/{text[:4]}"
    return _number(value) if isinstance(value, int | float) else text


def _number(value: object) -> str:
    return str(value).replace(".", ",") if isinstance(value, float) else strip_controls(str(value))


def _in_words(text: str) -> str:
    try:
        value = date.fromisoformat(text)
    except ValueError:
        return strip_controls(text)
    return f"{day(value)} {value.year}"


def need_made(choice: Choice) -> str:
    """The need that choosing this answer makes: "alimentation, aujourd'hui"; "" for none."""
    if not choice.need:
        return ""
    words = theme_words(strip_controls(choice.need))
    if choice.urgency.value == "week":
        return words
    return f"{words}, {urgency_words(choice.urgency.value)}"


def refused(
    code: str,
    question: Question,
    script: CallScript,
    profile: Profile,
    answers: Mapping[str, object],
) -> str:
    """Why a typed answer cannot be kept, and what to type; `code` is one of answers.REFUSALS."""
    if code == "constraint" and question.message:
        return render(question.message, script, profile, answers)
    bounds = {
        "min": _number(_plain(question.min)),
        "max": _number(_plain(question.max)),
        "step": _number(_plain(question.step)),
    }
    return _refusals().get(code, _("Cette réponse n'est pas possible ici.")).format(**bounds)


def _plain(bound: float | None) -> object:
    if bound is None:
        return ""
    return int(bound) if bound == int(bound) else bound


def _refusals() -> dict[str, str]:
    return {
        "not-a-number": _("Un nombre est attendu, par exemple 3."),
        "below-minimum": _("Le nombre doit être au moins {min}."),
        "above-maximum": _("Le nombre doit être au plus {max}."),
        "off-step": _("Le nombre doit aller de {step} en {step}."),
        "not-a-date": _("Une date est attendue, par exemple 26/03/2020."),
        "not-a-time": _("Une heure est attendue, par exemple 10 h 30."),
        "not-a-phone": _("Un numéro de téléphone est attendu, par exemple 06 39 98 00 02."),
        "too-long": _("Ce texte est trop long : 4 000 signes au plus."),
        "empty-answer": _("Rien n'est écrit : F7 pour « ne sait pas », F8 s'il n'y a pas réponse."),
        "constraint": _("Cette réponse ne va pas avec ce qui est demandé."),
    }
