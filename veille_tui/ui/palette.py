"""The command palette: the commands of the screen below, by their words."""

from __future__ import annotations

from functools import partial

from textual.command import CommandPalette, DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from veille_tui.language import _
from veille_tui.ui import commands
from veille_tui.ui.screens.desk_screen import DeskScreen

THEMES = ("veille", "veille-clair", "veille-contraste")


class DeskCommands(Provider):
    """Every command of the current screen that one key runs, then the themes."""

    async def discover(self) -> Hits:
        """All of them, before anything is typed."""
        for words, action in self._offers():
            yield DiscoveryHit(Content(words), partial(self._run, action), text=words)

    async def search(self, query: str) -> Hits:
        """Those that match what is typed."""
        matcher = self.matcher(query)
        for words, action in self._offers():
            score = matcher.match(words)
            if score > 0:
                yield Hit(score, matcher.highlight(words), partial(self._run, action), text=words)

    def _offers(self) -> list[tuple[str, str]]:
        screen = self.screen
        rows = commands.of_room(screen.ROOM) if isinstance(screen, DeskScreen) else ()
        offers = [
            (f"{row.help.rstrip('.')}   ({row.key})", row.id)
            for row in rows
            if ".." not in row.keys and row.id != "palette"
        ]
        names = (_("Couleurs sombres"), _("Couleurs claires"), _("Contraste fort"))
        themes = zip(names, THEMES, strict=True)
        return offers + [(words, f"app.use_theme('{name}')") for words, name in themes]

    async def _run(self, action: str) -> None:
        await self.screen.run_action(action)


class Palette(CommandPalette):
    """Textual's palette, asking in the reader's language."""

    def __init__(self) -> None:
        super().__init__(placeholder=_("Chercher une commande…"), id="--command-palette")
