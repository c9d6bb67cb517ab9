"""One caller's desk: what waits, the next case, who rings back, and the verbs of the call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from veille_tui.desk.at_hand import found_here
from veille_tui.desk.hand import Hand, short_name
from veille_tui.desk.messages import Message, messages_of
from veille_tui.desk.shift import (
    TODAY_KINDS,
    NothingNow,
    Shift,
    dump_alert,
    dump_waiting,
    read_alert,
    read_waiting,
    shift_note,
    start_of_day,
    today_from,
)
from veille_tui.desk.standing import Standing, standing_of
from veille_tui.desk.taking import NothingAhead, TakingVerbs
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import FoundTenant, Waiting
from veille_tui.domain.why_not import WhyNot, why_not
from veille_tui.errors import Refused, StoreUnreachable

__all__ = ["Desk", "NothingAhead", "NothingNow"]


class Desk(TakingVerbs):
    """One caller at one workstation. Verbs are called from one worker thread at a time.

    Raises JournalFailed when the disk refuses (nothing changed), StoreUnreachable from the verbs
    that ask the shared store: take_next, take, confirm, refresh, search.
    """

    # What the screen can show without the shared store.

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
            ahead=self._journal.advance(campaign.id, self._clock()),
            alert=read_alert(self._journal.remembered(f"alert:{campaign.id}")),
        )

    @property
    def has_unsent(self) -> bool:
        """Whether anything of this desk has not reached the shared store."""
        return bool(self._journal.unsent_count()[0])

    # With the shared store.

    def campaigns(self) -> list[Campaign]:
        """The open campaigns of the shared store."""
        return [campaign for campaign in self._store().campaigns() if not campaign.is_closed]

    def refresh(self, campaign: Campaign) -> Shift:
        """Ask the shared store what waits now, and for the rules if they are new: an alert is said
        to who is idle too.
        """
        waiting: Waiting = self._store().waiting(campaign.id, self.caller)
        self._journal.remember(f"waiting:{campaign.id}", dump_waiting(waiting, self._clock()))
        self._follow(campaign.id, "", waiting.rules_at)
        known = self.campaign(campaign.id) or campaign
        if known.alert_since is not None:
            state = self._store().alert_state(campaign.id, self._clock())
            self._journal.remember(f"alert:{campaign.id}", dump_alert(state))
        return self.shift(campaign)

    def search(self, text: str, campaign: Campaign | None = None) -> list[FoundTenant]:
        """People by name, with or without accents, or by part of a number.

        Without network those of the households at hand; StoreUnreachable when it is none of them.
        """
        try:
            return list(self._store().find(text, campaign.id if campaign else None))
        except StoreUnreachable:
            here = found_here([*self._journal.claims(), *self._journal.ahead_claims()], text)
            if not here:
                raise
            return here

    def why_not(self, found: FoundTenant) -> tuple[WhyNot, ...] | None:
        """Why the household of a person found is not called now; None when nobody can say."""
        if not found.case_id:
            return None
        now = self._clock()
        try:
            campaign = self._known(found.campaign_id)
            place = self._store().queue_place(found.case_id, campaign, self.caller, now)
        except (StoreUnreachable, Refused):
            return None
        return why_not(found, place, campaign, self.caller, now)

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
        self._journal.is_at_work = False
        self._journal.give_back(claim.token for claim in self._journal.ahead_claims())
        held = self.in_hand()
        for hand in held:
            if hand.call is None:
                self.put_back(hand, "end_shift")
        return sum(hand.call is not None for hand in held)

    # What the caller must be told.

    def messages(self) -> list[Message]:
        """What is not put away yet; it reads this workstation alone."""
        return messages_of(self._journal.unread(), self._journal.refused(), self._who)

    def put_away(self, messages: Iterable[Message]) -> None:
        """The caller has read these."""
        self._journal.put_away([one.notice for one in messages if one.notice], self._clock())

    def try_again(self) -> int:
        """Send once more what was set aside; how many entries."""
        return self._journal.try_refused_again()

    def _who(self, campaign_id: str, case_id: int) -> str:
        """How this desk knows a household: in hand, or called lately."""
        for hand in self.in_hand():
            if (hand.campaign.id, hand.case.id) == (campaign_id, case_id):
                return short_name(hand)
        return self._journal.who_was(campaign_id, case_id)
