"""Reading publics and waves: who is called, from when, and whom nobody would ever call."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from veille_tui.callscript.campaign_hours import read_whole
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.identifiers import Names, read_id
from veille_tui.callscript.reporter import did_you_mean, listed
from veille_tui.callscript.rules import read_date
from veille_tui.callscript.tree import Place, Scalar
from veille_tui.domain.call_script import CadenceRule, CallScript
from veille_tui.domain.campaign import Segment, Wave
from veille_tui.domain.conditions import Condition
from veille_tui.domain.possibilities import Possibilities, Undecided, Wanted
from veille_tui.language import _


class ReadSegment(NamedTuple):
    """A public as it was read, with where it stands."""

    segment: Segment
    condition: Condition | None
    is_sound: bool
    """Whether its condition, if there is one, could be read."""
    place: Place


def read_segments(context: Context, parent: Fields) -> tuple[ReadSegment, ...]:
    """The publics, in order."""
    return tuple(_segments(context, parent))


def _segments(context: Context, parent: Fields) -> Iterator[ReadSegment]:
    names = Names()
    for rank, table in enumerate(parent.tables("segments"), start=1):
        fields = Fields(context, table, "segment")
        name = read_id(fields, names)
        when = fields.condition("when", before=0)
        if not fields.text("title"):
            fields.missing("title", _("Ajouter le nom de ce public."))
        priority = read_whole(fields, "priority", 1) if fields.has("priority") else rank
        if name:
            text = when.text if when else ""
            segment = Segment(name, fields.text("title"), text, priority or rank)
            is_sound = when is not None or not fields.text("when")
            yield ReadSegment(segment, when, is_sound, fields.key_place("when"))


def read_waves(
    context: Context, parent: Fields, segments: Sequence[ReadSegment]
) -> tuple[Wave, ...]:
    """The waves; a public that none of them opens is told."""
    waves = tuple(_waves(context, parent, [one.segment.id for one in segments]))
    opened = {name for wave in waves for name in wave.segments}
    for one in segments if waves else ():
        if one.segment.id not in opened:
            context.report.warning(
                "no-wave",
                one.place,
                _("Aucune vague n'ouvre le public « {name} » : il est appelé dès le début.").format(
                    name=one.segment.id
                ),
                _("L'ajouter à une vague, ou à une vague à lui, avec sa date."),
            )
    return waves


def _waves(context: Context, parent: Fields, known: Sequence[str]) -> Iterator[Wave]:
    names = Names()
    end = parent.text("end") and read_date(parent, "end")
    for table in parent.tables("waves"):
        fields = Fields(context, table, "wave")
        name = read_id(fields, names)
        if not fields.has("segments"):
            fields.missing("segments", _("Ajouter les publics qui s'ouvrent avec elle."))
        segments = read_publics(context, fields, known)
        opens = read_date(fields, "from")
        if opens and end and opens > end:
            fields.wrong(
                "never-opens",
                "from",
                _("Cette vague s'ouvrirait après la fin de la campagne."),
                _("Corriger l'une des deux dates."),
            )
        if name:
            yield Wave(name, segments, opens)


def read_publics(context: Context, fields: Fields, known: Sequence[str]) -> tuple[str, ...]:
    """The publics that a group names; an unknown one is an error."""
    scalars = fields.texts("segments")
    for scalar in scalars:
        if scalar.text not in known:
            _unknown_public(context, scalar, known)
    return tuple(scalar.text for scalar in scalars)


def _unknown_public(context: Context, scalar: Scalar, known: Sequence[str]) -> None:
    context.report.error(
        "unknown-name",
        scalar.place,
        _("« {name} » n'est pas un public de cette campagne.").format(name=scalar.text[:60]),
        did_you_mean(
            scalar.text[:60], known, _("Publics connus : {names}.").format(names=listed(known))
        ),
    )


def check_segments(context: Context, segments: Sequence[ReadSegment]) -> None:
    """Warn of publics that nobody can belong to: impossible, or all taken by earlier ones."""
    rules = tuple(CadenceRule("P1D", one.condition) for one in segments)
    script = CallScript("", "", "", (), language=context.language, cadence=rules)
    possible = Possibilities(script)
    for place, one in enumerate(segments):
        if not one.is_sound:
            continue
        held: tuple[Wanted, ...] = ((one.condition.tree, True),) if one.condition else ()
        if held and _is_impossible(possible, *held):
            context.report.warning(
                "never-true",
                one.place,
                _("Personne ne peut être de ce public : sa condition se contredit."),
                _("Relire les âges et les « et » de la condition."),
            )
            continue
        catcher = _catcher(possible, held, segments[:place])
        if catcher is not None:
            _taken(context, one, catcher)


def _catcher(
    possible: Possibilities, held: Sequence[Wanted], before: Sequence[ReadSegment]
) -> ReadSegment | None:
    """The public with which nobody is left for one that wants `held`; None when some are."""
    others: list[Wanted] = []
    for one in before:
        if not one.is_sound:
            continue
        if one.condition is None:
            return one
        others.append((one.condition.tree, False))
        if _is_impossible(possible, *held, *others):
            return one
    return None


def _is_impossible(possible: Possibilities, *wanted: Wanted) -> bool:
    try:
        return possible.find(*wanted) is None
    except Undecided:
        return False


def _taken(context: Context, one: ReadSegment, catcher: ReadSegment) -> None:
    context.report.warning(
        "never-reached",
        one.place,
        _(
            "Personne n'arrive jusqu'au public « {name} » : « {other} » (ligne {line}) et ceux"
            " d'avant prennent déjà tout le monde."
        ).format(name=one.segment.id, other=catcher.segment.id, line=catcher.place.line),
        _("Le premier public vrai l'emporte : mettre le plus précis d'abord."),
    )
