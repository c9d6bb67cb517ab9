"""The verbs of the shared store about what follows a call; one class with the others in use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from veille_tui.domain.alert import AlertState
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.why_not import QueuePlace
from veille_tui.store import alerting, assigning, queue_place
from veille_tui.store.link import Link

Result = TypeVar("Result")


class FollowVerbs:
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
