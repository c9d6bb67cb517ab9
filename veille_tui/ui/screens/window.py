"""What every window over a screen shares: a title, its content, Esc to close."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from veille_tui.ui.widgets.said import Said

Result = TypeVar("Result")


class Window(ModalScreen[Result | None]):
    """Returns None when it is closed with Esc; a subclass gives `title`, `content`, `keys`."""

    BINDINGS = [Binding("escape", "close", show=False)]
    CSS_PATH = ["window.tcss"]
    HEADING: ClassVar[str] = ""

    def compose(self) -> ComposeResult:
        """Title, content, keys."""
        with Vertical(classes="window"):
            yield Said(self.heading(), classes="title")
            yield from self.content()
            yield Static(self.keys(), classes="keys", markup=False)

    def heading(self) -> str:
        """What is asked."""
        return self.HEADING

    def content(self) -> ComposeResult:
        """What stands between title and keys."""
        yield from ()

    def keys(self) -> str:
        """The keys that work here, in words."""
        return ""

    def action_close(self) -> None:
        """Back to the screen below, nothing changed."""
        self.dismiss(None)
