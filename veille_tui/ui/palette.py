"""The command palette: the commands of the screen below, by their words."""

from __future__ import annotations

from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from veille_tui.language import _
from veille_tui.ui import commands, themes
from veille_tui.ui.screens.desk_screen import DeskScreen


class DeskCommands(Provider):
    """Every command of the current screen that one key runs, then the themes."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for words, action in self._offers():
            yield DiscoveryHit(Content(words), partial(self._run, action), text=words)

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        is_found = False
        for words, action in self._offers():
            score = matcher.match(words)
            if score > 0:
                is_found = True
                yield Hit(score, matcher.highlight(words), partial(self._run, action), text=words)
        if not is_found:
            # Said here, because Textual says it in English.
            words = _("Aucune commande de ce nom.")
            yield Hit(1, Content(words), _nothing, text=words)

    def _offers(self) -> list[tuple[str, str]]:
        screen = self.screen
        rows = commands.of_room(screen.ROOM) if isinstance(screen, DeskScreen) else ()
        offers = [
            (f"{row.help.rstrip('.')}   ({row.key})", row.id)
            for row in rows
            if ".." not in row.keys and row.id != "palette"
        ]
        names = (
            _("Couleurs sombres"),
            _("Couleurs claires"),
            _("Contraste fort"),
            _("Bleu et orange, pour qui distingue mal les couleurs"),
        )
        colours = zip(names, themes.NAMES, strict=True)
        return offers + [(words, f"app.use_theme('{name}')") for words, name in colours]

    async def _run(self, action: str) -> None:
        await self.screen.run_action(action)


def _nothing() -> None:
    """There is nothing to run."""


class Palette(CommandPalette):
    """Textual's palette, asking in the reader's language."""

    CSS_PATH = "palette.tcss"

    def __init__(self) -> None:
        words = _("Chercher une commande… (Échap : fermer)")
        super().__init__(placeholder=words, id="--command-palette")
