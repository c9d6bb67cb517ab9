"""One household in one campaign: its state and its past."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import IntEnum, StrEnum

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import Household


class QueueState(IntEnum):
    """Where a case stands in the queue; the numbers are those of the table."""

    READY = 0
    HELD = 1
    DONE = 2
    """Nothing more to do by telephone: secured, or handed to a person or a relay."""
    CLOSED = 3
    """Never to be called again in this campaign."""
    SCHEDULED = 4
    """Waiting for its time."""


class Disposition(StrEnum):
    """The state of a case in words; derived by the rules, never typed."""

    TO_CALL = "to_call"
    APPOINTMENT = "appointment"
    CALLBACK = "callback"
    RETRYING = "retrying"
    """Tried without success, to be tried again."""
    FOLLOWED = "followed"
    """Secured and called again at its cadence."""
    SECURED = "secured"
    NEEDS_HELP = "needs_help"
    """A need is open: with a partner or the supervisor."""
    UNREACHABLE = "unreachable"
    """The telephone is exhausted: for the relays."""
    NO_NUMBER = "no_number"
    """Nothing to dial: for the relays at once."""
    TO_VISIT = "to_visit"
    """Cannot talk on the telephone."""
    LANGUAGE = "language"
    REFUSED = "refused"
    DECEASED = "deceased"
    MOVED_OUT = "moved_out"
    OPTED_OUT = "opted_out"
    HANDED_OVER = "handed_over"
    """The caller dropped the next call though nothing was secured: for the supervisor."""
    LOST_TO_FOLLOW_UP = "lost_to_follow_up"


class CallReason(StrEnum):
    """Why this household is called now; the opening words depend on it."""

    FIRST = "first"
    FOLLOW_UP = "follow_up"
    CALLBACK = "callback"
    INBOUND = "inbound"


class PromiseKind(StrEnum):
    """How firm a promise is."""

    APPOINTMENT = "appointment"
    """Hard: the person expects the telephone to ring in this window."""
    CALLBACK = "callback"
    """Soft: "later", "tomorrow morning"."""


@dataclass(frozen=True, slots=True)
class Promise:
    """A call that somebody was promised."""

    kind: PromiseKind
    starts: datetime
    """UTC."""
    ends: datetime | None = None
    """End of the window; None when the time is exact."""
    by: str = ""
    """The caller who promised it; "" is anybody."""


@dataclass(frozen=True, slots=True)
class PastDial:
    """One dial of an earlier attempt."""

    at: datetime
    number_id: int
    outcome: str
    """Code from Outcome; "" when the desk never said."""


@dataclass(frozen=True, slots=True)
class PastAttempt:
    """One earlier attempt, as the next caller needs it."""

    id: str
    at: datetime
    caller: str
    reason: str
    disposition: str
    dials: tuple[PastDial, ...] = ()
    notes: tuple[str, ...] = ()
    minutes: int | None = None
    answers: tuple[tuple[str, str], ...] = ()
    """Question ids with the answer in words, as they were given; only of the last attempt that has
    any.
    """
    complaints: tuple[str, ...] = ()
    help_texts: tuple[str, ...] = ()
    """What was written when the supervisor was called."""
    campaign: str = ""
    """The title of the other campaign it was made in; "" is the case's own."""


@dataclass(frozen=True, slots=True)
class News:
    """What a partner answered since the person was last heard: the next caller tells them."""

    theme: str
    status: str
    """accepted, rejected or done (referrals.ReferralStatus)."""
    partner: str
    """Name, else the kind of partner."""
    answer: str
    """What they said; "" for nothing."""
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """A household in a campaign, with all a desk needs to call it without the store."""

    id: int
    campaign_id: str
    household: Household
    disposition: Disposition = Disposition.TO_CALL
    segment: str = ""
    priority: int = 1
    """Of its segment: 1 is first."""
    due_at: datetime | None = None
    promise: Promise | None = None
    urgency: str = ""
    """The strongest urgency among its open needs: immediate, today, week or ""."""
    cadence: str = ""
    """ISO 8601 duration in force; "" is none."""
    cadence_until: str = ""
    """ISO date or ""."""
    preferred_caller: str = ""
    last_contact_at: datetime | None = None
    """Last sign of life from the person or somebody who knows."""
    secured_at: datetime | None = None
    attempts: tuple[PastAttempt, ...] = ()
    """Oldest first."""
    open_needs: tuple[str, ...] = ()
    """Themes."""
    flagged: str = ""
    """Words for the supervisor (attention.FLAGS), apart by blanks, the gravest first."""
    state: int = QueueState.READY
    """Where it stands in the queue: a QueueState."""
    news: tuple[News, ...] = ()
    """Oldest first."""
    no_messages_until: datetime | None = None
    """Until when they asked for no text messages, or no calls; UTC, the year 9999 for ever."""
    number_given_at: datetime | None = None
    """When somebody last gave a number that still may ring, in a call or to a relay; UTC."""
    elsewhere: tuple[PastAttempt, ...] = ()
    """The last attempts on the household in other campaigns, oldest first; of one that does not
    share its history nothing but when the telephone rang, and no campaign's title.
    """

    @property
    def unanswered_attempts(self) -> tuple[PastAttempt, ...]:
        """The attempts since somebody last answered: those that count towards giving up."""
        last = self.last_contact_at
        return tuple(attempt for attempt in self.attempts if last is None or attempt.at > last)

    @property
    def attempts_that_tire(self) -> tuple[PastAttempt, ...]:
        """The unanswered ones since a number last came: that one is tried as often as the first."""
        given = self.number_given_at
        return tuple(one for one in self.unanswered_attempts if given is None or one.at > given)

    @property
    def decided_by(self) -> str:
        """The last attempt that was finished; "" is none: what a result that comes late is told by.

        Whoever decided since did so without knowing of this call, and the caller without theirs.
        """
        return next((one.id for one in reversed(self.attempts) if one.disposition), "")

    @property
    def dials(self) -> tuple[PastDial, ...]:
        """Every past dial, oldest first."""
        return tuple(dial for attempt in self.attempts for dial in attempt.dials)

    @property
    def household_dials(self) -> tuple[PastDial, ...]:
        """Every past dial of the household, in other campaigns too: a day's dials are theirs."""
        return (*self.dials, *(dial for one in self.elsewhere for dial in one.dials))

    @property
    def history(self) -> tuple[PastAttempt, ...]:
        """What a caller may read of past attempts, in any campaign, oldest first."""
        shared = [one for one in self.elsewhere if one.campaign]
        return tuple(sorted((*self.attempts, *shared), key=lambda one: one.at))

    @property
    def voicemail_was_left(self) -> bool:
        """Whether our one message is already on their machine, with no contact since."""
        return any(
            dial.outcome == "voicemail_left"
            for attempt in self.unanswered_attempts
            for dial in attempt.dials
        )


@dataclass(frozen=True, slots=True)
class Granted:
    """A claim that the shared store granted, with everything about its case."""

    case: Case
    lease_until: datetime
    """UTC, by the shared store's clock."""
    script_hash: str = ""
    """The version of the call script in force; "" is unknown."""
    rules_at: datetime | None = None
    """When the campaign's rules last changed, by the store; None is unknown."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Why a case was not granted: somebody else has it, or it must not be called."""

    caller: str
    """Who holds it; "" when nobody does."""
    lease_until: datetime | None = None
    disposition: Disposition = Disposition.TO_CALL
    is_full: bool = False
    """Nobody holds it, and the one who asks holds as many as the campaign allows."""


@dataclass(frozen=True, slots=True)
class PromisedCall:
    """One promised call, as the start screen lists it: no first name, no number."""

    case_id: int
    title: str
    last_name: str
    city: str
    promise: Promise


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits in a campaign's queue, by the shared store's clock."""

    ready: int = 0
    scheduled: int = 0
    held: int = 0
    done: int = 0
    closed: int = 0
    next_due_at: datetime | None = None
    """The earliest due time among the scheduled ones."""
    promises: tuple[PromisedCall, ...] = ()
    """Those of this caller, and those that fell to anybody, earliest first."""
    rules_at: datetime | None = None
    """When the campaign's rules, its alert among them, last changed."""


@dataclass(frozen=True, slots=True)
class FoundTenant:
    """One person found by name or number, and who has the case in hand."""

    tenant_id: int
    household_id: int
    case_id: int
    """0 when the household is in no open campaign."""
    campaign_id: str
    title: str
    first_name: str
    last_name: str
    age: int | None
    city: str
    agency: str
    number: str
    """The number that matched (E.164), else the first usable one, else ""."""
    disposition: Disposition
    holder: str = ""


def days_since(moment: datetime | None, now: datetime) -> int | None:
    """Whole days since `moment`, or None when there was none."""
    return None if moment is None else max(0, (now - moment) // timedelta(days=1))


@dataclass(frozen=True, slots=True)
class NewCase:
    """A household that enters a campaign, with the publics it was found to belong to."""

    household: Household
    segment: str = ""
    """The first public whose condition holds."""
    segments: tuple[str, ...] = ()
    """All of them."""
    priority: int = 1
    """Of its segment: 1 is first."""
    due_at: datetime | None = None
    """Not before: when its wave opens."""
    wave: str = ""
    """The wave that opens its segment first; "" is none."""
    caller: str = ""
    """Who is to call it first; "" is anybody."""
    kept_for: timedelta = timedelta(days=1)
    """How long after it is due it waits for them."""
