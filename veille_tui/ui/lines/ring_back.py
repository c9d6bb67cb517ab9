"""Somebody rings back: who it is, who has the case, and taking it."""

from __future__ import annotations

from veille_tui.desk.hand import Hand
from veille_tui.domain import phones
from veille_tui.domain.case import FoundTenant, Holder
from veille_tui.errors import VeilleError
from veille_tui.language import _, hour, n_
from veille_tui.ui import words
from veille_tui.ui.lines.session import Session
from veille_tui.ui.why_not_words import found_why_lines

MOST_HEARD = 9
"""People said aloud: nobody remembers the tenth."""


def look_for(session: Session, text: str) -> None:
    """Find people by name or part of a number, and take the case that is chosen."""
    if not text:
        return
    try:
        found = session.desk.search(text)
    except VeilleError as error:
        session.voice.trouble(error)
        return
    if not found:
        session.voice.say(_("Personne de ce nom, ni à ce numéro."))
        return
    session.voice.heading(_("Qui rappelle ?"))
    hidden = len(found) - MOST_HEARD
    if hidden > 0:
        more = n_(
            "Et {n} autre, à chercher de plus près.",
            "Et {n} autres, à chercher de plus près.",
            hidden,
        )
        session.voice.say(more.format(n=hidden))
    place = session.voice.choose(
        _("Numéro de la personne"), map(_line, found[:MOST_HEARD]), _("Entrée : aucune")
    )
    if place is not None:
        _take(session, found[place])


def _line(one: FoundTenant) -> str:
    name = " ".join(part for part in (one.title, one.first_name, one.last_name) if part)
    parts = [name if one.age is None else _("{name}, {age} ans").format(name=name, age=one.age)]
    parts += [one.city, phones.display(one.number) if one.number else ""]
    parts.append(words.disposition_words(one.disposition))
    if one.holder:
        parts.append(_("en main : {caller}").format(caller=one.holder))
    return ", ".join(part for part in parts if part)


def _take(session: Session, one: FoundTenant) -> None:
    if not one.case_id:
        session.voice.say(_("Ce foyer n'est dans aucune campagne ouverte."))
        return
    session.voice.say(*found_why_lines(session.desk, one, session.clock()))
    try:
        taken = session.desk.take(one)
    except VeilleError as error:
        session.voice.trouble(error)
        return
    if isinstance(taken, Holder):
        session.voice.say(held_words(session, taken))
        return
    _answer(session, taken)


def held_words(session: Session, holder: Holder) -> str:
    """Why a household that was asked for cannot be taken."""
    if holder.is_full:
        return words.full_words()
    if not holder.caller:
        return words.untaken_words(holder)
    if holder.lease_until is None:
        return _("{caller} a ce foyer en main.").format(caller=holder.caller)
    until = hour(holder.lease_until.astimezone(session.zone))
    return _("{caller} a ce foyer en main jusqu'à {hour}.").format(caller=holder.caller, hour=until)


def _answer(session: Session, taken: Hand) -> None:
    """The case is in hand; they are on the line already unless a call was under way."""
    session.take(taken)
    if taken.call is not None and taken.call.open_dial is not None:
        return
    session.write(session.desk.dial, None)
