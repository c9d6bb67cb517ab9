"""Which advice can be sent to a household as a text message, or why none can."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.opt_outs import wish_in
from veille_tui.domain.outcomes import FACTS
from veille_tui.domain.text_messages import fitting, mobile_of
from veille_tui.language import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from veille_tui.desk.hand import Hand
    from veille_tui.domain.campaign import TextMessage


def obstacle(hand: Hand, now: datetime) -> str:
    """Why no message can be sent, in words; "" when one can."""
    call, until = hand.call, hand.case.no_messages_until
    said_now = call is not None and wish_in(call.opt_out) is not None
    if said_now or (until is not None and until > now):
        return _("Cette personne ne veut plus de messages.")
    dials = call.dials if call else ()
    if any(dial.outcome and FACTS[dial.outcome].ends_case for dial in dials):
        return _("Aucun message ne part plus vers ce foyer.")
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
