"""Advice for a household as a code that a mobile telephone turns into a text message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.text_messages import mobile_of
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.ui import advice_words
from veille_tui.ui.screens.choice import ChoiceScreen
from veille_tui.ui.screens.qr import QrScreen

if TYPE_CHECKING:
    from textual.app import App

    from veille_tui.desk.hand import Hand


def show(app: App[None], hand: Hand) -> None:
    """Choose among several; then the code."""
    words = advice_words.obstacle(hand)
    if words:
        app.notify(words, markup=False)
        return
    found = advice_words.messages(hand)

    def chosen(at: str | None) -> None:
        number = mobile_of(hand.case.household)
        if at is not None and number is not None:
            app.push_screen(QrScreen(number.e164, strip_controls(found[int(at)].text)))

    if len(found) == 1:
        chosen("0")
        return
    choices = [(str(at), strip_controls(one.title)) for at, one in enumerate(found)]
    app.push_screen(ChoiceScreen(_("Quel conseil envoyer ?"), choices), chosen)
