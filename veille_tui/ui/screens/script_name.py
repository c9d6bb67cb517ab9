"""The name of a new script, and the file it will be."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.widgets import Input, Static

from veille_tui.language import _
from veille_tui.ui.screens.window import Window

LONGEST = 80


class ScriptNameScreen(Window[str]):
    """Returns the name typed; "" when the one proposed stays; None when closed with Esc.

    `file` is the one that keeping the proposed name makes.
    """

    def __init__(self, proposed: str, file: str) -> None:
        super().__init__()
        self._proposed = proposed
        self._file = file

    def heading(self) -> str:
        """What is asked."""
        return _("Quel nom lui donner ?")

    def content(self) -> ComposeResult:
        """A line to type in, and the file it makes."""
        words = _("Le titre que les appelants verront, par exemple : Canicule, Toulouse")
        yield Static(words, classes="quiet", markup=False)
        yield Input(self._proposed, max_length=LONGEST)
        yield Static("", id="file", classes="quiet", markup=False)

    def keys(self) -> str:
        """Both ways out."""
        return _("Entrée   créer        Échap   fermer")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Say which file it makes."""
        file = self._made(event.value)
        words = _("fichier : {file}").format(file=file) if file else ""
        self.query_one("#file", Static).update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Give the name back, once there is one."""
        name = " ".join(event.value.split())
        if not self._made(name):
            words = _("Il faut un nom, avec au moins une lettre.")
            self.query_one("#file", Static).update(words)
            return
        self.dismiss("" if self._proposed and name == self._proposed else name)

    def _made(self, name: str) -> str:
        from veille_tui.supervision.new_script import identifier

        if self._proposed and " ".join(name.split()) == self._proposed:
            return self._file
        made = identifier(name)
        return f"{made}.yaml" if made else ""
