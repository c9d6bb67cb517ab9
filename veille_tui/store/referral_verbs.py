"""The verbs of the shared store about referrals and what cannot wait."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from veille_tui.domain.campaign import Partner
from veille_tui.domain.referrals import Referral, ReferralChange, ReferralLine, ReferralStatus
from veille_tui.domain.urgent import Urgent
from veille_tui.store import referrals, urgent
from veille_tui.store.link import Link

Result = TypeVar("Result")


class ReferralVerbs:
    """Referrals, and the watch for urgent needs. Errors: see SharedStore.

    Supervisors only: a caller's login has no right to change a referral.
    """

    def _do(self, work: Callable[[Link], Result]) -> Result:
        """Do `work` on a connection of the store."""
        raise NotImplementedError

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

    def urgent(self, campaign_id: str, after: datetime) -> list[Urgent]:
        """Immediate needs and calls for help that came in after a moment; cheap, to be repeated."""
        return self._do(lambda link: urgent.urgent(link, campaign_id, after))
