"""Referrals: needs and complaints on their way to whoever can act, and what came of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from veille_tui.domain.campaign import Partner
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.partner_kinds import partner_kind as kind_code
from veille_tui.domain.partners import agency_of, choose
from veille_tui.domain.tenants import Household


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    OPEN = "open"
    """Waits for the supervisor to send it."""
    SENT = "sent"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    """The partner cannot; it is the supervisor's again."""
    DONE = "done"
    """Help is in place: the next caller is told."""
    REVOKED = "revoked"
    """No longer needed, or the person took the consent back."""


class ReferralKind(StrEnum):
    """What is referred; each kind has its own list."""

    NEED = "need"
    COMPLAINT = "complaint"
    """Technical: to the agency (field.md: TechnicalComplaint)."""
    MEDIATION = "mediation"
    """A conflict between neighbours."""


class Consent(StrEnum):
    """Whether the person agreed that their name leaves the landlord."""

    GIVEN = "given"
    REFUSED = "refused"
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Referral:
    """One need or complaint on its way to a partner."""

    case_id: int
    campaign_id: str
    theme: str
    kind: ReferralKind = ReferralKind.NEED
    urgency: str = "week"
    """immediate, today or week."""
    partner_kind: str = ""
    partner: str = ""
    """Id in the campaign's directory; "" while nobody was chosen."""
    partner_name: str = ""
    consent: Consent = Consent.UNASKED
    consent_words: str = ""
    """As they were read to the person."""
    note: str = ""
    """What the partner needs to know."""
    status: ReferralStatus = ReferralStatus.OPEN
    attempt_id: str = ""
    origin: str = ""
    """What it came from, so that receiving twice opens it once: "need:ATTEMPT:THEME", "note:ID"."""
    opened_by: str = ""
    opened_at: datetime | None = None
    due_at: datetime | None = None
    """UTC; by then somebody must have answered."""
    sent_at: datetime | None = None
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    changed_by: str = ""
    answer: str = ""
    """What the partner said, or why it was revoked."""
    id: int = 0
    """The store's number; 0 before it is stored."""

    @property
    def is_running(self) -> bool:
        """Whether somebody still has to act on it; a rejected one is the supervisor's again."""
        return self.status in RUNNING

    def is_overdue(self, now: datetime) -> bool:
        """Whether nobody has answered in time: an accepted one has its answer."""
        return self.status in UNANSWERED and self.due_at is not None and self.due_at < now


@dataclass(frozen=True, slots=True)
class ReferralLine:
    """One referral with the household it is about."""

    referral: Referral
    household: Household


@dataclass(frozen=True, slots=True)
class ReferralChange:
    """What is asked of one referral."""

    id: int
    status: ReferralStatus
    answer: str = ""
    """What the partner said, or the reason."""
    partner: Partner | None = None
    """Somebody else than it has; None keeps who it has, or lets the directory choose."""


RUNNING = frozenset(
    {
        ReferralStatus.OPEN,
        ReferralStatus.SENT,
        ReferralStatus.ACCEPTED,
        ReferralStatus.REJECTED,
    }
)
UNANSWERED = RUNNING - {ReferralStatus.ACCEPTED}
"""What shouts once its response time is over."""
ANSWERS = frozenset({ReferralStatus.ACCEPTED, ReferralStatus.REJECTED, ReferralStatus.DONE})
"""What a partner says; the next caller is told."""
RESPONSE: Mapping[str, timedelta] = {
    "immediate": timedelta(hours=1),
    "today": timedelta(days=1),
    "week": timedelta(days=3),
}
"""By urgency, how soon somebody must have answered, in elapsed time, nights and Sundays too."""
AGENCY = "agency"
"""The kind of partner that is the landlord's own: nothing leaves it."""
MEDIATION = "mediation"
COMPLAINT_THEME = "complaint"
"""Stands where a need has its theme."""
ALLOWED: Mapping[ReferralStatus, frozenset[ReferralStatus]] = {
    ReferralStatus.OPEN: frozenset({ReferralStatus.SENT, ReferralStatus.REVOKED}),
    ReferralStatus.SENT: ANSWERS | {ReferralStatus.REVOKED},
    ReferralStatus.ACCEPTED: frozenset(
        {ReferralStatus.DONE, ReferralStatus.REJECTED, ReferralStatus.REVOKED}
    ),
    ReferralStatus.REJECTED: frozenset({ReferralStatus.OPEN, ReferralStatus.REVOKED}),
    ReferralStatus.DONE: frozenset({ReferralStatus.OPEN}),
    ReferralStatus.REVOKED: frozenset(),
}
"""Where a referral may go from where it stands."""


class Obstacle(StrEnum):
    """Why a referral cannot be changed as asked."""

    NOT_FROM_HERE = "not_from_here"
    """The status it has does not lead there."""
    ANOTHER_PARTNER = "another_partner"
    """After a rejection it opens again for somebody else."""
    REASON = "reason"
    """What was done opens again only with a reason."""
    NOBODY = "nobody"
    """It cannot be sent while no partner is known."""
    NOT_ASKED = "not_asked"
    """The person was not asked, and no life is in danger."""
    SAID_NO = "said_no"
    """The person refused, and no life is in danger."""
    WRITTEN_REASON = "written_reason"
    """The person refused and a life is in danger: the reason must be written."""


def due(urgency: str, since: datetime) -> datetime:
    """When somebody must have answered a referral of this urgency; unknown ones are a week's."""
    return since + RESPONSE.get(urgency, RESPONSE["week"])


def kind_of(partner_kind: str) -> ReferralKind:
    """Which list a need stands on, by the kind of partner it goes to."""
    is_mediation = kind_code(partner_kind) == MEDIATION
    return ReferralKind.MEDIATION if is_mediation else ReferralKind.NEED


def partner_for(line: ReferralLine, partners: Iterable[Partner]) -> Partner | None:
    """Whom the directory names for a referral; None when it names nobody.

    It keeps who was chosen once; a complaint goes to the household's own agency, wherever it is.
    """
    one, home, listed = line.referral, line.household, list(partners)
    if one.partner:
        return next((known for known in listed if known.id == one.partner), None)
    if one.kind is ReferralKind.COMPLAINT and home.agency:
        return agency_of(listed, home.agency)
    return choose(listed, one.partner_kind, one.theme, home.insee)


def obstacle_to_sending(referral: Referral, reason: str = "") -> Obstacle | None:
    """Why the person's name may not leave yet; None when it may.

    Only consent opens the way, but for a life in danger (vital interest) and for a complaint that
    stays with the landlord's own agency. A refusal gives way to danger alone, with a `reason`.
    """
    if referral.consent is Consent.GIVEN:
        return None
    if referral.consent is Consent.REFUSED:
        if referral.urgency != "immediate":
            return Obstacle.SAID_NO
        return None if reason.strip() else Obstacle.WRITTEN_REASON
    is_complaint = referral.kind is ReferralKind.COMPLAINT
    stays = is_complaint and kind_code(referral.partner_kind) == AGENCY
    return None if stays or is_vital(referral) else Obstacle.NOT_ASKED


def is_vital(referral: Referral) -> bool:
    """Whether it leaves without consent because a life may be in danger: that must be said."""
    return referral.urgency == "immediate" and referral.consent is not Consent.GIVEN


def obstacle(
    referral: Referral, status: ReferralStatus, *, answer: str = "", partner: str = ""
) -> Obstacle | None:
    """Why `referral` cannot become `status` now, for `partner` ("" keeps its own); None if it can.

    `answer` is what the partner said, or the reason.
    """
    if status not in ALLOWED[referral.status]:
        return Obstacle.NOT_FROM_HERE
    if status is ReferralStatus.SENT:
        named = partner or referral.partner or referral.partner_name
        return obstacle_to_sending(referral, answer) if named else Obstacle.NOBODY
    if status is not ReferralStatus.OPEN:
        return None
    if referral.status is ReferralStatus.REJECTED:
        return None if partner and partner != referral.partner else Obstacle.ANOTHER_PARTNER
    return None if answer.strip() else Obstacle.REASON


def changed(
    referral: Referral, status: ReferralStatus, by: str, now: datetime, answer: str = ""
) -> Referral:
    """`referral` as it stands once it has become `status`; `obstacle` said that it may.

    Opened again, it has all of its response time before it.
    """
    answer = answer.strip() or referral.answer
    moved = replace(referral, status=status, changed_by=by, answer=answer)
    match status:
        case ReferralStatus.OPEN:
            fresh = due(referral.urgency, now)
            return replace(moved, due_at=fresh, sent_at=None, answered_at=None, closed_at=None)
        case ReferralStatus.SENT:
            return replace(moved, sent_at=now)
        case ReferralStatus.ACCEPTED | ReferralStatus.REJECTED:
            return replace(moved, answered_at=now)
        case ReferralStatus.DONE:
            return replace(moved, answered_at=referral.answered_at or now, closed_at=now)
        case _:
            return replace(moved, closed_at=now)


_RANK = {"immediate": 0, "today": 1, "week": 2}


def in_order(found: Iterable[Referral], now: datetime) -> list[Referral]:
    """Overdue ones first, then by urgency; the earliest deadline first among equals."""
    return sorted(
        found,
        key=lambda one: (
            not one.is_overdue(now),
            not one.is_running,
            _RANK.get(one.urgency, len(_RANK)),
            one.due_at or now,
            one.id,
        ),
    )
