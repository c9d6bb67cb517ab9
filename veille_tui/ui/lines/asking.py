"""Questions of tenants, needs by hand, text messages and wishes not to be called, in lines."""

from __future__ import annotations

from functools import partial

from veille_tui.domain import phones
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.faq import search
from veille_tui.domain.last_days import parse_day
from veille_tui.domain.opt_outs import OptOut
from veille_tui.domain.referrals import Consent
from veille_tui.domain.text_messages import mobile_of
from veille_tui.domain.usual_needs import usual_partner
from veille_tui.language import _, current
from veille_tui.ui import advice_words, ending_words, stopping
from veille_tui.ui.lines.session import Session

MOST_SAID = 9


def question(session: Session, text: str) -> None:
    """The campaign's answer; what nobody can answer is kept for the supervisor."""
    if session.hand is None:
        return
    text = text or session.voice.ask(_("Que demande la personne"))
    if not text:
        return
    found = search(session.hand.campaign.faq, text)[:MOST_SAID]
    place: int | None = None
    if found:
        labels = [one.question for one in found]
        place = session.voice.choose(
            _("Numéro de la question"), labels, _("Entrée : aucune de celles-là")
        )
    if place is not None:
        entry = found[place]
        session.voice.say(entry.answer)
        if entry.to:
            session.voice.say(_("Vers qui : {to}").format(to=entry.to))
    elif session.write(session.desk.ask_question, text):
        session.voice.say(_("Pas de réponse connue. Question gardée pour le superviseur."))
    session.say_again()


def need(session: Session, theme: str) -> None:
    """Theme, urgency, consent, note; Enter gives up."""
    hand = session.hand
    if hand is None or hand.walk is None:
        session.voice.say(_("Un besoin se note une fois que quelqu'un a répondu."))
        return
    theme = theme or _chosen(session, _("Quel besoin"), ending_words.need_themes())
    if theme == ending_words.FREE:
        theme = session.voice.ask(_("Quel besoin, en deux ou trois mots"))
    urgency = _chosen(session, _("Pour quand"), ending_words.need_urgencies()) if theme else ""
    if not urgency:
        return
    said, read = ending_words.consent_said(hand)
    agreed = said.value
    if said is Consent.UNASKED:
        read = ending_words.consent_question(hand, theme)
        session.voice.say(_("À lire : « {words} »").format(words=read))
        agreed = _chosen(session, _("D'accord"), ending_words.consents()) or Consent.UNASKED.value
    read = "" if agreed == Consent.UNASKED else read
    note = session.voice.ask(_("Ce que le partenaire doit savoir, ou Entrée"))
    found = NeedFound(theme, urgency, usual_partner(theme), note, agreed, read)
    if session.write(session.desk.add_need, found):
        session.voice.say(_("Besoin noté."))
    session.say_again()


def text_message(session: Session) -> None:
    """The words and the number: a code is nothing to read aloud."""
    hand = session.hand
    if hand is None:
        return
    words = advice_words.obstacle(hand, session.now)
    number = mobile_of(hand.case.household)
    if words or number is None:
        session.voice.say(words)
        return
    found = advice_words.messages(hand)
    labels = [one.title for one in found]
    place = 0 if len(found) == 1 else session.voice.choose(_("Numéro"), labels, _("Entrée : aucun"))
    if place is not None and session.write(session.desk.show_message, found[place].id, number.e164):
        shown = phones.display(number.e164)
        session.voice.say(
            _("SMS à envoyer au {number} : {text}").format(number=shown, text=found[place].text)
        )


def opt_out(session: Session, words: str) -> bool:
    """Where and until when; Enter is this campaign, for ever. Whether it was kept."""
    session.voice.say(ending_words.opt_out_explained())
    choices = ending_words.opt_out_choices()
    labels = [label for _code, label in choices]
    place = session.voice.choose(_("Ne plus appeler"), labels, _("Entrée : 1"))
    scope, _space, until = choices[place or 0][0].partition(" ")
    day = None
    while until and day is None:
        typed = session.voice.ask(_("Jusqu'à quand, par exemple dans 3 mois ; Entrée, toujours"))
        if not typed:
            break
        day = parse_day(typed, session.now, current())
        if day is None:
            session.voice.say(_("Pas compris. Par exemple : 12 janvier, dans 3 mois, septembre."))
    wish = OptOut(scope, day, words=words)
    if not session.write(partial(stopping.opted_out, session.desk), wish):
        return False
    session.voice.say(_("Ne plus appeler : {wish}.").format(wish=ending_words.opt_out_words(wish)))
    return True


def _chosen(session: Session, prompt: str, choices: list[tuple[str, str]]) -> str:
    place = session.voice.choose(prompt, [label for _code, label in choices], _("Entrée : revenir"))
    return "" if place is None else choices[place][0]
