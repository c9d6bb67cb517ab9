"""Somebody does not want to be called any more: where, and until when; Enter is the humane one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input, Static

from veille_tui.domain.last_days import parse_day
from veille_tui.domain.opt_outs import OptOut
from veille_tui.language import _, current
from veille_tui.ui import ending_words
from veille_tui.ui.screens.choice import ChoiceScreen
from veille_tui.ui.screens.window import Window

if TYPE_CHECKING:
    from textual.app import App


def ask(
    app: App[None], words: str, now: datetime, then: Callable[[OptOut], Awaitable[None]]
) -> None:
    """Ask where and until when, `now` being local; Esc leaves everything as it was."""

    async def dated(day: date | None, scope: str) -> None:
        if day is not None:
            await then(OptOut(scope, day, words=words))

    async def chosen(code: str | None) -> None:
        scope, _space, until = (code or "").partition(" ")
        if until:

            async def with_day(day: date | None) -> None:
                await dated(day, scope)

            app.push_screen(DayScreen(now), with_day)
        elif scope:
            await then(OptOut(scope, words=words))

    window = ChoiceScreen(
        _("Ne plus appeler"), ending_words.opt_out_choices(), ending_words.opt_out_explained()
    )
    app.push_screen(window, chosen)


class DayScreen(Window[date]):
    """Returns the day from which calls may begin again."""

    CSS_PATH = ["window.tcss"]

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now

    def heading(self) -> str:
        """What is asked."""
        return _("Ne pas appeler jusqu'à quand ?")

    def content(self) -> ComposeResult:
        """A line to type in, and how it is understood."""
        yield Input(placeholder=_("12 janvier, dans 3 mois, septembre…"))
        yield Static("", id="understood", markup=False)

    def keys(self) -> str:
        """The ways on and out."""
        return _("Entrée   garder        Échap   fermer")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how it is understood while it is typed."""
        day = parse_day(event.value, self._now, current())
        words = _("Pas encore compris.") if event.value.strip() else ""
        said = f"→ {ending_words.day(day)}" if day else words
        self.query_one("#understood", Static).update(said)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it, once it is understood."""
        day = parse_day(event.value, self._now, current())
        if day is not None:
            self.dismiss(day)
            return
        words = _("Pas compris. Par exemple : 12 janvier, dans 3 mois, septembre.")
        self.query_one("#understood", Static).update(words)
