"""Line mode: the same desk for screen readers, pipes and plain terminals."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TextIO

from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Stage
from veille_tui.domain.campaign import Campaign
from veille_tui.errors import Refused, StoreUnreachable, VeilleError
from veille_tui.language import _
from veille_tui.ui.lines import news
from veille_tui.ui.lines.leaving import is_over
from veille_tui.ui.lines.numbers import choose_number
from veille_tui.ui.lines.ringing import who_answers
from veille_tui.ui.lines.session import Leaving, Session
from veille_tui.ui.lines.start import start
from veille_tui.ui.lines.talk import talk
from veille_tui.ui.lines.voice import EndOfInput, Voice
from veille_tui.ui.lines.wrap_up import wrap_up
from veille_tui.ui.sync_words import clock_words

if TYPE_CHECKING:
    from veille_tui.domain.tenants import PhoneNumber
    from veille_tui.sync.rounds import SyncState

_ROOMS: dict[Stage | None, Callable[[Session], None]] = {
    None: start,
    Stage.NUMBERS: choose_number,
    Stage.RINGING: who_answers,
    Stage.TALKING: talk,
    Stage.WRAP_UP: wrap_up,
}


def run(
    desk: Desk,
    campaign_id: str,
    send: Callable[[], VeilleError | None],
    clock: Callable[[], datetime],
    read_number: Callable[[str], PhoneNumber | None],
    inp: TextIO | None = None,
    out: TextIO | None = None,
    *,
    state: Callable[[], SyncState] | None = None,
    clock_error: Callable[[], timedelta] = timedelta,
) -> int:
    """Call until the caller leaves or the input ends; 0. `send` is one round of the courier.

    `campaign_id` "" is the campaign last opened here, the only open one, or a question. `state` is
    what the courier knows, `clock_error` how far this computer's clock is ahead.
    """
    voice = Voice(inp or sys.stdin, out or sys.stdout)
    with suppress(EndOfInput):
        campaign = _campaign(desk, campaign_id, voice)
        session = Session(desk, voice, clock, send, read_number, campaign, state=state)
        voice.say(clock_words(clock_error()))
        _resume(session)
        while _goes_on(session):
            pass
    return _leave(send, voice)


def _goes_on(session: Session) -> bool:
    """One round of the room that comes next; False once the shift is over."""
    try:
        news.tell(session)
        _ROOMS[session.stage](session)
    except Leaving:
        return not is_over(session)
    return True


def _resume(session: Session) -> None:
    """The case that was in hand when the program last stopped, at the same place."""
    session.take(session.desk.resume())
    if session.hand is not None and session.hand.call is not None:
        session.voice.say(_("Reprise là où l'appel s'était arrêté."))


def _leave(send: Callable[[], VeilleError | None], voice: Voice) -> int:
    stopped = send()
    if stopped is None:
        voice.say(_("Tout est gardé et envoyé. Au revoir."))
        return 0
    voice.say(_("Tout est gardé sur ce poste, et sera envoyé la prochaine fois. Au revoir."))
    return 0


def _campaign(desk: Desk, campaign_id: str, voice: Voice) -> Campaign:
    """The campaign to work in, fetched anew when the shared store answers.

    A call that has begun goes on even when the store refuses, for its tables are another program's.
    """
    wanted = campaign_id or desk.last_campaign or _only_or_chosen(desk, voice)
    try:
        return desk.enter(wanted)
    except (StoreUnreachable, Refused) as error:
        known = desk.campaign(wanted)
        if known is None or (isinstance(error, Refused) and desk.resume() is None):
            raise
        voice.trouble(error)
        return known


def _only_or_chosen(desk: Desk, voice: Voice) -> str:
    found = desk.campaigns()
    if not found:
        raise Refused(
            _("Aucune campagne n'est ouverte."),
            _("En créer une avec « veille campaign create FICHIER », ou essayer « veille demo »."),
        )
    if len(found) == 1:
        return found[0].id
    voice.heading(_("Quelle campagne ?"))
    place = voice.choose(_("Numéro"), (one.title for one in found), _("Entrée : la première"))
    return found[place or 0].id
