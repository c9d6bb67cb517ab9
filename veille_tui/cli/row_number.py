"""Numbers of referrals, relays, cases and tenants, as they are typed."""

from __future__ import annotations

import argparse

from veille_tui.language import _

GREATEST = 2**31 - 1
"""No store gives a greater one; asked for one, SQLite's driver fails."""


def row_number(text: str) -> int:
    """The number that was typed. Raises ArgumentTypeError when there can be none such."""
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= GREATEST:
        words = _("valeur impossible : « {text} » n'est pas un numéro")
        raise argparse.ArgumentTypeError(words.format(text=text[:40]))
    return number
