"""The codes of call scripts in words that a supervisor reads."""

from __future__ import annotations

from datetime import date

from veille_tui.callscript.vocabulary import TYPES, written
from veille_tui.domain.cadence import parse_every
from veille_tui.language import _, current, day, n_

_LONGEST = 60


def quoted(text: str) -> str:
    """`text` between quotation marks, on one line."""
    return _("« {text} »").format(text=" ".join(text.split()))


def clipped(text: str) -> str:
    """Enough of a long text to know it."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def condition_words(text: str) -> str:
    """When something is asked: "toujours", or the condition as it is written in the file."""
    return _("si {condition}").format(condition=" ".join(text.split())) if text else _("toujours")


def type_words(code: str) -> str:
    """A question's type as files of this language write it."""
    return quoted(written(TYPES, code, current()))


def urgency_words(code: str) -> str:
    """How soon somebody must act."""
    return {
        "immediate": _("immédiatement"),
        "today": _("aujourd'hui"),
        "week": _("dans la semaine"),
    }.get(code, code)


def outcome_words(code: str) -> str:
    """What a call comes to with an answer."""
    return {
        "": _("rien de particulier"),
        "refused_soft": _("refus du moment"),
        "refused_hard": _("refus définitif"),
        "callback": _("à rappeler"),
    }.get(code, code)


def reason_words(code: str) -> str:
    """Why somebody is called."""
    return {
        "first": _("premier appel"),
        "follow_up": _("appel de suivi"),
        "callback": _("rappel promis"),
        "inbound": _("appel entrant"),
    }.get(code, code)


def guidance_words(code: str) -> str:
    """A part of the advice for callers."""
    return {
        "tone": _("le ton"),
        "never": _("ce qu'on ne demande jamais"),
        "stop": _("quand s'arrêter"),
    }.get(code, code)


def language_words(code: str) -> str:
    """A language by its name."""
    return {"fr": _("français"), "en": _("anglais")}.get(code, code)


def rhythm_words(rhythm: str) -> str:
    """An ISO duration, with the last day after "/" if there is one."""
    every, _slash, until = rhythm.partition("/")
    words = _every(every)
    if not until:
        return words
    last = date.fromisoformat(until)
    return _("{every} jusqu'au {day} {year}").format(every=words, day=day(last), year=last.year)


def _every(every: str) -> str:
    hours = round(parse_every(every).total_seconds() / 3600)
    days, rest = divmod(hours, 24)
    if not rest and days:
        return n_("tous les jours", "tous les {count} jours", days).format(count=days)
    return n_("toutes les heures", "toutes les {count} heures", hours).format(count=hours)
