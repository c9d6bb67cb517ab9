"""When to ring again, asked in lines: likely times by number, or as people say it."""

from __future__ import annotations

from functools import partial

from veille_tui.domain.promises import When, parse_when, quick_times
from veille_tui.language import _, current
from veille_tui.ui import stopping, words
from veille_tui.ui.lines.session import Session


def ask_when(session: Session, typed: str = "") -> When | None:
    """The moment; None when the caller gave up by Enter."""
    if session.hand is None:
        return None
    quick = quick_times(session.now, session.hand.campaign.hours, session.zone)
    if not typed:
        session.voice.heading(_("Quand rappeler ?"))
        for place, when in enumerate(quick, start=1):
            session.voice.say(f"{place}. {said(session, when)}.")
    while True:
        typed = typed or session.voice.ask(_("Un chiffre, ou en toutes lettres : demain 10 h"))
        if not typed:
            return None
        if typed.isdecimal() and 1 <= int(typed[:6]) <= len(quick):
            return quick[int(typed) - 1]
        when_typed = parse_when(typed, session.now, current())
        if when_typed is not None:
            return when_typed
        session.voice.say(_("Pas compris. Par exemple : demain 10 h, jeudi matin, dans 2 heures."))
        typed = ""


def said(session: Session, when: When) -> str:
    """A moment in words."""
    return words.when_words(when.starts, when.ends, session.clock(), session.zone)


def promise(session: Session, typed: str = "") -> None:
    """Another moment suits better: promise it, and end the dial."""
    when = ask_when(session, typed)
    if when is None or session.hand is None:
        return
    if session.write(partial(stopping.promised, session.desk), when):
        session.voice.say(_("Rappel promis : {when}.").format(when=said(session, when)))
