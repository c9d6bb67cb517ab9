"""The start of a shift in lines: what waits, promised calls, the next household."""

from __future__ import annotations

from collections.abc import Iterator

from veille_tui.desk.desk import NothingNow
from veille_tui.desk.shift import Shift
from veille_tui.domain.case import Holder, PromisedCall
from veille_tui.errors import VeilleError
from veille_tui.language import _, n_
from veille_tui.ui import words
from veille_tui.ui.alert_words import of_campaign
from veille_tui.ui.lines import letters
from veille_tui.ui.lines.ring_back import held_words
from veille_tui.ui.lines.session import Leaving, Session
from veille_tui.ui.sync_words import ahead_words


def start(session: Session) -> None:
    """Say what waits, then do what is asked."""
    if session.is_new("start"):
        session.voice.heading(session.campaign.title)
        session.voice.say(_("Bonjour {caller}.").format(caller=session.desk.caller))
        shift = _seen(session)
        campaign = session.desk.campaign(session.campaign.id) or session.campaign
        session.voice.say(of_campaign(campaign, shift.alert, session.clock()))
        session.voice.say(*_figures(shift, session))
    typed = session.voice.ask(
        _("Entrée, foyer suivant. r, quelqu'un rappelle. q, quitter. ?, aide")
    )
    if not typed or typed == "1":
        take_next(session)
    elif typed == "p":
        _promised(session)
    elif typed in {"4", "quitter", "quit"}:
        raise Leaving
    elif typed == "?":
        session.voice.say(
            _("Entrée, prendre le foyer suivant."),
            _("p, mes rappels promis."),
            _("r et un nom ou des chiffres, quelqu'un rappelle."),
            _("m, les messages."),
            _("q, quitter."),
        )
        session.say_again()
    elif not letters.obey(session, typed):
        session.voice.say(_("Pas compris. ? pour l'aide."))


def _seen(session: Session) -> Shift:
    """The figures of now, or those last seen when the shared store does not answer."""
    try:
        return session.desk.refresh(session.campaign)
    except VeilleError as error:
        session.voice.trouble(error)
        return session.desk.shift(session.campaign)


def _figures(shift: Shift, session: Session) -> Iterator[str]:
    waiting = shift.waiting
    if waiting is not None:
        ready = waiting.ready + shift.ahead.count
        yield n_("{n} foyer à appeler.", "{n} foyers à appeler.", ready).format(n=ready)
        promised = len(waiting.promises)
        if promised:
            yield n_("{n} rappel promis.", "{n} rappels promis.", promised).format(n=promised)
    held = ahead_words(shift.ahead, session.zone)
    if held:
        yield _("Sans réseau : {held}.").format(held=held)
    today = shift.today
    if today.dials:
        dials = n_("{n} appel", "{n} appels", today.dials).format(n=today.dials)
        people = n_("{n} personne jointe", "{n} personnes jointes", today.reached)
        safe = n_("{n} situation sécurisée", "{n} situations sécurisées", today.secured)
        yield _("Aujourd'hui : {dials}, {people}, {safe}.").format(
            dials=dials,
            people=people.format(n=today.reached),
            safe=safe.format(n=today.secured),
        )


def say_saved(session: Session) -> None:
    """Whether what was just finished has left this workstation."""
    try:
        is_sent = not session.desk.has_unsent
    except VeilleError as error:
        session.voice.trouble(error)
        return
    session.voice.say(
        _("Enregistré et envoyé.")
        if is_sent
        else _("Enregistré sur ce poste. Ce sera envoyé dès que la base partagée répondra.")
    )


def take_next(session: Session, *, has_saved: bool = False) -> None:
    """The case already in hand, else the next of the calling order, what is unsent going along."""
    try:
        left = session.desk.resume()
        if left is not None and has_saved:
            session.send()
        taken = left or session.desk.take_next(session.campaign)
    except VeilleError as error:
        if has_saved:
            say_saved(session)
        session.voice.trouble(error)
        session.take(None)
        return
    if has_saved:
        say_saved(session)
    if isinstance(taken, NothingNow):
        session.take(None)
        session.voice.say(words.nothing_now(taken, session.clock(), session.zone))
        return
    session.take(taken)
    if taken.call is not None:
        session.voice.say(_("Reprise de l'appel laissé en attente."))


def _promised(session: Session) -> None:
    waiting = session.desk.shift(session.campaign).waiting
    promises = waiting.promises if waiting else ()
    if not promises:
        session.voice.say(_("Aucun rappel promis."))
        return
    labels = [_promise(session, call) for call in promises]
    place = session.voice.choose(_("Numéro du rappel"), labels, _("Entrée : aucun"))
    if place is None:
        return
    try:
        taken = session.desk.take_promised(promises[place], session.campaign)
    except VeilleError as error:
        session.voice.trouble(error)
        return
    if isinstance(taken, Holder):
        session.voice.say(held_words(session, taken))
        return
    session.take(taken)


def _promise(session: Session, call: PromisedCall) -> str:
    """As a start screen says it: surname shortened, somebody may be listening."""
    when = words.when_words(call.promise.starts, call.promise.ends, session.clock(), session.zone)
    name = f"{call.title} {call.last_name[:1]}.".strip()
    return ", ".join(part for part in (name, call.city, when) if part)
