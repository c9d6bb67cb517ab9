"""The end of a call by its keys: what is proposed, what can be changed, what is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests import builders
from tests.ui.talking import (
    TalkStation,
    answering,
    on_screen,
    press,
    read,
    refuse_to_write,
    script_of,
    told,
)
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.case import Promise, PromiseKind
from veille_tui.domain.journal import Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.ui.screens.conversation import ConversationScreen
from veille_tui.ui.screens.household import HouseholdScreen
from veille_tui.ui.screens.start import StartScreen


def well(desk: Desk, hand: Hand) -> Hand:
    """Everything is answered, and all is well."""
    for question, value in (("forme", "bien"), ("courses", "oui"), ("mot", "nsp")):
        hand = desk.answer(hand, question, value)
    return desk.end_talk(hand)


def in_need(desk: Desk, hand: Hand) -> Hand:
    hand = desk.answer(hand, "forme", "mal")
    return desk.end_talk(desk.answer(hand, "courses", "oui"))


def cut_short(desk: Desk, hand: Hand) -> Hand:
    return desk.end_dial(desk.answer(hand, "forme", "bien"), Outcome.PARTIAL)


def ended(folder: Path, how: Callable[[Desk, Hand], Hand]) -> TalkStation:
    """A call whose conversation ended that way."""
    station = answering(folder)
    desk = station.desk
    how(desk, desk.with_script(builders.held(desk)))
    return station


def unanswered(folder: Path, outcome: Outcome, **changes: Any) -> TalkStation:
    """A number that was dialled, and what came of it."""
    station = TalkStation(folder)
    builders.in_hand(station.journal, builders.case(**changes))
    desk = station.desk
    hand = builders.held(desk)
    desk.end_dial(desk.dial(hand, hand.case.household.usable_numbers[0]), outcome)
    return station


def saved(station: TalkStation) -> Any:
    """The decision that was written."""
    last = station.journal.unsent(200)[-1]
    assert last.kind is Kind.ATTEMPT_FINISHED
    return last.data["decision"]


async def test_an_all_well_call_is_secured_by_the_person_and_called_again(tmp_path: Path) -> None:
    async with on_screen(ended(tmp_path, well).app()) as pilot:
        text = read(pilot.app)
        assert "sécurisée : la personne elle-même, au téléphone, aujourd'hui" in text
        assert "jeudi 26 mars, le matin vers 10 h 10, par vous (chaque semaine)" in text


async def test_a_need_is_said_with_its_urgency_and_keeps_it_unsecured(tmp_path: Path) -> None:
    async with on_screen(ended(tmp_path, in_need).app()) as pilot:
        assert "santé (aujourd'hui), accord non demandé" in read(pilot.app)
        assert "pas encore sécurisée : un besoin est ouvert" in read(pilot.app)


async def test_enter_saves_lets_go_and_wakes_the_courier(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter")
    assert saved(station)["secured"]["source"] == "self"
    assert [claim.case for claim in station.journal.claims() if claim.case] == []
    assert station.awakened == 1


async def test_enter_pressed_again_without_network_saves_once(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "enter")
        assert await told(pilot, "Pas de réseau.")
        assert "Essayer à nouveau" in read(pilot.app)
        await press(pilot, "plus", "enter")
    kinds = [entry.kind for entry in station.journal.unsent(200)]
    assert kinds.count(Kind.ATTEMPT_FINISHED) == 1


async def test_save_and_stop_goes_back_to_the_start(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "f4")
        assert isinstance(pilot.app.screen, StartScreen)
    assert saved(station)["secured"]


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("+", "vendredi 27 mars, le matin vers 10 h 10"),
        ("++", "samedi 28 mars, le matin vers 10 h 10"),
        ("+++", "lundi 30 mars, le matin vers 10 h 10"),
        ("-", "mercredi 25 mars, le matin vers 10 h 10"),
        ("m", "jeudi 26 mars, le matin vers 9 h 00"),
        ("a", "jeudi 26 mars, l'après-midi vers 12 h 00"),
        ("s", "jeudi 26 mars, en soirée vers 18 h 00"),
    ],
)
async def test_one_key_moves_the_next_call(tmp_path: Path, keys: str, said: str) -> None:
    async with on_screen(ended(tmp_path, well).app()) as pilot:
        await press(pilot, *("minus" if key == "-" else key for key in keys))
        assert f"{said}, par vous (changé par vous)" in read(pilot.app)


async def test_the_next_call_is_never_moved_into_the_past(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, *["minus"] * 9)
    assert station.call.next_call_at == builders.NOW


async def test_any_date_can_be_typed(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "d", *"mardi", "space", *"15", "space", "h", "enter")
    assert station.call.next_call_at == datetime(2020, 3, 24, 14, tzinfo=UTC)


async def test_zero_is_no_next_call(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "à")
        assert "Prochain appel aucun" in read(pilot.app)
        await press(pilot, "enter")
    assert saved(station)["due_at"] is None


async def test_a_promise_moves_with_its_window(tmp_path: Path) -> None:
    starts = builders.NOW + timedelta(days=1)

    def promised(desk: Desk, hand: Hand) -> Hand:
        window = Promise(PromiseKind.CALLBACK, starts, starts + timedelta(hours=2), "Hélène B.")
        return desk.end_dial(desk.promise(hand, window), Outcome.CALLBACK)

    station = ended(tmp_path, promised)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "plus")
    promise = station.call.promise
    assert promise is not None
    assert promise.starts == starts + timedelta(days=1)
    assert promise.ends == starts + timedelta(days=1, hours=2)


async def test_undoing_the_outcome_goes_back_to_the_conversation(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "backspace")
        assert isinstance(pilot.app.screen, ConversationScreen)
        assert "Terminer l'appel" in read(pilot.app)
    assert station.call.outcome is None


async def test_undoing_a_promise_takes_it_back(tmp_path: Path) -> None:
    def promised(desk: Desk, hand: Hand) -> Hand:
        soon = Promise(PromiseKind.APPOINTMENT, builders.NOW + timedelta(hours=3))
        return desk.end_dial(desk.promise(hand, soon), Outcome.APPOINTMENT)

    station = ended(tmp_path, promised)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "ctrl+z")
        assert isinstance(pilot.app.screen, ConversationScreen)
    assert station.call.promise is None


async def test_an_answer_is_read_again_and_changed_from_the_end(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "j", "enter", "2")
    assert station.call.answers["forme"] == "mal"


async def test_the_caller_says_by_whom_it_is_secured(tmp_path: Path) -> None:
    station = ended(tmp_path, cut_short)
    async with on_screen(station.app()) as pilot:
        assert "la conversation n'est pas allée au bout" in read(pilot.app)
        await press(pilot, "c", "3")
        assert "sécurisée : un voisin, au téléphone, aujourd'hui" in read(pilot.app)


async def test_the_caller_says_why_it_is_not_secured(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "c", "6", *"hésite", "enter")
        assert "pas encore sécurisée : vous l'avez dit : « hésite »" in read(pilot.app)


async def test_an_open_need_cannot_be_called_secured(tmp_path: Path) -> None:
    station = ended(tmp_path, in_need)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "c")
        assert await told(pilot, "Elle ne peut pas l'être : un besoin est ouvert.")
    assert station.call.secured is None


async def test_a_word_is_left_for_the_next_caller(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "n", *"Pompon", "enter")
        assert "Un mot Pompon" in read(pilot.app)
    assert station.call.notes == ("Pompon",)


async def test_many_lines_leave_the_next_thing_in_sight(tmp_path: Path) -> None:
    def busy(desk: Desk, hand: Hand) -> Hand:
        for floor in range(9):
            hand = desk.complain(hand, f"étage {floor}")
        return in_need(desk, hand)

    async with on_screen(ended(tmp_path, busy).app()) as pilot:
        text = read(pilot.app)
        assert "étage 0" in text
        assert "Enregistrer et suivant" in text
        assert "F1 aide" in text


async def test_no_answer_is_tried_again_within_hours(tmp_path: Path) -> None:
    async with on_screen(unanswered(tmp_path, Outcome.NO_ANSWER).app()) as pilot:
        assert "05 36 49 12 34, sans réponse" in read(pilot.app)
        assert "personne n'a été joint" in read(pilot.app)
        assert "(nouvel essai)" in read(pilot.app)


async def test_another_number_is_dialled_in_the_same_attempt(tmp_path: Path) -> None:
    station = unanswered(tmp_path, Outcome.NO_ANSWER)
    async with on_screen(station.app()) as pilot:
        assert "Il reste un autre numéro à essayer." in read(pilot.app)
        await press(pilot, "2")
        assert isinstance(pilot.app.screen, HouseholdScreen)
    assert station.call.finished_at is None


async def test_a_household_that_asked_for_silence_is_not_called_again(tmp_path: Path) -> None:
    def refused(desk: Desk, hand: Hand) -> Hand:
        return desk.end_dial(hand, Outcome.REFUSED_HARD, "non merci")

    station = ended(tmp_path, refused)
    async with on_screen(station.app()) as pilot:
        assert "aucun : ce foyer ne sera plus appelé" in read(pilot.app)
        await press(pilot, "plus")
        assert await told(pilot, "Ce foyer ne sera plus appelé dans cette campagne.")
    assert not station.call.next_call_changed


async def test_a_killed_program_comes_back_to_the_end_of_the_call(tmp_path: Path) -> None:
    station = ended(tmp_path, in_need)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "plus")
        before = read(pilot.app)
    async with on_screen(station.restart()) as pilot:
        assert read(pilot.app) == before


async def test_a_disk_that_refuses_keeps_the_call_open_and_says_so(tmp_path: Path) -> None:
    station = ended(tmp_path, well)
    async with on_screen(station.app()) as pilot:
        refuse_to_write(station.journal)
        await press(pilot, "enter")
        assert await told(pilot, "Le disque de ce poste refuse d'écrire")
        assert "Enregistrer et suivant" in read(pilot.app)
    assert station.awakened == 0
    assert station.call.finished_at is None


async def test_with_needs_and_a_note_everything_is_in_sight(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(NEEDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "2", "3", "enter", "enter", "n", *"merci", "enter")
        assert "Un mot merci" in read(pilot.app)
        assert "Prochain appel" in read(pilot.app)


NEEDS = """
script: essai
titre: Essai
sections:
  - id: tout
    titre: Tout
    questions:
      - id: aide
        type: multiple
        dire: Quelle aide ?
        choix:
          - {code: repas, libelle: Les repas, besoin: alimentation, urgence: aujourdhui}
          - {code: lien, libelle: Parler, besoin: lien, urgence: semaine}
          - {code: argent, libelle: Argent, besoin: budget, urgence: semaine}
"""
