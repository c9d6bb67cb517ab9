"""How a conversation is helped, interrupted and ended, by its keys."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest

from tests import builders
from tests.ui.driving import opened, pressed
from tests.ui.talking import (
    KINDS,
    all_well,
    answering,
    on_screen,
    press,
    read,
    script_of,
    shipped,
)
from tests.ui.test_ring_back import OneTenantStore, granted
from veille_tui.desk.shared_store import SharedStore
from veille_tui.domain.journal import Kind
from veille_tui.domain.outcomes import Outcome

ALERT = """
script: essai
titre: Essai
sections:
  - id: sante
    titre: Santé
    questions:
      - {id: souffle, type: oui_non, dire: Du mal à respirer ?}
      - {id: suite, type: oui_non, dire: Et la suite ?}
alertes:
  - id: samu
    si: souffle == "oui"
    dire: Proposer d'appeler le 15. Rester en ligne.
    appeler: "15"
"""


async def test_an_alert_is_shown_in_words_and_written_down_once(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(ALERT))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1")
        assert "APPELER LE 15 Proposer d'appeler le 15. Rester en ligne." in read(pilot.app)
        await press(pilot, "1")
        assert "APPELER LE 15 Proposer d'appeler le 15." in read(pilot.app)
        assert station.call.alerts_shown == ("samu",)


async def test_an_alert_goes_when_its_answer_changes(tmp_path: Path) -> None:
    async with on_screen(answering(tmp_path, script_of(ALERT)).app()) as pilot:
        await press(pilot, "1", "ctrl+z")
        assert "APPELER" not in read(pilot.app)


async def test_one_key_tells_the_supervisor_of_an_alert(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(ALERT))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "a", "a")
        assert station.call.help_asked == ("Alerte : Proposer d'appeler le 15. Rester en ligne.",)
        assert "Le superviseur est prévenu." in read(pilot.app)


async def test_the_supervisor_can_be_called_while_typing(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "f9", "enter")
        assert station.call.help_asked == ("",)


async def test_a_technical_complaint_is_kept_for_the_agency(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "t", *"ascenseur", "enter")
        assert station.call.complaints == ("ascenseur",)


async def test_a_cut_line_keeps_everything_and_resumes_at_the_same_question(
    tmp_path: Path,
) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "1", "x")
        assert station.call.outcome is Outcome.DROPPED
        desk = station.desk
        again = desk.dial(builders.held(desk), None)
        desk.person_answered(again)
    async with on_screen(station.restart()) as pilot:
        assert "Avez-vous de quoi manger ?" in read(pilot.app)
        assert station.call.answers == {"forme": "bien"}


async def test_another_moment_is_promised_and_ends_the_call(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "p", *"demain", "space", *"10", "space", "h", "enter")
        assert station.call.outcome is Outcome.APPOINTMENT
        assert "demain à 10 h 00" in read(pilot.app)


@pytest.mark.parametrize(
    ("digit", "outcome"), [("1", Outcome.REFUSED_SOFT), ("2", Outcome.REFUSED_HARD)]
)
async def test_a_refusal_in_mid_call_is_noted_with_its_words(
    tmp_path: Path, digit: str, outcome: Outcome
) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        sure = ["enter"] if outcome is Outcome.REFUSED_HARD else []
        await press(pilot, "v", digit, *"trop", "enter", *sure)
        assert station.call.outcome is outcome
        assert station.call.dials[-1].note == "trop"


async def test_a_call_that_ends_early_is_partial(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        await press(pilot, "2", "enter", "f5")
        assert station.call.outcome is Outcome.PARTIAL


async def test_passing_every_question_reassures_nobody(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(KINDS))
    async with on_screen(station.app()) as pilot:
        while "Terminer l'appel" not in read(pilot.app):
            await press(pilot, "escape" if "autres touches" in read(pilot.app) else "right")
        await press(pilot, "enter")
        assert station.call.outcome is Outcome.PARTIAL


async def test_a_required_question_without_an_answer_is_named_before_the_end(
    tmp_path: Path,
) -> None:
    async with on_screen(answering(tmp_path).app()) as pilot:
        await press(pilot, "1", "right", "f7")
        assert "Il manque une réponse : « Avez-vous de quoi manger ? »" in read(pilot.app)
        await press(pilot, "enter")
        assert "2 sur 3" in read(pilot.app)


async def test_a_relative_who_gives_little_news_is_somebody_else_reached(tmp_path: Path) -> None:
    station = answering(tmp_path, who="relative")
    async with on_screen(station.app()) as pilot:
        assert "un proche" in read(pilot.app)
        await press(pilot, "1", "e")
        assert station.call.outcome is Outcome.REACHED_OTHER
        assert station.call.dials[-1].who == "relative"


async def test_an_all_well_call_takes_one_key_per_question_and_two_to_finish(
    tmp_path: Path,
) -> None:
    station = answering(tmp_path, shipped())
    async with on_screen(station.app()) as pilot:
        asked = 0
        while "Terminer l'appel" not in read(pilot.app):
            before = len(station.call.answers)
            await press(pilot, all_well(pilot.app))
            asked += len(station.call.answers) - before
        await press(pilot, "enter", "enter")
        kept = station.journal.unsent(200)
    answers = [entry for entry in kept if entry.kind is Kind.ANSWERED]
    assert len(answers) == asked
    assert kept[-1].kind is Kind.ATTEMPT_FINISHED
    assert kept[-1].data["decision"]["secured"]["source"] == "self"


async def test_a_note_left_by_escape_is_there_again(tmp_path: Path) -> None:
    station = answering(tmp_path)
    async with on_screen(station.app()) as pilot:
        await press(pilot, "n", *"le chat", "escape")
        await press(pilot, "t")
        assert "le chat" not in read(pilot.app)
        await press(pilot, "escape", "n")
        assert "le chat" in read(pilot.app)
        await press(pilot, *"s", "enter")
        assert station.call.notes == ("le chats",)
        await press(pilot, "n")
        assert "le chats Entrée" not in read(pilot.app)


async def test_after_a_cut_the_same_number_and_the_alert_come_first(tmp_path: Path) -> None:
    station = answering(tmp_path, script_of(ALERT))
    async with on_screen(station.app()) as pilot:
        assert "F2 rappel" in read(pilot.app)
        await press(pilot, "enter", "1", "x")
        await pilot.pause()
        seen = read(pilot.app)
        assert "la ligne vient de couper" in seen
        assert "APPELER LE 15 Proposer d'appeler le 15. Rester en ligne." in seen
        assert "F1 aide" in seen
        await press(pilot, "enter")
        await pilot.pause()
    assert station.call.dials[0].e164 == station.call.dials[1].e164


async def test_an_alert_is_left_for_another_call_only_knowingly_and_stays_in_sight(
    tmp_path: Path,
) -> None:
    station = answering(tmp_path, script_of(ALERT))
    store = cast("SharedStore", OneTenantStore(granted()))
    station.store = lambda: store
    async with opened(station, again=True) as pilot:
        await pressed(pilot, "enter", "1", "f2", *"gar", "enter")
        assert "Mme LEFÈVRE attend : appeler le 15" in read(pilot.app)
        assert "Prendre l'autre appel quand même ?" in read(pilot.app)
        await pressed(pilot, "escape")
        assert "APPELER LE 15" in read(pilot.app)
        station.now = lambda: builders.NOW + timedelta(minutes=1)
        await pressed(pilot, "f2", *"gar", "enter", "enter")
        assert "appel reçu de M. GARCIA" in read(pilot.app)
        assert "Mme LEFÈVRE attend : appeler le 15" in read(pilot.app)
        await pressed(pilot, "1")
        assert "Mme LEFÈVRE attend : appeler le 15" in read(pilot.app)
