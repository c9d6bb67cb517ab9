"""The conversation in lines: one question, numbered answers, one prompt."""

from __future__ import annotations

from collections.abc import Iterator

from veille_tui.domain.answers import validate_answer, validate_detail
from veille_tui.domain.names import fold
from veille_tui.language import _
from veille_tui.ui import answer_words, cards, places, stopping
from veille_tui.ui.cards import Card, CardKind
from veille_tui.ui.lines import letters, moments, replies, talk_ends
from veille_tui.ui.lines.session import Session

NONE_OF_THESE = ("aucune", "aucun", "none")


def talk(session: Session) -> None:
    """Say where the conversation stands, and take one reply."""
    if session.hand is None:
        return
    _opening(session)
    _alerts(session)
    card = _card(session)
    if session.is_new((card.kind, card.question, card.detail)):
        session.voice.heading(_section(session, card))
        session.voice.say(*_said(card))
    _reply(session, card, session.voice.ask(_prompt(card)))


def _opening(session: Session) -> None:
    hand = session.hand
    if hand is None or hand.call is None or places.has_begun(hand) or hand.call.open_dial is None:
        return
    card = cards.opening_card(hand)
    if card is not None and not session.is_opened(hand.call.open_dial.id):
        session.voice.heading(_("À dire pour commencer"))
        words = [card.before or card.say]
        session.voice.say(*words, card.notice)


def _alerts(session: Session) -> None:
    """Alerts are said at once, once, and kept."""
    hand = session.hand
    if hand is None or hand.call is None or hand.walk is None:
        return
    here = cards.told(hand)
    rules = {rule.id: rule for rule in here.script.alerts}
    for alert in hand.walk.alerts:
        if alert not in hand.call.alerts_shown:
            session.voice.heading(_("Attention"))
            session.voice.say(here.words(rules[alert].say))
            if rules[alert].dial:
                session.voice.say(_("Numéro : {number}.").format(number=rules[alert].dial))
            session.write(session.desk.alert_shown, alert)


def _card(session: Session) -> Card:
    hand = session.hand
    assert hand is not None  # noqa: S101 - talk() looked
    if session.detail is not None:
        return cards.detail_card(hand, *session.detail)
    question = None if session.is_ending else places.here(hand)
    return cards.closing_card(hand) if question is None else cards.question_card(hand, question)


def _section(session: Session, card: Card) -> str:
    if session.hand is None or card.kind is CardKind.CLOSING:
        return _("Pour finir")
    here = cards.told(session.hand)
    asked = [one for one in here.walk.asked if here.script.by_id[one].type.value != "note"]
    title = here.script.section_of[card.question].title
    if card.question not in asked:
        return title
    return _("{section}, question {n} sur {of}").format(
        section=title, n=asked.index(card.question) + 1, of=len(asked)
    )


def _said(card: Card) -> Iterator[str]:
    """The words to say, then what is for the caller alone, then the answers."""
    yield _("Mention à lire : {notice}").format(notice=card.notice) if card.notice else ""
    yield card.say
    yield _("Conseil : {hint}").format(hint=card.hint) if card.hint else ""
    yield _("Ne pas dire : {avoid}").format(avoid=card.avoid) if card.avoid else ""
    yield card.missing
    for number, option in replies.numbered(card):
        effect = _(", besoin : {need}").format(need=option.effect) if option.effect else ""
        kept = _(", réponse gardée") if option.is_chosen else ""
        yield f"{number}. {option.label}{effect}{kept}."
    if card.typed:
        yield _("Réponse gardée : {answer}.").format(answer=card.typed)


def _prompt(card: Card) -> str:
    if card.kind is CardKind.CLOSING:
        return _("Entrée, terminer l'appel. Inférieur, revenir")
    if card.kind is CardKind.NOTE:
        return _("Entrée, continuer")
    if card.kind is CardKind.DETAIL:
        return card.prompt
    if card.kind is CardKind.MULTIPLE:
        return _("Numéros, par exemple 1 3, ou « aucune »")
    if card.kind is CardKind.ENTRY:
        return card.prompt
    return _("Numéro de la réponse")


def _reply(session: Session, card: Card, typed: str) -> None:
    if card.is_typed and not typed.startswith("/") and typed not in {"<", "?", "!", "-"}:
        _typed(session, card, typed)
        return
    if not card.is_typed and _answered(session, card, typed):
        return
    command = typed[1:] if typed.startswith("/") and typed != "/" else typed
    if card.is_typed and typed == "-":
        _typed(session, card, typed)
    elif command == "<":
        _go_back(session, card)
    elif command == "z":
        _undo(session)
    elif command == "j" or command.startswith("j "):
        _jump(session, command[1:].strip())
    elif command == "?":
        _explain(session, card)
    elif not talk_ends.stop(session, command) and not letters.obey(session, command):
        session.voice.say(_("Pas compris. ? pour l'aide."))


def _answered(session: Session, card: Card, typed: str) -> bool:
    """Whether `typed` was a reply to a card whose answers are numbered, or Enter."""
    if session.hand is None:
        return False
    words = cards.told(session.hand).script.words
    if card.kind is CardKind.CLOSING and not typed:
        talk_ends.close(session, card)
    elif card.kind is CardKind.NOTE and not typed:
        _go_on(session, card.question)
    elif (open_answer := replies.left_open(card, typed, words)) is not None:
        _keep(session, card, open_answer)
    elif card.kind is CardKind.MULTIPLE and fold(typed) in NONE_OF_THESE:
        _keep(session, card, [])
    elif card.kind is CardKind.MULTIPLE and (ticked := replies.several(card, typed, words)):
        _keep(session, card, [option.value for option in ticked])
    elif not typed and card.proposed >= 0:
        _keep(session, card, card.options[card.proposed].value)
    elif card.kind is CardKind.CHOICE and (option := replies.chosen(card, typed, words)):
        _keep(session, card, option.value)
    else:
        return False
    return True


def _typed(session: Session, card: Card, typed: str) -> None:
    """A reply in words, a number, a date: kept when it has the right shape."""
    if session.hand is None:
        return
    here = cards.told(session.hand)
    question = here.script.by_id[card.question]
    if card.kind is CardKind.DETAIL:
        value, problem = validate_detail(typed)
        if not typed or problem:
            _after_detail(session, card)
            return
        _write(session, card.question, question.detail_id(card.detail), value, typed)
        _after_detail(session, card)
        return
    _keep(session, card, replies.left_open(card, typed, here.script.words) or typed or card.typed)


def _keep(session: Session, card: Card, raw: object) -> None:
    """Check, write, go on; what is refused is said, and asked again."""
    hand = session.hand
    if hand is None:
        return
    here = cards.told(hand)
    question = here.script.by_id[card.question]
    value, problem = validate_answer(
        here.script,
        question,
        raw,
        answers=here.call.answers,
        profile=here.profile,
        reason=hand.reason.value,
    )
    if problem:
        session.voice.say(_why_not(card, problem, session))
        return
    said = answer_words.said(here.script.words, question, value)
    if _write(session, question.id, question.id, value, f"{card.say}\n{said}"):
        session.voice.say(_("Noté : {answer}.").format(answer=said))
        _go_on(session, question.id)


def _why_not(card: Card, problem: str, session: Session) -> str:
    assert session.hand is not None  # noqa: S101 - _keep() looked
    here = cards.told(session.hand)
    question = here.script.by_id[card.question]
    if problem == "empty-answer":
        return _("Rien n'est écrit : taper nsp pour « ne sait pas », refus s'il n'y a pas réponse.")
    return answer_words.refused(problem, question, here.script, here.profile, here.call.answers)


def _write(session: Session, question: str, key: str, value: object, words: str) -> bool:
    hand = session.hand
    if hand is None or hand.call is None:
        return False
    before = hand.call.answers.get(key)
    if not session.write(session.desk.answer, key, value, words):
        return False
    session.past.append((question, key, before))
    return True


def _go_on(session: Session, question: str, after: str = "") -> None:
    """To the free text that an answer wants, else to what comes next."""
    if session.hand is None:
        return
    missing = places.missing_detail(session.hand, question, after)
    session.detail = (question, missing) if missing else None
    if missing:
        return
    _stand_at(session, places.after_answer(session.hand, question))
    if stopping.wants_another_time(session.hand, question):
        moments.promise(session)


def _after_detail(session: Session, card: Card) -> None:
    _go_on(session, card.question, card.detail)


def _stand_at(session: Session, question: str | None) -> None:
    """The journal knows where the caller stands, when it would not guess."""
    session.is_ending = question is None
    session.detail = None
    session.say_again()
    if session.hand is not None and question is not None and question != places.here(session.hand):
        session.write(session.desk.move_to, question)


def _go_back(session: Session, card: Card) -> None:
    if session.hand is None:
        return
    if card.kind is CardKind.DETAIL:
        _stand_at(session, card.question)
        return
    at = None if card.kind is CardKind.CLOSING else card.question
    before = places.back_from(session.hand, at)
    if before is None:
        session.voice.say(_("C'est la première question."))
        return
    _stand_at(session, before)


def _undo(session: Session) -> None:
    """The last answer as it was before; before any answer, back to who answers."""
    if not session.past:
        if session.write(session.desk.reopen_dial):
            session.voice.say(_("Défait."))
        return
    question, key, before = session.past[-1]
    if session.write(session.desk.answer, key, before, ""):
        session.past.pop()
        session.voice.say(_("Défait."))
        _stand_at(session, question)


def _jump(session: Session, typed: str) -> None:
    """To a question by its number; without one, the questions with their answers."""
    if session.hand is None:
        return
    here = cards.told(session.hand)
    asked = [one for one in here.walk.asked if here.script.by_id[one].type.value != "note"]
    if typed.isdecimal() and 1 <= int(typed[:6]) <= len(asked):
        _stand_at(session, asked[int(typed) - 1])
        return
    for place, one in enumerate(asked, start=1):
        question = here.script.by_id[one]
        said = answer_words.said(here.script.words, question, here.call.answers.get(one))
        session.voice.say(f"{place}. {here.words(question.say)} {said or _('sans réponse')}.")
    session.voice.say(_("j et un numéro, aller à cette question."))


def _explain(session: Session, card: Card) -> None:
    if card.is_typed:
        session.voice.say(_("Ici, une commande commence par une barre oblique : /z, /n texte."))
    session.voice.say(
        _("0 ou nsp, ne sait pas. Moins ou refus, ne souhaite pas répondre."),
        _("Le signe inférieur, revenir à la question d'avant. j, aller à une autre question."),
        _("x, ligne coupée. p, préfère un autre moment. v, ne veut pas continuer."),
        _("o, autre issue. f, finir maintenant."),
    )
    letters.obey(session, "?")
