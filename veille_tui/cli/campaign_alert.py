"""`veille campaign alert`: call everybody today, and how far that has come."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _, hour, moment, n_

if TYPE_CHECKING:
    from veille_tui.domain.alert import AlertState
    from veille_tui.domain.campaign import Campaign


def add(verbs: Group) -> None:
    """Declare the verb."""
    alert = verbs.command("alert", _("l'alerte : tout le monde est appelé le jour même"), _alert)
    alert.add_argument("campaign", metavar="ID", help=_("la campagne"))
    alert.add_argument(
        "switch",
        metavar="on|off",
        nargs="?",
        choices=("on", "off"),
        help=_("on la donne, off la lève ; sans rien : où elle en est"),
    )


def _alert(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.records import to_plain

    now = context.clock()
    with context.store() as store:
        if arguments.switch:
            user = context.settings.user
            store.switch_alert(arguments.campaign, arguments.switch == "on", user, now)
        campaign = store.campaign(arguments.campaign)
        state = store.alert_state(campaign.id, now)
    if context.as_json:
        context.document({"campaign": campaign.id, **to_plain(state)})
        return 0
    for line in lines(state, campaign, now):
        context.show(line)
    return 0


def lines(state: AlertState, campaign: Campaign, now: datetime) -> Iterator[str]:
    """What a supervisor asks: since when, who is not joined yet, how long is left."""
    if state.since is None or state.ends_at is None:
        yield _("Pas d'alerte : chacun est appelé à son rythme.")
        return
    zone = ZoneInfo(campaign.timezone)
    since = moment(state.since.astimezone(zone), now.astimezone(zone))
    yield _("Alerte depuis {when}, échéance aujourd'hui à {hour}.").format(
        when=since, hour=hour(state.ends_at.astimezone(zone))
    )
    yield n_(
        "{joined} foyer joint aujourd'hui sur {targeted}, {left} à joindre.",
        "{joined} foyers joints aujourd'hui sur {targeted}, {left} à joindre.",
        state.joined,
    ).format(joined=state.joined, targeted=state.targeted, left=state.left)
    yield time_left(state.minutes_left)


def time_left(minutes: int) -> str:
    """How long until the deadline."""
    if not minutes:
        return _("L'échéance du jour est passée : les relais prennent la suite.")
    hours, rest = divmod(minutes, 60)
    return _("Il reste {hours} h {minutes:02d}.").format(hours=hours, minutes=rest)
