"""The codes of communes in a campaign's files: INSEE codes, or whole departments."""

from __future__ import annotations

import re

from veille_tui.callscript.fields import Fields
from veille_tui.callscript.tree import Scalar
from veille_tui.language import _

_CODE = re.compile(r"(?:\d\d|2[AB])(?:\d{3})?|97[1-8]|98[4-8]")


def read_communes(fields: Fields) -> tuple[str, ...]:
    """INSEE codes, and "31" or "974" for all of a department; what is neither is an error."""
    return tuple(code for scalar in fields.texts("communes") if (code := _code(fields, scalar)))


def _code(fields: Fields, scalar: Scalar) -> str:
    code = scalar.text.strip().upper()
    if _CODE.fullmatch(code):
        return code
    short = code.isdigit() and len(code) in (1, 4)
    fields.context.report.error(
        "bad-commune",
        scalar.place,
        _("« {code} » n'est pas un code INSEE de commune.").format(code=code[:40]),
        _("Il a perdu son zéro : écrire « 0{code} ».").format(code=code)
        if short
        else _("Cinq signes, comme 31555 ou 2A004 ; deux pour un département, comme 31."),
    )
    return ""
