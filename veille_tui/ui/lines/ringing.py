"""Who answers, in lines: every outcome of a dial under a number that never changes."""

from __future__ import annotations

from veille_tui.domain.names import fold
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.texts import render
from veille_tui.language import _
from veille_tui.ui import guidance_words, words
from veille_tui.ui.lines import asking, letters, moments, people
from veille_tui.ui.lines.returning import leave_to_others
from veille_tui.ui.lines.session import Session

SOMEBODY_ELSE = 2
ANOTHER_TIME = 3
OUTCOMES = (
    Outcome.NO_ANSWER,
    Outcome.VOICEMAIL_LEFT,
    Outcome.VOICEMAIL,
    Outcome.BUSY,
    Outcome.WRONG_NUMBER,
    Outcome.DISCONNECTED,
    Outcome.PHONE_PROBLEM,
    Outcome.DROPPED,
    Outcome.REFUSED_SOFT,
    Outcome.REFUSED_HARD,
    Outcome.LANGUAGE,
    Outcome.CANNOT_TALK,
    Outcome.DECEASED,
    Outcome.MOVED_OUT,
)
"""Numbered from 4 on, after the three that ask for more."""
_FIRST = 4
_USUAL = 8


def who_answers(session: Session) -> None:
    """Say what may come of the dial, then write down what did."""
    hand = session.hand
    if hand is None or hand.call is None or hand.call.open_dial is None:
        return
    if session.is_new(_place(session)):
        _announce(session, is_inbound=_is_inbound(session))
    typed = session.voice.ask(_("Numéro de l'issue. z, défaire. ?, aide"))
    _act(session, typed)


def _place(session: Session) -> tuple[str, str]:
    dial = session.hand.call.open_dial if session.hand and session.hand.call else None
    return "ringing", dial.id if dial else ""


def _is_inbound(session: Session) -> bool:
    """They rang us: nothing was dialled, so nothing is lost by letting go."""
    dial = session.hand.call.open_dial if session.hand and session.hand.call else None
    return dial is not None and not dial.e164


def _announce(session: Session, *, is_inbound: bool) -> None:
    """The usual outcomes; the others are a question mark away, nobody listens to seventeen."""
    if is_inbound and session.hand is not None:
        session.voice.heading(_("Appel reçu"))
        session.voice.say(*people.household_lines(session.hand, session.now, session.zone))
        session.voice.heading(_("Qui est en ligne ?"))
        session.voice.say(*menu()[:ANOTHER_TIME])
        session.voice.say(_("l, ce n'est pas ce foyer : le laisser."))
    else:
        session.voice.heading(_("Qui répond ?"))
        session.voice.say(*menu()[:_USUAL], _voicemail(session))
    session.voice.say(_("Autres issues : taper ? pour les entendre."))
    if guidance_words.of_hand(session.hand):
        session.voice.say(_("c, les conseils pour cet appel."))


def menu() -> list[str]:
    """The outcomes with their numbers."""
    first = (
        _("la personne répond"),
        _("quelqu'un d'autre répond"),
        _("préfère un autre moment"),
    )
    labels = [*first, *(words.outcome_words(outcome) for outcome in OUTCOMES)]
    return [f"{number}. {label}." for number, label in enumerate(labels, start=1)]


def _voicemail(session: Session) -> str:
    """What to leave on a machine, or that one message is enough."""
    hand = session.hand
    if hand is None or hand.script is None or hand.profile is None:
        return ""
    if hand.case.voicemail_was_left:
        return _("Un message a déjà été laissé : ne pas en laisser un second.")
    text = render(hand.script.voicemail, hand.script, hand.profile, {})
    return _("Message à laisser sur une messagerie : {text}").format(text=text) if text else ""


def _act(session: Session, typed: str) -> None:
    outcome = outcome_of(typed)
    if typed in {"1", ""}:
        if not typed:
            session.voice.say(_("Taper le numéro de ce qui s'est passé. ? pour l'aide."))
            return
        session.write(session.desk.person_answered, "self")
    elif typed == str(SOMEBODY_ELSE) or outcome is Outcome.REACHED_OTHER:
        _somebody_else(session)
    elif typed == str(ANOTHER_TIME) or outcome in {Outcome.APPOINTMENT, Outcome.CALLBACK}:
        moments.promise(session)
    elif outcome is not None:
        end(session, outcome)
    elif typed == "l" and _is_inbound(session):
        leave_to_others(session, "")
    elif typed == "z":
        session.voice.say(_("Rien à défaire. L'appel est noté : dire ce qu'il a donné."))
    elif not letters.obey(session, typed):
        session.voice.say(_("Pas compris. ? pour l'aide."))
    elif typed == "?":
        session.voice.heading(_("Toutes les issues"))
        session.voice.say(*menu())
        # The menu was just said whole: it is not announced again.
        session.is_new(_place(session))


def outcome_of(typed: str) -> Outcome | None:
    """The outcome of a number from the menu, of its code, or of its words."""
    if typed.isdecimal():
        place = int(typed[:6]) - _FIRST
        return OUTCOMES[place] if 0 <= place < len(OUTCOMES) else None
    for outcome in Outcome:
        if typed == outcome.value or fold(typed) == fold(words.outcome_words(outcome)):
            return outcome
    return None


def end(session: Session, outcome: Outcome) -> None:
    """End the dial, with what must be added; sensitive ones are asked again."""
    hand = session.hand
    if hand is None:
        return
    if outcome is Outcome.VOICEMAIL_LEFT and hand.case.voicemail_was_left:
        session.voice.say(_("Un message a déjà été laissé : noté comme messagerie, sans message."))
        outcome = Outcome.VOICEMAIL
    if outcome is Outcome.DECEASED and not _is_sure(session):
        return
    note = ""
    if FACTS[outcome].asks == "note":
        note = session.voice.ask(_("Ce qui a été dit, ou Entrée"))
    if outcome is Outcome.REFUSED_HARD:
        kept = asking.opt_out(session, note)
    else:
        kept = session.write(session.desk.end_dial, outcome, note)
    if kept:
        session.voice.say(_("Noté : {outcome}.").format(outcome=words.outcome_words(outcome)))


def _is_sure(session: Session) -> bool:
    session.voice.say(
        _("Dire ses condoléances, simplement. Ce foyer ne sera plus appelé pour cette personne.")
    )
    answer = fold(session.voice.ask(_("Confirmer le décès, oui ou non")))
    return answer in {"oui", "o", "yes", "y"}


def _somebody_else(session: Session) -> None:
    codes = ("relative", "neighbour", "guardian", "other")
    session.voice.heading(_("Qui est en ligne ?"))
    labels = [words.source_words(code) for code in codes]
    place = session.voice.choose(_("Numéro"), labels, _("Entrée : revenir"))
    if place is None:
        return
    who = codes[place]
    session.voice.heading(_("Que fait cette personne ?"))
    does = (_("elle passe la personne"), _("elle donne des nouvelles"), _("rien de plus"))
    then = session.voice.choose(_("Numéro"), does, _("Entrée : revenir"))
    if then == 0:
        session.write(session.desk.person_answered, "self")
    elif then == 1:
        session.write(session.desk.person_answered, who)
    elif then == 2:
        session.write(session.desk.end_dial, Outcome.REACHED_OTHER, "", who)
