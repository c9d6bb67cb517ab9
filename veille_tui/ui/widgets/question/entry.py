"""One line to type an answer in, with what was wrong with it just below."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, Static

from veille_tui.ui.cards import Card
from veille_tui.ui.widgets.question.answer_list import open_keys


class Entry(Vertical):
    """A prompt, a field, a remark; Enter tells what was typed, nothing typed is lost by leaving."""

    class Given(Message):
        """Enter was pressed in the field."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def compose(self) -> ComposeResult:
        """Prompt, field, remark, keys that leave the question open."""
        yield Static("", id="prompt", markup=False)
        yield Input(id="typed", select_on_focus=False)
        yield Static("", id="remark", markup=False)
        yield Static("", id="open-keys")

    def show(self, card: Card) -> None:
        """Ask what `card` asks, and take the focus; without anything to type, stand aside."""
        self.display = card.is_typed
        if not card.is_typed:
            if self.field.has_focus:
                self.screen.set_focus(None)
            return
        self.query_one("#prompt", Static).update(card.prompt)
        self.remark("")
        keys = self.query_one("#open-keys", Static)
        keys.display = card.may_skip
        if card.may_skip:
            keys.update(open_keys(card))
        self.field.value = card.typed
        self.field.cursor_position = len(card.typed)
        self.field.focus()

    @property
    def field(self) -> Input:
        """The field itself."""
        return self.query_one("#typed", Input)

    def remark(self, words: str) -> None:
        """Say what is wrong with what was typed; "" for nothing."""
        shown = self.query_one("#remark", Static)
        shown.display = bool(words)
        shown.update(words)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Retell it in our own word."""
        event.stop()
        self.post_message(self.Given(event.value))

    def on_input_changed(self, event: Input.Changed) -> None:
        """What was wrong is being corrected."""
        event.stop()
        self.remark("")
