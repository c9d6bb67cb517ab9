"""The verbs of the shared store about referrals, what cannot wait, and text messages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import TypeVar

from veille_tui.domain.campaign import Campaign, Partner, TextMessage
from veille_tui.domain.mailing import Mailing, Outgoing, Reader, mailing
from veille_tui.domain.referrals import Referral, ReferralChange, ReferralLine, ReferralStatus
from veille_tui.domain.urgent import Urgent
from veille_tui.store import messages, referrals, urgent
from veille_tui.store.link import Link

Result = TypeVar("Result")


class ReferralVerbs:
    """Referrals, the watch for urgent needs, text messages. Errors: see SharedStore.

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

    def message_readers(self, campaign_id: str, template: str, now: datetime) -> list[Reader]:
        """Every household of a campaign, as far as a text message goes. Raises Refused."""
        return self._do(lambda link: messages.readers(link, campaign_id, template, now))

    def messages_for(
        self, campaign: Campaign, template: TextMessage, now: datetime, *, again: bool = False
    ) -> Mailing:
        """Who gets a message now, and how many do not (see domain.mailing)."""
        found = self.message_readers(campaign.id, template.id, now)
        return mailing(found, campaign, template, now, again=again)

    def messages_sent(
        self,
        campaign_id: str,
        template: str,
        sent: Sequence[Outgoing],
        by: str,
        now: datetime,
        way: str = "export",
    ) -> None:
        """Keep that some messages were handed to a provider ("export"), or shown as a "qr"."""
        self._do(
            lambda link: messages.record(link, campaign_id, template, sent, way=way, by=by, now=now)
        )

    def messages_counted(self, campaign_id: str) -> list[tuple[str, str, int, datetime]]:
        """Template, way, how many and when last, of what was sent."""
        return self._do(lambda link: messages.counted(link, campaign_id))
