"""Reading the ladder of relays, and what can be said against it before anybody waits on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import time
from typing import NamedTuple

from veille_tui.callscript.campaign_hours import read_time, read_whole
from veille_tui.callscript.campaign_words import CHANNELS
from veille_tui.callscript.context import Context
from veille_tui.callscript.fields import Fields
from veille_tui.callscript.rules import read_every
from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import Attempts, Hours, Relay
from veille_tui.language import _

_REPORTS_BACK = ("postman", "letter")
"""Channels whose paper says whom to report to."""


class _Step(NamedTuple):
    fields: Fields
    relay: Relay


def read_relays(
    context: Context, parent: Fields, attempts: Attempts, hours: Hours
) -> tuple[Relay, ...]:
    """The ladder, in order; a relay without `apres` or `avant` begins when the telephone ends."""
    steps = list(_steps(context, parent))
    for place, step in enumerate(steps):
        _check_opens(step, steps[:place], attempts, hours)
    _check_contact(parent, steps)
    return tuple(step.relay for step in steps)


def _steps(context: Context, parent: Fields) -> Iterator[_Step]:
    for table in parent.tables("relays"):
        fields = Fields(context, table, "relay")
        channel = fields.one_of("channel", CHANNELS)
        if not fields.has("channel"):
            fields.missing("channel", _("Ajouter par exemple « canal: facteur »."))
        after, by = read_whole(fields, "after", 1), read_time(fields, "by")
        within = read_every(fields, "within") if fields.has("within") else ""
        relay = Relay(
            channel,
            after,
            by,
            parse_every(within) if within else None,
            fields.text("owner"),
            fields.flag("parallel"),
        )
        if channel:
            yield _Step(fields, relay)


def _check_opens(step: _Step, before: Sequence[_Step], attempts: Attempts, hours: Hours) -> None:
    fields, relay = step
    if relay.after is not None and relay.after > attempts.maximum:
        _warn(
            fields,
            "never-opens",
            "after",
            _(
                "Ce nombre n'est guère atteint : le téléphone est abandonné après {n} tentatives,"
                " et le relais s'ouvre alors."
            ).format(n=attempts.maximum),
            _("Écrire {n} au plus, ou enlever « {word} ».").format(
                n=attempts.maximum, word=fields.word("after")
            ),
        )
    first = min((slot.starts for slot in hours.slots if slot.days), default=time(0))
    if relay.by is not None and relay.by <= first:
        _warn(
            fields,
            "before-calls",
            "by",
            _(
                "À cette heure, aucun appel n'a encore pu être fait : ils commencent à {time}."
            ).format(time=f"{first:%H:%M}"),
            _("Écrire une heure après le début des appels, par exemple « 18:00 »."),
        )
    _check_parallel(step, before)


def _check_parallel(step: _Step, before: Sequence[_Step]) -> None:
    fields, relay = step
    if relay.is_parallel and not before:
        _warn(
            fields,
            "alone",
            "parallel",
            _("Le premier relais n'en a aucun avant lui : il n'attend personne."),
            _("Enlever ce mot, ou déplacer ce relais plus bas."),
        )
    twins = [other.relay for other in before if other.relay.channel == relay.channel]
    if twins and (relay.is_parallel or before[-1].relay.channel == relay.channel):
        fields.wrong(
            "never-opens",
            "channel",
            _("Ce relais ne s'ouvrira jamais : le même canal est déjà à l'œuvre juste avant."),
            _("Enlever l'un des deux, ou donner un autre canal à celui-ci."),
        )


def _check_contact(parent: Fields, steps: Sequence[_Step]) -> None:
    """A postman's slip and a letter say whom to report to: the file must say it."""
    asking = [step for step in steps if step.relay.channel in _REPORTS_BACK]
    if asking and not parent.text("contact"):
        _warn(
            asking[0].fields,
            "missing-contact",
            "channel",
            _("Ce relais laisse un papier, et la campagne ne dit pas à qui répondre."),
            _("Ajouter en tête du fichier « {word}: Mme Roux, 05 36 49 00 00 ».").format(
                word=parent.word("contact")
            ),
        )


def _warn(fields: Fields, code: str, name: str, message: str, hint: str) -> None:
    node = fields.node_of(name)
    fields.context.report.warning(code, node.place if node else fields.node.place, message, hint)
