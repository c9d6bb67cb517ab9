"""A few words typed: a note, a complaint, a call for help, the reason of a refusal."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static, TextArea

from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.ui.screens.window import Window

LONGEST = 4000


class NoteScreen(Window[str]):
    """Returns the text, stripped; "" only when `may_be_empty`; None when closed with Esc."""

    BINDINGS = [
        Binding("enter", "keep", show=False, priority=True),
        Binding("ctrl+j,shift+enter,alt+enter", "new_line", show=False, priority=True),
    ]
    CSS_PATH = ["window.tcss", "note.tcss"]

    def __init__(
        self, title: str, explained: str = "", text: str = "", may_be_empty: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._explained = explained
        self._text = text
        self._may_be_empty = may_be_empty

    def heading(self) -> str:
        """What is asked."""
        return self._title

    def content(self) -> ComposeResult:
        """An explanation, then the text."""
        if self._explained:
            yield Static(self._explained, classes="quiet", markup=False)
        yield TextArea(self._text, soft_wrap=True, tab_behavior="focus")

    def keys(self) -> str:
        """Enter keeps, Esc closes."""
        return _("Entrée   garder        Ctrl+J   aller à la ligne        Échap   fermer")

    def action_keep(self) -> None:
        """Give the text back."""
        text = strip_controls(self.query_one(TextArea).text).strip()[:LONGEST]
        if text or self._may_be_empty:
            self.dismiss(text)

    def action_new_line(self) -> None:
        """A line of its own."""
        self.query_one(TextArea).insert("\n")
