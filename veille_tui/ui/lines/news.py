"""What goes on beside the call, in lines: what is sent, what is held, what must be told."""

from __future__ import annotations

from veille_tui.desk.messages import Message
from veille_tui.errors import VeilleError
from veille_tui.language import _, n_
from veille_tui.ui.lines.session import Session
from veille_tui.ui.message_words import message_lines
from veille_tui.ui.sync_words import sync_words


def tell(session: Session) -> None:
    """Say what is new since the last prompt: a state once, a message until it is read."""
    try:
        messages = session.desk.messages()
        state = session.state() if session.state is not None else None
    except VeilleError:
        return
    if state is not None:
        words = sync_words(state, session.zone)
        # Entries come and go at every answer: only a change of kind is worth a line.
        if state.kind in {"offline", "refused", "other_store", "disk"}:
            _once(session, (state.kind, state.ahead.count), words)
        elif {"offline", "refused"} & {key[0] for key in session.told if isinstance(key, tuple)}:
            session.told = {key for key in session.told if not isinstance(key, tuple)}
            session.voice.say(_("La base partagée répond à nouveau."))
    for message in messages:
        if message not in session.told:
            session.told.add(message)
            session.voice.say(*message_lines(message, session.now, session.zone))
            session.voice.say(_("m, lire les messages et dire qu'ils sont lus."))


def _once(session: Session, key: tuple[str, int], words: str) -> None:
    if key not in session.told:
        session.told.add(key)
        session.voice.say(words[:1].upper() + words[1:] + ".")


def read(session: Session) -> None:
    """Every message; read ones are put away, what was set aside is tried again when wanted."""
    try:
        messages = session.desk.messages()
    except VeilleError as error:
        session.voice.trouble(error)
        return
    if not messages:
        session.voice.say(_("Aucun message."))
        return
    for message in messages:
        session.voice.say(*message_lines(message, session.now, session.zone))
    typed = session.voice.ask(_("Entrée, c'est lu. e, essayer à nouveau d'envoyer. p, plus tard"))
    try:
        _done(session, typed, messages)
    except VeilleError as error:
        session.voice.trouble(error)


def _done(session: Session, typed: str, messages: list[Message]) -> None:
    if typed == "p":
        return
    session.desk.put_away(messages)
    if typed == "e":
        count = session.desk.try_again()
        said = n_("{n} écriture repart.", "{n} écritures repartent.", count)
        session.voice.say(said.format(n=count))
        session.told -= set(messages)
        session.send()
