"""What the script advises, then every key of a screen with its sentence."""

from __future__ import annotations

from textwrap import wrap

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui import commands
from veille_tui.ui.guidance_words import Advice
from veille_tui.ui.screens.window import Window
from veille_tui.ui.widgets.said import Said

WIDTH = 69


class HelpScreen(Window[None]):
    """Returns nothing; any of its keys closes it."""

    BINDINGS = [Binding("f1,enter,q", "close", show=False)]

    def __init__(self, room: str, advice: Advice = ()) -> None:
        super().__init__()
        self._room = room
        self._advice = advice

    def heading(self) -> str:
        """What it is."""
        if self._advice:
            return _("Conseils pour cet appel, puis touches de cet écran")
        return _("Les touches de cet écran")

    def content(self) -> ComposeResult:
        """What the script advises, then one line a key."""
        rows = commands.of_room(self._room)
        width = max(len(command.key) for command in rows) + 3
        lines = [
            Content.assemble((f"{command.key:<{width}}", "$key-color bold"), _hung(command, width))
            for command in rows
        ]
        with VerticalScroll():
            for title, words in self._advice:
                yield Said(words, _("{title} :").format(title=title))
            yield Static(Content("\n").join(lines))

    def keys(self) -> str:
        """How to leave."""
        return _("Échap   fermer        ↑ ↓   parcourir")


def _hung(command: commands.Command, indent: int) -> str:
    """Its sentence, wrapped under itself."""
    return ("\n" + " " * indent).join(wrap(command.help, WIDTH - indent))
