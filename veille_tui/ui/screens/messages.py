"""What the caller must be told: who else called, what was set aside; read, or tried again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui.message_words import message_lines
from veille_tui.ui.screens.window import Window

if TYPE_CHECKING:
    from veille_tui.desk.messages import Message


class MessagesScreen(Window[str]):
    """Returns "read" or "again"; None on Esc: everything stays to be read."""

    CSS_PATH = ["window.tcss", "messages.tcss"]
    BINDINGS = [
        Binding("enter", "read", show=False),
        Binding("r,R", "again", show=False),
        Binding("f12", "close", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self, messages: Sequence[Message], now: datetime, zone: ZoneInfo) -> None:
        super().__init__()
        self._messages = messages
        self._now = now
        self._zone = zone

    def heading(self) -> str:
        """What this is."""
        return _("Messages")

    def content(self) -> ComposeResult:
        """Each message with what to do under it."""
        with VerticalScroll(id="messages", can_focus=False):
            for message in self._messages:
                said, todo = message_lines(message, self._now, self._zone)
                yield Static(said, markup=False)
                yield Static(todo, classes="quiet todo", markup=False)
            if not self._messages:
                yield Static(_("Aucun message."), markup=False)

    def keys(self) -> str:
        """The ways on."""
        keys = [_("Entrée   c'est lu")]
        if self._has_set_aside:
            keys.append(_("R   réessayer l'envoi"))
        return "     ".join([*keys, _("Échap   plus tard")])

    @property
    def _has_set_aside(self) -> bool:
        return any(message.kind == "refused" for message in self._messages)

    def action_read(self) -> None:
        """These need not be shown again."""
        self.dismiss("read")

    def action_again(self) -> None:
        """Send what was set aside once more."""
        if self._has_set_aside:
            self.dismiss("again")

    def action_scroll(self, lines: int) -> None:
        """Up or down."""
        self.query_one("#messages", VerticalScroll).scroll_relative(y=lines, animate=False)
