"""How a campaign shares its households out, and what a desk keeps in advance."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from veille_tui.callscript.campaign_hours import read_whole
from veille_tui.callscript.campaign_words import ASSIGNMENTS
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.rules import read_every
from veille_tui.callscript.tree import Place, Scalar
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import Assignment, CallerShare
from veille_tui.domain.names import fold
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
    grace = read_every(fields, "grace") if fields.has("grace") else ""
    callers = tuple(_callers(context, fields))
    _check_agencies(fields, by, callers)
    return Assignment(
        by,
        size,
        usual.ahead if ahead is None else ahead,
        _length(fields) or usual.ahead_for,
        read_whole(fields, "load", 0) or usual.load,
        callers,
        parse_every(grace) if grace else usual.grace,
    )


def _callers(context: Context, parent: Fields) -> Iterator[CallerShare]:
    """Who takes care of what; one caller stands there once, an agency may have several."""
    places: dict[str, Place] = {}
    for table in parent.tables("callers"):
        fields = Fields(context, table, "caller")
        name = fields.text("name")
        agencies = tuple(scalar.text.strip() for scalar in fields.texts("agencies"))
        load = read_whole(fields, "load", 0) or 0
        if not name:
            fields.missing("name", _("Ajouter le nom de l'appelant, comme il ouvre son poste."))
            continue
        first = places.setdefault(fold(name), table.place)
        if first is not table.place:
            fields.wrong(
                "duplicate-caller",
                "name",
                _("« {name} » est déjà nommé à la ligne {line}.").format(
                    name=name[:60], line=first.line
                ),
                _("Réunir ses agences en un seul groupe."),
            )
            continue
        yield CallerShare(name, agencies, load)


def _check_agencies(fields: Fields, by: str, callers: tuple[CallerShare, ...]) -> None:
    node = fields.node_of("by")
    if by != "agency" or not callers or not isinstance(node, Scalar):
        return
    if not any(share.agencies for share in callers):
        fields.context.report.warning(
            "no-agency",
            node.place,
            _("Les foyers se répartissent par agence, et aucun appelant n'a d'agence."),
            _("Ajouter « {word}: [Toulouse Est] » à chaque appelant.").format(
                word="agences" if fields.context.language == "fr" else "agencies"
            ),
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
