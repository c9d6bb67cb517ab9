"""A household that may be somebody else's by now, in lines: asked, said, let go."""

from __future__ import annotations

from dataclasses import replace

from veille_tui.desk.standing import Standing
from veille_tui.domain.names import fold
from veille_tui.errors import StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.ui import words
from veille_tui.ui.lines.session import Session


def look(session: Session) -> None:
    """The courier may have learnt that the household in hand was lost."""
    hand = session.hand
    if hand is not None and not hand.is_lost and _standing(session) is Standing.LOST:
        session.hand = replace(hand, is_lost=True)
        session.say_again()


def let_go(session: Session) -> None:
    """Enter leaves it: nobody calls a household twice."""
    session.voice.say(words.lost_words())
    session.voice.ask(_("Entrée, laisser ce foyer"))
    if session.hand is None:
        return
    try:
        session.desk.let_go(session.hand)
    except VeilleError as error:
        session.voice.trouble(error)
        return
    session.take(None)


def may_dial(session: Session) -> bool:
    """Before the first dial, whether the household is still this desk's to call."""
    hand = session.hand
    if hand is None or (hand.call is not None and hand.call.dials):
        return hand is not None
    look(session)
    standing = _standing(session)
    return standing is Standing.HELD or (standing is Standing.OVER and _confirmed(session))


def _standing(session: Session) -> Standing | None:
    if session.hand is None:
        return None
    try:
        return session.desk.standing(session.hand)
    except VeilleError as error:
        session.voice.trouble(error)
        return None


def _confirmed(session: Session) -> bool:
    if session.hand is None:
        return False
    try:
        session.hand = session.desk.confirm(session.hand)
    except StoreUnreachable:
        session.voice.say(words.doubtful_words())
        answer = fold(session.voice.ask(_("Appeler quand même, oui ou non")))
        return answer in {"oui", "o", "yes", "y"}
    except VeilleError as error:
        session.voice.trouble(error)
        return False
    return not session.hand.is_lost
