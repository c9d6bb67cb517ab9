"""What must hold after every simulated day; a breach stops the simulation and names cases only."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.store.keeping_rules import broken_rules, entries_received, standing
from veille_tui.store.local import LocalJournal
from veille_tui.store.proving import prove
from veille_tui.store.shared import SharedStore


class Checks:
    """Every household in one state, every rule of hours and attempts kept, nothing lost."""

    def __init__(self, url: str, store: SharedStore, campaign: Campaign) -> None:
        self._url, self._store, self._campaign = url, store, campaign

    def of_the_day(self, day: date, journals: Sequence[LocalJournal]) -> None:
        """Raise Refused, with what is broken, when anything is."""
        unsent = sum(journal.unsent_count()[0] for journal in journals)
        if unsent:
            self._stop(day, _("{n} lignes de journal ne sont pas parties").format(n=unsent))
        refused = sum(len(journal.refused()) for journal in journals)
        if refused:
            self._stop(day, _("{n} lignes de journal sont refusées").format(n=refused))
        lost = self._lost(journals)
        if lost:
            self._stop(day, _("{n} lignes de journal manquent dans la base").format(n=lost))
        for code, cases in self._broken(day):
            listed = ", ".join(map(str, cases[:10]))
            self._stop(day, _("{rule} (suivis {cases})").format(rule=code, cases=listed))

    def standing(self, now: datetime) -> tuple[int, int, int]:
        """How many households are targeted, secured, and wait for a call."""
        from veille_tui.store.engine import open_link

        with closing(open_link(self._url, 10, 600)) as link:
            return standing(link, self._campaign.id, now)

    def _lost(self, journals: Sequence[LocalJournal]) -> int:
        """How many entries the desks wrote that the store does not hold, or holds too often."""
        from veille_tui.store.engine import open_link

        with closing(open_link(self._url, 10, 600)) as link:
            received = entries_received(link)
        return sum(abs(one.written_count() - received.get(one.desk_id, 0)) for one in journals)

    def _broken(self, day: date) -> list[tuple[str, list[int]]]:
        from veille_tui.store.engine import open_link

        zone = ZoneInfo(self._campaign.timezone)
        starts = datetime.combine(day, time(0), zone).astimezone(UTC)
        with closing(open_link(self._url, 10, 600)) as link:
            proof = prove(link, None if link.dialect.name != "sqlite" else _micros(starts))
            found = [
                (one.code, [named.case_id for named in one.named])
                for one in proof.exceptions
                if one.is_contradiction
            ]
            ends = starts + timedelta(days=1)
            return found + broken_rules(link, self._campaign, starts, ends)

    def _stop(self, day: date, words: str) -> None:
        raise Refused(
            _("Simulation arrêtée le soir du {day} : {words}.").format(
                day=day.isoformat(), words=words
            ),
            _("C'est un défaut du programme : le signaler avec cette commande et sa graine."),
        )


def _micros(moment: datetime) -> int:
    from veille_tui.store.clock import to_micros

    return to_micros(moment)
