"""Who answers, in words: the usual outcomes with their digits, the others with their letters."""

from __future__ import annotations

from textual.content import Content

from veille_tui.desk.hand import Hand
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import Tenant
from veille_tui.domain.texts import render
from veille_tui.language import _

USUAL = {
    4: Outcome.NO_ANSWER,
    5: Outcome.VOICEMAIL_LEFT,
    6: Outcome.VOICEMAIL,
    7: Outcome.BUSY,
    8: Outcome.WRONG_NUMBER,
}
"""The digits that say an outcome at once."""
COLUMN = 37
THIRD = 25


def is_incoming(hand: Hand) -> bool:
    """Whether they rang us: nothing was dialled, so somebody is on the line."""
    dial = hand.call.open_dial if hand.call else None
    return dial is not None and not dial.e164


def question(hand: Hand) -> str:
    """The one question."""
    if is_incoming(hand):
        return _("Qui est au bout du fil ?")
    return _("Qui répond ?")


def usual(hand: Hand) -> Content:
    """The usual answers, in two columns; one when they rang us."""
    if is_incoming(hand):
        return _on_the_line(hand)
    left = (
        (1, _pronoun(hand, _("Elle répond"), _("Il répond"), _("La personne répond"))),
        (2, _("Quelqu'un d'autre répond")),
        (3, _("Préfère un autre moment")),
        (4, _("Personne ne répond")),
    )
    was_left = hand.case.voicemail_was_left
    message = (
        _("Messagerie, message déjà laissé") if was_left else _("Messagerie, je laisse le message")
    )
    right = (
        (5, message),
        (6, _("Messagerie, sans message")),
        (7, _("Occupé")),
        (8, _("Mauvais numéro")),
        (9, _("Autre…")),
    )
    rows = []
    for at in range(5):
        first = _item(*left[at], COLUMN) if at < len(left) else Content(" " * COLUMN)
        quiet = was_left and right[at][0] == 5
        rows.append(first + _item(*right[at], 0, quiet))
    return Content("\n").join(rows)


def _on_the_line(hand: Hand) -> Content:
    """Who may be on the line when they rang us: nobody failed to answer."""
    rows = (
        (1, _pronoun(hand, _("C'est elle"), _("C'est lui"), _("C'est la personne"))),
        (2, _("C'est quelqu'un d'autre")),
        (3, _("Préfère un autre moment")),
        (9, _("Autre…")),
    )
    return Content("\n").join(_item(key, words, 0) for key, words in rows)


def others(hand: Hand) -> Content:
    """The rest, a letter each, in three columns."""
    cut_off = () if is_incoming(hand) else (("K", _("numéro coupé")),)
    letters = (
        (("X", _("ligne coupée")), ("R", _("pas cette fois")), ("L", _("autre langue"))),
        (("B", _("mauvaise ligne")), ("F", _("ne plus appeler")), ("T", _("ne peut pas parler"))),
        (*cut_off, ("G", _("a déménagé")), ("D", _("décès"))),
    )
    return Content("\n").join(
        Content("").join(_item(key, words, THIRD) for key, words in row) for row in letters
    )


def rare(hand: Hand) -> list[tuple[str, str]]:
    """The same, as a list to choose from."""
    every = [
        (Outcome.DROPPED.value, _("La ligne a été coupée")),
        (Outcome.PHONE_PROBLEM.value, _("Mauvaise ligne, on ne s'entend pas")),
        (Outcome.DISCONNECTED.value, _("Le numéro n'est plus attribué")),
        (Outcome.REFUSED_SOFT.value, _("Ne souhaite pas parler cette fois")),
        (Outcome.REFUSED_HARD.value, _("Ne veut plus être appelé du tout")),
        (Outcome.LANGUAGE.value, _("Parle une autre langue")),
        (Outcome.CANNOT_TALK.value, _("Ne peut pas parler au téléphone")),
        (Outcome.MOVED_OUT.value, _("A déménagé")),
        (Outcome.DECEASED.value, _("Est décédé")),
    ]
    impossible = {Outcome.DISCONNECTED.value} if is_incoming(hand) else set()
    return [one for one in every if one[0] not in impossible]


def then() -> list[tuple[str, str]]:
    """What somebody else can do for us."""
    return [
        ("passes", _("passe le téléphone à la personne")),
        ("news", _("donne des nouvelles : ouvrir la conversation avec lui ou elle")),
        ("later", _("la personne n'est pas là : convenir d'un moment")),
        ("nothing", _("ne peut rien dire, ou raccroche")),
    ]


def asked(outcome: Outcome) -> tuple[str, str]:
    """Title and words of the note that an outcome asks for."""
    optional = _("Quelques mots, ou Entrée sans rien écrire.")
    return {
        Outcome.REFUSED_SOFT: (_("Pas cette fois"), optional),
        Outcome.REFUSED_HARD: (
            _("Ne veut plus être appelé"),
            _("« C'est entendu, nous ne vous appellerons plus. » Le superviseur est prévenu.\n")
            + optional,
        ),
        Outcome.LANGUAGE: (
            _("Autre langue"),
            _(
                "À dire, lentement : « Bonjour, l'agence. Au revoir. » Le superviseur cherche"
                " quelqu'un qui parle sa langue.\nLaquelle, si vous l'avez reconnue ?"
            ),
        ),
        Outcome.CANNOT_TALK: (
            _("Ne peut pas parler au téléphone"),
            _(
                "À dire : « Nous passerons vous voir plutôt que d'appeler. » Une visite est"
                " demandée ; le téléphone ne sonnera plus.\nPourquoi, en quelques mots ?"
            ),
        ),
        Outcome.MOVED_OUT: (
            _("A déménagé"),
            _(
                "À dire : « Merci de me l'avoir dit ; nous corrigeons notre liste. » Ce foyer"
                " n'est plus appelé.\nOù, si on vous l'a dit ? Sinon Entrée."
            ),
        ),
        Outcome.DECEASED: (
            _("Décès"),
            _(
                "À dire : « Je vous présente mes sincères condoléances."
                " Nous ne vous rappellerons pas. Avez-vous besoin de quelque chose ? »\n"
                "Entrée confirme ; Échap si c'était une fausse touche."
            ),
        ),
    }.get(outcome, ("", optional))


def to_say(hand: Hand) -> tuple[tuple[str, str], ...]:
    """Title and words: the opening for this reason, and the message to leave."""
    script, profile = hand.script, hand.profile
    if script is None or profile is None:
        return ()
    answers = hand.call.answers if hand.call else {}
    opening = render(script.opening(hand.reason), script, profile, answers)
    parts = []
    if opening:
        parts.append((_("À dire :"), opening))
    if script.voicemail and not hand.case.voicemail_was_left and not is_incoming(hand):
        message = render(script.voicemail, script, profile, answers)
        parts.append((_("Messagerie :"), message))
    return tuple(parts)


def _pronoun(hand: Hand, feminine: str, masculine: str, neither: str) -> str:
    """She or he, when the household is one person with a title."""
    tenants: tuple[Tenant, ...] = hand.case.household.tenants
    if len(tenants) != 1:
        return neither
    return {"Mme": feminine, "M.": masculine}.get(tenants[0].title, neither)


def _item(key: object, words: str, width: int, is_quiet: bool = False) -> Content:
    text = Content.assemble(
        (f"  {key}", "$key-color bold"), "  ", (words, "$quiet dim" if is_quiet else "")
    )
    return text.pad_right(max(0, width - text.cell_length))
