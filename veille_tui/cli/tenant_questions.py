"""A household asked for question by question, each answer looked at before the next question."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from veille_tui.domain.tenants import FLAG_WORDS, FLAGS
from veille_tui.language import _

_ANYBODY = {"nom": "X", "adresse": "1 rue X"}
"""What makes one answer a whole household, so that it is read by the rules of a listing."""
_AGE = 3
"""Digits of an age at most; more make a date."""


def asked(ask: Callable[[str], str], tell: Callable[[str], None], today: date) -> dict[str, str]:
    """The fields that were answered. Raises EOFError when whoever answered is gone."""
    tell(
        _("Un foyer à la main. Entrée passe une question ; Ctrl + C arrête sans rien enregistrer.")
    )
    fields: dict[str, str] = {}
    for name, question in _questions():
        answer = _sound(name, question, ask, tell, today)
        if answer:
            fields[_field(name, answer)] = answer
    return fields


def _questions() -> tuple[tuple[str, str], ...]:
    flags = ", ".join(FLAG_WORDS.values())
    return (
        ("title", _("Civilité (Mme, M.) :")),
        ("last_name", _("Nom :")),
        ("first_name", _("Prénom :")),
        ("born", _("Âge, ou date de naissance :")),
        ("phone", _("Téléphone ; plusieurs se séparent par / :")),
        ("address", _("Adresse, numéro et rue :")),
        ("postcode", _("Code postal :")),
        ("city", _("Ville :")),
        ("insee", _("Code INSEE de la commune, s'il est connu :")),
        ("agency", _("Agence :")),
        ("residence", _("Résidence :")),
        ("flags", _("Marqueurs ({words}) :").format(words=flags)),
        ("note", _("À savoir avant d'appeler :")),
        ("reference", _("Référence du logement, si le bailleur en a une :")),
    )


def _field(name: str, answer: str) -> str:
    if name != "born":
        return name
    digits = sum(sign.isdigit() for sign in answer)
    return "age" if digits <= _AGE else "birth_date"


def _sound(
    name: str, question: str, ask: Callable[[str], str], tell: Callable[[str], None], today: date
) -> str:
    """The answer; a doubtful one is told and asked again, and taken when it is given again."""
    before = None
    while True:
        answer = ask(question)
        doubts = _doubts(_field(name, answer), answer, today) if answer else []
        if not doubts or answer == before:
            return answer
        for doubt in doubts:
            tell(f"  {doubt}")
        tell("  " + _("Corriger, ou redonner la même réponse pour la garder telle quelle."))
        before = answer


def _doubts(field: str, answer: str, today: date) -> list[str]:
    from veille_tui.intake.fields import household_from_fields

    others = {name: value for name, value in _ANYBODY.items() if not _is_same(name, field)}
    household, problems = household_from_fields({**others, field: answer}, today)
    found = [one.message for one in problems if one.heading == field]
    return found + (flag_doubts(household.flags) if household and field == "flags" else [])


def flag_doubts(flags: Iterable[str]) -> list[str]:
    """What is to be said of marks that no script and no public knows: they may be misspelt."""
    from veille_tui.callscript.reporter import did_you_mean

    known = FLAG_WORDS.values()
    return [
        " ".join(
            (
                _("Marqueur inconnu « {word} », gardé tel quel.").format(word=flag[:40]),
                did_you_mean(flag[:40], known),
            )
        ).strip()
        for flag in sorted(flags)
        if flag not in FLAGS
    ]


def _is_same(french: str, field: str) -> bool:
    return {"nom": "last_name", "adresse": "address"}[french] == field
