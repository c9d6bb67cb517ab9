"""The one thing to do next, in a box, with its key."""

from __future__ import annotations

from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class NextButton(Static):
    """A centred box: `Entrée    Appeler le foyer suivant`."""

    class Pressed(Message):
        """It was clicked; the screen does what its key does."""

    def __init__(self, key: str, label: str) -> None:
        super().__init__(said(key, label))

    def say(self, key: str, label: str) -> None:
        """Change what is proposed."""
        self.update(said(key, label))

    def on_click(self) -> None:
        """Say so; the screen decides."""
        self.post_message(self.Pressed())


def said(key: str, label: str) -> Content:
    """The key in bold, apart from its words."""
    return Content.assemble((key, "$key-color bold"), "    ", (label, "bold"))
