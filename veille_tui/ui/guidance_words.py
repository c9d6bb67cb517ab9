"""The script's guidance for its callers, in words: tone, what is never asked, when to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from veille_tui.domain.tenants import Profile
from veille_tui.domain.texts import render, strip_controls
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.desk.hand import Hand
    from veille_tui.domain.call_script import CallScript

Advice = tuple[tuple[str, str], ...]
"""Titles and words."""


def of_hand(hand: Hand | None) -> Advice:
    """What the script of the case in hand advises; nothing without a script."""
    if hand is None or hand.script is None:
        return ()
    return of_script(hand.script, hand.profile or Profile())


def of_script(script: CallScript, profile: Profile) -> Advice:
    """What a script advises, with what is known of the person filled in."""
    parts = (
        (_("Le ton"), script.guidance.tone),
        (_("Jamais"), script.guidance.never),
        (_("Quand s'arrêter"), script.guidance.stop),
    )
    return tuple(
        (title, strip_controls(render(text, script, profile, {})).strip())
        for title, text in parts
        if text
    )
