"""What one workstation and the shared store tell each other in one round trip."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta

from veille_tui.domain.case import Granted
from veille_tui.domain.late_dataclasses import dataclass

ANY_PRIORITY = 1_000_000


@dataclass(frozen=True, slots=True)
class Ask:
    """The wish for the next case of a campaign's calling order.

    The same token gets the same case again, so that a lost reply leaks nothing.
    """

    token: str
    campaign_id: str
    lease: timedelta
    up_to: int = ANY_PRIORITY
    """The highest priority number that may be called now."""
    above: int = -1
    """Cases whose priority number is not higher are left out: promised calls are none of those
    that are taken in advance."""


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a batch of entries."""

    accepted: tuple[str, ...] = ()
    """Ids the store has, new or known already."""
    late: tuple[str, ...] = ()
    """Finished attempts among them whose claim no longer held; kept, and their case flagged."""
    refused: Mapping[str, str] = field(default_factory=dict)
    """Ids of senseless entries, set aside, with a code for the reason."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that a caller must be told about a case."""

    id: int
    kind: str
    """late: your result came when somebody else had taken the case. also_called: somebody else's
    result came late, for a case that you hold or decided."""
    case_id: int
    campaign_id: str
    about: str
    """The other caller."""
    at: datetime
    """UTC, by the store's clock."""


@dataclass(frozen=True, slots=True)
class Exchanged:
    """The shared store's answer."""

    now: datetime
    """Its clock, UTC."""
    store_id: str
    """Made with the store: two stores never have the same."""
    received: Received = Received()
    leases: Mapping[str, datetime] = field(default_factory=dict)
    """New ends of leases by token; one that was to be renewed and is missing has lost its case."""
    granted: Mapping[str, Granted] = field(default_factory=dict)
    """By token; one that got nothing is missing."""
    is_full: bool = False
    """This caller already holds as many cases as the campaign allows."""
    notices: tuple[Notice, ...] = ()
    """Those that were not heard yet."""
    caller: str = ""
    """Under whose name this was done: whoever logs in as themselves acts under their own."""
