"""Names as they are compared: without accents, case, ligatures, hyphens or apostrophes."""

from __future__ import annotations

import unicodedata

_LETTERS = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
    | {"đ": "d", "Đ": "d", "þ": "th", "Þ": "th", "ð": "d", "Ð": "d", "ı": "i"}
)


def fold(text: str) -> str:
    """`text` for comparison: "LEFÈVRE-D'Œillet" and "lefevre d oeillet" are one name.

    Letters lose accents and case, everything else becomes one space; no space at either end.
    """
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join([letter for letter in text if not unicodedata.combining(letter)])
    folded = text.casefold()
    if folded.isalnum():
        return folded
    return " ".join("".join([c if c.isalnum() else " " for c in folded]).split())
