"""The verbs of the shared store about what follows a call; one class with the others in use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from veille_tui.domain.alert import AlertState
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.escalation import Channel, Escalation, RelayLine
from veille_tui.domain.opt_outs import OptOut, StandingOptOut
from veille_tui.domain.relay_news import RelayNews
from veille_tui.domain.why_not import QueuePlace
from veille_tui.store import (
    alerting,
    assigning,
    climbing,
    opting_out,
    queue_place,
    relay_results,
    relays,
)
from veille_tui.store.clock import to_micros
from veille_tui.store.link import Link
from veille_tui.store.placing import PlaceVerbs
from veille_tui.store.referral_verbs import ReferralVerbs

Result = TypeVar("Result")


class FollowVerbs(PlaceVerbs, ReferralVerbs):
    """Relays, referrals, opt-outs, the alert and text messages. Errors: see SharedStore."""

    def _do(self, work: Callable[[Link], Result]) -> Result:
        """Do `work` on a connection of the store."""
        raise NotImplementedError

    def _now(self) -> int | None:
        """What stands in for the store's clock; None is the store's own."""
        raise NotImplementedError

    def queue_place(
        self, case_id: int, campaign: Campaign, caller: str, now: datetime
    ) -> QueuePlace:
        """Where one case stands in the queue for `caller`. Raises Refused when it is unknown."""
        return self._do(lambda link: queue_place.queue_place(link, case_id, campaign, caller, now))

    def reassign(self, campaign_id: str, now: datetime) -> dict[str, int]:
        """Share the waiting households out anew; how many each caller carries (see assigning)."""
        return self._do(lambda link: assigning.reassign(link, campaign_id, now))

    def carried(self, campaign_id: str) -> dict[str, int]:
        """How many households each caller takes care of."""
        return self._do(lambda link: assigning.carried(link, campaign_id))

    def switch_alert(self, campaign_id: str, is_on: bool, by: str, now: datetime) -> AlertState:
        """Call everybody today, or as it was before (see alerting.switch_alert)."""
        return self._do(lambda link: alerting.switch_alert(link, campaign_id, is_on, by, now))

    def alert_state(self, campaign_id: str, now: datetime) -> AlertState:
        """How many are joined today, and the time left. Raises Refused when it is unknown."""
        return self._do(lambda link: alerting.alert_state(link, campaign_id, now))

    # Wishes not to be called.

    def opt_out(self, case_id: int, wish: OptOut, by: str, now: datetime) -> None:
        """Write a wish down and obey it at once. Raises Refused when the case is unknown."""
        self._do(lambda link: opting_out.opt_out(link, case_id, wish, by, to_micros(now)))

    def lift_opt_out(
        self, household_id: int, by: str, now: datetime, campaign_id: str = "", channel: str = ""
    ) -> int:
        """Take wishes back, "" of all kinds; how many there were (see opting_out.lift)."""
        return self._do(
            lambda link: opting_out.lift(
                link, household_id, campaign_id, channel, by, to_micros(now)
            )
        )

    def opt_outs(self, household_id: int) -> tuple[StandingOptOut, ...]:
        """The wishes of a household that nobody took back, oldest first."""
        return self._do(lambda link: opting_out.standing(link, household_id))

    # Relays.

    def climb(
        self, campaign_id: str, now: datetime, *, unless_within: timedelta = timedelta(0)
    ) -> int:
        """Open, end and follow relays as time and calls ask; how many moved (see climbing)."""
        return self._do(lambda link: climbing.climb(link, campaign_id, now, unless_within))

    def relays(self, campaign_id: str, *, running: bool = True) -> list[RelayLine]:
        """The relays under way, or all there ever were, the most pressing deadline first."""
        return self._do(lambda link: relays.lines(link, campaign_id, running=running))

    def relays_by_id(self, ids: Sequence[int]) -> dict[int, Escalation]:
        """Some relays by their number; those that do not exist are left out."""
        return self._do(lambda link: relays.relays_of(link, ids))

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
