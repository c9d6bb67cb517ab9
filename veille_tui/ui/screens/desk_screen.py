"""What every full screen of the desk shares: bar, body, keys, and news from the workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui import commands
from veille_tui.ui.messages import Fetched, FetchFailed
from veille_tui.ui.widgets.key_line import KeyLine, laid_out, pairs
from veille_tui.ui.widgets.next_button import NextButton
from veille_tui.ui.widgets.top_bar import TopBar

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.ui.app import VeilleApp
    from veille_tui.ui.guidance_words import Advice


class DeskScreen(Screen[None]):
    """A bar, a rule, the body, a rule, the keys.

    A subclass names its `ROOM`, takes its BINDINGS from it, and gives `compose_body`. A worker
    begun with `background.fetch(self, "name", …)` comes back to `fetched_name(result)`, its
    failure to `failed_name(error)` when there is one, else to `app.tell`.
    """

    ROOM: ClassVar[str] = ""
    PRIMARY: ClassVar[str] = ""
    """The action of the Enter key, for a click on the box."""
    URGENT_KEY: ClassVar[str] = "F9"
    """What to press about what cannot wait."""
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (80, "-roomy")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-tall"), (30, "-high")]
    AUTO_FOCUS = ""
    hand: Hand
    """Of the screens of a call, the case in hand."""

    @property
    def veille(self) -> VeilleApp:
        """The application, with its desk."""
        return cast("VeilleApp", self.app)

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield TopBar(*self.top(), self.short_top())
        yield Static("", id="waiting", markup=False)
        with Vertical(id="body"), Vertical(id="text"):
            yield from self.compose_body()
        yield KeyLine(self.key_commands())
        yield Static(_("Agrandir la fenêtre : il faut 80 colonnes et 24 lignes."), id="too-small")

    def compose_body(self) -> ComposeResult:
        """What the screen is about."""
        yield from ()

    def top(self) -> tuple[str, str]:
        """Both sides of the top bar."""
        return "", self.veille.sync_words

    def short_top(self) -> str:
        """The right side of the top bar in fewer words, when both do not fit."""
        return self.veille.sync_short

    def key_commands(self) -> tuple[commands.Command, ...]:
        """The commands of the key line; a screen leaves out those that make no sense now."""
        return commands.of_room(self.ROOM)

    def refresh_top(self) -> None:
        """Say the top bar again: the clock or the sync state changed."""
        # A screen whose parts are not there yet says it when it makes them.
        for bar in self.query(TopBar):
            bar.left, bar.right = self.top()
            bar.short = self.short_top()
            self._say_who_waits()

    def _say_who_waits(self) -> None:
        """Somebody in danger, in a call left for another or elsewhere, is never out of sight."""
        own = getattr(self, "hand", None)
        token = own.token if own is not None else ""
        words = [
            *self.veille.urgent_lines(self.URGENT_KEY),
            *(said for of, said in self.veille.left_waiting if of != token),
        ]
        banner = self.query_one("#waiting", Static)
        banner.display = bool(words)
        banner.update("\n".join(words))

    def urgent_looked(self, *, is_fresh: bool) -> None:
        """The shared store was asked for what cannot wait; `is_fresh`: something came."""

    def urgent_unseen(self, error: Exception) -> None:
        """It could not be asked."""

    async def look_at_claim(self) -> None:
        """A screen with a household in hand looks whether it is still this desk's."""

    def refresh_keys(self) -> None:
        """Say the keys again."""
        line = self.query_one(KeyLine)
        line.keys = pairs(self.key_commands())
        self.set_class(len(laid_out(line.keys, self.size.width - 2)) > 1, "-two-key-lines")

    def on_resize(self) -> None:
        """News stand above the keys, however many lines these take."""
        self.refresh_keys()
        self._say_who_waits()

    async def on_next_button_pressed(self, message: NextButton.Pressed) -> None:
        """A click on the box is its key."""
        await self.run_action(self.PRIMARY)

    def on_fetched(self, message: Fetched) -> None:
        """A worker came back."""
        getattr(self, f"fetched_{message.name}")(message.result)

    def on_fetch_failed(self, message: FetchFailed) -> None:
        """A worker failed."""
        failed = getattr(self, f"failed_{message.name}", self.veille.tell)
        failed(message.error)

    def action_ring_back(self) -> None:
        """Somebody rings back."""
        self.veille.ring_back()

    def action_help(self) -> None:
        """What the script advises, then every key of this screen."""
        self.veille.show_help(self.ROOM, self.advice())

    def action_faq(self) -> None:
        """What tenants ask, over this screen; nothing of it changes."""
        from veille_tui.ui.screens.faq import FaqScreen

        hand = getattr(self, "hand", None)
        if hand is not None:
            self.app.push_screen(FaqScreen(hand.campaign.faq), self._asked)

    async def _asked(self, text: str | None) -> None:
        """Nobody could answer: the supervisor will see the question."""
        if text is None:
            return
        verb = self.veille.workstation.desk.ask_question
        hand = await self.veille.do(verb, self.hand, text)
        if hand is not None:
            self.hand = hand
            self.notify(_("Question gardée pour le superviseur."), markup=False)

    def action_messages(self) -> None:
        """What the caller must be told."""
        self.veille.show_messages()

    def advice(self) -> Advice:
        """What the call script advises here; most screens have no call."""
        return ()

    def action_palette(self) -> None:
        """Find a command by its name."""
        self.app.action_command_palette()

    async def action_quit(self) -> None:
        """Leave; the journal has everything."""
        self.app.exit()
