"""The password of the shared store, when its server asks for one."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Static

from veille_tui.language import _
from veille_tui.ui.screens.window import Window


class PasswordScreen(Window[str]):
    """Returns what was typed, None on Esc; the letters are never shown."""

    AUTO_FOCUS = "Input"

    def __init__(self, *, is_wrong: bool = False) -> None:
        super().__init__()
        self._is_wrong = is_wrong

    def heading(self) -> str:
        """Who asks for what."""
        if self._is_wrong:
            return _("Ce n'est pas le bon mot de passe.")
        return _("La base de votre équipe demande votre mot de passe.")

    def content(self) -> ComposeResult:
        """One line, hidden."""
        yield Static(
            _("Sans lui, les appels en main continuent ; rien n'est envoyé."),
            classes="quiet",
            markup=False,
        )
        yield Input(password=True)

    def keys(self) -> str:
        """Both ways out."""
        return _("Entrée   se connecter        Échap   plus tard")

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give it back."""
        event.stop()
        if event.value:
            self.dismiss(event.value)
