"""A shift on a real shared store: the next household, its figures, somebody who rings back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import builders
from tests.ui.driving import line_with, on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui.domain.case import NewCase
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant
from veille_tui.store import migrate
from veille_tui.store.engine import open_link
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore


def dwelling(reference: str, name: str, number: str) -> Household:
    return Household(
        reference=reference,
        tenants=(Tenant(name, "Rose", "Mme", age_given=84),),
        numbers=(PhoneNumber(number),),
        address="3 place du Puits",
        city="Foix",
    )


@pytest.fixture
def store(store_url: str) -> Iterator[SharedStore]:
    made_ready(store_url)
    made = SharedStore.open(store_url, clock=builders.clock)
    made.put_script(
        "abc",
        script_id="confinement",
        title="Nouvelles",
        language="fr",
        version="1",
        source="script",
        published_by="Ana",
        now=builders.NOW,
    )
    made.create_campaign(builders.campaign(), "campagne: confinement", builders.NOW)
    new = [
        NewCase(dwelling("L-1", "GARCIA", "+33199000001"), "80"),
        NewCase(dwelling("L-2", "DURAND", "+33199000002"), "80"),
    ]
    made.apply_import("confinement", new, [], builders.NOW)
    yield made
    made.close()


def made_ready(url: str) -> None:
    link = open_link(url, 10, 60)
    migrate.init(url, link)
    link.close()


def station(folder: Path, store: SharedStore) -> Station:
    """A workstation that has never seen the campaign."""
    made = Station(folder, store=lambda: store)
    made.opened = LocalJournal(folder / "journal.db")
    return made


async def test_the_only_campaign_opens_by_itself_and_says_what_waits(
    tmp_path: Path, store: SharedStore
):
    async with opened(station(tmp_path, store)) as pilot:
        assert "Veille · Confinement" in on_screen(pilot)
        assert "2 foyers" in line_with(pilot, "À appeler")


async def test_enter_takes_the_next_household_and_a_kill_keeps_it(
    tmp_path: Path, store: SharedStore
):
    mine = station(tmp_path, store)
    async with opened(mine, "enter") as pilot:
        assert "Mme Rose GARCIA, 84 ans" in on_screen(pilot)
        assert "premier appel" in line_with(pilot, "Pourquoi maintenant")
    async with opened(mine, again=True) as pilot:
        assert "Mme Rose GARCIA, 84 ans" in on_screen(pilot)


async def test_two_desks_never_have_the_same_household(tmp_path: Path, store: SharedStore):
    async with opened(station(tmp_path / "a", store), "enter") as first:
        one = on_screen(first)
    async with opened(station(tmp_path / "b", store), "enter") as second:
        assert "GARCIA" in one
        assert "DURAND" in on_screen(second)


async def test_when_nothing_is_left_it_is_said(tmp_path: Path, store: SharedStore):
    for at in range(2):
        async with opened(station(tmp_path / str(at), store), "enter"):
            pass
    async with opened(station(tmp_path / "last", store), "enter") as pilot:
        assert "Rien à appeler" in on_screen(pilot)


async def test_somebody_is_found_by_the_end_of_a_number_and_answered(
    tmp_path: Path, store: SharedStore
):
    async with opened(station(tmp_path, store), "f2", *"0002") as pilot:
        assert "Mme Rose DURAND, 84 ans, Foix" in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "Qui est au bout du fil ?" in on_screen(pilot)


async def test_somebody_another_desk_has_in_hand_is_not_taken(tmp_path: Path, store: SharedStore):
    async with opened(station(tmp_path / "a", store), "enter"):
        pass
    async with opened(station(tmp_path / "b", store), "f2", *"garcia", "enter") as pilot:
        assert "qui l'a en main, jusqu'à 10 h 42." in on_screen(pilot)


async def test_no_campaign_says_what_to_do(tmp_path: Path, sqlite_url: str):
    made_ready(sqlite_url)
    empty = SharedStore.open(sqlite_url, clock=builders.clock)
    async with opened(station(tmp_path, empty)) as pilot:
        assert "Aucune campagne n'est ouverte." in on_screen(pilot)
        assert "veille campaign create" in on_screen(pilot)
    empty.close()
