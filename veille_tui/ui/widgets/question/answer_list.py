"""The answers of one question, each with its key, and what choosing it makes known."""

from __future__ import annotations

from collections.abc import Collection

from textual.content import Content
from textual.widgets import Static

from veille_tui.language import _
from veille_tui.ui.cards import Card, CardKind, Option

WIDEST = 50
"""Labels are padded to the longest one, up to this, so that needs stand in a column."""
USUAL_WIDTH = 76
"""Columns there are before the first layout told how many."""


class AnswerList(Static):
    """Numbered answers; arrows move a mark, several may be ticked."""

    def __init__(self) -> None:
        super().__init__("")
        self._card = Card(CardKind.NOTE)
        self.cursor = -1
        self.ticked: frozenset[object] = frozenset()

    def show(self, card: Card) -> None:
        """Draw the answers of `card`; the mark stands at the answer proposed."""
        self._card = card
        self.cursor = card.proposed
        chosen = [option.value for option in card.options if option.is_chosen]
        self.ticked = frozenset(chosen) if card.kind is CardKind.MULTIPLE else frozenset()
        self.display = bool(card.options)
        if card.options:
            self._draw()

    def move(self, step: int) -> None:
        """Put the mark on the next or the previous answer."""
        count = len(self._card.options)
        if count:
            at = self.cursor if self.cursor >= 0 else (-1 if step > 0 else count)
            self.cursor = max(0, min(count - 1, at + step))
            self._draw()

    def tick(self, option: Option) -> None:
        """Tick an answer, or take its tick away."""
        self.ticked = self.ticked ^ {option.value}
        self._draw()

    def on_resize(self) -> None:
        """The needs may want fewer words."""
        if self._card.options:
            self._draw()

    @property
    def pointed(self) -> Option | None:
        """The answer at the mark."""
        options = self._card.options
        return options[self.cursor] if 0 <= self.cursor < len(options) else None

    def _draw(self) -> None:
        room = self.size.width or USUAL_WIDTH
        self.update(drawn(self._card, self.cursor, self.ticked, room))


def drawn(card: Card, cursor: int, ticked: Collection[object], room: int) -> Content:
    """The answers as they stand in `room` columns, the keys that leave the question open below."""
    if is_row(card):
        return Content("\n\n").join([_row(card, cursor), _open_keys(card)])
    labels = [len(_label(card, option)) for option in card.options]
    width = min(WIDEST, max(labels, default=0))
    title = _("besoin : ")
    effects = [len(option.effect) for option in card.options]
    if width + max(effects, default=0) + len(title) + 12 > room:
        title = ""
    lines = [
        _line(card, option, place == cursor, option.value in ticked, (width, title))
        for place, option in enumerate(card.options)
    ]
    if card.kind is CardKind.MULTIPLE:
        lines.append(Content(""))
        lines.append(_confirm(len(ticked), is_pointing=cursor >= 0))
    elif card.may_skip:
        lines.append(Content(""))
    if card.may_skip:
        lines.append(_open_keys(card))
    return Content("\n").join(lines)


def is_row(card: Card) -> bool:
    """Whether the answers are the steps of a scale, drawn side by side."""
    return bool(card.options) and all(isinstance(option.value, int) for option in card.options)


def _line(
    card: Card, option: Option, pointed: bool, is_ticked: bool, column: tuple[int, str]
) -> Content:
    width, title = column
    mark = "▸" if pointed else " "
    box = ("[x] " if is_ticked else "[ ] ") if card.kind is CardKind.MULTIPLE else ""
    weight = "bold" if pointed or is_ticked or option.is_chosen else ""
    label = _label(card, option)
    effect = (f"   {title}{option.effect}", "$quiet") if option.effect else ""
    return Content.assemble(
        f"{mark} ",
        (f"{option.key or ' '}", "$key-color bold"),
        "  ",
        (f"{box}{label:<{width}}" if option.effect else f"{box}{label}", weight),
        effect,
    )


def _label(card: Card, option: Option) -> str:
    """Its words, marked when it is the answer kept so far; ticks already say so."""
    is_kept = option.is_chosen and card.kind is not CardKind.MULTIPLE
    return f"{option.label}  ✓" if is_kept else option.label


def _row(card: Card, cursor: int) -> Content:
    parts: list[Content] = []
    for place, option in enumerate(card.options):
        text = option.key if option.key == str(option.value) else f"{option.key}={option.value}"
        is_marked = place == cursor or option.is_chosen
        style = "$key-color bold reverse" if is_marked else "$key-color bold"
        parts.append(Content.assemble((f" {text} ", style)))
    return Content("  ") + Content(" ").join(parts)


def _confirm(count: int, is_pointing: bool) -> Content:
    words = _("confirmer") if count else _("aucune de ces réponses")
    line = Content.assemble("  ", (_("Entrée"), "$key-color bold"), "  ", words)
    if not is_pointing:
        return line
    return line + Content.assemble("      ", (_("Espace"), "$key-color bold"), "  ", _("cocher"))


def _open_keys(card: Card) -> Content:
    """How to leave the question open; 0 is not free when it is a step of the scale."""
    typed = card.is_typed or card.has_zero
    dk, refused = ("F7", "F8") if typed else ("0", "R")
    return Content.assemble(
        "  ",
        (dk, "$key-color bold"),
        "  ",
        (_("ne sait pas"), "$quiet"),
        "      ",
        (refused, "$key-color bold"),
        "  ",
        (_("ne souhaite pas répondre"), "$quiet"),
    )


def open_keys(card: Card) -> Content:
    """The keys that leave a typed question open."""
    return _open_keys(card)
