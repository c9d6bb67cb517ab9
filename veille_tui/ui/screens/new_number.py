"""A number that somebody just gave, typed."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Input, Static

from veille_tui.domain import phones
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.language import _
from veille_tui.ui.screens.window import Window


class NewNumberScreen(Window[PhoneNumber]):
    """Returns the number as it was read; None when closed with Esc."""

    def __init__(self, read_number: Callable[[str], PhoneNumber | None]) -> None:
        super().__init__()
        self._read = read_number

    def heading(self) -> str:
        """What is asked."""
        return _("Quel numéro ?")

    def content(self) -> ComposeResult:
        """A line to type in, and how it is understood."""
        yield Input(placeholder=_("05 36 49 12 34"))
        yield Static("", id="understood", classes="quiet", markup=False)

    def keys(self) -> str:
        """Both ways out."""
        return _("Entrée   garder ce numéro        Échap   fermer")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say how it is understood."""
        number = self._read(event.value)
        words = f"→ {phones.display(number.e164)}" if number else ""
        self.query_one("#understood", Static).update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Keep it, once it is a number."""
        number = self._read(event.value)
        if number is not None:
            self.dismiss(number)
            return
        self.query_one("#understood", Static).update(_("Ce n'est pas un numéro de téléphone."))
