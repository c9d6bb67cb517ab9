"""The start of a shift: what waits, what was promised, what this desk did today."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime

from veille_tui.domain.advance import Advance
from veille_tui.domain.alert import AlertState
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Waiting
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.records import from_plain, to_plain


@dataclass(frozen=True, slots=True)
class Today:
    """This desk's own day."""

    dials: int = 0
    reached: int = 0
    """Households in which the tenant or somebody who knows was heard."""
    secured: int = 0
    called: int = 0
    """Households whose call was finished."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What the start screen shows; read from this workstation alone."""

    campaign_id: str
    campaign_title: str
    timezone: str
    caller: str
    today: Today
    waiting: Waiting | None = None
    """The figures last seen, or None when the shared store was never reached."""
    waiting_at: datetime | None = None
    """When they were seen, UTC."""
    in_hand: int = 0
    """Cases this workstation has in hand."""
    ahead: Advance = Advance()
    """What it holds in advance, for when there is no network."""
    alert: AlertState | None = None
    """How far the day's alert had come when it was last asked; None is unknown."""


@dataclass(frozen=True, slots=True)
class NothingNow:
    """There is nobody to call at this moment."""

    reason: str
    """"empty" (nothing is due), "hours" (calls are not allowed now), "full" (this caller holds as
    many households as the campaign allows), "load" (the day's figure is reached; asking again goes
    on) or "closed" (the campaign is over)."""
    next_at: datetime | None = None
    """When there will be, UTC; None when nothing is foreseen."""
    load: int = 0
    """The day's figure that is reached."""


TODAY_KINDS = (Kind.NUMBER_DIALLED, Kind.DIAL_ENDED, Kind.DIAL_REOPENED, Kind.ATTEMPT_FINISHED)


def today_from(entries: Sequence[Entry]) -> Today:
    """The day's figures from its journal entries of TODAY_KINDS, in order."""
    outcomes: dict[str, tuple[int, Outcome]] = {}
    secured: dict[str, bool] = {}
    called: set[int] = set()
    dials = 0
    for entry in entries:
        if entry.kind is Kind.NUMBER_DIALLED:
            dials += 1
        elif entry.kind is Kind.DIAL_ENDED:
            outcomes[entry.data["dial"]] = entry.case_id, Outcome(entry.data["outcome"])
        elif entry.kind is Kind.DIAL_REOPENED:
            outcomes.pop(entry.data["dial"], None)
        else:
            secured[entry.attempt_id] = bool(entry.data["decision"]["secured"])
            called.add(entry.case_id)
    reached = {case for case, outcome in outcomes.values() if FACTS[outcome].answered}
    return Today(dials, len(reached), sum(secured.values()), len(called))


def start_of_day(now: datetime, timezone: str) -> datetime:
    """The last midnight in `timezone`, UTC."""
    from zoneinfo import ZoneInfo

    local = now.astimezone(ZoneInfo(timezone))
    return local.replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)


def shift_note(campaign: Campaign, caller: str, now: datetime, text: str) -> Entry:
    """A line for the supervisor; it is about no case, so its case is 0."""
    return Entry(
        id=str(uuid.uuid4()),
        at=now,
        kind=Kind.SHIFT_NOTE,
        case_id=0,
        campaign_id=campaign.id,
        attempt_id=str(uuid.uuid4()),
        caller=caller,
        data={"text": text},
    )


def dump_waiting(waiting: Waiting, now: datetime) -> str:
    """The figures as the workstation remembers them."""
    return json.dumps({"at": now.isoformat(), "waiting": to_plain(waiting)})


def dump_alert(state: AlertState) -> str:
    """How far an alert has come, as the workstation remembers it."""
    return json.dumps(to_plain(state))


def read_alert(text: str) -> AlertState | None:
    """What was last remembered of an alert."""
    return from_plain(AlertState, json.loads(text)) if text else None


def read_waiting(text: str) -> tuple[Waiting | None, datetime | None]:
    """The figures last remembered, and when they were seen."""
    if not text:
        return None, None
    data = json.loads(text)
    return from_plain(Waiting, data["waiting"]), datetime.fromisoformat(data["at"])
