"""Relays: what takes over when the telephone fails, step by step, until somebody has news."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from veille_tui.domain.late_dataclasses import dataclass


class Channel(StrEnum):
    """By which way news of a household is sought."""

    NEIGHBOUR = "neighbour"
    POSTMAN = "postman"
    VISIT = "visit"
    RESCUE = "rescue"
    LETTER = "letter"


class RelayStatus(StrEnum):
    """Where a relay stands."""

    OPEN = "open"
    """Waits for its owner to begin."""
    SENT = "sent"
    """On a list that left, or with whoever goes."""
    DONE = "done"
    """It came back with news of the household."""
    FAILED = "failed"
    """It came back without news, or not in time: the next one takes over."""
    WITHDRAWN = "withdrawn"
    """No longer needed: news came another way, or a person ended it."""


class RelayWhy(StrEnum):
    """Why a relay was opened."""

    EXHAUSTED = "exhausted"
    """The telephone was tried enough."""
    ATTEMPTS = "attempts"
    """After so many attempts, the telephone going on."""
    DEADLINE = "deadline"
    """The day's deadline came."""
    NO_NUMBER = "no_number"
    CANNOT_TALK = "cannot_talk"
    LANGUAGE = "language"
    PREVIOUS_FAILED = "previous_failed"
    BY_HAND = "by_hand"


class RelayResult(StrEnum):
    """What came back."""

    WELL = "well"
    """Seen or heard well: positive evidence."""
    NEEDS_HELP = "needs_help"
    NUMBER_GIVEN = "number_given"
    """A telephone number: back to the callers."""
    NOBODY = "nobody"
    """Nobody was found, or nobody knows."""
    REFUSED = "refused"
    MOVED_OUT = "moved_out"
    DECEASED = "deceased"
    NOT_DONE = "not_done"
    """It could not be done: wrong address, no time, no access."""


@dataclass(frozen=True, slots=True)
class Escalation:
    """One relay of one case."""

    case_id: int
    campaign_id: str
    channel: Channel
    step: int = 0
    """Its place in the campaign's ladder, from 1; 0 when somebody opened it by hand."""
    status: RelayStatus = RelayStatus.OPEN
    why: str = ""
    """A RelayWhy."""
    owner: str = ""
    """Who sees to it; "" is the owner that the campaign names, else the supervisor."""
    opened_by: str = ""
    """"" is the rules."""
    opened_at: datetime | None = None
    due_at: datetime | None = None
    """UTC; without news by then the next relay takes over."""
    sent_at: datetime | None = None
    acknowledged_at: datetime | None = None
    """Somebody said "I go"."""
    acknowledged_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""
    result: str = ""
    """A RelayResult, or ""."""
    source: str = ""
    """Who gave the news: self, relative, neighbour, guardian, other."""
    note: str = ""
    id: int = 0
    """The store's number; 0 before it is stored."""

    @property
    def is_running(self) -> bool:
        """Whether news may still come this way."""
        return self.status in {RelayStatus.OPEN, RelayStatus.SENT}

    @property
    def ends_by_itself(self) -> bool:
        """Whether it fails at its deadline.

        What a person asked for, and a rescue, stay and shout until somebody says what came of them.
        """
        return self.step > 0 and self.channel is not Channel.RESCUE

    def is_late(self, now: datetime) -> bool:
        """Whether news should have come by now."""
        return self.is_running and self.due_at is not None and self.due_at <= now


ANSWER_WITHIN = timedelta(minutes=5)
"""A rescue is acknowledged by then, or the supervisor is told."""
WITHIN = {
    Channel.NEIGHBOUR: timedelta(days=1),
    Channel.POSTMAN: timedelta(days=3),
    Channel.VISIT: timedelta(days=3),
    Channel.RESCUE: timedelta(hours=1),
    Channel.LETTER: timedelta(days=7),
}
"""How long each way has to come back with news, unless the campaign says otherwise."""


@dataclass(frozen=True, slots=True)
class RelayLine:
    """A relay with what its owner needs to see to it, and nothing else of the household."""

    relay: Escalation
    reference: str
    """The landlord's key of the household."""
    people: tuple[str, ...]
    """Title, last and first name of each tenant."""
    address: str = ""
    address_extra: str = ""
    """Staircase, floor, door."""
    postcode: str = ""
    city: str = ""
    residence: str = ""
    agency: str = ""
    flags: tuple[str, ...] = ()
    """What a visitor must know before ringing: hearing, lives_alone..."""
    language: str = ""
    disposition: str = ""
    """Of the case."""
    news_at: datetime | None = None
    """Last sign of life, UTC."""


def local_moment(moment: datetime, days: int) -> datetime:
    """The same local hour so many days later; `moment` is local."""
    return (moment.replace(tzinfo=None) + timedelta(days=days)).replace(tzinfo=moment.tzinfo)


def to_utc(moment: datetime) -> datetime:
    """`moment`, aware, in UTC."""
    return moment.astimezone(UTC)
