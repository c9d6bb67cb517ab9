"""Wishes not to be called and needs added by hand, in words, for both faces."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from veille_tui.domain.partners import choose
from veille_tui.domain.referrals import Consent
from veille_tui.domain.texts import strip_controls
from veille_tui.domain.usual_needs import URGENCIES, USUAL_NEEDS, usual_partner
from veille_tui.language import _
from veille_tui.ui import words

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.opt_outs import OptOut

FREE = "autre"
"""The theme that is typed."""


def day(when: date) -> str:
    """A day with its year: an opt-out may last long."""
    return when.strftime("%d/%m/%Y")


def opt_out_choices() -> list[tuple[str, str]]:
    """Scope, with "until" when a day is to be asked; the humane one first."""
    return [
        ("campaign", _("cette campagne, pour toujours (Entrée)")),
        ("all", _("toutes les campagnes du bailleur, pour toujours")),
        ("campaign until", _("cette campagne, jusqu'à une date")),
        ("all until", _("toutes les campagnes du bailleur, jusqu'à une date")),
    ]


def opt_out_explained() -> str:
    """What to say, and what happens."""
    return _(
        "À dire : « C'est entendu, nous ne vous appellerons plus. L'agence reste là si vous avez"
        " besoin. » Les SMS s'arrêtent aussi."
    )


def opt_out_words(wish: OptOut) -> str:
    """A wish on one line."""
    if wish.channel == "messages":
        return _("plus de SMS")
    where = _("toutes les campagnes du bailleur") if wish.scope == "all" else _("cette campagne")
    until = _("jusqu'au {day}").format(day=day(wish.until)) if wish.until else _("pour toujours")
    return f"{where}, {until}"


def need_themes() -> list[tuple[str, str]]:
    """The usual needs, and one in the caller's own words."""
    usual = [(theme, words.theme_words(theme)) for theme, _to in USUAL_NEEDS[:8]]
    return [*usual, (FREE, _("autre, en quelques mots"))]


def need_urgencies() -> list[tuple[str, str]]:
    """How soon somebody must act."""
    return [(one, words.urgency_words(one)) for one in URGENCIES]


def consents() -> list[tuple[str, str]]:
    """What the person may say."""
    return [
        (Consent.GIVEN.value, _("oui, d'accord")),
        (Consent.REFUSED.value, _("non")),
        (Consent.UNASKED.value, _("je n'ai pas pu le demander")),
    ]


def consent_said(hand: Hand) -> tuple[Consent, str]:
    """What the conversation already asked about passing a name on, with the words read."""
    from veille_tui.domain.consent import consent_of

    if hand.script is None or hand.profile is None or hand.walk is None or hand.call is None:
        return Consent.UNASKED, ""
    return consent_of(hand.script, hand.profile, hand.walk, hand.call.answers)


def consent_question(hand: Hand, theme: str) -> str:
    """The words to read before a name is passed on."""
    return _(
        "Puis-je transmettre votre nom, votre adresse, votre numéro et ce besoin ?"
        " Ce serait pour {partner}."
    ).format(partner=_to_whom(hand, theme))


def _to_whom(hand: Hand, theme: str) -> str:
    return partner_called(hand, usual_partner(theme), theme) or partner(usual_partner(theme))


def partner(kind: str) -> str:
    """A kind of partner; the script's own kinds stand as they are."""
    return {
        "ccas": _("le CCAS"),
        "mairie": _("la mairie"),
        "maison_des_solidarites": _("la Maison des solidarités"),
        "association": _("une association"),
        "medecin": _("le médecin"),
        "secours": _("les secours"),
        "agence": _("l'agence"),
        "mediation": _("la médiation"),
        "cellule_psychologique": _("la cellule psychologique"),
        "superviseur": _("le superviseur"),
    }.get(kind, strip_controls(kind).replace("_", " "))


def partner_called(hand: Hand, kind: str, theme: str) -> str:
    """The same with its article, when that is plain."""
    name = partner_name(hand, kind, theme)
    first = name.split(" ", 1)[0].casefold()
    articles = {"ccas": _("le {name}"), "mairie": _("la {name}"), "maison": _("la {name}")}
    return articles.get(first, "{name}").format(name=name) if name else ""


def partner_name(hand: Hand, kind: str, theme: str) -> str:
    """Who takes this need over in the campaign's directory; "" when nobody is found."""
    found = choose(hand.campaign.partners, kind, theme, hand.case.household.insee)
    return strip_controls(found.name) if found else ""
