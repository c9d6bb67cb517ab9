"""A few words typed: a note, a complaint, a call for help, the reason of a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.events import Key
from textual.message import Message
from textual.widgets import Static, TextArea

from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.ui.screens.window import Window

if TYPE_CHECKING:
    from veille_tui.ui.verbs import VerbApp

LONGEST = 4000
NEW_LINE = ("ctrl+j", "shift+enter", "alt+enter")


class NoteArea(TextArea):
    """A field whose Enter gives the text, in the order in which the keys were pressed.

    A binding of the screen would come before letters that still wait for a slow computer.
    """

    class Given(Message):
        """Enter was pressed."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def on_key(self, event: Key) -> None:
        """Enter gives; with Shift, Alt or Ctrl+J it is a line of its own."""
        if event.key == "enter":
            self.post_message(self.Given(self.text))
        elif event.key in NEW_LINE:
            self.insert("\n")
        else:
            return
        event.stop()
        event.prevent_default()


class NoteScreen(Window[str]):
    """Returns the text, stripped; "" only when `may_be_empty`; None when closed with Esc.

    `draft_of` is the token of a hand: what Esc leaves unfinished comes back with the same title.
    """

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
        area = NoteArea(self._drafted(), soft_wrap=True, tab_behavior="focus")
        area.move_cursor(area.document.end)
        yield area

    def keys(self) -> str:
        """Enter keeps, Esc closes and loses nothing."""
        if self._draft:
            return _("Entrée  garder    Ctrl+J  à la ligne    Échap  fermer, le texte reste")
        return _("Entrée   garder        Ctrl+J   aller à la ligne        Échap   fermer")

    def on_note_area_given(self, event: NoteArea.Given) -> None:
        """Give the text back."""
        text = strip_controls(event.text).strip()[:LONGEST]
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
