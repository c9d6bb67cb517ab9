"""Waiting for the shared store: keys go nowhere else meanwhile, Esc gives up waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.language import _
from veille_tui.ui import background
from veille_tui.ui.messages import Fetched, FetchFailed

SHOWN_AFTER = 0.4
"""Seconds: an answer that comes sooner is not announced."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the shared store said: a result, or why there is none."""

    result: Any = None
    error: Exception | None = None


class WaitingScreen(ModalScreen[Answer | None]):
    """Returns the answer, or None when the person gave up waiting."""

    CSS_PATH = ["window.tcss"]
    BINDINGS = [Binding("escape", "give_up", show=False)]

    def __init__(self, words: str, verb: Callable[[], object]) -> None:
        super().__init__()
        self._words = words
        self._verb = verb

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
        background.fetch(self, "answer", self._verb)

    def _appear(self) -> None:
        self.styles.background = None
        self.query_one(".window").visible = True

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
