"""How wrong a text looks for having been read in the wrong encoding."""

from __future__ import annotations

import re

_JUDGED = 2_000_000
"""Characters judged: accents come early in a listing."""
_SMALL = "à-öø-ÿœšž"
_GREAT = "À-ÖØ-ÞŒŠŽŸ"
_SIGNS = "\u2019\u2013\u2026\u00b0\u00b7\u00a0\u00ad"
_ODD = re.compile(
    # A capital after a small letter, a small letter between capitals: "PrŽnom", "LEFéVRE".
    f"[a-z][{_GREAT}]|[A-Z][{_SMALL}][A-Z]"
    # A sign inside a word, when no word holds it.
    f"|[A-Za-z][^\\x00-\\x7f{_SMALL}{_GREAT}{_SIGNS}][A-Za-z]"
    # Controls, letters that could not be read, and signs that nobody types in a listing.
    "|[\\x80-\\x9f\ufffd\u02c6\u0192\u02dc\u2020\u2021\u2030\u00a4\u2044\u221a]"
)


def oddities(data: bytes, encoding: str) -> int:
    """How many places of `data` look wrong when it is read in `encoding`."""
    return len(_ODD.findall(data[:_JUDGED].decode(encoding, "replace")))
