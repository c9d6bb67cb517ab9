"""A server that asks for a password at the start of a shift is answered there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.ui.driving import on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui.domain.case import Waiting
from veille_tui.errors import PasswordNeeded, StoreUnreachable


class Asking:
    """A shared store that wants a password first."""

    def __init__(self) -> None:
        self.is_open = False

    def __call__(self) -> Any:
        if not self.is_open:
            raise PasswordNeeded("Le serveur de la base demande un mot de passe.")
        return self

    def waiting(self, campaign_id: str, caller: str) -> Waiting:
        return Waiting(ready=41)

    def sign_in(self, password: str) -> bool:
        if password == "loin":
            raise StoreUnreachable("La base partagée ne répond pas.")
        if password != "cle":
            raise PasswordNeeded("Le serveur refuse.", is_wrong=True)
        self.is_open = True
        return True


def asked(tmp_path: Path) -> tuple[Asking, Station]:
    store = Asking()
    url = "postgresql://ana@serveur/veille"
    return store, Station(tmp_path, store=store, store_url=url, sign_in=store.sign_in)


async def test_the_password_is_asked_until_it_is_right_then_the_shift_begins(tmp_path: Path):
    _store, station = asked(tmp_path)
    async with opened(station) as pilot:
        assert "demande votre mot de passe" in on_screen(pilot)
        await pressed(pilot, *"faux")
        assert "faux" not in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "Ce n'est pas le bon mot de passe." in on_screen(pilot)
        await pressed(pilot, *"cle", "enter")
        assert "trousseau" in on_screen(pilot)
        await pressed(pilot, "enter")
        assert "41" in on_screen(pilot)
    assert station.kept == ["cle"]
    assert station.awakened


async def test_nothing_is_kept_that_nobody_wants_kept(tmp_path: Path):
    _store, station = asked(tmp_path)
    async with opened(station, *"cle", "enter", "escape") as pilot:
        assert "41" in on_screen(pilot)
    assert station.kept == []


async def test_later_is_an_answer_and_trying_again_asks_again(tmp_path: Path):
    _store, station = asked(tmp_path)
    async with opened(station, "escape") as pilot:
        assert "demande votre mot de passe" not in on_screen(pilot)
        await pressed(pilot, "f5")
        assert "demande votre mot de passe" in on_screen(pilot)


async def test_a_server_that_is_gone_meanwhile_is_said(tmp_path: Path):
    _store, station = asked(tmp_path)
    async with opened(station, *"loin", "enter") as pilot:
        assert "Pas de réseau" in on_screen(pilot)
