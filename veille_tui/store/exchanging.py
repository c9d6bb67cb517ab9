"""All that a desk and the store tell each other, in one round trip."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from veille_tui.domain.case import Granted
from veille_tui.domain.exchange import Ask, Exchanged, Notice, Received
from veille_tui.domain.journal import Entry
from veille_tui.store import claiming, receiving
from veille_tui.store.clock import from_micros
from veille_tui.store.link import Link

_FACTS = "select {now}, (select value from store_facts where key = 'store_id')"
_HEARD = "update notices set told_at = {now} where told_at is null and id in {numbers}"
_UNTOLD = """
select id, kind, case_id, campaign_id, about, at from notices
 where caller = :caller and told_at is null order by id limit 100"""


def hello(link: Link, now: int | None) -> tuple[str, datetime]:
    """Which store this is, and its clock; nothing of it changes."""
    at, store_id = link.rows(_FACTS, {"now": now})[0]
    return store_id or "", from_micros(at)


def exchange(
    link: Link,
    desk: str,
    caller: str,
    entries: Sequence[Entry],
    renew: Mapping[str, timedelta],
    asks: Sequence[Ask],
    heard: Sequence[int],
    now: int | None,
) -> Exchanged:
    """Receive, renew, grant, tell; repeating it changes nothing."""
    received = receiving.receive(link, desk, entries, now) if entries else Received()
    if heard:
        link.rows(_HEARD, {"list": json.dumps(list(heard)), "now": now})
    leases: dict[str, datetime] = {}
    for token, lease in renew.items():
        leases |= claiming.renew(link, [token], caller, lease, now)
    claiming.sweep(link, now)
    granted: dict[str, Granted] = {}
    for ask in asks:
        found = claiming.claim_next(
            link, ask.campaign_id, caller, ask.token, ask.lease, ask.up_to, now, ask.above
        )
        if found is not None:
            granted[ask.token] = found
    at, store_id = link.rows(_FACTS, {"now": now})[0]
    notices = tuple(
        Notice(*row[:5], from_micros(row[5])) for row in link.rows(_UNTOLD, {"caller": caller})
    )
    return Exchanged(from_micros(at), store_id or "", received, leases, granted, notices=notices)
