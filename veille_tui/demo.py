"""`veille demo`: a made-up campaign in a folder of its own, with a past, thrown away after."""

from __future__ import annotations

import shutil
import signal
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.bootstrap import clock, open_store, read_number, read_script, run_workstation
from veille_tui.config import Paths, Settings, save, shipped_scripts
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.desk.desk import Desk
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.campaign import Campaign

CAMPAIGN = "demo"
_BEGUN = timedelta(days=9)
"""How long ago the story's listing came in."""
_WELL = {
    "moment": "oui",
    "accord_notes": "oui",
    "forme": "bien",
    "signes": "rien",
    "soins": "oui",
    "repas": "avec_aide",
    "contacts": "tous_les_jours",
    "gestes_barrieres": "oui",
    "logement_souci": "rien",
    "besoin_aide": "non",
}


@dataclass(frozen=True, slots=True)
class PastCall:
    """One call that colleagues made before the demonstration begins."""

    ago: timedelta
    caller: str
    outcome: str = "done"
    answers: Mapping[str, object] = field(default_factory=dict)
    note: str = ""
    again: timedelta | None = None
    """When a call was promised, from the start of the demonstration."""
    with_you: bool = False
    """The promise was made in the name of whoever tries the demonstration."""


def past_calls() -> tuple[PastCall, ...]:
    """Yesterday's and last week's calls, oldest first."""
    day, hour = timedelta(days=1), timedelta(hours=1)
    lonely = {**_WELL, "contacts": "rarement", "en_cas": "oui", "solitude": "souvent",
              "compagnie": "oui", "rappel": "semaine"}  # fmt: skip
    hungry = {**_WELL, "repas": "difficile", "repas_cause": "sortir", "besoin_aide": "oui",
              "aide_pour": ["repas"], "accord_transmission": "oui"}  # fmt: skip
    return (
        PastCall(
            8 * day, "Paul", answers=lonely, note=_("Le petit-fils fait les courses le jeudi.")
        ),
        PastCall(8 * day - hour, "Paul", answers=_WELL, note=_("Parle volontiers de son jardin.")),
        PastCall(2 * day, "Nadia", answers=hungry, note=_("N'ose pas demander à sa voisine.")),
        PastCall(2 * day - hour, "Nadia", "no_answer"),
        PastCall(day + 5 * hour, "Nadia", "callback", again=-hour / 5, with_you=True),
        PastCall(day + 4 * hour, "Paul", "appointment", again=hour / 2, with_you=True),
        PastCall(day + 3 * hour, "Paul", "voicemail_left"),
        PastCall(day + 2 * hour, "Nadia", "appointment", again=4 * hour, with_you=True),
        PastCall(day + hour, "Nadia", "busy"),
    )


class _MovedClock:
    """A clock that stands where the story is."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


def run_demo(settings: Settings, *, keep: bool) -> int:
    """Open the workstation on a made-up campaign; erased afterwards unless `keep`."""
    folder = Path(tempfile.mkdtemp(prefix="veille-demo-"))
    ours = replace(
        settings,
        paths=Paths(folder, folder, folder),
        store="",
        campaign=CAMPAIGN,
        user=settings.user or "Camille",
    )
    sys.stderr.write(_("Préparation de la démonstration...") + "\n")
    _leave_when_the_window_closes()
    try:
        prepare(ours)
        return run_workstation(ours)
    finally:
        if keep:
            _say_where(ours)
        else:
            shutil.rmtree(folder, ignore_errors=True)


def _leave_when_the_window_closes() -> None:
    """A closed terminal ends the program by a signal: what was promised to be erased still is."""

    def leave(number: int, frame: object) -> None:
        raise SystemExit(128 + number)

    for name in ("SIGHUP", "SIGTERM"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def _say_where(settings: Settings) -> None:
    folder = settings.paths.data
    save(replace(settings, store=""))
    sys.stderr.write(
        _("La démonstration est gardée dans {folder}").format(folder=folder)
        + "\n"
        + _("L'ouvrir à nouveau : VEILLE_HOME={folder} veille").format(folder=folder)
        + "\n"
    )


def prepare(settings: Settings) -> None:
    """Make the campaign from its shipped file and listing, by the way every campaign takes."""
    from veille_tui.intake.importer import import_listing
    from veille_tui.supervision.campaigns import open_campaign
    from veille_tui.supervision.publics import new_cases

    source = shipped_scripts() / "demo"
    store = open_store(settings)
    try:
        begun = clock() - _BEGUN
        open_campaign(store, source / "campagne_demo.yaml", settings.user, begun)
        import_listing(store, source / "locataires_demo.csv", CAMPAIGN, begun, new_cases)
        _tell_the_past(settings)
    finally:
        store.close()


def _tell_the_past(settings: Settings) -> None:
    now = clock()
    calls = past_calls()
    for caller in sorted({call.caller for call in calls}):
        mine = [call for call in calls if call.caller == caller]
        _call_as(caller, mine, now, settings)


def _call_as(caller: str, calls: list[PastCall], now: datetime, settings: Settings) -> None:
    """Make the calls of one colleague through the real desk, journal and courier."""
    from veille_tui.desk.desk import Desk
    from veille_tui.store.local import LocalJournal
    from veille_tui.store.shared import SharedStore
    from veille_tui.sync.courier import Courier

    moved = _MovedClock(now)
    store = SharedStore(settings.store_url, clock=moved)
    journal = LocalJournal(settings.paths.data / caller / "journal.db")
    lease = timedelta(minutes=settings.lease_minutes)
    desk = Desk(
        journal=journal,
        store=lambda: store,
        read_script=read_script,
        clock=moved,
        caller=caller,
        lease=lease,
        read_number=read_number,
    )
    courier = Courier(journal=journal, store=lambda: store, clock=moved, caller=caller, lease=lease)
    try:
        campaign = desk.enter(CAMPAIGN)
        for call in calls:
            moved.moment = now - call.ago
            _make(desk, campaign, call, moved, settings.user)
            courier.round()
    finally:
        journal.close()
        store.close()
        shutil.rmtree(settings.paths.data / caller)


def _make(desk: Desk, campaign: Campaign, call: PastCall, moved: _MovedClock, you: str) -> None:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.outcomes import Outcome

    taken = desk.take_next(campaign)
    if not isinstance(taken, Hand):
        return
    hand = desk.dial(taken, taken.case.household.usable_numbers[0])
    if call.answers:
        hand = _talk(desk, hand, call)
    moved.moment += timedelta(minutes=7)
    if call.again is not None:
        hand = _promise(desk, hand, call, clock() + call.again, you)
    talked = bool(call.answers)
    hand = desk.end_talk(hand) if talked else desk.end_dial(hand, Outcome(call.outcome))
    desk.finish(hand)


def _talk(desk: Desk, hand: Hand, call: PastCall) -> Hand:
    """Answer what the script asks, as long as the story knows the answer."""
    from veille_tui.ui.answer_words import said

    hand = desk.person_answered(hand)
    while (question := _asked(hand, call)) and hand.script is not None:
        value = call.answers[question]
        words = said(hand.script.words, hand.script.by_id[question], value)
        hand = desk.answer(hand, question, value, words)
    return desk.note(hand, call.note) if call.note else hand


def _asked(hand: Hand, call: PastCall) -> str:
    """The next question that the story can answer, or ""."""
    waiting = hand.walk.unanswered if hand.walk is not None else ()
    return next((question for question in waiting if question in call.answers), "")


def _promise(desk: Desk, hand: Hand, call: PastCall, at: datetime, you: str) -> Hand:
    from veille_tui.domain.case import Promise, PromiseKind

    kind = PromiseKind(call.outcome)
    return desk.promise(hand, Promise(kind, at, by=you if call.with_you else call.caller))
