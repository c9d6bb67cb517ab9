"""Commands that hold at any prompt of a call: note, complaint, supervisor, ring back, quit."""

from __future__ import annotations

from veille_tui.language import _
from veille_tui.ui import guidance_words
from veille_tui.ui.lines import asking, news, ring_back
from veille_tui.ui.lines.session import Leaving, Session


def obey(session: Session, typed: str) -> bool:
    """Do what a common command asks; False when `typed` is none."""
    letter, _space, rest = typed.partition(" ")
    rest = rest.strip()
    if letter == "?":
        _explain(session)
    elif letter == "q" and not rest:
        raise Leaving
    elif letter == "c" and not rest:
        _advise(session)
    elif letter == "m" and not rest:
        news.read(session)
    elif letter == "r":
        ring_back.look_for(session, rest or session.voice.ask(_("Nom ou chiffres du numéro")))
    elif letter in {"i", "b", "sms"} and session.hand is not None:
        _ask(session, letter, rest)
    elif letter in {"n", "t"} and session.hand is not None and session.hand.call is not None:
        _keep(session, letter, rest)
    elif letter == "!" and session.hand is not None and session.hand.call is not None:
        if session.write(session.desk.ask_help, rest):
            session.voice.say(_("Le superviseur est prévenu."))
    else:
        return False
    return True


def _ask(session: Session, letter: str, rest: str) -> None:
    if letter == "i":
        asking.question(session, rest)
    elif letter == "b":
        asking.need(session, rest)
    else:
        asking.text_message(session)


def _keep(session: Session, letter: str, text: str) -> None:
    prompt = _("Note") if letter == "n" else _("Réclamation technique, lieu exact")
    text = text or session.voice.ask(prompt)
    if not text:
        return
    if letter == "n":
        if session.write(session.desk.note, text):
            session.voice.say(_("Note gardée."))
    elif session.write(session.desk.complain, text):
        session.voice.say(_("Réclamation notée pour l'agence."))


def _advise(session: Session) -> None:
    """What the script advises for this call, then the place again."""
    advice = guidance_words.of_hand(session.hand)
    session.voice.say(
        *(_("{title} : {words}").format(title=title, words=words) for title, words in advice)
    )
    if not advice:
        session.voice.say(_("Aucun conseil n'accompagne cet appel."))
    session.say_again()


def _explain(session: Session) -> None:
    """The commands, then the place again."""
    session.voice.say(
        _("n et un texte, note."),
        _("i et quelques mots, la réponse à une question de la personne."),
        _("b, ajouter un besoin. sms, un conseil à envoyer par SMS."),
        _("t et un texte, réclamation technique pour l'agence."),
        _("! et un texte, appeler le superviseur."),
        _("z, défaire la dernière touche."),
        _("c, les conseils pour cet appel."),
        _("m, les messages."),
        _("r et un nom ou des chiffres, quelqu'un rappelle."),
        _("q, finir. Un appel commencé reste à vous ; un foyer qui n'a pas été appelé est rendu."),
    )
    session.say_again()
