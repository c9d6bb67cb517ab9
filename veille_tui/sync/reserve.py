"""How many households a desk holds in advance, by the campaign's rules and while it is in use."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from veille_tui.domain import calling_order
from veille_tui.domain.advance import Advance
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.errors import Refused
from veille_tui.store.local import HeldClaim, LocalJournal

if TYPE_CHECKING:
    from veille_tui.domain.case import Granted

NOT_PROMISED = 1
"""Priority numbers up to here are promised calls, which nobody holds in advance."""
IDLE_AFTER = timedelta(minutes=45)
"""A desk at which nothing was written for so long holds nothing in advance."""
ASK_AGAIN_AFTER = timedelta(minutes=10)
"""When the queue had nothing more to give."""
FOLLOW_EVERY = timedelta(minutes=10)
"""How often the campaign's rules are read again: its hours, its end, its script."""


class Reserve:
    """The households that one desk holds in advance; at work, in use, and within hours only."""

    def __init__(self, journal: LocalJournal, clock: Callable[[], datetime]) -> None:
        self._journal = journal
        self._clock = clock
        self._begun: datetime | None = None
        self._quiet_until: datetime | None = None
        self._most: int | None = None
        self._followed_at: datetime | None = None

    def begin(self) -> None:
        """Somebody is there."""
        self._begun = self._clock()

    def look(self) -> Advance:
        """What can be called from here without network."""
        campaign_id = self._journal.remembered("campaign")
        return self._journal.advance(campaign_id, self._clock())

    def length(self, campaign_id: str) -> timedelta:
        """How long what is held in advance in a campaign stays this desk's."""
        campaign = self._campaign(campaign_id)
        return (campaign or Campaign("", "")).assignment.ahead_for

    def give_all_back(self) -> None:
        """The shift is over."""
        self._journal.give_back(claim.token for claim in self._journal.ahead_claims())

    def trim(self) -> None:
        """Give back what is too much by now: another campaign's, beyond hours, left unused."""
        campaign, most = self._wanted()
        claims = [claim for claim in self._journal.ahead_claims() if not claim.is_leaving]
        ours = [one for one in claims if campaign is not None and one.campaign_id == campaign.id]
        held = sorted((one for one in ours if one.case is not None), key=_place)
        kept = {one.token for one in [*held[:most], *(one for one in ours if one.case is None)]}
        too_many = [claim.token for claim in claims if claim.token not in kept]
        if too_many:
            self._journal.give_back(too_many)

    def wishes(self, new_token: Callable[[], str]) -> tuple[Campaign | None, list[str]]:
        """Tokens, written down, to ask with; one without an answer is used again."""
        campaign, most = self._wanted()
        now = self._clock()
        if campaign is None or (self._quiet_until is not None and now < self._quiet_until):
            return None, []
        claims = [one for one in self._journal.ahead_claims() if not one.is_leaving]
        asked = [claim.token for claim in claims if claim.case is None]
        missing = most - (len(claims) - len(asked))
        if missing <= 0:
            return None, []
        fresh = [new_token() for _place in range(missing - len(asked))]
        if fresh:
            self._journal.ask_ahead(fresh, campaign.id)
        return campaign, [*asked, *fresh][:missing]

    def nothing_left(self, *, is_full: bool) -> None:
        """The store had less to give than was asked: ask again later.

        What nobody else can find any more is shared: half goes back, for desks that have nobody.
        """
        self._quiet_until = self._clock() + ASK_AGAIN_AFTER
        if not is_full:
            self._most = (self.look().count + 1) // 2

    def look_again(self) -> None:
        """After a cut the campaign's rules may be others, or its end may have come."""
        self._followed_at = None

    def follow(self, store: Any, granted: Iterable[Granted]) -> None:
        """Keep the campaign's rules and script here, for when there is no network."""
        campaign_id = self._journal.remembered("campaign")
        known = self._campaign(campaign_id)
        if known is None:
            return
        granted = tuple(granted)
        hashes = {one.script_hash for one in granted} - {"", known.script_hash}
        rules = {one.rules_at for one in granted} - {None, known.rules_at}
        now = self._clock()
        is_new = self._followed_at is None or now - self._followed_at >= FOLLOW_EVERY
        if not hashes and not rules and not is_new:
            return
        self._followed_at = now
        try:
            fresh = store.campaign(campaign_id)
            self._keep_script(store, fresh.script_hash)
        except Refused:
            return
        # Which script is spoken is the desk's to change: it must be able to read the new one.
        kept = replace(fresh, script_id=known.script_id, script_hash=known.script_hash)
        if kept != known or kept.rules_at != known.rules_at:
            self._journal.remember(f"campaign:{campaign_id}", json.dumps(to_plain(kept)))
        self._journal.remember(f"in_force:{campaign_id}", fresh.script_hash)

    def _keep_script(self, store: Any, script_hash: str) -> None:
        key = f"script:{script_hash}"
        if script_hash and not self._journal.remembered(key):
            self._journal.remember(key, store.script_source(script_hash))

    def _campaign(self, campaign_id: str) -> Campaign | None:
        text = self._journal.remembered(f"campaign:{campaign_id}") if campaign_id else ""
        return from_plain(Campaign, json.loads(text)) if text else None

    def _wanted(self) -> tuple[Campaign | None, int]:
        """The campaign to hold in, and how many households at most."""
        campaign = self._campaign(self._journal.remembered("campaign"))
        if campaign is None or campaign.is_closed or not self._is_in_use():
            return None, 0
        now = self._clock()
        if not _is_open(campaign, now):
            return None, 0
        most = campaign.assignment.reserve
        if self._most is None:
            return campaign, most
        if self._quiet_until is not None and now >= self._quiet_until:
            self._most = None
            return campaign, most
        return campaign, min(most, self._most)

    def _is_in_use(self) -> bool:
        if not self._journal.is_at_work or self._begun is None:
            return False
        moments = [self._begun]
        written = self._journal.last_written_at()
        if written is not None:
            moments.append(written)
        return self._clock() - max(moments) < IDLE_AFTER


def _place(claim: HeldClaim) -> tuple[int, int, int]:
    return calling_order.place(claim.case) if claim.case is not None else (0, 0, 0)


def _is_open(campaign: Campaign, now: datetime) -> bool:
    from zoneinfo import ZoneInfo

    from veille_tui.domain import slots

    return slots.next_opening(now, campaign.hours, ZoneInfo(campaign.timezone)) == now
