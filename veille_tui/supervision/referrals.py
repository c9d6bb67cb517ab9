"""The supervisor's verbs on referrals: see them, send them, write down what partners answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from veille_tui.domain.campaign import Campaign, Partner
from veille_tui.domain.partners import named
from veille_tui.domain.referrals import (
    Referral,
    ReferralChange,
    ReferralKind,
    ReferralLine,
    ReferralStatus,
    in_order,
)
from veille_tui.errors import Refused
from veille_tui.language import _


class ReferralStore(Protocol):
    """What is asked of the shared store."""

    def campaign(self, campaign_id: str) -> Campaign:
        """One campaign; Refused when it is unknown."""

    def referrals(
        self, campaign_id: str, statuses: Iterable[ReferralStatus] | None = None
    ) -> list[ReferralLine]:
        """A campaign's referrals."""

    def referrals_by_id(self, ids: Iterable[int]) -> list[ReferralLine]:
        """Some of them."""

    def change_referrals(
        self, changes: Sequence[ReferralChange], by: str, now: datetime
    ) -> list[Referral]:
        """All or none."""


def listed(
    store: ReferralStore,
    campaign_id: str,
    now: datetime,
    *,
    kind: ReferralKind | None = None,
    statuses: Iterable[ReferralStatus] | None = None,
    overdue: bool = False,
) -> list[ReferralLine]:
    """The referrals of a campaign, overdue ones first; its own kind, statuses, or late ones only.

    Raises Refused when the campaign is unknown.
    """
    store.campaign(campaign_id)
    found = store.referrals(campaign_id, statuses)
    by_id = {line.referral.id: line for line in found}
    ordered = in_order((line.referral for line in found), now)
    return [
        by_id[one.id]
        for one in ordered
        if (kind is None or one.kind is kind) and (not overdue or one.is_overdue(now))
    ]


def partner_named(campaign: Campaign, name: str) -> Partner:
    """The partner of this id or name. Raises Refused, naming those there are."""
    found = named(campaign.partners, name)
    if found is not None:
        return found
    known = ", ".join(one.id for one in campaign.partners[:20])
    raise Refused(
        _("« {name} » n'est pas dans le carnet de cette campagne.").format(name=name),
        _("Partenaires connus : {names}.").format(names=known)
        if known
        else _("Ajouter un carnet à la campagne : « partenaires: fichier.yaml »."),
    )


def change(
    store: ReferralStore,
    numbers: Sequence[int],
    status: ReferralStatus,
    by: str,
    now: datetime,
    *,
    answer: str = "",
    partner: str = "",
) -> list[Referral]:
    """Write down the same of several referrals, all or none.

    Raises Refused, naming the first that cannot be, or that the directory has no such partner.
    """
    of: dict[int, Partner] = {}
    for line in store.referrals_by_id(numbers) if partner else ():
        campaign = store.campaign(line.referral.campaign_id)
        of[line.referral.id] = partner_named(campaign, partner)
    wishes = [
        ReferralChange(number, status, answer, of.get(number)) for number in dict.fromkeys(numbers)
    ]
    return store.change_referrals(wishes, by, now)
