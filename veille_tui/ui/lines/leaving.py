"""The end of a shift in lines: a word for the supervisor, and what was not called put back."""

from __future__ import annotations

from veille_tui.errors import VeilleError
from veille_tui.language import _
from veille_tui.ui.lines.session import Session
from veille_tui.ui.lines.voice import EndOfInput
from veille_tui.ui.shift_words import going_on


def is_over(session: Session) -> bool:
    """End the shift; False, and said, when the journal refuses: nothing is lost by staying."""
    try:
        text = session.voice.ask(_("Fin de poste. Un mot pour le superviseur, ou Entrée"))
    except EndOfInput:
        text = ""
    undialled = session.hand is not None and session.hand.call is None
    try:
        left = session.desk.end_shift(session.campaign, text)
    except VeilleError as error:
        session.voice.trouble(error)
        return False
    if text:
        session.voice.say(_("Mot gardé pour le superviseur."))
    if undialled:
        session.voice.say(_("Foyer rendu."))
    if left:
        session.voice.say(going_on(left))
    return True
