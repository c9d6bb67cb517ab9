"""The start of a shift."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from tests import builders
from tests.ui.driving import line_with, on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui.desk.shift import dump_waiting
from veille_tui.domain.case import Promise, PromisedCall, PromiseKind, Waiting
from veille_tui.domain.journal import Kind
from veille_tui.sync.rounds import SyncState
from veille_tui.ui.screens.first_run import FirstRunScreen


def promised(minutes: int, name: str, city: str = "") -> PromisedCall:
    starts = builders.NOW + timedelta(minutes=minutes)
    return PromisedCall(7, "Mme", name, city, Promise(PromiseKind.APPOINTMENT, starts))


def waiting_station(folder: Path, **figures: object) -> Station:
    station = Station(folder)
    waiting = Waiting(**figures)  # type: ignore[arg-type]
    known = dump_waiting(waiting, builders.NOW)
    station.journal.remember("waiting:confinement", known)
    return station


async def test_a_shift_starts_with_what_waits_without_any_network(tmp_path: Path):
    async with opened(waiting_station(tmp_path, ready=38)) as pilot:
        assert "Bonjour Hélène." in on_screen(pilot)
        assert "38 foyers" in line_with(pilot, "À appeler")
        assert "Entrée" in line_with(pilot, "Essayer à nouveau")


async def test_promised_calls_show_hour_lateness_and_only_the_first_letter_of_a_name(
    tmp_path: Path,
):
    calls = (promised(-12, "LEFÈVRE", "Toulouse"), promised(48, "GARCIA"))
    async with opened(waiting_station(tmp_path, promises=calls)) as pilot:
        assert "2, dont 1 en retard" in on_screen(pilot)
        late = line_with(pilot, "10 h 00")
        assert "Mme L., Toulouse" in late
        assert "en retard de 12 min" in late
        assert "LEFÈVRE" not in on_screen(pilot)


async def test_more_promises_than_lines_are_counted(tmp_path: Path):
    calls = tuple(promised(60 + at, "N") for at in range(9))
    async with opened(waiting_station(tmp_path, promises=calls)) as pilot:
        assert "et 4 de plus : F3" in on_screen(pilot)
        assert "Entrée" in line_with(pilot, "Essayer à nouveau")


async def test_a_store_that_does_not_answer_is_said_with_what_to_do(tmp_path: Path):
    async with opened(Station(tmp_path)) as pilot:
        assert "Pas de réseau. Réessayer dans un moment." in on_screen(pilot)
        assert "Entrée : essayer à nouveau." in on_screen(pilot)


async def test_the_next_household_without_network_says_so_and_stays(tmp_path: Path):
    async with opened(Station(tmp_path), "enter") as pilot:
        assert "Bonjour Hélène." in on_screen(pilot)
        assert "Pas de réseau." in on_screen(pilot)


async def test_my_callbacks_are_listed_to_choose_from(tmp_path: Path):
    station = waiting_station(tmp_path, promises=(promised(48, "GARCIA", "Foix"),))
    async with opened(station, "f3") as pilot:
        assert "Mes rappels" in on_screen(pilot)
        assert "1   11 h 00   Mme G., Foix" in on_screen(pilot)


async def test_the_end_of_a_shift_keeps_a_line_and_returns_what_was_not_called(tmp_path: Path):
    station = Station(tmp_path)
    async with opened(station, "f4", *"vu", "enter") as pilot:
        assert "Tout est envoyé." in on_screen(pilot)
        await pressed(pilot, "enter")
    [note] = station.journal.entries_since(builders.NOW - timedelta(days=1), [Kind.SHIFT_NOTE])
    assert note.data["text"] == "vu"
    assert station.awakened == 1


async def test_a_case_not_called_is_returned_at_the_end_of_a_shift(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    small = station.desk.campaign("confinement")
    assert small is not None
    assert station.desk.end_shift(small) == 0
    assert station.journal.claims() == []


async def test_a_call_under_way_stays_with_its_caller_at_the_end_of_a_shift(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    desk = station.desk
    hand = builders.held(desk)
    desk.dial(hand, hand.case.household.numbers[0])
    assert desk.end_shift(hand.campaign) == 1
    assert desk.resume() is not None


async def test_escape_at_the_end_of_a_shift_ends_nothing(tmp_path: Path):
    station = Station(tmp_path)
    async with opened(station, "f4", "a", "escape") as pilot:
        assert "Bonjour Hélène." in on_screen(pilot)
    assert station.journal.unsent_count()[0] == 0


async def test_the_first_run_is_asked_only_of_somebody_without_a_name(tmp_path: Path):
    async with opened(Station(tmp_path, user="")) as pilot:
        assert isinstance(pilot.app.screen, FirstRunScreen)


async def test_a_window_too_small_asks_calmly_for_more_room(tmp_path: Path):
    async with opened(Station(tmp_path), size=(70, 20)) as pilot:
        assert "Agrandir la fenêtre" in on_screen(pilot)
        assert "Bonjour" not in on_screen(pilot)


def cut_off(folder: Path) -> Station:
    """A desk of a team whose network is gone, with three entries that wait."""
    station = waiting_station(folder, ready=38)
    station.store_url = "postgresql://veille@base.example/veille"
    station.sync = SyncState("offline", 3, builders.NOW)
    return station


async def test_without_network_the_screen_keeps_saying_what_becomes_of_the_work(tmp_path: Path):
    async with opened(cut_off(tmp_path), "enter") as pilot:
        pilot.app.clear_notifications()
        await pressed(pilot, "enter")
        seen = on_screen(pilot)
        assert "Pas de réseau : rien n'est perdu, 3 écritures partiront dès qu'il revient." in seen
        assert "Essayer à nouveau" in line_with(pilot, "│")
        assert "derniers chiffres connus" in seen
        assert "postgresql" not in seen


async def test_after_a_call_a_missing_network_leads_to_lasting_words(tmp_path: Path):
    station = cut_off(tmp_path)
    builders.in_hand(station.journal)
    async with opened(station, "enter", "4", "enter") as pilot:
        assert "Pas de réseau : rien n'est perdu" in on_screen(pilot)
        assert "Essayer à nouveau" in on_screen(pilot)
