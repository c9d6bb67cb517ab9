"""What a key is, and the rooms it may work in."""

from __future__ import annotations

from veille_tui.domain.late_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Command:
    """One key of one or several rooms."""

    id: str
    keys: str
    """Textual's names, with commas; "1..9" stands for the digits, shifted or not."""
    key: str
    """As it is printed on the keyboard."""
    label: str
    """For the key line: a word or two; "" keeps it out of there."""
    help: str
    """One sentence for the help and the palette."""
    rooms: tuple[str, ...]


DESK = ("start", "household", "ringing", "conversation", "wrap_up")
"""The rooms of a shift; the first run is not one."""
SCRIPTS = ("scripts", "script_editor", "follow")
"""The rooms of those who write call scripts."""
PREVIEW = ("preview", "preview_people", "preview_summary")
"""The rooms of `veille script play`: a conversation, before it and after it."""
