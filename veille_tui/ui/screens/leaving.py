"""The end of a shift: whether everything is sent, thank you, and Enter to leave."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from veille_tui.errors import VeilleError
from veille_tui.language import _, n_
from veille_tui.ui.screens.window import Window
from veille_tui.ui.shift_words import going_on

if TYPE_CHECKING:
    from veille_tui.sync.rounds import SyncState

LOOK_EVERY = 0.5


class LeavingScreen(Window[bool]):
    """Returns True on Enter: leave; None on Esc: back to work."""

    BINDINGS = [Binding("enter", "leave", show=False)]

    def __init__(self, sync_state: Callable[[], SyncState], going_on: int) -> None:
        super().__init__()
        self._sync_state = sync_state
        self._going_on = going_on

    def heading(self) -> str:
        """The last word."""
        return _("Merci, et à bientôt.")

    def content(self) -> ComposeResult:
        """What is sent, and the calls that go on."""
        yield Static(self._words(), id="sent", markup=False)

    def keys(self) -> str:
        """Both ways out."""
        return _("Entrée   fermer veille        Échap   revenir")

    def on_mount(self) -> None:
        """Look until it is sent."""
        self.set_interval(LOOK_EVERY, self._look)

    def action_leave(self) -> None:
        """Yes."""
        self.dismiss(True)

    def _look(self) -> None:
        self.query_one("#sent", Static).update(self._words())

    def _words(self) -> str:
        try:
            state = self._sync_state()
        except VeilleError as error:
            return f"\n{error.message}"
        if state.kind in {"all_sent", "set_aside"}:
            sent = _("Tout est envoyé.")
        else:
            sent = n_("{n} élément à envoyer.", "{n} éléments à envoyer.", state.count).format(
                n=state.count
            )
            sent += " " + _("Rien n'est perdu : ce qui reste partira à la prochaine ouverture.")
        if not self._going_on:
            return f"\n{sent}"
        return f"\n{sent}\n{going_on(self._going_on)}"
