"""The floor of a start: a Textual app with a header, a footer and a label."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, Label


class BareApp(App[None]):
    """Nothing but what any app has."""

    BINDINGS: ClassVar = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        yield Header()
        yield Label("MARKER")
        yield Footer()


if __name__ == "__main__":
    BareApp().run()
