"""The middle of the conversation screen: one card at a time, redrawn in place."""

from __future__ import annotations

import textwrap

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.geometry import Region

from veille_tui.language import _
from veille_tui.ui.cards import Card, CardKind
from veille_tui.ui.widgets.next_button import NextButton
from veille_tui.ui.widgets.question.answer_list import AnswerList, is_row
from veille_tui.ui.widgets.question.entry import Entry
from veille_tui.ui.widgets.said import Said

SAID_WIDTH = 70
"""Words to say are wrapped at most this wide: the eye finds its line again."""


class CardView(VerticalScroll, can_focus=False):
    """Words to say, alone and large; then what helps the caller; then the answers."""

    def __init__(self) -> None:
        super().__init__()
        self.card = Card(CardKind.NOTE)

    def compose(self) -> ComposeResult:
        """Every part, once; a card shows the ones it needs."""
        for part in ("before", "say", "hint", "avoid", "notice"):
            yield Said(id=part)
        yield AnswerList()
        yield Entry()
        yield Said(id="missing")
        with Vertical(id="next", classes="centred"):
            yield NextButton("", "")

    def show(self, card: Card) -> None:
        """Put `card` in place of the one before."""
        self.card = card
        self._put("before", card.before)
        self._put("say", card.say)
        self._put("hint", card.hint)
        self._put("avoid", card.avoid, _("Ne pas dire :"))
        self._put("notice", card.notice, _("Mention :"))
        self._put("missing", card.missing)
        self.answers.show(card)
        self.entry.show(card)
        self._propose(card)
        self.on_resize()
        self.scroll_home(animate=False)

    def point(self, step: int) -> None:
        """Move the mark, and keep it in sight."""
        self.answers.move(step)
        line = self.answers.virtual_region.y + max(0, self.answers.cursor)
        self.scroll_to_region(Region(0, line, 1, 1), animate=False)

    @property
    def answers(self) -> AnswerList:
        """The numbered answers."""
        return self.query_one(AnswerList)

    @property
    def entry(self) -> Entry:
        """The field."""
        return self.query_one(Entry)

    def _put(self, part: str, text: str, title: str = "") -> None:
        shown = self.query_one(f"#{part}", Said)
        shown.display = bool(text)
        if text:
            shown.say(text, title)

    def on_resize(self) -> None:
        """Less room, less air."""
        self.set_class(lines_of(self.card) > self.size.height, "tight")

    def _propose(self, card: Card) -> None:
        words = _next_words(card)
        self.query_one("#next").display = bool(words)
        if words:
            self.query_one(NextButton).say(_("Entrée"), words)


def _next_words(card: Card) -> str:
    if card.kind is CardKind.CLOSING:
        return _("Poser cette question") if _is_required(card) else _("Terminer l'appel")
    if card.kind is CardKind.NOTE or (card.kind is CardKind.OPENING and not card.options):
        return _("Continuer")
    return ""


def _is_required(card: Card) -> bool:
    return bool(card.question)


def lines_of(card: Card) -> int:
    """How many lines a card takes with its breathing space, near enough to know when to drop it."""
    texts = (card.before, card.say, card.hint, card.avoid, card.notice, card.missing)
    used = sum(len(textwrap.wrap(text, SAID_WIDTH)) + 1 for text in texts if text)
    rows = 1 if is_row(card) else len(card.options)
    used += rows + 1 + (2 if card.options and card.may_skip else 0)
    used += 2 if card.kind is CardKind.MULTIPLE else 0
    used += 7 if card.is_typed else 0
    return used + (4 if _next_words(card) else 0)
