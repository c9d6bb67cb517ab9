"""`veille referrals watch`: every urgent need and call for help, a line and a bell, as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.seeing import refuse_a_caller
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.records import to_plain
from veille_tui.domain.texts import strip_controls
from veille_tui.domain.urgent import Urgent, Watch
from veille_tui.errors import StoreUnreachable
from veille_tui.language import _, moment
from veille_tui.reports.need_words import theme_words
from veille_tui.ui.ending_words import partner as kind_words

if TYPE_CHECKING:
    from veille_tui.store.shared import SharedStore

EVERY = 2.0
"""Seconds between two looks."""
BACK = timedelta(hours=12)
"""How far back the first look goes: what came in before the watch was opened still waits."""
_BELL = "\a"


def watch(context: Context, campaign_id: str, *, once: bool) -> int:
    """Print what is urgent until interrupted. Raises Refused when the campaign is unknown."""
    with context.store() as store:
        refuse_a_caller(store)
        follow(context, store, store.campaign(campaign_id), once=once)
    return 0


def follow(
    context: Context,
    store: SharedStore,
    campaign: Campaign,
    *,
    once: bool,
    nap: Callable[[float], None] = time.sleep,
) -> None:
    """Look every two seconds, or once; a store that does not answer is tried again."""
    seen, is_away = Watch(store.now() - BACK), False
    while True:
        try:
            found = seen.fresh(store.urgent(campaign.id, seen.after))
            is_away = False
        except StoreUnreachable:
            if once:
                raise
            if not is_away:
                context.tell(_("La base ne répond plus : nouvel essai toutes les 2 secondes."))
            found, is_away = [], True
        _print(context, found, campaign)
        if once:
            return
        nap(EVERY)


def _print(context: Context, found: list[Urgent], campaign: Campaign) -> None:
    if context.as_json:
        context.document({"campaign": campaign.id, "urgent": [to_plain(one) for one in found]})
        return
    now = context.clock()
    for one in found:
        context.show(line(one, campaign, now))
    if found and context.out.isatty():
        context.out.write(_BELL)
    context.out.flush()


def line(one: Urgent, campaign: Campaign, now: datetime) -> str:
    """One urgent thing on one line."""
    zone = ZoneInfo(campaign.timezone)
    who = " ".join(part for part in (one.title, one.last_name) if part)
    if one.kind == "help":
        what = _("UN APPELANT DEMANDE DE L'AIDE")
    else:
        what = _("URGENT : {theme}").format(theme=theme_words(one.theme))
    parts = [
        moment(one.at.astimezone(zone), now.astimezone(zone)),
        what,
        kind_words(one.to) if one.to else "",
        who,
        one.city,
        _("par {caller}").format(caller=one.caller) if one.caller else "",
        _("signalement {n}").format(n=one.referral) if one.referral else "",
        f"« {one.text} »" if one.text else "",
    ]
    return " · ".join(strip_controls(part).replace("\n", " ") for part in parts if part)
