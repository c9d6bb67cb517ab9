"""Taking a household: the next of the calling order, one that rings back, one held in advance."""

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
from veille_tui.desk.shift import TODAY_KINDS, NothingNow, start_of_day, today_from
from veille_tui.domain import calling_order
from veille_tui.domain.assignment import load_of
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import CallReason, FoundTenant, Granted, Holder, PromisedCall
from veille_tui.domain.journal import Kind, fold
from veille_tui.domain.records import from_plain, to_plain
from veille_tui.errors import InputRefused, Refused, StoreUnreachable
from veille_tui.language import _
from veille_tui.store.line import Line
from veille_tui.store.local import HeldClaim, LocalJournal

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.exchange import Exchanged
    from veille_tui.domain.tenants import PhoneNumber

PROMISES_ONLY = 1
"""The highest priority number that may be called outside hours: appointments and promises."""


class NothingAhead(StoreUnreachable):
    """The shared store does not answer, and nothing is left of what was held in advance."""


class TakingVerbs(CallVerbs):
    """How a caller comes to a case: by the shared store, or without it by what is held ahead.

    Only take_next, take, take_promised and take_ahead may be asked for while another is under way,
    given up on a slow network: they take turns, but take_ahead, which waits for nobody.
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
        line: Line | None = None,
    ) -> None:
        """`line` is shared with the courier: nothing is then sent twice at the same instant."""
        super().__init__(journal, self.script, clock, caller, read_number)
        self._line = line or Line(journal, store, clock, caller)
        self._read_script = read_script
        self._lease = lease
        self._scripts: dict[str, CallScript] = {}
        self._campaigns: dict[str, tuple[str, Campaign]] = {}
        """As last read from the journal, with the text it was read from."""
        self._asking = threading.Lock()
        self._goes_on_since: datetime | None = None

    @property
    def caller(self) -> str:
        """Whoever logs in as themselves calls under their own name, whatever was typed here."""
        return self._line.caller

    def _store(self) -> SharedStore:
        store: SharedStore = self._line.store()
        return store

    def campaign(self, campaign_id: str) -> Campaign | None:
        """A campaign this workstation has already seen."""
        text = self._journal.remembered(f"campaign:{campaign_id}")
        known = self._campaigns.get(campaign_id)
        if text and (known is None or known[0] != text):
            known = text, from_plain(Campaign, json.loads(text))
            self._campaigns[campaign_id] = known
        return known[1] if text and known else None

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

    def take_next(self, campaign: Campaign) -> Hand | NothingNow:
        """The next case of the calling order, or why there is none.

        What an earlier asking brought after it was given up comes first. What is not sent yet goes
        with the asking, in one round trip. A case that is held in advance is taken when the store
        has none that comes before it, or does not answer.

        Raises NothingAhead when there is neither store nor advance.
        """
        with self._asking:
            self._journal.is_at_work = True
            hand = self._uncalled(campaign)
            return hand or self._enough_for_today(campaign) or self._next(campaign)

    def _enough_for_today(self, campaign: Campaign) -> NothingNow | None:
        """The day's figure is reached: said once, then the caller is free to go on."""
        load = load_of(campaign.assignment, self.caller)
        day = start_of_day(self._clock(), campaign.timezone)
        if not load or self._goes_on_since == day:
            return None
        today = today_from(self._journal.entries_since(day, TODAY_KINDS))
        if today.called < load:
            return None
        self._goes_on_since = day
        return NothingNow("load", load=load)

    def _uncalled(self, campaign: Campaign) -> Hand | None:
        for hand in self.in_hand():
            if hand.call is None and not hand.is_lost and hand.campaign.id == campaign.id:
                return hand
        return None

    def _next(self, campaign: Campaign) -> Hand | NothingNow:
        now = self._clock()
        opening = self._opening(campaign, now)
        ahead = self._ahead(campaign, now) if opening == now else []
        if ahead and self._line.is_down:
            hand = self._first_of(ahead)
            if hand is not None:
                return hand
        try:
            return self._ask(campaign, opening, ahead)
        except StoreUnreachable as error:
            # Whoever gave up waiting may have taken one in advance meanwhile: one is enough.
            hand = self.resume() or self._first_of(ahead)
            if hand is not None:
                return hand
            raise self._nothing_ahead(campaign) from error

    def _opening(self, campaign: Campaign, now: datetime) -> datetime | None:
        from zoneinfo import ZoneInfo

        from veille_tui.domain import slots

        return slots.next_opening(now, campaign.hours, ZoneInfo(campaign.timezone))

    def _ask(
        self, campaign: Campaign, opening: datetime | None, ahead: list[HeldClaim]
    ) -> Hand | NothingNow:
        """One round trip; the store's order wins over what was taken in advance.

        Promised calls have the smallest numbers, so that they come before what is held in advance.
        """
        from veille_tui.domain.exchange import ANY_PRIORITY, Ask

        is_open = opening is not None and opening <= self._clock()
        best = next((one for one in ahead if one.case is not None), None)
        up_to = ANY_PRIORITY if is_open else PROMISES_ONLY
        renew = {}
        if best is not None and best.case is not None:
            up_to = calling_order.place(best.case)[0] - 1
            renew = {best.token: campaign.assignment.ahead_for}
        token = self._token(campaign.id, "", 0)
        answer = self._line.turn(renew=renew, asks=[Ask(token, campaign.id, self._lease, up_to)])
        granted = answer.granted.get(token)
        if granted is not None:
            return self._in_hand_now(token, "", granted)
        if best is not None:
            # The answer says by its lease whether it is still this desk's.
            hand = self._first_of([best]) if best.token in answer.leases else None
            return hand or self._ask(campaign, opening, ahead[1:])
        return self._nothing(campaign, opening, is_open, answer)

    def _nothing(
        self, campaign: Campaign, opening: datetime | None, is_open: bool, answer: Exchanged
    ) -> NothingNow:
        if answer.is_full:
            return NothingNow("full")
        if not is_open:
            return NothingNow("hours", opening)
        if self._store().campaign(campaign.id).is_closed:
            return NothingNow("closed")
        due = self._store().waiting(campaign.id, self.caller).next_due_at
        return NothingNow("empty", due)

    # Held in advance.

    def take_ahead(self, campaign: Campaign) -> Hand | None:
        """The first of what is held in advance, without asking anybody; None when there is none."""
        now = self._clock()
        is_refused = self._line.trouble is not None and not self._line.is_down
        if is_refused or self._opening(campaign, now) != now:
            return None
        return self._first_of(self._ahead(campaign, now))

    def _ahead(self, campaign: Campaign, now: datetime) -> list[HeldClaim]:
        """What may be called now, in calling order: still ours, and nothing promised for later."""
        if campaign.is_closed:
            return []
        found = [
            (calling_order.place(claim.case), claim)
            for claim in self._journal.ahead_claims()
            if claim.case is not None
            and claim.campaign_id == campaign.id
            and not claim.is_leaving
            and claim.lease_until is not None
            and claim.lease_until > now
            and (claim.case.promise is None or claim.case.promise.starts <= now)
        ]
        return [claim for _place, claim in sorted(found, key=lambda one: one[0])]

    def _first_of(self, ahead: list[HeldClaim], reason: str = "") -> Hand | None:
        """The first that is still there, in hand from now on."""
        for claim in ahead:
            if self._journal.take_ahead(claim.token, reason):
                self._follow(claim.campaign_id, self._in_force(claim.campaign_id))
                return self._hand(replace(claim, is_ahead=False, reason=reason))
        return None

    def _in_force(self, campaign_id: str) -> str:
        return self._journal.remembered(f"in_force:{campaign_id}")

    def _nothing_ahead(self, campaign: Campaign) -> StoreUnreachable:
        if self._journal.advance(campaign.id, self._clock()).over:
            words = _("Pas de réseau, et la réserve de ce poste a passé son heure.")
        else:
            words = _("Pas de réseau, et plus aucun foyer en réserve sur ce poste.")
        hint = _(
            "Rien n'est perdu : tout partira seul. Vérifier la connexion (box, Wi-Fi, partage du"
            " téléphone), puis Entrée."
        )
        return NothingAhead(words, hint)

    # One household by name.

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
        ahead = [
            claim
            for claim in self._journal.ahead_claims()
            if claim.case is not None and claim.case.id == case_id and not claim.is_leaving
        ]
        hand = self._first_of(ahead, reason.value)
        if hand is not None:
            return hand
        self._known(campaign_id)
        token = self._token(campaign_id, reason.value, case_id)
        granted = self._store().claim_case(case_id, self.caller, token, self._lease)
        if isinstance(granted, Holder) and granted.is_full and self._make_room(campaign_id):
            granted = self._store().claim_case(case_id, self.caller, token, self._lease)
        if isinstance(granted, Holder):
            self._journal.drop_claim(token)
            return granted
        self._journal.got_claim(token, granted.case, granted.lease_until)
        return self._in_hand_now(token, reason.value, granted)

    def _make_room(self, campaign_id: str) -> bool:
        """Somebody who asks for a call comes before what is only held in advance."""
        held = [
            (calling_order.place(claim.case), claim.token)
            for claim in self._journal.ahead_claims()
            if claim.case is not None and claim.campaign_id == campaign_id and not claim.is_leaving
        ]
        if held:
            last = max(held)[1]
            self._journal.give_back([last])
            self._line.turn(renew={last: timedelta(0)})
        return bool(held)

    def enter(self, campaign_id: str) -> Campaign:
        """Fetch a campaign with its script, for now and for when there is no network."""
        campaign = self._learn(campaign_id)
        self._journal.remember("campaign", campaign.id)
        return campaign

    def _learn(self, campaign_id: str) -> Campaign:
        campaign = self._store().campaign(campaign_id)
        self.script(campaign.script_hash)
        self._remember(campaign)
        return campaign

    def _known(self, campaign_id: str) -> Campaign:
        """A campaign that somebody rings back about; the caller goes on in their own."""
        return self.campaign(campaign_id) or self._learn(campaign_id)

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

    def _in_hand_now(self, token: str, reason: str, granted: Granted) -> Hand:
        self._follow(granted.case.campaign_id, granted.script_hash, granted.rules_at)
        case, lease_until = granted.case, granted.lease_until
        claim = HeldClaim(token, case.campaign_id, reason, case=case, lease_until=lease_until)
        hand = self._hand(claim)
        if hand is None:
            raise ValueError("the campaign of a granted case is not known here")
        return hand

    def _follow(self, campaign_id: str, script_hash: str, rules_at: datetime | None = None) -> None:
        """Take over the rules and the version in force; those at hand stay when that fails now.

        The claim brought its hash, and when the rules changed: only what is new here costs one more
        asking.
        """
        known = self.campaign(campaign_id)
        if known is None:
            return
        try:
            if rules_at not in {None, known.rules_at}:
                known = self._store().campaign(campaign_id)
                script_hash = known.script_hash
            elif script_hash in {"", known.script_hash}:
                return
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
