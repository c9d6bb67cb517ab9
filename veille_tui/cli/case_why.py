"""`veille campaign why`: why a household is called now, why it is not, and when it will be."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.domain.records import to_plain
from veille_tui.domain.why_not import WhyNot, when_next, why_not
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.case import Case
    from veille_tui.store.shared import SharedStore


def reasons_of(
    store: SharedStore, case: Case, campaign: Campaign, caller: str, now: datetime
) -> tuple[WhyNot, ...]:
    """Why `case` is not offered to `caller` now; () when it is the next one."""
    return why_not(case, store.queue_place(case.id, campaign, caller, now), campaign, caller, now)


def run_why(context: Context, case_id: int, caller: str) -> int:
    """Say it in lines, or as one document."""
    from veille_tui.domain.calling_order import why_now
    from veille_tui.ui.why_not_words import why_not_lines
    from veille_tui.ui.words import future, why_words

    now = context.clock()
    with context.store() as store:
        case = store.case(case_id)
        campaign = store.campaign(case.campaign_id)
        reasons = reasons_of(store, case, campaign, caller, now)
    zone = ZoneInfo(campaign.timezone)
    comes, why = when_next(reasons, now), why_now(case, now)
    if context.as_json:
        context.document(
            {
                "case": case.id,
                "campaign": campaign.id,
                "why_now": to_plain(why),
                "why_not": to_plain(reasons),
                "next_at": comes.isoformat() if comes else None,
            }
        )
        return 0
    context.show(_("Pourquoi : {why}.").format(why=why_words(why, now, zone)))
    for line in why_not_lines(reasons, case.disposition, now, zone):
        context.show(line)
    if comes is not None and comes > now:
        context.show(_("Au plus tôt : {at}.").format(at=future(comes, now, zone)))
    return 0
