"""The guided first run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.ui.driving import on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui import language
from veille_tui.config import Settings, without_password
from veille_tui.errors import PasswordNeeded, StoreUnreachable


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


def wanting(right: str, tried: list[str], *, may_be_kept: bool = False) -> Callable[..., bool]:
    """A server that takes one password."""

    def try_store(_settings: Settings, password: str) -> bool:
        tried.append(password)
        if password != right:
            raise PasswordNeeded("Mot de passe ?", is_wrong=bool(password))
        return may_be_kept

    return try_store


async def test_a_password_is_asked_apart_never_shown_and_never_saved(tmp_path: Path):
    passwords: list[str] = []
    station = Station(tmp_path, user="", try_store=wanting("cle", passwords))
    async with opened(station, *"Ana", "enter", "enter") as pilot:
        await typed(pilot, "postgresql://ana@serveur/veille")
        assert "dans aucun fichier" in on_screen(pilot)
        await pressed(pilot, *"faux", "enter")
        assert "Ce n'est pas le bon mot de passe." in on_screen(pilot)
        await pressed(pilot, *"cle")
        assert "cle" not in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "Bonjour" in on_screen(pilot)
    assert passwords == ["", "faux", "cle"]
    assert station.saved[0].store == "postgresql://ana@serveur/veille"
    assert station.kept == []


@pytest.mark.parametrize(("answer", "kept"), [("", ["cle"]), ("n", [])])
async def test_a_keyring_gets_the_password_only_when_it_may(
    tmp_path: Path, answer: str, kept: list[str]
):
    station = Station(tmp_path, user="", try_store=wanting("cle", [], may_be_kept=True))
    async with opened(station, *"Ana", "enter", "enter") as pilot:
        await typed(pilot, "postgresql://ana@serveur/veille")
        await pressed(pilot, *"cle", "enter")
        assert "trousseau" in on_screen(pilot)
        await pressed(pilot, *answer, "enter")
        assert "Bonjour" in on_screen(pilot)
    assert station.kept == kept


async def test_a_store_that_is_given_is_not_asked_for_but_said(tmp_path: Path):
    passwords: list[str] = []
    station = Station(
        tmp_path,
        user="",
        store_url="postgresql://ana@serveur/veille",
        is_store_given=True,
        try_store=wanting("cle", passwords),
    )
    async with opened(station) as pilot:
        assert "1 sur 2" in on_screen(pilot)
        await pressed(pilot, *"Ana", "enter", "enter")
        assert "postgresql://ana@serveur/veille" in on_screen(pilot)
        assert "2 sur 2" in on_screen(pilot)
        await pressed(pilot, *"cle", "enter")
        assert "Bonjour" in on_screen(pilot)
    assert passwords == ["", "cle"]


async def test_a_given_store_that_does_not_answer_lets_a_caller_begin_knowingly(tmp_path: Path):
    station = Station(
        tmp_path,
        user="",
        store_url="postgresql://ana:cle@serveur/veille",
        is_store_given=True,
        try_store=refusing("Le serveur ne répond pas."),
    )
    async with opened(station, *"Ana", "enter", "enter") as pilot:
        assert "Le serveur ne répond pas." in on_screen(pilot)
        assert "Entrée : commencer quand même." in on_screen(pilot)
        assert ":cle@" not in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "Bonjour" in on_screen(pilot)


@pytest.mark.parametrize(
    ("address", "without"),
    [
        ("postgresql://ana:s%40cret@serveur:5432/veille", "postgresql://ana@serveur:5432/veille"),
        ("postgresql://ana:s@cret@serveur/veille", "postgresql://ana@serveur/veille"),
        ("postgresql://ana@serveur/v?password=s%40cret", "postgresql://ana@serveur/v"),
        (
            "postgresql://serveur/v?user=a&password=s%40cret&b=c",
            "postgresql://serveur/v?user=a&b=c",
        ),
    ],
)
def test_a_password_in_an_address_is_taken_out_of_it(address: str, without: str):
    assert without_password(address) == (without, "s@cret")


@pytest.mark.parametrize(
    "address",
    ["", "ana", "sqlite:////tmp/x.db", "postgresql://serveur:5432/v", "postgresql://a@h:1/v?b=c"],
)
def test_an_address_without_password_stays_as_it_is(address: str):
    assert without_password(address) == (address, "")


def refusing(message: str) -> Callable[[Settings, str], None]:
    def refuse(settings: Settings, password: str) -> None:
        raise StoreUnreachable(message, "Vérifier l'adresse.")

    return refuse


async def test_a_refused_address_is_corrected_where_it_is_wrong(tmp_path: Path):
    tried: list[str] = []

    def misspelt(settings: Settings, _password: str) -> None:
        tried.append(settings.store)
        raise StoreUnreachable("Cette base n'existe pas", "Vérifier son nom.")

    station = Station(tmp_path, user="", try_store=misspelt)
    async with opened(station, *"Ana", "enter", "enter") as pilot:
        await pressed(pilot, *"postgresql://ana@serveur/veilla", "enter")
        assert "n'existe pas Vérifier" not in on_screen(pilot)
        await pressed(pilot, "backspace", "e", "enter")
    assert tried == ["postgresql://ana@serveur/veilla", "postgresql://ana@serveur/veille"]


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
