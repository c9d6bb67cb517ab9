"""How a conversation stops, in lines: its end, a cut line, another moment, a refusal."""

from __future__ import annotations

from veille_tui.domain.outcomes import Outcome
from veille_tui.language import _
from veille_tui.ui import stopping
from veille_tui.ui.cards import Card
from veille_tui.ui.lines import moments, ringing
from veille_tui.ui.lines.session import Session


def stop(session: Session, typed: str) -> bool:
    """Do what stops the conversation; False when `typed` is nothing of the kind."""
    letter, _space, rest = typed.partition(" ")
    if letter == "x" and not rest:
        if session.write(session.desk.end_dial, Outcome.DROPPED):
            session.voice.say(_("Ligne coupée. Tout est gardé, l'appel reprendra au même endroit."))
    elif letter == "p":
        moments.promise(session, rest.strip())
    elif letter == "v" and not rest:
        _refusal(session)
    elif letter == "o":
        _another_outcome(session, rest.strip())
    elif letter == "f" and not rest:
        _end(session, is_early=not session.is_ending)
    else:
        return False
    return True


def close(session: Session, card: Card) -> None:
    """Enter on the last card: done, or to the required question that is missing."""
    if card.question and session.hand is not None:
        session.is_ending = False
        session.say_again()
        session.voice.say(_("Une réponse est nécessaire. f pour finir quand même."))
        session.write(session.desk.move_to, card.question)
        return
    _end(session, is_early=False)


def _end(session: Session, *, is_early: bool) -> None:
    session.write(session.desk.end_talk, is_early=is_early)


def _refusal(session: Session) -> None:
    session.voice.heading(_("La personne ne veut pas continuer"))
    choices = stopping.refusals()
    labels = [label for _outcome, label in choices]
    place = session.voice.choose(_("Numéro"), labels, _("Entrée : revenir"))
    if place is not None:
        ringing.end(session, choices[place][0])


def _another_outcome(session: Session, typed: str) -> None:
    """An outcome learnt during the conversation: another language, a death, a move."""
    if not typed:
        session.voice.say(*ringing.menu()[3:])
        typed = session.voice.ask(_("Numéro de l'issue, ou Entrée"))
    outcome = ringing.outcome_of(typed)
    if outcome is not None:
        ringing.end(session, outcome)
    elif typed:
        session.voice.say(_("Pas compris. ? pour l'aide."))
