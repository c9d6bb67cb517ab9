"""The application itself: what it loads, what it never shows, where it resumes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import builders
from tests.ui.driving import on_screen, opened, settled
from tests.ui.stations import Station
from veille_tui.errors import JournalFailed
from veille_tui.ui.app import VeilleApp
from veille_tui.ui.screens.start import StartScreen
from veille_tui.ui.themes import themes

HEAVY = (
    "sqlalchemy sqlmodel pydantic alembic psycopg phonenumbers yaml python_calamine segno"
    " xlsxwriter rapidfuzz argparse urllib.request"
).split()

FIRST_PAINT = """
import sys
from pathlib import Path
from tests.ui.stations import Station
from tests import builders
station = Station(Path(sys.argv[1]))
if sys.argv[2] == "held":
    builders.in_hand(station.journal)
def painted():
    print("loaded:", *[name for name in sys.argv[3:] if name in sys.modules])
    app.call_from_thread(app.exit)
station.load_rest = painted
app = station.app()
app.run(headless=True)
"""


@pytest.mark.parametrize("case", ["held", "none"])
def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path: Path, case: str):
    command = [sys.executable, "-c", FIRST_PAINT, str(tmp_path), case, *HEAVY]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2]
    )
    assert done.stdout.strip().splitlines()[-1:] == ["loaded:"], done.stdout + done.stderr


async def test_what_nobody_foresaw_shows_no_personal_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(self, *anything):
        raise KeyError("LEFÈVRE")

    station = Station(tmp_path)
    builders.in_hand(station.journal)
    app = station.app()
    monkeypatch.setattr(type(app.workstation.desk), "dial", fail)
    with pytest.raises(KeyError):
        await crashed(app)
    told = capsys.readouterr()
    assert "LEFÈVRE" not in told.out + told.err
    assert "Quelque chose d'imprévu" in told.out + told.err


async def crashed(app: VeilleApp) -> None:
    async with app.run_test() as pilot:
        await settled(pilot)
        await pilot.press("enter")
        await settled(pilot)


async def test_a_disk_that_refuses_is_said_and_the_screen_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def full(self, *entries):
        raise JournalFailed("Le disque est plein.", "Faire de la place.")

    station = Station(tmp_path)
    builders.in_hand(station.journal)
    monkeypatch.setattr(type(station.journal), "append", full)
    async with opened(station, "enter") as pilot:
        assert "Le disque est plein." in on_screen(pilot)
        assert "J'appelle ce numéro" in on_screen(pilot)


async def test_after_a_kill_the_household_in_hand_is_painted_at_once(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    async with opened(station, again=True) as pilot:
        assert "Mme Hélène LEFÈVRE" in on_screen(pilot)


async def test_the_rest_is_loaded_behind_the_first_screen(tmp_path: Path):
    loaded: list[str] = []
    station = Station(tmp_path, load_rest=lambda: loaded.append("rest"))
    async with opened(station):
        assert loaded == ["rest"]


async def test_ctrl_c_does_not_leave_and_says_what_does(tmp_path: Path):
    async with opened(Station(tmp_path), "ctrl+c") as pilot:
        assert "Pour quitter : Ctrl+Q." in on_screen(pilot)


@pytest.mark.parametrize("name", [theme.name for theme in themes()])
async def test_every_theme_paints_every_word(tmp_path: Path, name: str):
    async with opened(Station(tmp_path)) as pilot:
        pilot.app.theme = name
        await settled(pilot)
        assert "Bonjour Hélène." in on_screen(pilot)


def test_an_unknown_theme_is_not_a_reason_not_to_start(tmp_path: Path):
    station = Station(tmp_path)
    from dataclasses import replace

    place = station.workstation()
    app = VeilleApp(replace(place, settings=replace(place.settings, theme="rose")))
    assert app.theme == "veille"


async def test_a_call_whose_script_cannot_be_had_yet_is_resumed_by_enter(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    hand = builders.held(station.desk)
    station.desk.dial(hand, hand.case.household.numbers[0])
    station.journal.remember("script:abc", "")
    async with opened(station) as pilot:
        assert "Reprendre l'appel en cours" in on_screen(pilot)
        station.journal.remember("script:abc", "script")
        await pilot.press("enter")
        await settled(pilot)
        assert "Qui répond ?" in on_screen(pilot)


async def test_news_that_come_while_a_screen_is_being_made_do_not_end_the_program(tmp_path: Path):
    station = Station(tmp_path)
    async with opened(station) as pilot:
        app = pilot.app
        assert isinstance(app, VeilleApp)
        app.push_screen(StartScreen())
        app.sync_words = "3 envois en attente"
        app.refresh_tops()
        await settled(pilot)
        assert "3 envois en attente" in on_screen(pilot)
