"""A whole workstation on a real journal, as bootstrap would build it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests import builders
from veille_tui.bootstrap import follow_desk, script_desk
from veille_tui.config import Paths, Settings, shipped_scripts
from veille_tui.desk.desk import Desk
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.phones import digits
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.store.local import LocalJournal
from veille_tui.sync.rounds import SyncState
from veille_tui.ui.app import VeilleApp
from veille_tui.ui.script_desk import ScriptDesk
from veille_tui.ui.workstation import Workstation


@dataclass
class Station:
    """A workstation's journal, and what its screens asked of the rest of the program."""

    folder: Path
    store: Callable[[], SharedStore] = builders.no_store
    now: Callable[[], datetime] = builders.clock
    user: str = "Hélène B."
    store_url: str = ""
    is_store_given: bool = False
    sync: SyncState = field(default_factory=lambda: SyncState("all_sent"))
    try_store: Callable[[Settings, str], object] = lambda settings, password: None
    sign_in: Callable[[str], object] = lambda password: False
    load_rest: Callable[[], object] = lambda: None
    scripts_store: Callable[[], Any] = builders.no_store
    """The shared store as supervisors reach it."""
    shipped: Path | None = None
    """The scripts that come with the program; None is the real ones."""
    env: Mapping[str, str] = field(default_factory=dict)
    """The environment in which another editor is looked for."""
    clock_error: timedelta = timedelta(0)
    """How far the computer's own clock is ahead."""
    awakened: int = 0
    saved: list[Settings] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Passwords that the keyring was given."""
    themes: list[str] = field(default_factory=list)
    opened: LocalJournal | None = None

    @property
    def journal(self) -> LocalJournal:
        """Opened once; `restart` opens it again."""
        if self.opened is None:
            self.opened = builders.journal(self.folder / "journal.db")
        return self.opened

    @property
    def desk(self) -> Desk:
        """A desk on the journal."""
        return builders.desk(self.journal, store=self.store, now=self.now)

    def app(self) -> VeilleApp:
        """The application on this workstation."""
        return VeilleApp(self.workstation())

    def restart(self) -> VeilleApp:
        """As after kill -9: only the file is left."""
        self.journal.close()
        self.opened = None
        return self.app()

    def workstation(self) -> Workstation:
        """What bootstrap would give."""
        paths = Paths(config=self.folder, data=self.folder, logs=self.folder)
        settings = Settings(
            paths=paths,
            user=self.user,
            store=self.store_url,
            is_store_given=self.is_store_given,
        )
        return Workstation(
            settings=settings,
            desk=self.desk,
            clock=self.now,
            clock_error=lambda: self.clock_error,
            sync_state=lambda: self.sync,
            wake_courier=self._wake,
            load_rest=self.load_rest,
            save_settings=self._save,
            keep_theme=self.themes.append,
            try_store=self.try_store,
            sign_in=self.sign_in,
            keep_password=lambda _settings, password: self.kept.append(password),
            read_number=_number,
            scripts=replace(self._scripts(settings), env=self.env),
            follow=follow_desk(self.scripts_store, self.user, self.now),
        )

    def _scripts(self, settings: Settings) -> ScriptDesk:
        return script_desk(settings, self.scripts_store, self.shipped or shipped_scripts())

    def _wake(self) -> None:
        self.awakened += 1

    def _save(self, settings: Settings, password: str) -> Workstation:
        self.saved.append(settings)
        return replace(self.workstation(), settings=settings)


def _number(text: str) -> PhoneNumber | None:
    found = digits(text)
    return PhoneNumber("+33" + found[1:], raw=text) if len(found) == 10 else None
