"""One of a few things, by its digit or with the arrows."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from veille_tui.language import _
from veille_tui.ui.commands import digit
from veille_tui.ui.screens.window import Window


class ChoiceScreen(Window[str]):
    """Returns the code of the line chosen; `choices` are pairs of code and words."""

    def __init__(self, title: str, choices: Sequence[tuple[str, str]], explained: str = "") -> None:
        super().__init__()
        self._title = title
        self._choices = tuple(choices)
        self._explained = explained
        for number in range(1, 1 + min(9, len(self._choices))):
            self._bindings.bind(digit(number), f"take('{number}')", show=False)

    def heading(self) -> str:
        """What is asked."""
        return self._title

    def content(self) -> ComposeResult:
        """The lines, numbered."""
        if self._explained:
            yield Static(self._explained, classes="quiet", markup=False)
        yield OptionList(
            *[
                Option(Content.assemble((f"{self._mark(at)}", "$key-color bold"), f"   {words}"))
                for at, (_code, words) in enumerate(self._choices, 1)
            ]
        )

    def keys(self) -> str:
        """The ways to choose."""
        return _("chiffre ou ↑ ↓ puis Entrée   choisir        Échap   fermer")

    def action_take(self, number: str) -> None:
        """The line of this digit."""
        self.dismiss(self._choices[int(number) - 1][0])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The line under the cursor."""
        self.dismiss(self._choices[event.option_index][0])

    def _mark(self, at: int) -> str:
        return str(at) if at <= 9 else " "
