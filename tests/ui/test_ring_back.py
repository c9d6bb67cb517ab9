"""Somebody rings back, whatever is on the screen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import cast

from tests import builders
from tests.ui.driving import on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui.desk.hand import Hand
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import (
    CallReason,
    Disposition,
    FoundTenant,
    Granted,
    Holder,
    QueueState,
    Waiting,
)
from veille_tui.domain.tenants import Tenant
from veille_tui.domain.why_not import QueuePlace
from veille_tui.ui.plain import run


def garcia() -> FoundTenant:
    return FoundTenant(
        tenant_id=9,
        household_id=9,
        case_id=9,
        campaign_id="confinement",
        title="M.",
        first_name="Luis",
        last_name="GARCIA",
        age=79,
        city="Foix",
        agency="Ariège",
        number="+33561990000",
        disposition=Disposition.RETRYING,
        holder="",
    )


@dataclass
class OneTenantStore:
    """A shared store of one household: what `find` and `claim_case` would say of it."""

    answer: Granted | Holder
    found: FoundTenant | None = None
    asked: list[str] = field(default_factory=list)
    place: QueuePlace = field(default_factory=lambda: QueuePlace(QueueState.READY, builders.NOW))

    def find(self, text: str, campaign_id: str | None = None) -> Sequence[FoundTenant]:
        self.asked.append(text)
        return [self.found or garcia()] if text.lower() in "garcia" else []

    def queue_place(
        self, case_id: int, campaign: Campaign, caller: str, now: datetime
    ) -> QueuePlace:
        return self.place

    def campaign(self, campaign_id: str) -> Campaign:
        return builders.campaign(id=campaign_id)

    def script_source(self, script_hash: str) -> str:
        return "courtoisie"

    def waiting(self, campaign_id: str, caller: str) -> Waiting:
        return Waiting(ready=1)

    def claim_case(
        self, case_id: int, caller: str, token: str, lease: timedelta
    ) -> Granted | Holder:
        return self.answer


def station_with(folder: Path, answer: Granted | Holder) -> Station:
    store = cast("SharedStore", OneTenantStore(answer))
    return Station(folder, store=lambda: store)


def granted() -> Granted:
    his = builders.household(id=9, tenants=(Tenant("GARCIA", "Luis", "M.", age_given=79),))
    case = builders.case(id=9, household=his)
    return Granted(case, builders.NOW + timedelta(minutes=30))


async def test_a_person_is_found_while_the_name_is_typed(tmp_path: Path):
    async with opened(station_with(tmp_path, granted()), "f2", *"gar") as pilot:
        assert "1 personne" in on_screen(pilot)
        assert "M. Luis GARCIA, 79 ans, Foix" in on_screen(pilot)
        assert "à réessayer" in on_screen(pilot)


async def test_nobody_of_that_name_is_said(tmp_path: Path):
    async with opened(station_with(tmp_path, granted()), "f2", *"zzz") as pilot:
        assert "Personne à ce nom ou numéro." in on_screen(pilot)


async def test_the_incoming_call_is_written_before_anything_is_said(tmp_path: Path):
    station = station_with(tmp_path, granted())
    async with opened(station, "f2", *"gar", "enter") as pilot:
        assert "Qui est au bout du fil ?" in on_screen(pilot)
        assert "appel reçu" in on_screen(pilot)
        call = builders.held(station.desk).call
        assert call is not None
        assert call.reason.value == CallReason.INBOUND.value
        assert call.dials[0].e164 == ""


async def test_a_case_in_other_hands_says_whose_and_until_when(tmp_path: Path):
    holder = Holder("Paul", builders.NOW + timedelta(minutes=30))
    async with opened(station_with(tmp_path, holder), "f2", *"gar", "enter") as pilot:
        assert "C'est Paul qui l'a en main, jusqu'à 10 h 42." in on_screen(pilot)
        assert "À dire : « Paul vous rappelle. »" in on_screen(pilot)
        assert "Bonjour Hélène." in on_screen(pilot)


async def test_somebody_who_must_not_be_called_is_not_taken(tmp_path: Path):
    holder = Holder("", None, Disposition.DECEASED)
    async with opened(station_with(tmp_path, holder), "f2", *"gar", "enter") as pilot:
        assert "Ce foyer ne s'appelle plus : décès." in on_screen(pilot)


async def test_why_this_one_was_not_called_and_when_is_said_before_it_is_taken(tmp_path: Path):
    later = builders.NOW + timedelta(days=2)
    place = QueuePlace(QueueState.SCHEDULED, later, dialled_today=3)
    store = cast("SharedStore", OneTenantStore(granted(), place=place))
    async with opened(Station(tmp_path, store=lambda: store), "f2", *"gar") as pilot:
        assert "Déjà 3 appels aujourd'hui pour ce foyer : pas avant" in on_screen(pilot)


def test_why_this_one_was_not_called_is_said_in_lines(tmp_path: Path):
    place = QueuePlace(QueueState.SCHEDULED, builders.NOW + timedelta(days=2), dialled_today=3)
    store = cast("SharedStore", OneTenantStore(granted(), place=place))
    station, out = Station(tmp_path, store=lambda: store), StringIO()
    run(
        station.desk, "confinement", lambda: None, builders.clock, lambda text: None,
        StringIO("r gar\n1\n"), out,
    )  # fmt: skip
    assert "Déjà 3 appels aujourd'hui pour ce foyer : pas avant" in out.getvalue()
    assert "Numéro de l'issue" in out.getvalue()


def test_somebody_of_another_campaign_does_not_move_the_caller_there(tmp_path: Path):
    there = replace(granted(), case=replace(granted().case, campaign_id="ete"))
    store = cast("SharedStore", OneTenantStore(there))
    station = Station(tmp_path, store=lambda: store)
    hand = station.desk.take(replace(garcia(), campaign_id="ete"))
    assert isinstance(hand, Hand)
    assert hand.campaign.id == "ete"
    assert station.desk.last_campaign == "confinement"


async def test_one_let_go_at_this_instant_is_tried_again(tmp_path: Path):
    holder = Holder("", None, Disposition.SECURED)
    async with opened(station_with(tmp_path, holder), "f2", *"gar", "enter") as pilot:
        assert "Essayer à nouveau." in on_screen(pilot)


async def test_escape_comes_back_to_where_one_was(tmp_path: Path):
    async with opened(station_with(tmp_path, granted()), "f2", "g", "escape") as pilot:
        assert "Bonjour Hélène." in on_screen(pilot)


async def test_the_call_under_way_waits_its_turn(tmp_path: Path):
    station = station_with(tmp_path, granted())
    builders.in_hand(station.journal)
    async with opened(station, "enter") as pilot:
        station.now = lambda: builders.NOW + timedelta(minutes=1)
        await pressed(pilot, "f2", *"gar", "enter")
        assert "appel reçu" in on_screen(pilot)
    names = {hand.case.household.tenants[0].last_name for hand in station.desk.in_hand()}
    assert names == {"GARCIA", "LEFÈVRE"}


async def test_a_search_without_network_says_so(tmp_path: Path):
    async with opened(Station(tmp_path), "f2", *"gar") as pilot:
        assert "Pas de réseau. Réessayer dans un moment." in on_screen(pilot)


async def test_somebody_in_no_campaign_is_for_the_supervisor(tmp_path: Path):
    nowhere = OneTenantStore(granted(), replace(garcia(), case_id=0))
    station = Station(tmp_path, store=lambda: cast("SharedStore", nowhere))
    async with opened(station, "f2", *"gar", "enter") as pilot:
        assert "dans aucune campagne ouverte" in on_screen(pilot)
    assert station.journal.claims() == []


async def test_after_a_broken_line_they_ring_back_into_the_same_call(tmp_path: Path):
    station = station_with(tmp_path, granted())
    async with opened(station, "f2", *"gar", "enter", "x") as pilot:
        await pressed(pilot, "f2", *"gar", "enter")
        assert "appel reçu" in on_screen(pilot)
    call = builders.held(station.desk).call
    assert call is not None
    assert len(call.dials) == 2


async def test_whoever_of_a_couple_rings_back_is_the_one_who_is_greeted(tmp_path: Path):
    both = (
        Tenant("GARCIA", "Luis", "M.", age_given=79, id=9),
        Tenant("GARCIA", "Rose", "Mme", age_given=77, rank=2, id=10),
    )
    case = builders.case(id=9, household=builders.household(id=9, tenants=both))
    granted = Granted(case, builders.NOW + timedelta(minutes=30))
    hers = replace(garcia(), tenant_id=10, title="Mme", first_name="Rose")
    store = cast("SharedStore", OneTenantStore(granted, hers))
    station = Station(tmp_path, store=lambda: store)
    async with opened(station, "f2", *"gar", "enter") as pilot:
        assert "Mme GARCIA" in on_screen(pilot)
    async with opened(station, again=True) as pilot:
        assert "Bonjour Mme GARCIA" in on_screen(pilot)


async def test_a_full_list_is_said_as_such(tmp_path: Path):
    holder = Holder("", is_full=True)
    async with opened(station_with(tmp_path, holder), "f2", *"gar", "enter") as pilot:
        seen = " ".join(on_screen(pilot).split())
        assert "autant de foyers en main que la campagne le permet" in seen
