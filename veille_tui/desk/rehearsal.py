"""A desk to rehearse at: one made-up household after the other, in memory, nobody to send it to."""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from veille_tui.desk import hand as hands
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.made_up_people import Callee
from veille_tui.domain.records import to_plain
from veille_tui.domain.tenants import Household, PhoneNumber, Profile, Tenant
from veille_tui.errors import StoreUnreachable
from veille_tui.language import _
from veille_tui.store.local import LocalJournal

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript

CAMPAIGN = "essai"
_NUMBER = PhoneNumber("+33199000102", label="domicile", id=1)
"""Of those kept for fiction: it never rings anywhere."""
_LONG = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """Whom a rehearsed call is with; `case` and `campaign` are those of a real tenant, if any."""

    callee: Callee
    case: Case | None = None
    campaign: Campaign | None = None
    tenant_id: int = 0
    """Who of a real household; 0 is the first by rank."""


class RehearsalDesk(Desk):
    """The callers' own verbs on a journal in memory, with one script."""

    def __init__(
        self,
        script: CallScript,
        *,
        landlord: str,
        caller: str,
        clock: Callable[[], datetime],
        read_number: Callable[[str], PhoneNumber | None],
    ) -> None:
        self._memory = LocalJournal(None)
        super().__init__(
            journal=self._memory,
            store=_nobody,
            read_script=lambda _source: script,
            clock=clock,
            caller=caller,
            lease=_LONG,
            read_number=read_number,
        )
        self._now = clock
        self._rehearsed: Rehearsed | None = None
        self._campaign = Campaign(
            id=CAMPAIGN,
            title=script.title,
            landlord=landlord,
            script_id=script.id,
            script_hash=script.hash,
            language=script.language,
        )

    def call(self, rehearsed: Rehearsed) -> Hand:
        """Forget the call before; this person has just answered, and said what is known of them."""
        self._rehearsed = rehearsed
        for claim in self._memory.claims():
            self._memory.drop_claim(claim.token)
        campaign = self._enter(rehearsed)
        token = str(uuid.uuid4())
        self._memory.ask_claim(token, campaign.id, rehearsed.callee.reason.value)
        case = rehearsed.case or _case(rehearsed.callee.profile, self._now())
        self._memory.got_claim(token, replace(case, campaign_id=campaign.id), self._now() + _LONG)
        hand = self.resume()
        if hand is None:
            raise ValueError("the household to rehearse with is not in hand")
        hand = replace(hand, tenant_id=rehearsed.tenant_id)
        numbers = hand.case.household.usable_numbers
        hand = self.person_answered(self.dial(hand, numbers[0] if numbers else None))
        for question, answer in rehearsed.callee.answers.items():
            hand = self.answer(hand, question, answer)
        return hand

    def _enter(self, rehearsed: Rehearsed) -> Campaign:
        """The rehearsal's campaign; with a real tenant, theirs with this script in its place."""
        ours = self._campaign
        campaign = rehearsed.campaign or ours
        campaign = replace(
            campaign, id=ours.id, script_id=ours.script_id, script_hash=ours.script_hash
        )
        self._memory.remember(f"campaign:{ours.id}", json.dumps(to_plain(campaign)))
        self._memory.remember("campaign", ours.id)
        self._memory.remember(f"script:{ours.script_hash}", "-")
        return campaign

    def with_script(self, hand: Hand) -> Hand:
        """`hand` with its script; a made-up person is exactly as described, unknowns included."""
        whole = super().with_script(hand)
        rehearsed = self._rehearsed
        if rehearsed is None or rehearsed.case is not None or whole.profile is None:
            return whole
        told = replace(rehearsed.callee.profile, words=whole.profile.words)
        return whole if whole.profile == told else hands.walked(replace(whole, profile=told))

    def close(self) -> None:
        """Let go of the memory."""
        self._memory.close()


def _nobody() -> SharedStore:
    raise StoreUnreachable(
        _("Un essai ne demande rien à la base partagée."), _("Ouvrir le poste d'appel pour cela.")
    )


def _case(profile: Profile, now: datetime) -> Case:
    """A household for the screens to name; what conditions see is the profile itself."""
    person = Tenant(
        profile.last_name, profile.first_name, profile.title, age_given=profile.age, id=1
    )
    days = profile.days_since_contact
    household = Household(
        reference=CAMPAIGN,
        tenants=(person,),
        numbers=(_NUMBER,),
        agency=profile.agency,
        segments=profile.segments,
        flags=frozenset(profile.flags),
        id=1,
    )
    contact = None if days is None else now - timedelta(days=days)
    return Case(id=1, campaign_id=CAMPAIGN, household=household, last_contact_at=contact)
