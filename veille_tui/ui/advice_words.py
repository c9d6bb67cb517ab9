"""Which advice can be sent to a household as a text message, or why none can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.opt_outs import wish_in
from veille_tui.domain.text_messages import fitting, mobile_of
from veille_tui.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from veille_tui.desk.hand import Hand
    from veille_tui.domain.campaign import TextMessage


def obstacle(hand: Hand) -> str:
    """Why no message can be sent, in words; "" when one can."""
    call = hand.call
    if call is not None and wish_in(call.opt_out) is not None:
        return _("Cette personne ne veut plus de messages.")
    if mobile_of(hand.case.household) is None:
        return _("Aucun numéro de mobile : pas de SMS possible.")
    if not messages(hand):
        return _("Aucun conseil de cette campagne ne concerne ce foyer.")
    return ""


def messages(hand: Hand) -> Sequence[TextMessage]:
    """The advice that fits this household."""
    if hand.profile is None:
        return ()
    return fitting(hand.campaign, hand.case.household, hand.profile, hand.case.segment)
