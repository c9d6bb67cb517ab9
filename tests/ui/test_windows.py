"""The small windows: when, note, help, palette."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from textual.app import App, ComposeResult
from textual.events import Key

from tests import builders
from tests.ui.driving import on_screen, opened, pressed, settled
from tests.ui.reading import seen
from tests.ui.stations import Station
from veille_tui.domain.case import PromiseKind
from veille_tui.domain.promises import When, promise_of
from veille_tui.ui import commands
from veille_tui.ui.screens.note import NoteScreen
from veille_tui.ui.screens.qr import code
from veille_tui.ui.screens.when import WhenScreen
from veille_tui.ui.screens.window import Window

PARIS = ZoneInfo("Europe/Paris")


class Below(App[None]):
    """A bare application under one window, and what the window returned."""

    CSS_PATH = str(Path(commands.__file__).with_name("app.tcss"))

    def __init__(self, window: Window[object]) -> None:
        super().__init__()
        self.window = window
        self.returned: list[object] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return {"line": "#888888", "quiet": "#888888", "strong": "#ffffff", "key-color": "#ffffff"}

    def compose(self) -> ComposeResult:
        yield from ()

    def on_mount(self) -> None:
        self.push_screen(self.window, self.returned.append)


async def returned(window: object, *keys: str) -> object:
    """What a window returns after these keys; None also when it is still open."""
    app = Below(window)  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, *keys)
        return app.returned[-1] if app.returned else None


def when_window() -> WhenScreen:
    return WhenScreen("Quand ?", builders.NOW, builders.campaign().hours, "Europe/Paris")


async def test_a_likely_time_is_one_digit():
    when = await returned(when_window(), "1")
    assert isinstance(when, When)
    assert when.starts > builders.NOW


async def test_a_time_is_typed_as_it_is_said_its_first_letter_included():
    when = await returned(when_window(), *"demain", "space", *"10h", "enter")
    assert when == When(datetime(2020, 3, 20, 10, 0, tzinfo=PARIS))


async def test_what_is_understood_is_said_while_it_is_typed():
    app = Below(when_window())  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        await pressed(pilot, *"mardi", "space", *"matin")
        assert "→ mardi 24 mars, le matin" in seen(app)


async def test_what_is_not_understood_is_asked_again():
    assert await returned(when_window(), *"bof", "enter") is None


async def test_escape_promises_nothing():
    assert await returned(when_window(), "escape") is None


def test_an_exact_time_is_firm_and_a_part_of_a_day_is_not():
    starts = builders.NOW.astimezone(PARIS)
    assert promise_of(When(starts), "Ana").kind is PromiseKind.APPOINTMENT
    soft = promise_of(When(starts, starts + timedelta(hours=3)), "Ana")
    assert soft.kind is PromiseKind.CALLBACK
    assert soft.starts.utcoffset() == timedelta(0)


async def test_a_note_is_given_back_with_its_lines():
    text = await returned(NoteScreen("Note"), *"un", "ctrl+j", *"deux", "enter")
    assert text == "un\ndeux"


async def test_enter_waits_for_the_letters_before_it_on_a_slow_computer():
    app = Below(NoteScreen("Note"))  # type: ignore[arg-type]
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        for letter in "chauffage":
            app.post_message(Key(letter, letter))
        app.post_message(Key("ctrl+j", None))
        app.post_message(Key("x", "x"))
        app.post_message(Key("enter", "\r"))
        await settled(pilot)
    assert app.returned == ["chauffage\nx"]


async def test_an_empty_note_is_not_a_note():
    assert await returned(NoteScreen("Note"), "enter") is None
    assert await returned(NoteScreen("Note", may_be_empty=True), "enter") == ""


async def test_escape_keeps_no_note():
    assert await returned(NoteScreen("Note"), *"non", "escape") is None


def test_the_code_has_a_quiet_border_on_every_side():
    rows = code("tel:+33536491234").splitlines()
    assert not rows[0].strip()
    assert not rows[-1].strip()
    assert all(row.startswith("  ") and row.endswith("  ") for row in rows)
    assert len(rows) <= 17


async def test_help_tells_every_key_of_the_screen(tmp_path: Path):
    async with opened(Station(tmp_path), "f1") as pilot:
        for command in commands.of_room("start"):
            assert command.help.split(",")[0].split(" ;")[0] in on_screen(pilot)


@pytest.mark.parametrize("key", ["f1", "escape", "enter"])
async def test_help_closes_with_the_keys_one_would_try(tmp_path: Path, key: str):
    async with opened(Station(tmp_path), "f1", key) as pilot:
        assert "Les touches de cet écran" not in on_screen(pilot)


async def test_the_palette_runs_a_command_by_its_words(tmp_path: Path):
    station = Station(tmp_path)
    async with opened(station, "ctrl+p", *"contraste") as pilot:
        await pressed(pilot, "enter", "enter")
        assert pilot.app.theme == "veille-contraste"
    assert station.themes == ["veille-contraste"]


async def test_the_palette_finding_nothing_says_so_in_french(tmp_path: Path):
    async with opened(Station(tmp_path), "ctrl+p", *"zzzz") as pilot:
        await pilot.pause(0.7)
        assert "Aucune commande de ce nom." in on_screen(pilot)
        assert "No matches" not in on_screen(pilot)


async def test_plus_and_minus_have_each_their_sentence_in_the_help():
    later, sooner = (row for row in commands.of_room("wrap_up") if row.id.startswith("day_"))
    assert (later.key, sooner.key) == ("+", "-")
    assert "plus tard" in later.help
    assert "plus tôt" in sooner.help


async def test_the_palette_says_how_to_close_it(tmp_path: Path):
    async with opened(Station(tmp_path), "ctrl+p") as pilot:
        assert "Échap : fermer" in on_screen(pilot)
