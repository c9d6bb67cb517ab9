"""After the calls: the supervisor sends, and relays and partners come back in their time."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from functools import partial

from veille_tui.domain.escalation import RelayResult, RelayStatus
from veille_tui.domain.referrals import ReferralChange, ReferralStatus
from veille_tui.domain.relay_news import RelayNews
from veille_tui.errors import Refused
from veille_tui.language import _
from veille_tui.simulation.callers import Truths
from veille_tui.simulation.clock import Agenda, WorldClock
from veille_tui.simulation.world import RelayWork
from veille_tui.store.shared import SharedStore

_HOUR = timedelta(hours=1)
PARTNERS = "Partenaires simulés"
VISITORS = "Relais simulés"


class Afterwards:
    """The supervisor of a simulated campaign, the partners, and those who ring at the door."""

    def __init__(
        self,
        store: SharedStore,
        campaign_id: str,
        clock: WorldClock,
        agenda: Agenda,
        truths: Truths,
        by: str,
    ) -> None:
        self._store, self._campaign_id = store, campaign_id
        self._clock, self._agenda = clock, agenda
        self._truths, self._by = truths, by
        self._on_the_way: set[int] = set()
        """Relays whose news is on the agenda."""

    def switch_alert(self, day: date) -> None:
        """On the first day of an alert it is switched on, after the last it is switched off."""
        for alert in self._truths.world.alerts:
            is_first = alert.starts == day
            if is_first or alert.ends + timedelta(days=1) == day:
                now = self._clock()
                self._store.switch_alert(self._campaign_id, is_first, self._by, now)

    def send_messages(self, day: date) -> None:
        """Advice goes to everybody whom it is meant for, as an export for a provider would."""
        for sending in self._truths.world.messages:
            if sending.day != day:
                continue
            campaign, now = self._store.campaign(self._campaign_id), self._clock()
            known = {one.id: one for one in campaign.messages}
            if sending.template not in known:
                raise Refused(
                    _("La campagne n'a pas de message « {id} ».").format(id=sending.template),
                    _("Messages connus : {ids}.").format(ids=", ".join(known)),
                )
            found = self._store.messages_for(campaign, known[sending.template], now)
            self._store.messages_sent(campaign.id, sending.template, found.outgoing, self._by, now)

    def see_to_it(self) -> None:
        """The supervisor's round: relays that are due, needs that wait for a partner."""
        self._store.climb(self._campaign_id, self._clock())
        self._relays()
        self._referrals()

    # Relays.

    def _relays(self) -> None:
        lines = self._store.relays(self._campaign_id)
        leaving = [one.relay.id for one in lines if one.relay.status is RelayStatus.OPEN]
        if leaving:
            self._store.send_relays(leaving, self._by, self._clock())
        works = {work.channel: work for work in self._truths.world.relays}
        taken: Counter[str] = Counter()
        for line in lines:
            relay = line.relay
            work = works.get(relay.channel.value, RelayWork(relay.channel.value))
            if relay.id in self._on_the_way or 0 < work.a_day <= taken[relay.channel.value]:
                continue
            taken[relay.channel.value] += 1
            self._on_the_way.add(relay.id)
            person = self._truths.people[line.reference]
            result = RelayResult(person.habit.relays.get(relay.channel.value, "nobody"))
            news = RelayNews(relay.id, result)
            self._agenda.at(self._clock() + work.hours * _HOUR, partial(self._came_back, news))

    def _came_back(self, news: RelayNews) -> None:
        """What came back is written down; a relay that was withdrawn meanwhile brings nothing."""
        running = {one.relay.id for one in self._store.relays(self._campaign_id)}
        if news.relay_id in running:
            self._store.record_relays([news], VISITORS, self._clock())

    # Referrals.

    def _referrals(self) -> None:
        partners = self._truths.world.partners
        wanted = (ReferralStatus.OPEN, ReferralStatus.REJECTED)
        for line in self._store.referrals(self._campaign_id, wanted):
            referral = line.referral
            if referral.status is ReferralStatus.REJECTED:
                self._store.change_referral(
                    referral.id, ReferralStatus.OPEN, self._by, self._clock()
                )
            try:
                self._change(referral.id, ReferralStatus.SENT, self._by)
            except Refused:
                # Without consent nothing leaves: the next caller asks again.
                continue
            chance = self._truths.chance(line.household.reference, self._clock())
            answered = self._clock() + partners.accepted_after * _HOUR
            if chance.random() < partners.rejected:
                self._later(answered, referral.id, ReferralStatus.REJECTED)
                continue
            self._later(answered, referral.id, ReferralStatus.ACCEPTED)
            done = self._clock() + partners.done_after * _HOUR
            self._later(done, referral.id, ReferralStatus.DONE)

    def _later(self, moment: datetime, number: int, status: ReferralStatus) -> None:
        self._agenda.at(moment, lambda: self._answered(number, status))

    def _answered(self, number: int, status: ReferralStatus) -> None:
        """A partner's word, unless the need was taken back meanwhile."""
        (line,) = self._store.referrals_by_id([number])
        if line.referral.status in {ReferralStatus.SENT, ReferralStatus.ACCEPTED}:
            self._change(number, status, PARTNERS)
            if status is ReferralStatus.DONE:
                self._truths.settled.add(line.household.reference)

    def _change(self, number: int, status: ReferralStatus, by: str) -> None:
        self._store.change_referrals([ReferralChange(number, status)], by, self._clock())
