"""Who answers: one key for each thing that can come of a dial."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests import builders
from tests.ui.driving import line_with, on_screen, opened, pressed
from tests.ui.stations import Station
from veille_tui.desk.hand import Stage
from veille_tui.domain.case import PastAttempt, PastDial, PromiseKind
from veille_tui.domain.journal import Call
from veille_tui.domain.outcomes import Outcome

WHEN_TOMORROW = ("d", *"emain", "space", *"10", "space", "h", "enter")


def ringing(folder: Path) -> Station:
    """A workstation whose first number is ringing."""
    station = Station(folder)
    builders.in_hand(station.journal)
    desk = station.desk
    hand = builders.held(desk)
    desk.dial(hand, hand.case.household.numbers[0])
    return station


def call_of(station: Station) -> Call:
    call = builders.held(station.desk).call
    assert call is not None
    return call


@pytest.mark.parametrize(
    ("keys", "outcome"),
    [
        ("4", Outcome.NO_ANSWER),
        ("5", Outcome.VOICEMAIL_LEFT),
        ("6", Outcome.VOICEMAIL),
        ("7", Outcome.BUSY),
        ("8", Outcome.WRONG_NUMBER),
        ("apostrophe", Outcome.NO_ANSWER),
        ("è", Outcome.BUSY),
        ("x", Outcome.DROPPED),
        ("b", Outcome.PHONE_PROBLEM),
        ("k", Outcome.DISCONNECTED),
        ("9 3", Outcome.DISCONNECTED),
        ("r enter", Outcome.REFUSED_SOFT),
        ("f enter enter", Outcome.REFUSED_HARD),
        ("l enter", Outcome.LANGUAGE),
        ("t enter", Outcome.CANNOT_TALK),
        ("g enter", Outcome.MOVED_OUT),
        ("d enter", Outcome.DECEASED),
        ("9 9 enter", Outcome.DECEASED),
        ("2 2 4", Outcome.REACHED_OTHER),
    ],
)
async def test_each_outcome_is_one_key_and_is_written(tmp_path: Path, keys: str, outcome: Outcome):
    station = ringing(tmp_path)
    async with opened(station, *keys.split()):
        assert call_of(station).outcome is outcome


async def test_the_tenant_answers_and_the_conversation_begins(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "1"):
        assert builders.held(station.desk).stage is Stage.TALKING


async def test_the_opening_words_and_the_message_to_leave_are_in_sight(tmp_path: Path):
    async with opened(ringing(tmp_path)) as pilot:
        assert "Bonjour Mme LEFÈVRE, c'est Hélène B., comme convenu." in on_screen(pilot)
        assert "Messagerie : Bonjour, ici Hélène B., pour Habitat des Deux" in on_screen(pilot)


async def test_a_message_is_left_only_once(tmp_path: Path):
    left = PastDial(builders.NOW - timedelta(days=1), 11, "voicemail_left")
    past = PastAttempt("a2", left.at, "Paul", "first", "retrying", (left,))
    station = Station(tmp_path)
    builders.in_hand(station.journal, builders.case(attempts=(past,), last_contact_at=None))
    async with opened(station, "enter") as pilot:
        assert "message déjà laissé" in line_with(pilot, "5  Messagerie")
        assert "Messagerie : " not in on_screen(pilot)
        await pressed(pilot, "5")
        assert call_of(station).outcome is None
        await pressed(pilot, "6")
        assert call_of(station).outcome is Outcome.VOICEMAIL


async def test_an_exact_time_is_an_appointment(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "3", *WHEN_TOMORROW):
        call = call_of(station)
        assert call.outcome is Outcome.APPOINTMENT
        assert call.promise is not None
        assert call.promise.kind is PromiseKind.APPOINTMENT
        assert call.promise.starts == builders.NOW + timedelta(days=1, minutes=-12)
        assert call.promise.by == "Hélène B."


async def test_a_part_of_a_day_is_a_callback(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "3", "4"):
        call = call_of(station)
        assert call.outcome is Outcome.CALLBACK
        assert call.promise is not None
        assert call.promise.ends is not None


async def test_somebody_else_gives_news_and_the_journal_knows_who(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "2", "1", "2"):
        dial = call_of(station).dials[-1]
        assert dial.who == "relative"
        assert dial.answered_at is not None


async def test_somebody_else_passes_the_telephone(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "2", "2", "1"):
        assert call_of(station).dials[-1].who == "self"


async def test_somebody_else_says_when_to_call(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "2", "1", "3", "4"):
        call = call_of(station)
        assert call.outcome is Outcome.REACHED_OTHER
        assert call.promise is not None


async def test_a_refusal_keeps_its_note(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "f", *"las", "enter", "enter"):
        assert call_of(station).dials[-1].note == "las"


async def test_escape_in_a_window_says_nothing_of_the_dial(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "d", "escape") as pilot:
        assert "Qui répond ?" in on_screen(pilot)
        assert call_of(station).outcome is None


async def test_words_of_condolence_come_before_a_death_is_written(tmp_path: Path):
    async with opened(ringing(tmp_path), "d") as pilot:
        assert "condoléances" in on_screen(pilot)


async def test_a_note_may_be_written_while_it_rings(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "n", *"sonne", "enter") as pilot:
        assert "Qui répond ?" in on_screen(pilot)
        assert call_of(station).notes == ("sonne",)


async def test_the_clock_runs_from_the_journaled_dial(tmp_path: Path):
    station = ringing(tmp_path)
    station.now = lambda: builders.NOW + timedelta(seconds=83)
    async with opened(station) as pilot:
        assert "05 36 49 12 34 · 01:23" in on_screen(pilot)


async def test_after_a_kill_the_same_telephone_is_still_ringing(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, again=True) as pilot:
        assert "Qui répond ?" in on_screen(pilot)


async def test_a_broken_line_comes_back_to_the_numbers(tmp_path: Path):
    async with opened(ringing(tmp_path), "x") as pilot:
        assert "coupé à l'instant" in line_with(pilot, "domicile")


async def test_a_broken_line_said_by_mistake_is_undone(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "x", "backspace") as pilot:
        assert "Qui répond ?" in on_screen(pilot)
        assert call_of(station).outcome is None


async def test_an_undone_promise_is_forgotten(tmp_path: Path):
    station = ringing(tmp_path)
    async with opened(station, "3", "4"):
        desk = station.desk
        hand = desk.reopen_dial(builders.held(desk))
        assert hand.call is not None
        assert hand.call.promise is None


def incoming(folder: Path) -> Station:
    """A workstation that the household itself is ringing."""
    station = Station(folder)
    station.journal.ask_claim("t1", "confinement", "inbound", builders.case().id)
    station.journal.got_claim("t1", builders.case(), builders.NOW + timedelta(minutes=30))
    desk = station.desk
    desk.dial(builders.held(desk), None)
    return station


async def test_somebody_who_rings_us_is_named_and_cannot_fail_to_answer(tmp_path: Path):
    async with opened(incoming(tmp_path), again=True) as pilot:
        assert "appel reçu de Mme LEFÈVRE · 00:00" in on_screen(pilot)
        assert "1  C'est elle" in on_screen(pilot)
        for impossible in ("Personne ne répond", "Messagerie", "Occupé", "numéro coupé"):
            assert impossible not in on_screen(pilot)


@pytest.mark.parametrize("key", ["4", "5", "7", "8", "k"])
async def test_a_key_that_makes_no_sense_on_an_incoming_call_writes_nothing(
    tmp_path: Path, key: str
):
    station = incoming(tmp_path)
    async with opened(station, key, again=True) as pilot:
        assert "quelqu'un est en ligne" in on_screen(pilot)
        assert call_of(station).outcome is None
