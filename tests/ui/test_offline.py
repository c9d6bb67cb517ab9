"""Working without network: what is in reserve, until when, and what to do when it is empty."""

from __future__ import annotations

import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests import builders
from tests.ui.driving import line_with, on_screen, opened, pressed, settled
from tests.ui.stations import Station
from veille_tui.desk.shift import dump_waiting
from veille_tui.domain.advance import Advance
from veille_tui.domain.case import Case, Waiting
from veille_tui.domain.tenants import Tenant
from veille_tui.errors import OtherVersion, PasswordNeeded, Refused, StoreUnreachable
from veille_tui.store.line import OtherStore
from veille_tui.sync.rounds import SyncState
from veille_tui.ui.plain import run
from veille_tui.ui.screens.waiting import WaitingScreen
from veille_tui.ui.sync_words import short_words, sync_words

UNTIL = builders.NOW + timedelta(hours=2, minutes=18)


def cut_off(folder: Path, held: int = 4, **changes: Any) -> Station:
    """A desk of a team without network, with some households in reserve until 12 h 30."""
    station = Station(folder, **changes)
    station.store_url = "postgresql://veille@base.example/veille"
    known = dump_waiting(Waiting(ready=38, held=held), builders.NOW)
    station.journal.remember("waiting:confinement", known)
    for number in range(1, held + 1):
        keep(station, f"token-{number}", builders.case(id=number, household=dwelling(number)))
    station.sync = SyncState("offline", 3, builders.NOW, ahead=Advance(held, UNTIL))
    return station


def keep(station: Station, token: str, case: Case) -> None:
    station.journal.ask_ahead([token], "confinement")
    station.journal.got_claim(token, case, UNTIL)


def dwelling(number: int) -> Any:
    name = Tenant(f"GARCIA{number}", "Rose", "Mme", age_given=84, id=number)
    return builders.household(id=number, reference=f"L-{number}", tenants=(name,))


async def test_the_start_says_how_many_are_in_reserve_and_until_when(tmp_path: Path):
    async with opened(cut_off(tmp_path)) as pilot:
        assert "4 foyers en réserve jusqu'à 12 h 30" in line_with(pilot, "Sans réseau")
        assert "pas de réseau, 4 foyers en réserve jusqu'à 12 h 30" in on_screen(pilot)
        assert "42 foyers" in line_with(pilot, "À appeler")
        assert "Appeler le foyer suivant" in on_screen(pilot)


async def test_enter_takes_a_household_of_the_reserve_and_the_next_one_after_it(tmp_path: Path):
    station = cut_off(tmp_path)
    async with opened(station, "enter") as pilot:
        assert "Mme Rose GARCIA1, 84 ans" in on_screen(pilot)
        await pressed(pilot, "enter", "4", "enter")
        assert "Mme Rose GARCIA2, 84 ans" in on_screen(pilot)
    async with opened(station, again=True) as pilot:
        assert "Mme Rose GARCIA2, 84 ans" in on_screen(pilot)


async def test_a_name_keeps_its_room_beside_the_words_about_the_network(tmp_path: Path):
    station = cut_off(tmp_path)
    async with opened(station, "enter") as pilot:
        top = on_screen(pilot).splitlines()[0]
        assert "Mme Rose GARCIA1, 84 ans" in top
        assert "réserve" in top
    both = (Tenant("GARCIA", "Marie-Bernadette", "Mme", age_given=84, id=1),)
    station = cut_off(tmp_path / "long", held=0)
    keep(station, "t", builders.case(household=builders.household(tenants=both)))
    station.sync = SyncState("offline", 3, builders.NOW, ahead=Advance(3, UNTIL))
    async with opened(station, "enter") as pilot:
        top = on_screen(pilot).splitlines()[0]
        assert "Mme Marie-Bernadette GARCIA, 84 ans" in top
        assert "hors réseau, 3 en réserve" in top


async def test_an_empty_reserve_is_said_with_what_to_do(tmp_path: Path):
    async with opened(cut_off(tmp_path, held=0), "enter") as pilot:
        seen = " ".join(on_screen(pilot).split())
        assert "Plus aucun foyer en réserve sur ce poste" in seen
        assert "Vérifier la connexion" in seen
        assert "Essayer à nouveau" in seen


async def test_a_reserve_that_is_over_is_said(tmp_path: Path):
    station = cut_off(tmp_path, held=2, now=lambda: UNTIL)
    async with opened(station, "enter") as pilot:
        seen = " ".join(on_screen(pilot).split())
        assert "2 foyers dont l'heure est passée" in seen
        assert "La réserve de ce poste a passé son heure" in seen


async def test_a_frozen_store_does_not_keep_anybody_waiting(tmp_path: Path):
    may_end = threading.Event()

    class Frozen:
        def __getattr__(self, name: str) -> Any:
            def wait(*_given: Any, **_named: Any) -> Any:
                may_end.wait(30)
                raise StoreUnreachable("Gelée.", "")

            return wait

    station = cut_off(tmp_path, store=Frozen)
    async with opened_frozen(station) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        waiting = pilot.app.screen
        assert isinstance(waiting, WaitingScreen)
        await waiting.do_without()
        await pilot.pause()
        await pilot.pause()
        assert "Mme Rose GARCIA1, 84 ans" in on_screen(pilot)
        may_end.set()
        await settled(pilot)


def opened_frozen(station: Station) -> Any:
    """Without waiting for workers that wait for a store."""
    return station.app().run_test(size=(80, 24), notifications=True)


async def test_a_refused_person_and_another_store_are_said(tmp_path: Path):
    station = cut_off(tmp_path)
    refused = Refused("Votre accès est suspendu.", "Voir le superviseur.")

    def closed() -> Any:
        raise refused

    station.store = closed
    station.sync = SyncState("refused", 3, builders.NOW, trouble=refused)
    async with opened(station, "enter") as pilot:
        assert "accès refusé, 3 en attente depuis 10 h 12" in on_screen(pilot)
        assert "Votre accès est suspendu. Voir le superviseur." in on_screen(pilot)
        assert "GARCIA" not in on_screen(pilot)
    station.sync = SyncState("refused", 3, builders.NOW, trouble=PasswordNeeded("Mot de passe ?"))
    async with opened(station, again=True) as pilot:
        assert "mot de passe demandé, 3 en attente" in on_screen(pilot)
    other = OtherStore(
        "3 écritures de ce poste sont pour une autre base.", "Remettre VEILLE_STORE."
    )
    station.sync = SyncState("other_store", 3, builders.NOW, trouble=other)

    def elsewhere() -> Any:
        raise other

    station.store = elsewhere
    async with opened(station, again=True) as pilot:
        assert "autre base : rien n'est envoyé" in on_screen(pilot)
        assert "Remettre VEILLE_STORE." in on_screen(pilot)


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (Refused("Votre accès est suspendu."), "accès refusé, 3 en attente depuis 10 h 12"),
        (OtherVersion("Base plus récente."), "autre version, 3 en attente depuis 10 h 12"),
    ],
)
def test_what_keeps_the_work_here_is_said_and_never_taken_for_the_network(
    trouble: Refused, words: str
):
    state = SyncState("refused", 3, builders.NOW, trouble=trouble)
    assert sync_words(state, ZoneInfo("Europe/Paris")) == words
    assert short_words(state) == "non envoyé, 3 en attente"


async def test_a_computer_whose_clock_is_wrong_is_told_once_and_calmly(tmp_path: Path):
    station = cut_off(tmp_path)
    station.clock_error = timedelta(minutes=-12)
    async with opened(station) as pilot:
        seen = " ".join(on_screen(pilot).split())
        assert "L'horloge de cet ordinateur retarde de 12 minutes." in seen
    station.clock_error = timedelta(minutes=-1)
    async with opened(station, again=True) as pilot:
        assert "horloge" not in on_screen(pilot)


def typed(station: Station, *lines: str) -> str:
    out = StringIO()
    inp = StringIO("".join(f"{line}\n" for line in lines))
    lost = StoreUnreachable("Pas de réseau.", "")
    status = run(
        station.desk, "confinement", lambda: lost, builders.clock, lambda text: None, inp, out,
        state=lambda: station.sync, clock_error=lambda: timedelta(hours=3),
    )  # fmt: skip
    assert status == 0
    return out.getvalue()


def test_lines_say_the_reserve_and_go_on_with_it(tmp_path: Path):
    said = typed(cut_off(tmp_path), "", "", "4", "")
    assert "L'horloge de cet ordinateur avance de 3 heures." in said
    assert "Sans réseau : 4 foyers en réserve jusqu'à 12 h 30." in said
    assert "Pas de réseau, 4 foyers en réserve jusqu'à 12 h 30." in said
    assert "Mme Rose GARCIA1, 84 ans." in said
    assert "Enregistré sur ce poste. Ce sera envoyé" in said
    assert "Mme Rose GARCIA2, 84 ans." in said


def test_lines_say_what_to_do_when_the_reserve_is_empty(tmp_path: Path):
    said = typed(cut_off(tmp_path, held=0), "")
    assert "plus aucun foyer en réserve sur ce poste" in said
    assert "Vérifier la connexion" in said


def test_somebody_of_the_reserve_who_rings_back_is_found_in_lines(tmp_path: Path):
    said = typed(cut_off(tmp_path), "r garcia3", "1")
    assert "GARCIA3" in said
