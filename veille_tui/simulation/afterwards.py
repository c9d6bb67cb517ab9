"""What happens after the calls: the supervisor sends, relays and partners come back in their time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from veille_tui.simulation.callers import Truths
from veille_tui.simulation.clock import Agenda, WorldClock
from veille_tui.store.shared import SharedStore


class Afterwards:
    """The supervisor of a simulated campaign, the partners and those who visit."""

    def __init__(
        self,
        store: SharedStore,
        campaign_id: str,
        clock: WorldClock,
        agenda: Agenda,
        truths: Truths,
        by: str,
    ) -> None:
        self._store: Any = store
        self._campaign_id, self._clock, self._agenda = campaign_id, clock, agenda
        self._truths, self._by = truths, by

    def switch_alert(self, day: date) -> None:
        """On the first day of an alert it is switched on, after the last it is switched off."""
        for alert in self._truths.world.alerts:
            if alert.starts == day:
                self._store.switch_alert(self._campaign_id, True, self._by, self._clock())
            if alert.ends + timedelta(days=1) == day:
                self._store.switch_alert(self._campaign_id, False, self._by, self._clock())

    def send_messages(self, day: date) -> None:
        pass

    def see_to_it(self) -> None:
        pass
