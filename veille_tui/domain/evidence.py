"""What a call proves: who was heard, what was found, and whether a situation is secured."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from veille_tui.domain.cadence import parse_every
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case
from veille_tui.domain.journal import Call
from veille_tui.domain.outcomes import FACTS, Outcome

_STRENGTH = {"immediate": 0, "today": 1, "week": 2}
_NOBODY = {Outcome.WRONG_NUMBER, Outcome.DECEASED, Outcome.MOVED_OUT}
"""A voice was heard, but not of somebody who gives news of the person."""


@dataclass(frozen=True, slots=True)
class NeedFound:
    """A need that the conversation showed."""

    theme: str
    urgency: str
    """immediate, today or week."""
    to: str = ""
    """Kind of partner."""
    note: str = ""
    consent: str = "unasked"
    """given, refused or unasked (referrals.Consent)."""
    consent_words: str = ""
    """As they were read to the person."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the walk of the call script concluded."""

    needs: tuple[NeedFound, ...] = ()
    cadence: str = ""
    cadence_until: str = ""
    cadence_is_said: bool = False
    """The script rules on the rhythm: after a complete talk, no rhythm means none is wanted."""
    complete: bool = False
    """No required question is left unanswered."""
    told: int = 0
    """Questions answered with something else than "does not know" or "refused"."""
    asked: int = 0
    """Questions that applied."""
    alerts: tuple[str, ...] = ()
    """Alerts that hold at the end."""

    @property
    def is_informative(self) -> bool:
        """Whether more than half of what was asked was really answered."""
        return 2 * self.told > self.asked


@dataclass(frozen=True, slots=True)
class Secured:
    """Positive evidence that a situation is secured."""

    at: datetime
    channel: str
    """phone, neighbour, postman, visit."""
    source: str
    """self, relative, neighbour, guardian, other."""
    until: datetime | None = None
    """It does not count from then on; None is as long as the campaign."""


def holds_until(at: datetime, campaign: Campaign) -> datetime | None:
    """How long evidence of `at` holds in `campaign`; None is as long as the campaign."""
    return at + parse_every(campaign.secured_for) if campaign.secured_for else None


def strongest(urgencies: list[str]) -> str:
    """The strongest of some urgencies; "" when there is none."""
    known = [urgency for urgency in urgencies if urgency in _STRENGTH]
    return min(known, key=_STRENGTH.__getitem__, default="")


def final_outcome(call: Call) -> Outcome | None:
    """What the attempt came to: an outcome that ends the case stands whatever was dialled after."""
    outcomes = [dial.outcome for dial in call.dials if dial.outcome is not None]
    ends = next((one for one in outcomes if FACTS[one].ends_case), None)
    return ends or (call.dials[-1].outcome if call.dials else None)


def contact_in(call: Call) -> datetime | None:
    """When somebody who knows the person, or the person, was last heard in `call`.

    A line that was cut counts only if a conversation had begun.
    """
    for dial in reversed(call.dials):
        if dial.outcome is None or dial.outcome in _NOBODY:
            continue
        talked = dial.outcome is Outcome.DROPPED and dial.answered_at is not None
        if talked or FACTS[dial.outcome].answered:
            return dial.ended_at or dial.at
    return None


def numbers_ended_in(call: Call) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """The numbers found wrong or cut off: ids of stored ones, E.164 of those given in the call."""
    ended = [dial for dial in call.dials if dial.outcome and FACTS[dial.outcome].ends_number]
    stored = tuple(dict.fromkeys(dial.number_id for dial in ended if dial.number_id))
    given = tuple(dict.fromkeys(dial.e164 for dial in ended if not dial.number_id and dial.e164))
    return stored, given


def evidence(case: Case, call: Call, talk: Talk, now: datetime) -> tuple[Secured | None, str]:
    """The positive evidence `call` brought, or a code of why there is none.

    A need, a danger or a cry for help overrides "all well", even the caller's own. A need that
    was open already is answered only by the caller's word that help is there. Unknown is never
    reassurance: more than half of what was asked must have been answered.
    """
    last, outcome = (call.dials[-1] if call.dials else None), final_outcome(call)
    if last is None or outcome is None or contact_in(call) is None:
        return None, "no_contact"
    for code, holds in (
        ("needs", bool(talk.needs)),
        ("alert", bool(talk.alerts)),
        ("help_asked", bool(call.help_asked)),
        ("refused", FACTS[outcome].ends_case or outcome is Outcome.REFUSED_SOFT),
        ("said_so", call.secured is False),
    ):
        if holds:
            return None, code
    source = call.secured_source or last.who or "self"
    if call.secured is True:
        return Secured(now, "phone", source), ""
    why = _why_unproven(case, outcome, talk)
    return (None, why) if why else (Secured(now, "phone", source), "")


def _why_unproven(case: Case, outcome: Outcome, talk: Talk) -> str:
    if outcome is Outcome.REACHED_OTHER:
        return "hearsay"
    if outcome is not Outcome.DONE or not talk.complete:
        return "incomplete"
    if not talk.is_informative:
        return "unknown"
    return "open_needs" if case.open_needs else ""
