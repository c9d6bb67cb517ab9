"""When to call: a few likely times by one digit, or the moment typed as it is said."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from veille_tui.domain.campaign import Hours
from veille_tui.domain.promises import When, parse_when, quick_times
from veille_tui.language import _, current
from veille_tui.ui.commands import digit
from veille_tui.ui.screens.window import Window
from veille_tui.ui.words import when_words

if TYPE_CHECKING:
    from collections.abc import Sequence


class WhenScreen(Window[When]):
    """Returns the moment, in the campaign's zone; None when closed with Esc."""

    CSS_PATH = ["window.tcss", "when.tcss"]

    def __init__(self, title: str, now: datetime, hours: Hours, timezone: str) -> None:
        super().__init__()
        self._title = title
        self._zone = ZoneInfo(timezone)
        self._now = now.astimezone(self._zone)
        self._times: Sequence[When] = quick_times(self._now, hours, self._zone)
        for number in range(1, 1 + len(self._times)):
            self._bindings.bind(digit(number), f"take({number})", show=False)

    def heading(self) -> str:
        """What is asked."""
        return self._title

    def content(self) -> ComposeResult:
        """Likely times, then a line to type one."""
        yield OptionList(
            *[
                Option(Content.assemble((str(at), "$key-color bold"), f"   {self._said(when)}"))
                for at, when in enumerate(self._times, 1)
            ]
        )
        yield Input(
            placeholder=_("ou en toutes lettres : demain 10 h, mardi matin…"),
            select_on_focus=False,
        )
        yield Static("", id="understood", markup=False)

    def keys(self) -> str:
        """The ways to choose."""
        return _("chiffre   choisir     Tab ou une lettre   écrire     Échap   fermer")

    def action_take(self, number: int) -> None:
        """The likely time of this digit."""
        self.dismiss(self._times[number - 1])

    def on_key(self, event: events.Key) -> None:
        """A letter typed on the list begins the text."""
        field = self.query_one(Input)
        if not field.has_focus and event.character and event.character.isalpha():
            if event.key in {"é", "è", "ç", "à"}:
                return
            event.stop()
            field.focus()
            field.insert_text_at_cursor(event.character)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The time under the cursor."""
        self.dismiss(self._times[event.option_index])

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how it is understood while it is typed."""
        when = self._typed(event.value)
        if when is not None:
            self.query_one("#understood", Static).update(f"→ {self._said(when)}")
            return
        words = _("Pas encore compris.") if event.value.strip() else ""
        self.query_one("#understood", Static).update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it, once it is understood."""
        when = self._typed(event.value)
        if when is not None:
            self.dismiss(when)
            return
        self.query_one("#understood", Static).update(
            _("Pas compris. Par exemple : demain 10 h, jeudi matin, dans 2 heures.")
        )

    def _typed(self, text: str) -> When | None:
        return parse_when(text, self._now, current())

    def _said(self, when: When) -> str:
        return when_words(when.starts, when.ends, self._now, self._zone)
