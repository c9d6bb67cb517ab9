"""A campaign: who is called, by which script, under which rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date, datetime, time, timedelta

from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import DEFAULT_DELAYS, Outcome

EVERY_DAY = frozenset(range(7))
MONDAY_TO_SATURDAY = frozenset(range(6))


@dataclass(frozen=True, slots=True)
class Slot:
    """A part of the day in which attempts are counted together."""

    id: str
    """"morning", "afternoon", "evening" or "saturday", or the campaign's own word."""
    starts: time
    ends: time
    """Exclusive; 00:00 stands for midnight at the end of the day."""
    days: frozenset[int] = frozenset(range(5))
    """0 is Monday."""
    weight: int = 1
    """How many attempts this slot deserves for one in a slot of weight 1."""


DEFAULT_SLOTS = (
    Slot("morning", time(9), time(12), weight=2),
    Slot("afternoon", time(12), time(18)),
    Slot("evening", time(18), time(20)),
    Slot("saturday", time(9), time(12), frozenset({5})),
)


@dataclass(frozen=True, slots=True)
class Hours:
    """When people may be called, in the campaign's time zone."""

    slots: tuple[Slot, ...] = DEFAULT_SLOTS
    holidays: bool = False
    """Whether public holidays are days like the others."""


@dataclass(frozen=True, slots=True)
class Attempts:
    """How often, and when again."""

    per_day: int = 3
    """Dials a day per household."""
    maximum: int = 5
    """Attempts without contact before the telephone is given up..."""
    slots: int = 3
    """...if they were spread over this many slots..."""
    days: int = 3
    """...and this many days."""
    delays: Mapping[Outcome, timedelta] = field(default_factory=lambda: dict(DEFAULT_DELAYS))
    callback_grace: timedelta = timedelta(minutes=15)
    """After this much lateness a promised call falls to anybody."""


@dataclass(frozen=True, slots=True)
class CadenceRule:
    """How often a household is called again, and for whom."""

    every: str
    """ISO 8601 duration: "P7D", "P1D", "PT84H"."""
    when: str = ""
    """Condition in the call scripts' language; "" is everybody."""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A public: who belongs, and how urgently it is called."""

    id: str
    title: str
    when: str = ""
    """Condition over age, flags, household; "" is everybody. First match wins."""
    priority: int = 1
    """1 is called first."""


@dataclass(frozen=True, slots=True)
class Wave:
    """Segments that open together."""

    id: str
    segments: tuple[str, ...]
    opens: date | None = None


@dataclass(frozen=True, slots=True)
class Relay:
    """What takes over when the telephone fails, in the campaign's order."""

    channel: str
    """neighbour, postman, visit, rescue, letter (escalation.Channel)."""
    after: int | None = None
    """After this many attempts that nobody answered."""
    by: time | None = None
    """Or at this time of a day on which the household was due and was not reached."""
    within: timedelta | None = None
    """How long the relay has to come back with news; None is the channel's usual time."""
    owner: str = ""
    """Who sees to it; "" is the supervisor."""
    is_parallel: bool = False
    """It does not wait for the relay before it to fail."""


@dataclass(frozen=True, slots=True)
class AlertMode:
    """What changes when the alert is switched on."""

    every: str = "P1D"
    """ISO 8601 duration of the rhythm."""
    by: time | None = None
    """Same-day deadline, local: who is not reached by then is for the relays."""


@dataclass(frozen=True, slots=True)
class Partner:
    """Who takes a referral over: one line of the campaign's directory."""

    id: str
    kind: str
    """ccas, town_hall, association... (the kinds of the call scripts, English)."""
    name: str
    communes: tuple[str, ...] = ()
    """INSEE codes that it serves, "31" for a whole department; () is everywhere."""
    channel: str = "email"
    """email, letter, phone."""
    email: str = ""
    phone: str = ""
    """E.164."""
    address: str = ""
    note: str = ""
    themes: tuple[str, ...] = ()
    """Only for these themes of needs; () is all that goes to its kind."""


@dataclass(frozen=True, slots=True)
class FaqEntry:
    """One question that tenants ask, and what to answer."""

    id: str
    question: str
    answer: str
    words: tuple[str, ...] = ()
    """Other words to find it by."""
    to: str = ""
    """Whom to call or to refer to."""


@dataclass(frozen=True, slots=True)
class TextMessage:
    """Advice that is sent as a text message."""

    id: str
    title: str
    text: str
    when: str = ""
    """Condition in the call scripts' language; "" is everybody."""
    segments: tuple[str, ...] = ()
    """Only these publics; () is all."""
    communes: tuple[str, ...] = ()
    """Only these communes, by INSEE code; () is all."""


@dataclass(frozen=True, slots=True)
class CallerShare:
    """What one caller takes care of."""

    name: str
    agencies: tuple[str, ...] = ()
    load: int = 0
    """Households a day; 0 is the campaign's own figure."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """How households are shared out among callers, and how many a desk may hold in advance."""

    by: str = "anybody"
    """"agency", "caller" or "anybody"."""
    size: int = 40
    """Households that one caller may hold at once, the one in hand included."""
    ahead: int = 10
    """Households that a desk holds in advance, for when it has no network; 0 is none."""
    ahead_for: timedelta = timedelta(hours=2)
    """How long they stay its own without a sign of life from it."""
    load: int = 0
    """Households that one caller is asked to call a day; 0 is as many as come."""
    callers: tuple[CallerShare, ...] = ()
    """Who takes care of which agencies."""
    grace: timedelta = timedelta(days=1)
    """After this much waiting a household that is meant for one caller falls to anybody."""

    @property
    def reserve(self) -> int:
        """`ahead`, as far as `size` leaves room beside the household in hand."""
        return max(0, min(self.ahead, self.size - 1))


@dataclass(frozen=True, slots=True)
class Campaign:
    """One programme of calls."""

    id: str
    title: str
    landlord: str = ""
    purpose: str = ""
    legal_basis: str = ""
    timezone: str = "Europe/Paris"
    language: str = "fr"
    start: date | None = None
    end: date | None = None
    retention: str = ""
    """ISO 8601 duration, counted from the end of the crisis."""
    script_id: str = ""
    script_hash: str = ""
    """The version in force."""
    segments: tuple[Segment, ...] = ()
    waves: tuple[Wave, ...] = ()
    cadence: tuple[CadenceRule, ...] = ()
    hours: Hours = Hours()
    attempts: Attempts = field(default_factory=Attempts)
    relays: tuple[Relay, ...] = ()
    assignment: Assignment = field(default_factory=Assignment)
    alert_mode: AlertMode | None = None
    alert_since: datetime | None = None
    """UTC; since when the alert is on; None is off. The store's, not the file's."""
    rules_at: datetime | None = field(default=None, compare=False)
    """UTC; when its rules last changed, by the store: a desk that knows older ones asks again."""
    secured_for: str = ""
    """ISO 8601 duration that evidence holds; "" is as long as the campaign."""
    shares_history: bool = True
    """Its callers see what other campaigns of the landlord heard, and theirs what it heard."""
    contact: str = ""
    """Whom a postman or a visitor reports to: a name and a number."""
    partners: tuple[Partner, ...] = ()
    faq: tuple[FaqEntry, ...] = ()
    messages: tuple[TextMessage, ...] = ()
    is_closed: bool = False
