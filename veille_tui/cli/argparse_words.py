"""argparse's own messages in the interface's language, through our catalogue."""

from __future__ import annotations

import argparse
import gettext
from pathlib import Path

from veille_tui import language

LOCALE = Path(language.__file__).parent / "locale"


def speak() -> None:
    """Make argparse say its words in the language in force; English is its own."""
    words = gettext.translation("veille", LOCALE, languages=[language.current()], fallback=True)
    vars(argparse).update(_=words.gettext, ngettext=words.ngettext)


class Formatter(argparse.HelpFormatter):
    """Puts the space that French wants before a heading's colon; argparse itself puts none."""

    def start_section(self, heading: str | None) -> None:
        """Open a section of the help."""
        spaced = heading and heading != argparse.SUPPRESS and language.current() == "fr"
        super().start_section(f"{heading}\u00a0" if spaced else heading)
