"""What the screens are given to work with; bootstrap builds it, nothing else does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from veille_tui.config import Settings
from veille_tui.domain.late_dataclasses import dataclass

if TYPE_CHECKING:
    from veille_tui.desk.desk import Desk
    from veille_tui.domain.tenants import PhoneNumber
    from veille_tui.sync.rounds import SyncState
    from veille_tui.ui.follow_desk import FollowDesk
    from veille_tui.ui.script_desk import ScriptDesk


@dataclass(frozen=True, slots=True)
class Workstation:
    """One caller's place of work."""

    settings: Settings
    desk: Desk
    clock: Callable[[], datetime]
    """Now, aware."""
    sync_state: Callable[[], SyncState]
    """Quick: it reads this workstation only."""
    wake_courier: Callable[[], None]
    """There is something to send: do not wait for the next round."""
    load_rest: Callable[[], object]
    """Heavy imports, then the courier; called in a thread once the first screen is painted."""
    save_settings: Callable[[Settings, str], Workstation]
    """Keep what the first run asked; the password is used, never written. The place to work in."""
    try_store: Callable[[Settings, str], object]
    """Reach the shared store with this password, or raise a VeilleError that says why not.

    True when a password was used that the system's keyring could keep."""
    read_number: Callable[[str], PhoneNumber | None]
    """A telephone number as somebody typed it, or None."""
    keep_theme: Callable[[str], object]
    """Keep the colours that were chosen, for the next time."""
    sign_in: Callable[[str], object] = lambda _password: False
    """As `try_store` with this workstation's settings; the password is used from now on."""
    keep_password: Callable[[Settings, str], object] = lambda _settings, _password: None
    """Give it to the system's keyring; nothing is said when that fails."""
    clock_error: Callable[[], timedelta] = timedelta
    """How far this computer's own clock is ahead of `clock`; negative: it is late."""
    leave: Callable[[], None] = lambda: None
    """Send what can be sent at once, then let go of journal and store."""
    scripts: ScriptDesk | None = None
    """The supervisor's call scripts; a rehearsal has none."""
    follow: FollowDesk | None = None
    """The supervisor's follow-up of needs and relays; a rehearsal has none."""
