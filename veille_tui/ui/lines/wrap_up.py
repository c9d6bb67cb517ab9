"""The end of a call in lines: what was found, what comes next, saved by Enter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from typing import TYPE_CHECKING

from veille_tui.domain.names import fold
from veille_tui.errors import VeilleError
from veille_tui.language import _
from veille_tui.ui import possible, words
from veille_tui.ui.lines import letters, moments
from veille_tui.ui.lines.session import Session
from veille_tui.ui.lines.start import take_next

if TYPE_CHECKING:
    from veille_tui.domain.next_step import Decision


def wrap_up(session: Session) -> None:
    """Say what would happen next, then save or change it."""
    hand = session.hand
    if hand is None or hand.call is None:
        return
    if session.is_new(("wrap-up", hand.call)):
        session.voice.heading(_("Fin de l'appel"))
        session.voice.say(*_summary(session, session.desk.proposal(hand)))
    typed = session.voice.ask(_("Entrée, enregistrer et passer au suivant. ?, aide"))
    if not _saved(session, typed) and not _changed(session, typed):
        _other(session, typed)


def _saved(session: Session, typed: str) -> bool:
    if typed not in {"", "e"}:
        return False
    _save(session, and_next=not typed)
    return True


def _changed(session: Session, typed: str) -> bool:
    """Whether `typed` was about the next call or the evidence."""
    letter, _space, rest = typed.partition(" ")
    if letter == "d":
        _change_date(session, rest.strip())
    elif letter == "s":
        _correct(session, rest.strip())
    else:
        return False
    return True


def _other(session: Session, typed: str) -> None:
    if typed == "a":
        _another_number(session)
    elif typed == "z":
        if session.write(session.desk.reopen_dial):
            session.voice.say(_("Défait."))
    elif typed == "?":
        _explain(session)
    elif not letters.obey(session, typed):
        session.voice.say(_("Pas compris. ? pour l'aide."))


def _another_number(session: Session) -> None:
    """Back to the numbers, unless there is none left or nobody must be called any more."""
    if session.hand is None or not possible.numbers_left(session.hand):
        session.voice.say(_("Pas d'autre numéro à appeler. z, revenir sur l'issue."))
        return
    session.is_redialling = True
    session.say_again()


def _summary(session: Session, decision: Decision) -> Iterator[str]:
    hand = session.hand
    if hand is None or hand.call is None:
        return
    last = hand.call.outcome
    yield _("Issue : {outcome}.").format(outcome=words.outcome_words(last.value if last else ""))
    yield _situation(decision)
    for need in decision.needs:
        parts = [words.theme_words(need.theme), words.urgency_words(need.urgency)]
        parts.append(_("vers {to}").format(to=words.theme_words(need.to)) if need.to else "")
        yield _("Besoin : {need}.").format(need=", ".join(part for part in parts if part))
    yield _next_call(session, decision)
    yield _("État du suivi : {state}.").format(state=words.disposition_words(decision.disposition))


def _situation(decision: Decision) -> str:
    if decision.secured is not None:
        return _("Situation sécurisée : {source}, {channel}.").format(
            source=words.source_words(decision.secured.source),
            channel=words.channel_words(decision.secured.channel),
        )
    why = words.not_secured_words(decision.not_secured)
    return _("Situation non sécurisée : {why}.").format(why=why)


def _next_call(session: Session, decision: Decision) -> str:
    if decision.due_at is None:
        return _("Pas d'autre appel prévu.")
    ends = decision.promise.ends if decision.promise else None
    starts = decision.promise.starts if decision.promise else decision.due_at
    when = words.when_words(starts, ends, session.clock(), session.zone)
    if decision.reserved_for:
        return _("Prochain appel : {when}, par {caller}.").format(
            when=when, caller=decision.reserved_for
        )
    return _("Prochain appel : {when}.").format(when=when)


def _save(session: Session, *, and_next: bool) -> None:
    """Write the end, send what can be sent, and go on."""
    if session.hand is None:
        return
    try:
        session.desk.finish(session.hand)
    except VeilleError as error:
        session.voice.trouble(error)
        return
    session.take(None)
    if and_next:
        # The result goes with the asking for the next household, in one round trip.
        session.voice.say(_("Enregistré."))
        take_next(session)
        return
    stopped = session.send()
    session.voice.say(
        _("Enregistré et envoyé.")
        if stopped is None
        else _("Enregistré sur ce poste. Ce sera envoyé dès que la base partagée répondra.")
    )


def _change_date(session: Session, typed: str) -> None:
    """d and a moment; d 0 drops the next call."""
    if session.hand is None or not possible.may_move(session.desk.proposal(session.hand)):
        session.voice.say(_("Ce foyer ne sera plus appelé dans cette campagne."))
        return
    if fold(typed) in {"0", "aucun", "jamais", "none", "never"}:
        if session.write(session.desk.move_next_call, None):
            session.voice.say(_("Pas d'autre appel prévu."))
        return
    when = moments.ask_when(session, typed)
    if when is not None and session.write(session.desk.move_next_call, when.starts.astimezone(UTC)):
        session.say_again()


def _correct(session: Session, typed: str) -> None:
    """s oui and whose word it is, or s non and why."""
    if session.hand is None:
        return
    proposal = session.desk.proposal(session.hand)
    if not possible.may_secure(proposal):
        why = words.not_secured_words(proposal.not_secured)
        session.voice.say(_("Elle ne peut pas l'être : {why}.").format(why=why))
        return
    answer, _space, rest = typed.partition(" ")
    said = fold(answer or session.voice.ask(_("Situation sécurisée, oui ou non")))
    if said in {"oui", "o", "yes", "y"}:
        labels = [words.source_words(code) for code in possible.SOURCES]
        place = session.voice.choose(_("Qui l'a dit"), labels, _("Entrée : revenir"))
        if place is not None:
            session.write(session.desk.correct_secured, True, possible.SOURCES[place])
    elif said in {"non", "n", "no"}:
        why = rest.strip() or session.voice.ask(_("Pourquoi, ou Entrée"))
        session.write(session.desk.correct_secured, False, "", why)
    else:
        session.voice.say(_("Pas compris. ? pour l'aide."))


def _explain(session: Session) -> None:
    session.voice.say(
        _("Entrée, enregistrer et passer au suivant. e, enregistrer et s'arrêter."),
        _("d et un moment, changer le prochain appel. d 0, ne plus en prévoir."),
        _("s oui ou s non, corriger si la situation est sécurisée."),
        _("a, appeler un autre numéro de ce foyer."),
    )
    letters.obey(session, "?")
