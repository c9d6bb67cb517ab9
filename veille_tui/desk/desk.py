"""One caller's desk: what waits, the next case, who rings back, and the verbs of the call."""

from __future__ import annotations

import json
import threading
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from veille_tui.desk.call import CallVerbs
from veille_tui.desk.hand import Hand, last_touched
from veille_tui.desk.shared_store import SharedStore
from veille_tui.desk.shift import (
    TODAY_KINDS,
    NothingNow,
    Shift,
    dump_waiting,
    read_waiting,
    shift_note,
    start_of_day,
    today_from,
)
from veille_tui.desk.standing import Standing, standing_of
from veille_tui.domain import calling_order
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import (
    CallReason,
    FoundTenant,
    Granted,
    Holder,
    PromisedCall,
    Waiting,
)
from veille_tui.domain.journal import Kind, fold
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.errors import InputRefused, Refused, StoreUnreachable
from veille_tui.store.local import HeldClaim, LocalJournal

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.tenants import PhoneNumber

__all__ = ["Desk", "NothingNow"]

PROMISES_ONLY = 1
"""The highest priority number that may be called outside hours: appointments and promises."""


class Desk(CallVerbs):
    """One caller at one workstation. Verbs are called from one worker thread at a time.

    Only take_next, take and take_promised may be asked for while another is under way, given up on
    a slow network: they take turns.

    Raises JournalFailed when the disk refuses (nothing changed), StoreUnreachable from the verbs
    that ask the shared store: take_next, take, confirm, refresh, search.
    """

    def __init__(
        self,
        *,
        journal: LocalJournal,
        store: Callable[[], SharedStore],
        read_script: Callable[[str], CallScript],
        clock: Callable[[], datetime],
        caller: str,
        lease: timedelta,
        read_number: Callable[[str], PhoneNumber | None],
    ) -> None:
        super().__init__(journal, self.script, clock, caller, read_number)
        self._store = store
        self._read_script = read_script
        self._lease = lease
        self._scripts: dict[str, CallScript] = {}
        self._asking = threading.Lock()

    # What the screen can show without the shared store.

    def campaign(self, campaign_id: str) -> Campaign | None:
        """A campaign this workstation has already seen."""
        text = self._journal.remembered(f"campaign:{campaign_id}")
        return from_plain(Campaign, json.loads(text)) if text else None

    @property
    def last_campaign(self) -> str:
        """The id of the campaign last opened here, or ""."""
        return self._journal.remembered("campaign")

    def shift(self, campaign: Campaign) -> Shift:
        """The start screen's figures, from this workstation alone."""
        start = start_of_day(self._clock(), campaign.timezone)
        waiting, seen = read_waiting(self._journal.remembered(f"waiting:{campaign.id}"))
        return Shift(
            campaign_id=campaign.id,
            campaign_title=campaign.title,
            timezone=campaign.timezone,
            caller=self.caller,
            today=today_from(self._journal.entries_since(start, TODAY_KINDS)),
            waiting=waiting,
            waiting_at=seen,
            in_hand=sum(claim.case is not None for claim in self._journal.claims()),
        )

    def in_hand(self) -> list[Hand]:
        """Every case this workstation holds, calls that have begun first, the latest of all first.

        Somebody who rings back in mid-call is served first; the other call waits its turn.
        """
        held = [self._hand(claim) for claim in self._journal.claims() if claim.case is not None]
        known = [hand for hand in held if hand is not None]
        return sorted(known, key=last_touched, reverse=True)

    def resume(self) -> Hand | None:
        """The case that was in hand when the program last stopped, at the very same place."""
        return next(iter(self.in_hand()), None)

    # With the shared store.

    def campaigns(self) -> list[Campaign]:
        """The open campaigns of the shared store."""
        return [campaign for campaign in self._store().campaigns() if not campaign.is_closed]

    def enter(self, campaign_id: str) -> Campaign:
        """Fetch a campaign with its script, for now and for when there is no network."""
        campaign = self._store().campaign(campaign_id)
        self.script(campaign.script_hash)
        self._remember(campaign)
        self._journal.remember("campaign", campaign.id)
        return campaign

    def refresh(self, campaign: Campaign) -> Shift:
        """Ask the shared store what waits now."""
        waiting: Waiting = self._store().waiting(campaign.id, self.caller)
        self._journal.remember(f"waiting:{campaign.id}", dump_waiting(waiting, self._clock()))
        return self.shift(campaign)

    def take_next(self, campaign: Campaign) -> Hand | NothingNow:
        """Claim the next case of the calling order, or say why there is none.

        What an earlier asking brought after it was given up comes first.
        """
        with self._asking:
            return self._uncalled(campaign) or self._claim_next(campaign)

    def _uncalled(self, campaign: Campaign) -> Hand | None:
        for hand in self.in_hand():
            if hand.call is None and not hand.is_lost and hand.campaign.id == campaign.id:
                return hand
        return None

    def _claim_next(self, campaign: Campaign) -> Hand | NothingNow:
        from zoneinfo import ZoneInfo

        from veille_tui.domain import slots

        now = self._clock()
        opening = slots.next_opening(now, campaign.hours, ZoneInfo(campaign.timezone))
        is_open = opening == now
        token = self._token(campaign.id, "", 0)
        store = self._store()
        limits = {} if is_open else {"up_to": PROMISES_ONLY}
        granted = store.claim_next(campaign.id, self.caller, token, self._lease, **limits)
        if granted is not None:
            return self._granted(token, "", granted)
        self._journal.drop_claim(token)
        if not is_open:
            return NothingNow("hours", opening)
        return NothingNow("empty", store.waiting(campaign.id, self.caller).next_due_at)

    def take(self, found: FoundTenant) -> Hand | Holder:
        """Take one case because its tenant rings back, or say who has it."""
        taken = self._take(found.case_id, found.campaign_id, CallReason.INBOUND)
        return taken if isinstance(taken, Holder) else replace(taken, tenant_id=found.tenant_id)

    def take_promised(self, call: PromisedCall, campaign: Campaign) -> Hand | Holder:
        """Take the case of a promised call before its turn, or say who has it."""
        return self._take(call.case_id, campaign.id, CallReason.CALLBACK)

    def _take(self, case_id: int, campaign_id: str, reason: CallReason) -> Hand | Holder:
        with self._asking:
            return self._claim_one(case_id, campaign_id, reason)

    def _claim_one(self, case_id: int, campaign_id: str, reason: CallReason) -> Hand | Holder:
        for held in self.in_hand():
            if held.case.id == case_id:
                return held
        if self.campaign(campaign_id) is None:
            self.enter(campaign_id)
        token = self._token(campaign_id, reason.value, case_id)
        granted = self._store().claim_case(case_id, self.caller, token, self._lease)
        if isinstance(granted, Holder):
            self._journal.drop_claim(token)
            return granted
        return self._granted(token, reason.value, granted)

    def search(self, text: str, campaign: Campaign | None = None) -> list[FoundTenant]:
        """People by name, with or without accents, or by part of a number."""
        return list(self._store().find(text, campaign.id if campaign else None))

    def script(self, script_hash: str) -> CallScript:
        """A version of a call script, from this workstation or else from the shared store."""
        if script_hash not in self._scripts:
            key = f"script:{script_hash}"
            source = self._journal.remembered(key)
            if not source:
                source = self._store().script_source(script_hash)
                self._journal.remember(key, source)
            self._scripts[script_hash] = self._read_script(source)
        return self._scripts[script_hash]

    def put_back(self, hand: Hand, why: str = "") -> None:
        """Return a case without a call; whoever comes next may take it."""
        attempt = hand.call.attempt_id if hand.call else str(uuid.uuid4())
        data = {"why": why, "token": hand.token}
        entry = self._entry(hand, attempt, Kind.CASE_RETURNED, data)
        self._journal.finish(hand.token, entry)

    # Whether a household is still this desk's.

    def standing(self, hand: Hand) -> Standing:
        """What this workstation knows of its claim on `hand`."""
        return standing_of(hand, self._journal.claims(), self._clock())

    def confirm(self, hand: Hand) -> Hand:
        """Ask the shared store whether `hand` is still this desk's: a hand that is lost, or not."""
        leases = dict(self._store().renew([hand.token], self.caller, self._lease))
        self._journal.renew_claims(leases, [hand.token])
        return replace(hand, is_lost=hand.token not in leases)

    def let_go(self, hand: Hand) -> None:
        """Forget a household that was lost before anything of it was written down."""
        if hand.call is not None:
            self.put_back(hand, "lost")
            return
        self._journal.drop_claim(hand.token)

    def end_shift(self, campaign: Campaign, text: str = "") -> int:
        """Leave a line for the supervisor and return what was not called; how many calls go on."""
        if text:
            self._journal.append(shift_note(campaign, self.caller, self._clock(), text))
        held = self.in_hand()
        for hand in held:
            if hand.call is None:
                self.put_back(hand, "end_shift")
        return sum(hand.call is not None for hand in held)

    # Inside.

    def _token(self, campaign_id: str, reason: str, case_id: int) -> str:
        """A token written down before it is sent; one whose reply was lost is used again.

        Only for what it was made for: the store gives a token the case it gave before.
        """
        lost = [
            claim.token
            for claim in self._journal.claims()
            if claim.case is None and (claim.campaign_id, claim.asked) == (campaign_id, case_id)
        ]
        token = lost[0] if lost else str(uuid.uuid4())
        self._journal.ask_claim(token, campaign_id, reason, case_id)
        return token

    def _granted(self, token: str, reason: str, granted: Granted) -> Hand:
        self._journal.got_claim(token, granted.case, granted.lease_until)
        self._follow(granted.case.campaign_id, granted.script_hash)
        case, lease_until = granted.case, granted.lease_until
        claim = HeldClaim(token, case.campaign_id, reason, case=case, lease_until=lease_until)
        hand = self._hand(claim)
        if hand is None:
            raise ValueError("the campaign of a granted case is not known here")
        return hand

    def _follow(self, campaign_id: str, script_hash: str) -> None:
        """Take over the version in force; the one at hand stays when that cannot be had now.

        The claim brought its hash: only a version that is new here costs one more asking.
        """
        known = self.campaign(campaign_id)
        if known is None or script_hash in {"", known.script_hash}:
            return
        try:
            script = self.script(script_hash)
        except (StoreUnreachable, Refused, InputRefused):
            return
        self._remember(replace(known, script_id=script.id, script_hash=script_hash))

    def _remember(self, campaign: Campaign) -> None:
        self._journal.remember(f"campaign:{campaign.id}", json.dumps(to_plain(campaign)))

    def _hand(self, claim: HeldClaim) -> Hand | None:
        case = claim.case
        campaign = self.campaign(claim.campaign_id)
        if case is None or campaign is None:
            return None
        reason = CallReason(claim.reason) if claim.reason else calling_order.reason_of(case)
        hand = Hand(
            token=claim.token,
            case=case,
            campaign=campaign,
            caller=self.caller,
            reason=reason,
            is_lost=claim.is_lost,
        )
        attempt = self._journal.open_attempt(claim.token)
        if not attempt:
            return hand
        return replace(hand, call=fold(self._journal.entries_of(attempt)))
