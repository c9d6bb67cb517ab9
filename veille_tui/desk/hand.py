"""The case in hand: everything a screen shows of one call, derived from case and journal.

The first household is painted before call scripts are loaded, so a hand may have none yet.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from veille_tui.domain.case import CallReason, Case, days_since
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import Profile, Tenant

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.evidence import Talk
    from veille_tui.domain.journal import Call
    from veille_tui.domain.walk import Walk


class Stage(StrEnum):
    """Where a call stands; each has its screen."""

    NUMBERS = "numbers"
    """A household is in hand: which number to dial."""
    RINGING = "ringing"
    """A number was dialled: who answers?"""
    TALKING = "talking"
    WRAP_UP = "wrap_up"
    """The last dial has its outcome: what happens next?"""


@dataclass(frozen=True, slots=True)
class Hand:
    """One claimed case and the call under way on it."""

    token: str
    case: Case
    campaign: Campaign
    caller: str
    reason: CallReason
    call: Call | None = None
    script: CallScript | None = None
    """There from the first dial on."""
    profile: Profile | None = None
    """There with the script."""
    walk: Walk | None = None
    """There once somebody has answered."""
    tenant_id: int = 0
    """Who of the household rings us back; 0 is unknown."""
    is_lost: bool = False
    """Somebody else has the case by now; what is noted here is kept and flagged."""

    @property
    def person(self) -> Tenant | None:
        """Whom this call is with: who rang us back, by hand or journal, else the first by rank."""
        dials = self.call.dials if self.call else ()
        rang = next((dial.tenant_id for dial in reversed(dials) if dial.tenant_id), 0)
        wanted = self.tenant_id or rang
        tenants = sorted(self.case.household.tenants, key=lambda one: (one.id != wanted, one.rank))
        return tenants[0] if tenants else None

    @property
    def stage(self) -> Stage:
        """Where the call stands, by the journal alone: a restart comes back to the same place."""
        if self.call is None or not self.call.dials:
            return Stage.NUMBERS
        if self.call.is_talking:
            return Stage.TALKING
        if self.call.open_dial is not None:
            return Stage.RINGING
        if self.call.outcome is Outcome.DROPPED:
            return Stage.NUMBERS
        return Stage.WRAP_UP

    @property
    def hidden_answers(self) -> tuple[str, ...]:
        """Ids of the answers that do not count, by what was answered since."""
        from veille_tui.domain.hidden_answers import hidden_answers

        if self.call is None or self.walk is None or self.script is None:
            return ()
        return hidden_answers(self.script, self.walk, self.call.answers)

    @property
    def talk(self) -> Talk:
        """What the script concluded so far; nothing when nobody was heard."""
        from veille_tui.domain.consent import needs_found
        from veille_tui.domain.evidence import Talk

        if self.walk is None:
            return Talk()
        needs = (
            needs_found(self.script, self.profile, self.walk, self.call.answers)
            if self.script and self.profile and self.call
            else ()
        )
        rhythm = self.walk.cadence
        until = rhythm.until if rhythm else None
        return Talk(
            needs=needs,
            cadence=rhythm.every if rhythm else "",
            cadence_until=until.isoformat() if until else "",
            cadence_is_said=self.script is not None and bool(self.script.cadence),
            complete=self.walk.complete,
            told=self.walk.told,
            asked=sum(section.asked for section in self.walk.sections),
            alerts=self.walk.alerts,
        )


def profile_of(hand: Hand, now: datetime) -> Profile:
    """What a script may know of the person called: who rings back, else the first by rank."""
    from zoneinfo import ZoneInfo

    household = hand.case.household
    person = hand.person
    today = now.astimezone(ZoneInfo(hand.campaign.timezone)).date()
    segments = (hand.case.segment, *household.segments)
    return replace(
        household.profile(today),
        title=person.title if person else "",
        first_name=person.first_name if person else "",
        last_name=person.last_name if person else "",
        segments=tuple(dict.fromkeys(segment for segment in segments if segment)),
        days_since_contact=days_since(hand.case.last_contact_at, now),
        words={"caller": hand.caller, "landlord": hand.campaign.landlord},
    )


def walked(hand: Hand) -> Hand:
    """`hand` with the walk of its script for the answers so far, once somebody has answered."""
    call = hand.call
    if call is None or hand.script is None or hand.profile is None:
        return hand
    if not any(dial.answered_at for dial in call.dials):
        return replace(hand, walk=None)
    from veille_tui.domain.walk import walk

    state = walk(hand.script, hand.profile, hand.reason, call.answers, hand.walk)
    return replace(hand, walk=state)


def outcome_of_talk(hand: Hand, *, is_early: bool) -> Outcome:
    """What comes of a conversation that ends here; unknown is never reassurance.

    What an answer says comes first. Done when nothing required is missing, something was
    answered, and it was not stopped with questions left; else partial, or mere news when somebody
    else than the tenant was heard.
    """
    call, seen = hand.call, hand.walk
    if call is None or seen is None:
        return Outcome.PARTIAL
    if seen.outcome:
        return Outcome(seen.outcome)
    answered = any(question in call.answers for question in seen.asked)
    is_cut_short = is_early and bool(seen.unanswered)
    if seen.complete and answered and not is_cut_short:
        return Outcome.DONE
    who = call.open_dial.who if call.open_dial else ""
    return Outcome.PARTIAL if who in {"", "self"} else Outcome.REACHED_OTHER


def start_data(hand: Hand) -> dict[str, str]:
    """What the first entry of an attempt holds."""
    return {
        "reason": hand.reason.value,
        "script": hand.campaign.script_id,
        "script_hash": hand.campaign.script_hash,
        "token": hand.token,
    }


def dial_id(hand: Hand) -> str:
    """The dial whose outcome is still to be said. Raises ValueError when there is none."""
    if hand.call is None or hand.call.open_dial is None:
        raise ValueError("no dial is open")
    return hand.call.open_dial.id


def short_name(hand: Hand) -> str:
    """As a start screen names a household: surname shortened, people look over shoulders."""
    return hand.case.household.short_name(hand.person)


def last_touched(hand: Hand) -> float:
    """When its last number was dialled, in seconds since 1970; 0 when its call has not begun."""
    if hand.call is None or not hand.call.dials:
        return 0.0
    return hand.call.dials[-1].at.timestamp()
