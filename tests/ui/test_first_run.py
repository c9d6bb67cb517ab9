"""The guided first run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.driving import on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui import language
from veille_tui.config import Settings
from veille_tui.errors import StoreUnreachable
from veille_tui.ui.screens.first_run import without_password


@pytest.fixture(autouse=True)
def back_to_french():
    yield
    language.use("fr")


async def test_a_name_and_two_enters_are_enough_to_begin(tmp_path: Path):
    station = Station(tmp_path, user="")
    async with opened(station, *"Ana", "enter", "enter", "enter") as pilot:
        assert "Bonjour Hélène." in on_screen(pilot)
    [saved] = station.saved
    assert (saved.user, saved.language, saved.store) == ("Ana", "fr", "")


async def test_a_name_is_needed(tmp_path: Path):
    async with opened(Station(tmp_path, user=""), "enter") as pilot:
        assert "Écrire un nom, par exemple Hélène B." in on_screen(pilot)


async def test_escape_goes_back_one_question_and_keeps_the_answer(tmp_path: Path):
    async with opened(Station(tmp_path, user=""), *"Ana", "enter", "escape") as pilot:
        assert "1 sur 3" in on_screen(pilot)
        assert "Ana" in on_screen(pilot)


async def test_an_unknown_language_is_asked_again(tmp_path: Path):
    async with opened(Station(tmp_path, user=""), *"Ana", "enter", *"de", "enter") as pilot:
        assert "Entrée pour le français, 2 pour l'anglais." in on_screen(pilot)


async def test_a_store_that_cannot_be_reached_is_asked_again_with_the_reason(tmp_path: Path):
    station = Station(tmp_path, user="", try_store=refusing("Le serveur ne répond pas."))
    async with opened(station, *"Ana", "enter", "enter", "enter") as pilot:
        assert "Le serveur ne répond pas." in on_screen(pilot)
        assert "3 sur 3" in on_screen(pilot)
    assert station.saved == []


async def test_a_password_is_asked_apart_never_shown_and_never_saved(tmp_path: Path):
    passwords: list[str] = []
    station = Station(tmp_path, user="", try_store=lambda _s, word: passwords.append(word))
    async with opened(station, *"Ana", "enter", "enter") as pilot:
        await typed(pilot, "postgresql://ana@serveur/veille")
        assert "Il n'est jamais enregistré." in on_screen(pilot)
        await pressed(pilot, *"cle")
        assert "cle" not in on_screen(pilot)
        await pressed(pilot, "enter")
    assert passwords == ["cle"]
    assert station.saved[0].store == "postgresql://ana@serveur/veille"


def test_a_password_in_an_address_is_taken_out_of_it():
    taken = without_password("postgresql://ana:s%40cret@serveur:5432/veille")
    assert taken == ("postgresql://ana@serveur:5432/veille", "s@cret")


@pytest.mark.parametrize("address", ["", "sqlite:////tmp/x.db", "postgresql://serveur:5432/v"])
def test_an_address_without_password_stays_as_it_is(address: str):
    assert without_password(address) == (address, "")


def refusing(message: str) -> Callable[[Settings, str], None]:
    def refuse(settings: Settings, password: str) -> None:
        raise StoreUnreachable(message, "Vérifier l'adresse.")

    return refuse


async def typed(pilot, text: str) -> None:
    from textual.widgets import Input

    pilot.app.screen.query_one(Input).value = text
    await pressed(pilot, "enter")


async def test_an_address_that_does_not_answer_is_kept_only_knowingly(tmp_path: Path):
    address = "postgresql://ana:cle@serveur/veille"
    loaded: list[str] = []
    refused = refusing("Le serveur ne répond pas.")
    station = Station(tmp_path, user="", try_store=refused, load_rest=lambda: loaded.append("rest"))
    async with opened(station, *"Ana", "enter", "enter") as pilot:
        await typed(pilot, address)
        assert "Le serveur ne répond pas." in on_screen(pilot)
        assert "Entrée : la garder." in on_screen(pilot)
        assert "config.toml" in on_screen(pilot).replace("\n  ", "")
        assert (station.saved, loaded) == ([], [])
        await pressed(pilot, "enter")
        assert "Bonjour" in on_screen(pilot)
    assert [saved.store for saved in station.saved] == ["postgresql://ana@serveur/veille"]
