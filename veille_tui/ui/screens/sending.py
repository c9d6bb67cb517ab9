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
    from veille_tui.ui.screens.call_screen import CallScreen


async def show(screen: CallScreen) -> None:
    """Choose among several; then the code, once it is kept that it was shown."""
    hand, station = screen.hand, screen.veille.workstation
    words = advice_words.obstacle(hand, station.clock())
    if words:
        screen.notify(words, markup=False)
        return
    found = advice_words.messages(hand)

    async def chosen(at: str | None) -> None:
        number = mobile_of(hand.case.household)
        if at is None or number is None:
            return
        message = found[int(at)]
        if await screen.write(station.desk.show_message, message.id, number.e164):
            screen.app.push_screen(QrScreen(number.e164, strip_controls(message.text)))

    if len(found) == 1:
        await chosen("0")
        return
    choices = [(str(at), strip_controls(one.title)) for at, one in enumerate(found)]
    screen.app.push_screen(ChoiceScreen(_("Quel conseil envoyer ?"), choices), chosen)
