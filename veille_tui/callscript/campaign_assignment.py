"""How a campaign shares its households out, and what a desk keeps in advance."""

from __future__ import annotations

from datetime import timedelta

from veille_tui.callscript.campaign_hours import read_whole
from veille_tui.callscript.campaign_words import ASSIGNMENTS
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.rules import read_every
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import Assignment
from veille_tui.language import _

SHORTEST = timedelta(minutes=10)
LONGEST = timedelta(hours=24)


def read_assignment(context: Context, parent: Fields) -> Assignment:
    """The group `affectation`; what it does not say is as usual."""
    usual = Assignment()
    table = parent.table("assignment")
    if table is None:
        return usual
    fields = Fields(context, table, "assignment")
    by = fields.one_of("by", ASSIGNMENTS) or usual.by
    size = read_whole(fields, "size", 1) or usual.size
    ahead = read_whole(fields, "ahead", 0)
    if ahead is not None and ahead >= size:
        fields.wrong(
            "bad-number",
            "ahead",
            _("L'avance ({ahead}) ne tient pas dans la liste d'un appelant ({size}).").format(
                ahead=ahead, size=size
            ),
            _("Une place reste pour le foyer en main : écrire {most} au plus.").format(
                most=size - 1
            ),
        )
    return Assignment(
        by, size, usual.ahead if ahead is None else ahead, _length(fields) or usual.ahead_for
    )


def _length(fields: Fields) -> timedelta | None:
    """How long what is held in advance stays; None when absent or wrong."""
    every = read_every(fields, "ahead_for") if fields.has("ahead_for") else ""
    if not every:
        return None
    length = parse_every(every)
    if SHORTEST <= length <= LONGEST:
        return length
    fields.wrong(
        "bad-duration",
        "ahead_for",
        _("Une avance se garde entre 10 minutes et 24 heures."),
        _("Écrire par exemple « 2 heures »."),
    )
    return None
