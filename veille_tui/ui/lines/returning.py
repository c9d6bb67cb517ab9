"""Leaving a household to others, in lines."""

from __future__ import annotations

from veille_tui.errors import VeilleError
from veille_tui.language import _
from veille_tui.ui import possible
from veille_tui.ui.lines.session import Session


def leave_to_others(session: Session, why: str) -> None:
    """Put the household back, unless a number of it was dialled: that call is to be finished."""
    if session.hand is None:
        return
    if not possible.may_put_back(session.hand):
        session.voice.say(_("Un numéro a été composé : dire l'issue, puis enregistrer."))
        return
    try:
        session.desk.put_back(session.hand, why)
    except VeilleError as error:
        session.voice.trouble(error)
        return
    session.voice.say(_("Foyer rendu."))
    session.send()
    session.take(None)
