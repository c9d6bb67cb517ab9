"""What tenants ask: the campaign's answers, found while it is typed, over any screen of a call."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from veille_tui.domain.campaign import FaqEntry
from veille_tui.domain.faq import search
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.ui.screens.window import Window
from veille_tui.ui.widgets.said import Said

MOST_SHOWN = 30
LONGEST = 500


class FaqScreen(Window[str]):
    """Returns the text typed when nobody could answer it; None when it is only closed."""

    BINDINGS = [
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
        Binding("f3", "close", show=False),
        Binding("f7", "keep", show=False),
    ]
    CSS_PATH = ["window.tcss", "faq.tcss"]

    def __init__(self, entries: Sequence[FaqEntry]) -> None:
        super().__init__()
        self._entries = tuple(entries)
        self._found: Sequence[FaqEntry] = self._entries
        self._is_reading = False

    def heading(self) -> str:
        """What is asked."""
        return _("Que demande la personne ?")

    def content(self) -> ComposeResult:
        """A line to type in, the questions found, and the answer chosen."""
        yield Input(placeholder=_("quelques mots : loyer, fuite, attestation…"))
        yield Static("", id="none", classes="quiet", markup=False)
        yield OptionList()
        with VerticalScroll(id="answer", can_focus=False):
            yield Said("", id="words")

    def on_mount(self) -> None:
        """Every question, before anything is typed."""
        self.query_one("#answer").display = False
        self._show()

    def keys(self) -> str:
        """The ways to look."""
        return _("↑ ↓ Entrée   lire     F7   garder la question     Échap   revenir")

    def on_input_changed(self, event: Input.Changed) -> None:
        """Look while it is typed."""
        self._found = search(self._entries, event.value)[:MOST_SHOWN]
        self._read(None)
        self._show()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """The answer under the mark; nothing found: the question is kept for the supervisor."""
        if self._found:
            self._read(self._found[self.query_one(OptionList).highlighted or 0])
        else:
            self.action_keep()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """The answer clicked."""
        self._read(self._found[event.option_index])

    def action_step(self, by: int) -> None:
        """The question above or below, or the answer's next lines."""
        if self._is_reading:
            self.query_one("#answer").scroll_relative(y=by, animate=False)
            return
        questions = self.query_one(OptionList)
        if self._found:
            at = (questions.highlighted or 0) + by
            questions.highlighted = min(max(0, at), len(self._found) - 1)

    def action_keep(self) -> None:
        """Give the question back: the supervisor will see it."""
        text = strip_controls(self.query_one(Input).value).strip()[:LONGEST]
        if text:
            self.dismiss(text)

    def action_close(self) -> None:
        """From an answer to the questions, then back to the very same place."""
        if self._is_reading:
            self._read(None)
            return
        super().action_close()

    def _show(self) -> None:
        lines = self.query_one(OptionList)
        lines.set_options([Option(Content(strip_controls(one.question))) for one in self._found])
        lines.highlighted = 0 if self._found else None
        words = ""
        if not self._found:
            words = _("Pas de réponse connue. Entrée : garder la question pour le superviseur.")
        if not self._entries:
            words = _(
                "Cette campagne n'a pas encore de réponses. Écrire la question, puis Entrée :"
                " le superviseur la verra."
            )
        none = self.query_one("#none", Static)
        none.display = bool(words)
        none.update(words)

    def _read(self, entry: FaqEntry | None) -> None:
        self._is_reading = entry is not None
        self.query_one(OptionList).display = entry is None
        self.query_one("#answer").display = entry is not None
        if entry is not None:
            self.query_one("#words", Said).say(answer_of(entry), strip_controls(entry.question))


def answer_of(entry: FaqEntry) -> str:
    """The answer, then whom to turn to."""
    to = _("Vers qui : {to}").format(to=strip_controls(entry.to)) if entry.to else ""
    return "\n".join(part for part in (f"\n{strip_controls(entry.answer).strip()}", to) if part)
