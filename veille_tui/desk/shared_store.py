"""What the desk asks of the shared store: the one seam that can fail at any moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from veille_tui.domain.alert import AlertState
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import FoundTenant, Granted, Holder, Waiting
from veille_tui.domain.exchange import Ask, Exchanged
from veille_tui.domain.journal import Entry
from veille_tui.domain.why_not import QueuePlace


class SharedStore(Protocol):
    """Every method raises StoreUnreachable when the store does not answer in time."""

    def campaign(self, campaign_id: str) -> Campaign: ...
    def campaigns(self) -> Sequence[Campaign]: ...
    def script_source(self, script_hash: str) -> str: ...
    def hello(self) -> tuple[str, datetime]: ...
    def exchange(
        self,
        desk_id: str,
        caller: str,
        *,
        entries: Sequence[Entry] = ...,
        renew: Mapping[str, timedelta] | None = ...,
        asks: Sequence[Ask] = ...,
        heard: Sequence[int] = ...,
    ) -> Exchanged: ...
    def claim_case(
        self, case_id: int, caller: str, token: str, lease: timedelta
    ) -> Granted | Holder: ...
    def renew(
        self, tokens: Sequence[str], caller: str, lease: timedelta
    ) -> Mapping[str, datetime]: ...
    def waiting(self, campaign_id: str, caller: str) -> Waiting: ...
    def alert_state(self, campaign_id: str, now: datetime) -> AlertState: ...
    def queue_place(
        self, case_id: int, campaign: Campaign, caller: str, now: datetime
    ) -> QueuePlace: ...
    def find(self, text: str, campaign_id: str | None = None) -> Sequence[FoundTenant]: ...
