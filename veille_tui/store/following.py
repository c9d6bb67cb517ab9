"""The verbs of the shared store about what follows a call; one class with the others in use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from veille_tui.domain.campaign import Campaign, Partner
from veille_tui.domain.referrals import Referral, ReferralChange, ReferralLine, ReferralStatus
from veille_tui.domain.why_not import QueuePlace
from veille_tui.store import assigning, queue_place, referrals
from veille_tui.store.link import Link

Result = TypeVar("Result")


class FollowVerbs:
    """Relays, referrals, opt-outs, the alert and text messages. Errors: see SharedStore."""

    def _do(self, work: Callable[[Link], Result]) -> Result:
        """Do `work` on a connection of the store."""
        raise NotImplementedError

    def _now(self) -> int | None:
        """What stands in for the store's clock; None is the store's own."""
        raise NotImplementedError

    def queue_place(
        self, case_id: int, campaign: Campaign, caller: str, now: datetime
    ) -> QueuePlace:
        """Where one case stands in the queue for `caller`. Raises Refused when it is unknown."""
        return self._do(lambda link: queue_place.queue_place(link, case_id, campaign, caller, now))

    def reassign(self, campaign_id: str, now: datetime) -> dict[str, int]:
        """Share the waiting households out anew; how many each caller carries (see assigning)."""
        return self._do(lambda link: assigning.reassign(link, campaign_id, now))

    def carried(self, campaign_id: str) -> dict[str, int]:
        """How many households each caller takes care of."""
        return self._do(lambda link: assigning.carried(link, campaign_id))

    # Referrals. Supervisors only: a caller's login has no right to change them.

    def referrals(
        self, campaign_id: str, statuses: Iterable[ReferralStatus] | None = None
    ) -> list[ReferralLine]:
        """A campaign's referrals with their households, those of some statuses or all."""
        return self._do(lambda link: referrals.referrals(link, campaign_id, statuses))

    def referrals_by_id(self, ids: Iterable[int]) -> list[ReferralLine]:
        """Some referrals by their number; those that do not exist are left out."""
        return self._do(lambda link: referrals.referrals_by_id(link, ids))

    def open_referral(self, wanted: Referral, now: datetime) -> Referral:
        """Open one by hand, or complete the running one of its theme (see referrals)."""
        return self._do(lambda link: referrals.open_referral(link, wanted, now))

    def change_referrals(
        self, changes: Sequence[ReferralChange], by: str, now: datetime
    ) -> list[Referral]:
        """Write down what became of some referrals, all or none (see referrals)."""
        return self._do(lambda link: referrals.change_referrals(link, changes, by, now))

    def change_referral(
        self,
        number: int,
        status: ReferralStatus,
        by: str,
        now: datetime,
        answer: str = "",
        partner: Partner | None = None,
    ) -> Referral:
        """Write down what became of one referral. Raises Refused when it cannot be so."""
        wish = ReferralChange(number, status, answer, partner)
        return self.change_referrals([wish], by, now)[0]
