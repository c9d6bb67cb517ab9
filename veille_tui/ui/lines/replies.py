"""What a typed reply means on a card: a number read aloud, a code, or the label itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.names import fold
from veille_tui.language import _
from veille_tui.ui.cards import Card, CardKind, Option

if TYPE_CHECKING:
    from veille_tui.domain.call_script import Words

_YES_NO = {"o": 0, "y": 0, "yes": 0, "oui": 0, "n": 1, "no": 1, "non": 1}


def numbered(card: Card) -> list[tuple[str, Option]]:
    """Every answer with its number: of a scale the step itself, else its place from 1."""
    return [
        (str(option.value) if isinstance(option.value, int) else str(place), option)
        for place, option in enumerate(card.options, start=1)
    ]


def chosen(card: Card, typed: str, words: Words) -> Option | None:
    """The one answer that was typed: number first, then code, then label."""
    found = numbered(card)
    for number, option in found:
        if typed == number:
            return option
    wanted = fold(typed)
    for _place, option in found:
        if wanted and wanted in {fold(str(option.value)), fold(option.label)}:
            return option
    codes = [option.value for option in card.options]
    if codes == [words.yes, words.no] and typed.lower() in _YES_NO:
        return card.options[_YES_NO[typed.lower()]]
    return None


def several(card: Card, typed: str, words: Words) -> list[Option] | None:
    """The answers of "1 3", "1, 3" or codes; None when one of them is not understood."""
    parts = [part for part in typed.replace(",", " ").replace(";", " ").split() if part]
    found = [chosen(card, part, words) for part in parts]
    if not parts or None in found:
        whole = chosen(card, typed, words)
        return [whole] if whole else None
    return [option for option in card.options if option in found]


def left_open(card: Card, typed: str, words: Words) -> object | None:
    """The code of "does not know" (0) or of no answer (-), where the card takes them."""
    if not card.may_skip:
        return None
    folded = fold(typed)
    if typed == "-" or folded in {"refus", "refused", fold(_("ne souhaite pas répondre"))}:
        return words.refused
    is_zero = typed == "0" and not card.has_zero and card.kind in _COUNTED
    return words.dk if is_zero or folded in {"nsp", "dk", fold(_("ne sait pas"))} else None


_COUNTED = {CardKind.CHOICE, CardKind.MULTIPLE}
