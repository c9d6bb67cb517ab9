"""Late results and what was set aside: shown until they are read, tried again, never in the way."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from pathlib import Path

from tests import builders
from tests.ui.driving import on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui.domain.exchange import Exchanged, Notice
from veille_tui.domain.outcomes import Outcome
from veille_tui.ui.plain import run


def called(station: Station) -> None:
    """Mme Lefèvre was called from here a moment ago."""
    builders.in_hand(station.journal)
    desk = station.desk
    hand = builders.held(desk)
    desk.finish(desk.end_dial(desk.dial(hand, hand.case.household.numbers[0]), Outcome.NO_ANSWER))


def told(station: Station, kind: str = "late", number: int = 1) -> None:
    """The shared store has a notice for this desk."""
    at = builders.NOW - timedelta(minutes=5)
    notice = Notice(number, kind, 1, "confinement", "Paul", at)
    answer = Exchanged(builders.NOW, "store", notices=(notice,))
    station.journal.settle(answer, [], [], [])


def set_aside(station: Station, reason: str = "unknown-case") -> None:
    called(station)
    ids = [entry.id for entry in station.journal.unsent(10)]
    station.journal.mark_sent(ids, builders.NOW, dict.fromkeys(ids[1:3], reason))


def words(text: str) -> str:
    return " ".join(text.replace("│", " ").split())


async def test_who_called_meanwhile_is_said_and_what_to_do_until_it_is_read(tmp_path: Path):
    station = Station(tmp_path)
    called(station)
    told(station)
    async with opened(station) as pilot:
        assert "1 message · tout est envoyé" in on_screen(pilot)
        assert "Mme L., Toulouse : Paul a appelé aussi. F12 : lire." in on_screen(pilot)
    async with opened(station, "f12", again=True) as pilot:
        seen = words(on_screen(pilot))
        assert "votre appel est arrivé alors que Paul avait repris ce foyer" in seen
        assert "À faire : en parler avec Paul avant de rappeler ce foyer." in seen
        await pressed(pilot, "escape", "f12", "enter")
        assert "1 message" not in on_screen(pilot)
    async with opened(station, again=True) as pilot:
        assert "message" not in on_screen(pilot)


async def test_a_notice_that_comes_in_mid_call_passes_by_and_stays(tmp_path: Path):
    station = Station(tmp_path)
    builders.in_hand(station.journal)
    async with opened(station, "enter", "1") as pilot:
        told(station, "also_called")
        await pilot.app.look_around()  # type: ignore[attr-defined]
        await pilot.pause()
        assert "Paul a appelé aussi" in words(on_screen(pilot))
        assert "1 message" in on_screen(pilot)


async def test_what_was_set_aside_is_listed_with_its_reason_and_tried_again(tmp_path: Path):
    station = Station(tmp_path)
    set_aside(station)
    async with opened(station, "f12") as pilot:
        seen = words(on_screen(pilot))
        assert "Mme L., Toulouse : 2 écritures de côté" in seen
        assert "ce foyer n'est plus dans la base" in seen
        assert "À faire : prévenir le superviseur" in seen
        awakened = station.awakened
        await pressed(pilot, "r")
        assert "2 écritures repartent." in on_screen(pilot)
        assert station.awakened == awakened + 1
    assert station.journal.unsent_count()[0] == 2
    assert station.journal.refused() == []


async def test_no_message_is_said_too(tmp_path: Path):
    async with opened(Station(tmp_path), "f12") as pilot:
        assert "Aucun message." in on_screen(pilot)


def typed(station: Station, *lines: str) -> str:
    out = StringIO()
    inp = StringIO("".join(f"{line}\n" for line in lines))
    run(station.desk, "", lambda: None, builders.clock, lambda text: None, inp, out)
    return out.getvalue()


def test_messages_are_said_in_lines_once_and_put_away(tmp_path: Path):
    station = Station(tmp_path)
    called(station)
    told(station, "also_called")
    said = typed(station, "m", "", "?")
    assert said.count("Paul avait aussi appelé ce foyer") == 2
    assert "m, lire les messages et dire qu'ils sont lus." in said
    assert station.desk.messages() == []
    assert "Paul" not in typed(station, "?")


def test_what_was_set_aside_is_tried_again_in_lines(tmp_path: Path):
    station = Station(tmp_path)
    set_aside(station, "malformed")
    said = typed(station, "m", "e")
    assert "elle est abîmée (malformed)" in said
    assert "2 écritures repartent." in said
    assert station.journal.unsent_count()[0] == 2


def test_a_household_of_the_reserve_that_somebody_had_called_is_said_as_such(tmp_path: Path):
    station = Station(tmp_path)
    station.journal.ask_ahead(["t"], "confinement")
    station.journal.got_claim("t", builders.case(), builders.NOW + timedelta(hours=1))
    told(station, "also_called")
    said = typed(station, "q")
    assert "Mme L., Toulouse : Paul avait appelé ce foyer, sans réseau" in said
    assert "il est rendu" in said
    assert [claim.is_leaving for claim in station.journal.ahead_claims()] == [True]
