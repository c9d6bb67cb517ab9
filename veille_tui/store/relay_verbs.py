"""The verbs of the shared store about relays."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from veille_tui.domain.escalation import Channel, Escalation, RelayLine
from veille_tui.domain.relay_news import RelayNews
from veille_tui.store import climbing, relay_results, relays
from veille_tui.store.link import Link

Result = TypeVar("Result")


class RelayVerbs:
    """Relays, from the telephone's end to news. Errors: see SharedStore.

    Supervisors only, but for `climb`, which shows nothing of anybody.
    """

    def _do(self, work: Callable[[Link], Result]) -> Result:
        """Do `work` on a connection of the store."""
        raise NotImplementedError

    def climb(
        self, campaign_id: str, now: datetime, *, unless_within: timedelta = timedelta(0)
    ) -> int:
        """Open, end and follow relays as time and calls ask; how many moved (see climbing)."""
        return self._do(lambda link: climbing.climb(link, campaign_id, now, unless_within))

    def relays(self, campaign_id: str, *, running: bool = True) -> list[RelayLine]:
        """The relays under way, or all there ever were, the most pressing deadline first."""
        return self._do(lambda link: relays.lines(link, campaign_id, running=running))

    def open_relay(
        self,
        case_id: int,
        channel: Channel,
        by: str,
        now: datetime,
        *,
        owner: str = "",
        note: str = "",
    ) -> Escalation:
        """Send somebody because a person asks for it (see relays.open_relay)."""
        return self._do(
            lambda link: relays.open_relay(link, case_id, channel, by, now, owner, note)
        )

    def acknowledge_relay(self, relay_id: int, by: str, now: datetime) -> Escalation:
        """Somebody said "I go" (see relays.acknowledge)."""
        return self._do(lambda link: relays.acknowledge(link, relay_id, by, now))

    def send_relays(self, ids: Sequence[int], by: str, now: datetime) -> list[int]:
        """Note that relays left with `by`; those that had not left before."""
        return self._do(lambda link: relays.send(link, ids, by, now))

    def record_relays(self, news: Sequence[RelayNews], by: str, now: datetime) -> list[Escalation]:
        """Write what came back, all or nothing (see relay_results.record)."""
        return self._do(lambda link: relay_results.record(link, news, by, now))

    def close_lost(self, case_id: int, why: str, by: str, now: datetime) -> None:
        """End with a reason who was lost to follow-up (see relays.close_lost)."""
        self._do(lambda link: relays.close_lost(link, case_id, why, by, now))
