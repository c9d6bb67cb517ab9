"""One question before something that cannot be undone by a key."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui.screens.window import Window


class ConfirmScreen(Window[bool]):
    """Returns True on Enter, None on Esc."""

    BINDINGS = [Binding("enter", "confirm", show=False)]

    def __init__(self, title: str, explained: str, yes: str) -> None:
        super().__init__()
        self._title = title
        self._explained = explained
        self._yes = yes

    def heading(self) -> str:
        """What is asked."""
        return self._title

    def content(self) -> ComposeResult:
        """What it means."""
        yield Static("\n" + self._explained, markup=False)

    def keys(self) -> str:
        """Both ways out."""
        return _("Entrée   {yes}        Échap   revenir").format(yes=self._yes)

    def action_confirm(self) -> None:
        """Yes."""
        self.dismiss(True)
