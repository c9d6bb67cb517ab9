"""Opt-outs: who asked not to be called any more, where, and until when."""

from __future__ import annotations

from datetime import date

from veille_tui.domain.late_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OptOut:
    """A person's wish not to be called, or not to get text messages."""

    scope: str = "campaign"
    """campaign, or all: every campaign of the landlord, to come ones too."""
    until: date | None = None
    """Local day on which calls may begin again; None is for ever."""
    channel: str = "calls"
    """calls (text messages too) or messages alone."""
    words: str = ""
    """What the person said."""
