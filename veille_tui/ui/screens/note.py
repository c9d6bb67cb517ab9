"""A few words typed: a note, a complaint, a call for help, the reason of a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static, TextArea

from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.ui.screens.window import Window

if TYPE_CHECKING:
    from veille_tui.ui.verbs import VerbApp

LONGEST = 4000


class NoteScreen(Window[str]):
    """Returns the text, stripped; "" only when `may_be_empty`; None when closed with Esc.

    `draft_of` is the token of a hand: what Esc leaves unfinished comes back with the same title.
    """

    BINDINGS = [
        Binding("enter", "keep", show=False, priority=True),
        Binding("ctrl+j,shift+enter,alt+enter", "new_line", show=False, priority=True),
    ]
    CSS_PATH = ["window.tcss", "note.tcss"]

    def __init__(
        self,
        title: str,
        explained: str = "",
        may_be_empty: bool = False,
        draft_of: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._explained = explained
        self._may_be_empty = may_be_empty
        self._draft = (draft_of, title) if draft_of else None

    def heading(self) -> str:
        """What is asked."""
        return self._title

    def content(self) -> ComposeResult:
        """An explanation, then the text."""
        if self._explained:
            yield Static(self._explained, classes="quiet", markup=False)
        area = TextArea(self._drafted(), soft_wrap=True, tab_behavior="focus")
        area.move_cursor(area.document.end)
        yield area

    def keys(self) -> str:
        """Enter keeps, Esc closes and loses nothing."""
        if self._draft:
            return _("Entrée  garder    Ctrl+J  à la ligne    Échap  fermer, le texte reste")
        return _("Entrée   garder        Ctrl+J   aller à la ligne        Échap   fermer")

    def action_keep(self) -> None:
        """Give the text back."""
        text = strip_controls(self.query_one(TextArea).text).strip()[:LONGEST]
        if text or self._may_be_empty:
            if self._draft:
                self._drafts.pop(self._draft, None)
            self.dismiss(text)

    def action_close(self) -> None:
        """Close; what was typed is there again the next time."""
        if self._draft:
            self._drafts[self._draft] = self.query_one(TextArea).text
        super().action_close()

    @property
    def _drafts(self) -> dict[tuple[str, str], str]:
        return cast("VerbApp", self.app).drafts

    def _drafted(self) -> str:
        return self._drafts.get(self._draft, "") if self._draft else ""

    def action_new_line(self) -> None:
        """A line of its own."""
        self.query_one(TextArea).insert("\n")
