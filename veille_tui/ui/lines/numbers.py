"""The household in hand, in lines: who it is, and which number to dial."""

from __future__ import annotations

from dataclasses import replace

from veille_tui.domain import phones
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.language import _
from veille_tui.ui import possible
from veille_tui.ui.lines import claims, letters, people
from veille_tui.ui.lines.returning import leave_to_others
from veille_tui.ui.lines.session import Session


def choose_number(session: Session) -> None:
    """Say who is to be called, then dial the number that is chosen."""
    claims.look(session)
    hand = session.hand
    if hand is None:
        return
    if possible.must_let_go(hand):
        claims.let_go(session)
        return
    numbers = people.numbers_of(hand)
    if session.is_new(("numbers", hand.token, len(numbers), session.is_redialling)):
        session.voice.heading(_("Foyer à appeler"))
        session.voice.say(*people.household_lines(hand, session.now, session.zone))
        for place, number in enumerate(numbers, start=1):
            line = people.number_line(number, hand.case, session.now, session.zone)
            session.voice.say(f"{place}. {line}.")
        if not numbers:
            session.voice.say(_("Aucun numéro à appeler."))
    typed = session.voice.ask(_("Entrée, appeler le numéro 1. Un chiffre, un autre. ?, aide"))
    if not typed:
        typed = "1"
    if typed.isdecimal() and len(typed) < 3:
        _dial(session, numbers, int(typed))
    elif typed.startswith("+"):
        _dial_new(session, typed[1:].strip())
    else:
        _other(session, typed)


def _dial(session: Session, numbers: tuple[PhoneNumber, ...], place: int) -> None:
    if not 1 <= place <= len(numbers):
        session.voice.say(_("Pas de numéro {n}.").format(n=place))
        return
    _call(session, numbers[place - 1])


def _call(session: Session, number: PhoneNumber) -> bool:
    """Written down first, then said: dial now."""
    if not claims.may_dial(session):
        return False
    if not session.write(session.desk.dial, number):
        return False
    session.is_redialling = False
    session.voice.say(
        _("Appel noté. Composer le {number}.").format(number=phones.display(number.e164))
    )
    return True


def _dial_new(session: Session, typed: str) -> None:
    """A number that somebody gave: dialled and kept, with the words typed after it."""
    number = session.read_number(typed)
    if number is None:
        session.voice.say(_("Ce numéro n'est pas compris. Par exemple : + 06 39 98 00 02."))
        return
    if _call(session, replace(number, id=0)):
        session.write(session.desk.give_number, number)


def _other(session: Session, typed: str) -> None:
    hand = session.hand
    if hand is None:
        return
    if typed == "h":
        session.voice.say(*people.history_lines(hand.case, session.now, session.zone))
    elif typed == "l" or typed.startswith("l "):
        leave_to_others(session, typed[1:].strip())
    elif typed == "z" and hand.call is not None:
        _undo(session)
    elif typed == "?":
        session.voice.say(
            _("Un chiffre, appeler ce numéro."),
            _("+ et un numéro, appeler un numéro nouveau et le garder."),
            _("h, histoire des appels."),
            _("l et un mot, laisser ce foyer à d'autres."),
        )
        letters.obey(session, typed)
    elif not letters.obey(session, typed):
        session.voice.say(_("Pas compris. ? pour l'aide."))


def _undo(session: Session) -> None:
    """Back to the dial that was ended last."""
    if session.write(session.desk.reopen_dial):
        session.is_redialling = False
        session.voice.say(_("Défait."))
