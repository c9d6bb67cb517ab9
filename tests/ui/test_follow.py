"""The supervisor's follow-up: what is seen, and what Enter makes of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.store.builders import (
    LEASE,
    NOON,
    WINTER,
    Clock,
    Desk,
    fill,
    household,
    query,
    taken,
    token,
)
from tests.ui.driving import line_with, on_screen, opened, pressed, settled
from tests.ui.stations import Station
from veille_tui.domain.campaign import Partner
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.errors import StoreUnreachable
from veille_tui.store.shared import SharedStore

CAMPAIGN = replace(
    WINTER, partners=(Partner("ccas", "social_services", "CCAS de Toulouse", email="c@c.example"),)
)
FOOD = NeedFound("alimentation", "today", "social_services", consent="given")


def found(store: SharedStore, need: NeedFound = FOOD) -> None:
    """A call in which a need was found."""
    desk = taken(store)
    decision = Decision(
        Disposition.NEEDS_HELP,
        QueueState.DONE,
        needs=(need,),
        contact_at=NOON,
        urgency=need.urgency,
        not_secured="needs",
    )
    store.receive("poste", [desk.started(), desk.dialled(), desk.finished(decision)])


@pytest.fixture
def clock() -> Clock:
    return Clock(NOON)


@pytest.fixture
def store(sqlite_url: str, clock: Clock) -> SharedStore:
    made = SharedStore(sqlite_url, clock=clock)
    fill(made, [*[household(n) for n in range(3)], household(9, numbers=())], CAMPAIGN)
    return made


@asynccontextmanager
async def following(
    tmp_path: Path, store: SharedStore, clock: Clock, size: tuple[int, int] = (80, 24)
) -> AsyncIterator[Pilot[None]]:
    station = Station(tmp_path, now=clock, scripts_store=lambda: store, user="Sonia")
    async with opened(station, "f9", size=size) as pilot:
        await settled(pilot)
        yield pilot


def status(store: SharedStore) -> str:
    return str(query(store, "select status from referrals")[0][0])


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_need_is_sent_then_done_by_two_keys_each(
    tmp_path: Path, store: SharedStore, clock: Clock, size: tuple[int, int]
) -> None:
    found(store)
    async with following(tmp_path, store, clock, size) as pilot:
        line = line_with(pilot, "alimentation")
        assert "CCAS de Toulouse" in " ".join(on_screen(pilot).split())
        assert "Mme L." in line
        await pressed(pilot, "enter", "1")
        assert status(store) == "sent"
        await pressed(pilot, "enter")
        assert "fait, l'aide est en place" in on_screen(pilot)
        await pressed(pilot, "3")
        assert status(store) == "done"
        assert "Rien n'attend ici" in on_screen(pilot)


async def test_without_consent_nothing_leaves_and_the_reason_is_said(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    found(store, replace(FOOD, consent="unasked"))
    async with following(tmp_path, store, clock) as pilot:
        assert "sans accord" in " ".join(on_screen(pilot).split())
        await pressed(pilot, "enter", "1")
        assert status(store) == "open"
        assert "accord" in on_screen(pilot)


async def test_an_immediate_need_comes_up_with_a_bell_without_a_key(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    async with following(tmp_path, store, clock) as pilot:
        bells: list[bool] = []
        pilot.app.bell = lambda: bells.append(True)  # type: ignore[method-assign]
        clock.forward(seconds=5)
        found(store, replace(FOOD, theme="sante", urgency="immediate"))
        pilot.app.look_for_urgent()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "IMMÉDIAT" in on_screen(pilot)
        assert bells == [True]
        await pressed(pilot, "v")
        assert "IMMÉDIAT" not in on_screen(pilot)


async def test_a_cry_from_another_campaign_is_seen_with_its_name(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    fill(store, 1, replace(CAMPAIGN, id="ete", title="Canicule"), NOON - timedelta(days=1))
    async with following(tmp_path, store, clock, (120, 40)) as pilot:
        clock.forward(seconds=5)
        claim = token()
        granted = store.claim_next("ete", "Paul", claim, LEASE)
        assert granted is not None
        desk = Desk(granted.case.id, claim, "Paul", campaign="ete")
        store.receive("autre", [desk.started(), desk.entry(Kind.HELP_ASKED, {"text": "vite"})])
        pilot.app.look_for_urgent()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "vite · " in on_screen(pilot)
        assert "À L'AIDE" in on_screen(pilot)


async def test_a_household_without_number_is_a_relay_and_what_came_back_is_recorded(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    async with following(tmp_path, store, clock, (120, 40)) as pilot:
        await pressed(pilot, "3")
        assert "9 rue des Œillets" in line_with(pilot, "voisin")
        await pressed(pilot, "enter", "2")
        assert query(store, "select result from escalations") == [("well",)]
        secured = "select secured_channel from cases where secured_at is not null"
        assert query(store, secured) == [("neighbour",)]


async def test_a_number_given_at_the_door_is_typed_and_called(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    async with following(tmp_path, store, clock, (120, 40)) as pilot:
        await pressed(pilot, "3", "enter", "4", *"0536491234", "enter")
        await settled(pilot)
    assert query(store, "select result from escalations") == [("number_given",)]
    numbers = "select e164 from phone_numbers where given_by <> ''"
    assert query(store, numbers) == [("+33536491234",)]


async def test_somebody_who_goes_is_named(tmp_path: Path, store: SharedStore, clock: Clock) -> None:
    async with following(tmp_path, store, clock) as pilot:
        await pressed(pilot, "3", "enter", "1")
        assert "Sonia y va" in " ".join(on_screen(pilot).split())


async def test_who_is_lost_is_closed_with_a_reason(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    for _days in range(8):
        store.climb("hiver", clock())
        clock.forward(days=4)
    async with following(tmp_path, store, clock) as pilot:
        await pressed(pilot, "4")
        assert "Mme Lefèvre" in on_screen(pilot)
        await pressed(pilot, "enter", *"partie", "enter")
        assert query(store, "select closed_why from cases where closed_at is not null") == [
            ("partie",)
        ]
        assert "Rien n'attend ici" in on_screen(pilot)


async def test_the_alert_is_one_key_and_a_question_away(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    async with following(tmp_path, store, clock) as pilot:
        await pressed(pilot, "a", "escape")
        assert store.campaign("hiver").alert_since is None
        await pressed(pilot, "a", "enter")
        assert store.campaign("hiver").alert_since == NOON
        assert "ALERTE" in on_screen(pilot)
        assert "pas encore joint" in on_screen(pilot)
        await pressed(pilot, "a", "enter")
        assert store.campaign("hiver").alert_since is None


async def test_what_is_late_says_so(tmp_path: Path, store: SharedStore, clock: Clock) -> None:
    found(store)
    clock.forward(days=3)
    async with following(tmp_path, store, clock) as pilot:
        assert "EN RETARD" in on_screen(pilot)
        await pressed(pilot, "escape")
        assert "Bonjour" in on_screen(pilot)


async def test_nothing_that_others_wrote_is_obeyed_by_the_terminal(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    async with following(tmp_path, store, clock) as pilot:
        clock.forward(seconds=5)
        theme = "faim\x1b]0;x\x07\nfausse ligne"
        found(store, replace(FOOD, theme=theme, urgency="immediate"))
        pilot.app.look_for_urgent()  # type: ignore[attr-defined]
        await settled(pilot)
        await pressed(pilot, "f5")
        assert "IMMÉDIAT · faim]0;x fausse ligne" in on_screen(pilot)
        assert "\x1b" not in on_screen(pilot)
        assert "\x07" not in on_screen(pilot)


@dataclass
class Network:
    """The way to the store, while it is not away."""

    store: SharedStore
    is_away: bool = False

    def __call__(self) -> SharedStore:
        if self.is_away:
            raise StoreUnreachable("La base ne répond pas.", "Vérifier le réseau.")
        return self.store


async def test_what_could_not_be_noted_is_said_until_it_is_done_again(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    found(store)
    network = Network(store, is_away=False)
    station = Station(tmp_path, now=clock, scripts_store=network, user="Sonia")
    async with opened(station, "f9") as pilot:
        await settled(pilot)
        await pressed(pilot, "enter")
        network.is_away = True
        await pressed(pilot, "1")
        assert "ce geste n'est pas noté" in on_screen(pilot)
        pilot.app.look_for_urgent()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "ce geste n'est pas noté" in on_screen(pilot)
        assert status(store) == "open"
        network.is_away = False
        await pressed(pilot, "f5", "enter", "1")
        assert "n'est pas noté" not in on_screen(pilot)
        assert status(store) == "sent"


async def test_a_screen_opened_without_network_looks_as_soon_as_it_is_back(
    tmp_path: Path, store: SharedStore, clock: Clock
) -> None:
    network = Network(store, is_away=True)
    station = Station(tmp_path, now=clock, scripts_store=network, user="Sonia")
    async with opened(station, "f9") as pilot:
        await settled(pilot)
        assert "La base ne répond pas" in on_screen(pilot)
        network.is_away = False
        pilot.app.look_for_urgent()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "La base ne répond pas" not in on_screen(pilot)
        assert WINTER.title in on_screen(pilot)
        network.is_away = True
        await pressed(pilot, "f5")
        assert "La base ne répond pas" in on_screen(pilot)
        network.is_away = False
        await pressed(pilot, "f5")
        assert "La base ne répond pas" not in on_screen(pilot)
