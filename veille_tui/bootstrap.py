"""The wiring: settings -> journal, shared store, desk, courier, screens; nothing else builds them.

Imported before the first paint, so everything heavy is imported where it is first used.
"""

from __future__ import annotations

import functools
import gc
import os
import random
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from veille_tui import config, language
from veille_tui.config import Settings
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.errors import WrongUsage
from veille_tui.language import _
from veille_tui.ui.follow_desk import FollowDesk
from veille_tui.ui.script_desk import ScriptDesk
from veille_tui.ui.workstation import Workstation

if TYPE_CHECKING:
    from pathlib import Path

    from veille_tui.desk.desk import Desk
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.desk_clock import DeskClock
    from veille_tui.domain.script_versions import ScriptVersion
    from veille_tui.domain.tenants import PhoneNumber
    from veille_tui.store.local import LocalJournal
    from veille_tui.store.shared import SharedStore
    from veille_tui.supervision.follow_board import FollowBoard
    from veille_tui.supervision.new_script import NewScript
    from veille_tui.supervision.script_shelf import ShelvedScript
    from veille_tui.supervision.scripts import Publication
    from veille_tui.sync.courier import Courier
    from veille_tui.sync.rounds import CourierRounds

    Store = Callable[[], SharedStore]

_OFFSET = "clock_offset"
LAST_ROUND_SECONDS = 5.0
"""How long leaving waits for the courier; what is not sent goes at the next start."""


def clock() -> datetime:
    """This computer's clock, UTC, for those who have no journal; a desk has its corrected one."""
    return datetime.now(UTC)


def open_store(settings: Settings, password: str = "") -> SharedStore:
    """The shared store; an embedded one is made at its first use, and follows the program.

    Raises StoreUnreachable, Refused (another schema, no rights), WrongUsage (malformed URL).
    """
    from veille_tui.store.shared import SharedStore

    return SharedStore(
        settings.store_url,
        connect_seconds=settings.connect_seconds,
        answer_seconds=settings.answer_seconds,
        password=password,
        is_own=not settings.store,
    )


class StoreOnDemand:
    """Opens the shared store when it is first asked, and again after it could not be."""

    def __init__(self, open_it: Callable[[], SharedStore]) -> None:
        self._open_it = open_it
        self._store: SharedStore | None = None
        self._lock = threading.Lock()

    def __call__(self) -> SharedStore:
        with self._lock:
            if self._store is None:
                self._store = self._open_it()
            return self._store

    def close(self) -> None:
        """Let go of its connections, if it was ever opened."""
        with self._lock:
            if self._store is not None:
                self._store.close()
                self._store = None


def read_script(source: str) -> CallScript:
    """A call script from the text that was published, which was checked then."""
    from veille_tui.callscript.published import read_published

    return read_published(source)


def read_number(text: str) -> PhoneNumber | None:
    """A telephone number as somebody typed it."""
    from veille_tui.intake.numbering import read_number as read

    return read(text)


@dataclass(frozen=True, slots=True)
class Post:
    """One workstation, wired; its screens or lines come on top."""

    settings: Settings
    journal: LocalJournal
    store: StoreOnDemand
    desk: Desk
    courier: Courier
    rounds: CourierRounds
    clock: DeskClock

    def begin_work(self) -> None:
        """Somebody calls from here: carry what waits, and hold households in advance."""
        self.courier.begin_work()
        self.rounds.start()

    def close(self) -> None:
        """Send what can be sent at once, then let go of everything."""
        self.rounds.stop(LAST_ROUND_SECONDS)
        self.store.close()
        self.journal.close()


def post(settings: Settings, journal: LocalJournal | None = None) -> Post:
    """Wire a workstation. Raises Refused or JournalFailed when its journal cannot be opened."""
    from veille_tui.desk.desk import Desk
    from veille_tui.store.line import Line
    from veille_tui.store.local import LocalJournal
    from veille_tui.store.url import hide_password
    from veille_tui.sync.courier import Courier
    from veille_tui.sync.rounds import CourierRounds

    journal = journal or LocalJournal(settings.paths.journal)
    store = StoreOnDemand(lambda: open_store(settings))
    lease, right = timedelta(minutes=settings.lease_minutes), desk_clock(journal)
    line = Line(
        journal, store, right, settings.user, right.tell, lambda: hide_password(settings.store_url)
    )
    desk = Desk(
        journal=journal,
        store=store,
        read_script=read_script,
        clock=right,
        caller=settings.user,
        lease=lease,
        read_number=read_number,
        line=line,
    )
    courier = Courier(
        journal=journal,
        store=store,
        clock=right,
        caller=settings.user,
        lease=lease,
        line=line,
        # An embedded store is never out of reach.
        keeps_ahead=bool(settings.store),
    )
    rounds = CourierRounds(courier, journal, settings.sync_seconds, random.Random())
    return Post(settings, journal, store, desk, courier, rounds, right)


def desk_clock(journal: LocalJournal) -> DeskClock:
    """A workstation's clock, corrected as the shared store last said it should be."""
    from veille_tui.domain.desk_clock import DeskClock, still_right

    def keep(new: timedelta) -> None:
        journal.remember(_OFFSET, str(new.total_seconds()))

    kept = timedelta(seconds=float(journal.remembered(_OFFSET) or 0))
    offset = still_right(kept, journal.last_sent_at() if kept else None, clock())
    if offset != kept:
        keep(offset)
    return DeskClock(offset, keep)


def workstation(wired: Post) -> Workstation:
    """What the screens are given to work with."""
    from veille_tui.store import signing_in

    def load_rest() -> None:
        gc.freeze()
        gc.enable()
        if not wired.settings.is_first_run:
            wired.begin_work()

    def save_settings(settings: Settings, password: str) -> Workstation:
        chosen = {"user": settings.user, "language": settings.language}
        if settings.store != wired.settings.store:
            chosen["store"] = settings.store
        config.keep(settings.paths, chosen)
        wired.rounds.stop(LAST_ROUND_SECONDS)
        wired.store.close()
        signing_in.use(settings.store_url, password)
        return workstation(post(settings, wired.journal))

    def try_store(settings: Settings, password: str) -> bool:
        with closing(open_store(settings, password)) as store:
            store.campaigns()
        return bool(password) and signing_in.can_keep()

    def sign_in(password: str) -> bool:
        may_be_kept = try_store(wired.settings, password)
        signing_in.use(wired.settings.store_url, password)
        return may_be_kept

    return Workstation(
        settings=wired.settings,
        desk=wired.desk,
        clock=wired.clock,
        clock_error=lambda: wired.clock.error,
        sync_state=lambda: wired.rounds.state,
        wake_courier=wired.rounds.wake,
        load_rest=load_rest,
        save_settings=save_settings,
        keep_theme=lambda name: config.keep(wired.settings.paths, {"theme": name}),
        leave=wired.close,
        try_store=try_store,
        sign_in=sign_in,
        keep_password=lambda settings, password: signing_in.keep(settings.store_url, password),
        read_number=read_number,
        scripts=script_desk(wired.settings, wired.store, config.shipped_scripts()),
        follow=follow_desk(wired.store, wired.settings.user, wired.clock),
    )


def follow_desk(store: Store, by: str, now: Callable[[], datetime]) -> FollowDesk:
    """The supervisor's follow-up on the shared store."""

    def look(campaign_id: str) -> FollowBoard:
        from veille_tui.supervision import follow_board

        return follow_board.look(store(), campaign_id, now())

    return FollowDesk(
        person=lambda: store().person(),
        campaigns=lambda: store().campaigns(),
        look=look,
        urgent=lambda campaign_id, after: store().urgent(campaign_id, after),
        change=lambda changes: store().change_referrals(changes, by, now()),
        record=lambda news: store().record_relays(news, by, now()),
        go=lambda number: store().acknowledge_relay(number, by, now()),
        close_lost=lambda case_id, why: store().close_lost(case_id, why, by, now()),
        switch_alert=lambda campaign_id, is_on: store().switch_alert(campaign_id, is_on, by, now()),
    )


def script_desk(settings: Settings, store: Store, shipped: Path) -> ScriptDesk:
    """The supervisor's scripts and those of the folder `shipped`, which are only read."""
    folder = settings.scripts_folder
    by = settings.user or os.environ.get("USER") or os.environ.get("USERNAME") or ""

    def own() -> tuple[ShelvedScript, ...]:
        from veille_tui.supervision.script_shelf import read_shelf

        return read_shelf(folder)

    @functools.cache
    def of_the_program() -> tuple[ShelvedScript, ...]:
        from veille_tui.supervision.script_shelf import read_shelf

        return read_shelf(shipped, is_shipped=True)

    def look(file: Path) -> ShelvedScript:
        from veille_tui.supervision.script_shelf import look_again

        return look_again(file, folder)

    def copy(name: str, source: ShelvedScript) -> NewScript:
        from veille_tui.supervision.new_script import from_script

        return from_script(name, source.path, shipped if source.is_shipped else folder, folder)

    def begin(name: str) -> NewScript:
        from veille_tui.supervision.new_script import from_model

        return from_model(name, folder, settings.language)

    def versions(script_id: str) -> tuple[ScriptVersion, ...]:
        from veille_tui.supervision import scripts

        return scripts.versions(store(), script_id)

    def prepare(source: Path | str, campaign_id: str, is_other: bool) -> Publication:
        from veille_tui.supervision import scripts

        return scripts.prepare(store(), source, campaign_id, other_script=is_other)

    def publish(publication: Publication) -> Campaign:
        from veille_tui.supervision import scripts

        return scripts.publish(store(), publication, by, clock())

    return ScriptDesk(
        folder=folder,
        caller=by,
        env=_environment(settings),
        own=own,
        shipped=of_the_program,
        look=look,
        copy=copy,
        begin=begin,
        campaigns=lambda: store().campaigns(),
        versions=versions,
        prepare=prepare,
        publish=publish,
    )


def _environment(settings: Settings) -> dict[str, str]:
    """That of this process, with what options chose: for another run of the program."""
    paths = settings.paths
    chosen = {"VEILLE_LANG": settings.language}
    if paths.config == paths.data:
        chosen["VEILLE_HOME"] = str(paths.data)
    return {**os.environ, **chosen}


def settings_from(env: Mapping[str, str]) -> Settings:
    """The settings in force; the interface speaks their language from now on."""
    settings = config.load(env)
    language.use(settings.language)
    return settings


def need_a_terminal() -> None:
    """Refuse to draw where nobody sees it, and say which way works there."""
    if sys.stdin.isatty() and sys.stdout.isatty():
        return
    raise WrongUsage(
        _("Le poste d'appel se dessine dans un terminal, et ceci n'en est pas un."),
        _("Dans un tuyau ou avec un lecteur d'écran : veille call --plain"),
    )


def run_scripts(settings: Settings, script: Path | None) -> int:
    """Open the supervisor's scripts until they are left, `script` at once.

    The journal of the post stays alone: its desk may be open in another window.
    """
    from veille_tui.store.local import LocalJournal
    from veille_tui.ui.app import VeilleApp

    wired = post(settings, LocalJournal(None))
    app = VeilleApp(workstation(wired), opens_scripts=True, script=script)
    try:
        app.run()
    finally:
        wired.store.close()
    return app.return_code or 0


def run_workstation(settings: Settings) -> int:
    """Open the full-screen desk until it is left."""
    # What a start makes lasts: looking for rubbish in it takes a tenth of the first paint's time.
    gc.disable()
    from veille_tui.ui.app import VeilleApp

    app = VeilleApp(workstation(post(settings)))
    try:
        need_a_terminal()
        app.run()
    finally:
        # The first run may have put another workstation in place of the one it started with.
        app.workstation.leave()
    return app.return_code or 0


def run_plain(settings: Settings, campaign: str) -> int:
    """The same desk in lines, on standard input and output."""
    from veille_tui.ui.plain import run

    wired = post(settings)
    # A long conversation types nothing for a while: its lease must be renewed all the same.
    wired.begin_work()
    try:
        return run(
            wired.desk,
            campaign or settings.campaign,
            wired.rounds.once,
            wired.clock,
            read_number,
            state=lambda: wired.rounds.state,
            clock_error=lambda: wired.clock.error,
        )
    finally:
        wired.close()
