"""Waiting for the shared store: keys go nowhere else meanwhile, Esc gives up waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.language import _
from veille_tui.ui import background
from veille_tui.ui.messages import Fetched, FetchFailed

if TYPE_CHECKING:
    from veille_tui.ui.verbs import VerbApp

SHOWN_AFTER = 0.4
"""Seconds: an answer that comes sooner is not announced."""


INSTEAD_AFTER = 2.0
"""Seconds after which this workstation gives what it has by itself, if it has anything."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shared store said: a result, or why there is none."""

    result: Any = None
    error: Exception | None = None


class WaitingScreen(ModalScreen[Answer | None]):
    """Returns the answer, or None when the person gave up waiting."""

    CSS_PATH = ["window.tcss"]
    BINDINGS = [Binding("escape", "give_up", show=False)]

    def __init__(
        self,
        words: str,
        verb: Callable[[], object],
        instead: Callable[[], object | None] | None = None,
    ) -> None:
        super().__init__()
        self._words = words
        self._verb = verb
        self._instead = instead

    def compose(self) -> ComposeResult:
        """Nothing at first: most answers come at once."""
        with Vertical(classes="window"):
            yield Static(self._words, markup=False)
            yield Static(_("Échap   ne plus attendre"), classes="keys", markup=False)

    def on_mount(self) -> None:
        """Ask."""
        self.query_one(".window").visible = False
        self.styles.background = "transparent"
        self.set_timer(SHOWN_AFTER, self._appear)
        if self._instead is not None:
            self.set_timer(INSTEAD_AFTER, self.do_without)
        background.fetch(self, "answer", self._verb)

    def _appear(self) -> None:
        self.styles.background = None
        self.query_one(".window").visible = True

    async def do_without(self) -> None:
        """The store is too slow: what it still answers is found again at the next try."""
        app = cast("VerbApp", self.app)
        found = await app.look(self._instead) if self._instead is not None else None
        if found is not None and self.is_current:
            self.workers.cancel_node(self)
            self.dismiss(Answer(found))

    def on_fetched(self, message: Fetched) -> None:
        """It answered."""
        self.dismiss(Answer(message.result))

    def on_fetch_failed(self, message: FetchFailed) -> None:
        """It did not."""
        self.dismiss(Answer(error=message.error))

    def action_give_up(self) -> None:
        """Stop waiting; what still comes is found again at the next try."""
        self.workers.cancel_node(self)
        self.dismiss(None)
