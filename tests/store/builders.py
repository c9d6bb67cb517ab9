"""Made-up households, campaigns and journals for the tests of the shared store."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Disposition, Granted, NewCase, QueueState
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore

NOON = datetime(2020, 3, 26, 12, tzinfo=UTC)
LEASE = timedelta(minutes=30)
WINTER = Campaign("hiver", "Hiver", landlord="Habitat des Deux Rives")


@dataclass
class Clock:
    """A clock that a test moves."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **length: float) -> None:
        self.now += timedelta(**length)


def household(place: int, **others: Any) -> Household:
    """A made-up household; its number lies in a range kept for fiction."""
    values: dict[str, Any] = {
        "reference": f"LOG-{place}",
        "tenants": (Tenant("Lefèvre", f"Hélène {place}", "Mme", birth_date=date(1938, 5, 2)),),
        "numbers": (PhoneNumber(f"+3353649{place:04d}", valid=False),),
        "address": f"{place} rue des Œillets",
        "postcode": "31000",
        "city": "Toulouse",
        "agency": "Toulouse Est",
    }
    return Household(**values | others)


def fill(
    store: SharedStore,
    households: int | Sequence[Household | NewCase],
    campaign: Campaign = WINTER,
    now: datetime = NOON,
) -> None:
    """Open `campaign` and bring households into it."""
    if campaign.id not in [known.id for known in store.campaigns()]:
        store.create_campaign(campaign, "campagne: hiver\n", now)
    listed = (
        [household(n) for n in range(households)] if isinstance(households, int) else households
    )
    new = [one if isinstance(one, NewCase) else NewCase(one) for one in listed]
    store.apply_import(campaign.id, new, [], now)


def token() -> str:
    return str(uuid.uuid4())


def take(store: SharedStore, caller: str = "Hélène B.", claim: str = "") -> Granted:
    """Claim the next case; there must be one."""
    granted = store.claim_next("hiver", caller, claim or token(), LEASE)
    assert granted is not None
    return granted


@dataclass
class Desk:
    """One desk's journal of one attempt on one case."""

    case_id: int
    claim: str
    caller: str = "Hélène B."
    at: datetime = NOON
    campaign: str = "hiver"
    attempt: str = field(default_factory=token)
    seq: int = 0

    def entry(self, kind: Kind, data: Mapping[str, Any] | None = None) -> Entry:
        self.seq += 1
        return Entry(
            id=token(),
            at=self.at + timedelta(seconds=self.seq),
            kind=kind,
            case_id=self.case_id,
            campaign_id=self.campaign,
            attempt_id=self.attempt,
            caller=self.caller,
            data=data or {},
            seq=self.seq,
        )

    def started(self) -> Entry:
        data = {"reason": "first", "script": "s", "script_hash": "h1", "token": self.claim}
        return self.entry(Kind.ATTEMPT_STARTED, data)

    def dialled(self, number_id: int = 0, dial: str = "d1") -> Entry:
        data = {"dial": dial, "number_id": number_id, "e164": "+33536490000"}
        return self.entry(Kind.NUMBER_DIALLED, data)

    def ended(self, outcome: str, dial: str = "d1", note: str = "") -> Entry:
        return self.entry(Kind.DIAL_ENDED, {"dial": dial, "outcome": outcome, "note": note})

    def answered(self, question: str, value: Any) -> Entry:
        data = {"question": question, "value": value, "words": "Ça va ?", "script_hash": "h1"}
        return self.entry(Kind.ANSWERED, data)

    def note(self, text: str) -> Entry:
        return self.entry(Kind.NOTE_WRITTEN, {"text": text})

    def finished(self, decision: Decision | None = None) -> Entry:
        made = decision or Decision(Disposition.SECURED, QueueState.DONE)
        data = {"decision": made.to_data(), "minutes": 7, "complete": True, "token": self.claim}
        return self.entry(Kind.ATTEMPT_FINISHED, data)


def taken(store: SharedStore, caller: str = "Hélène B.") -> Desk:
    """A desk that has just claimed the next case."""
    claim = token()
    granted = take(store, caller, claim)
    return Desk(granted.case.id, claim, caller)


def query(store: SharedStore, statement: str, **values: Any) -> list[tuple[Any, ...]]:
    """Look into the tables directly."""
    link = open_link(store.url, 10, 30)
    try:
        return link.rows(statement, values)
    finally:
        link.close()
