"""What cannot wait, as a supervisor reads it in a terminal."""

from __future__ import annotations

from typing import Any

import pytest

from tests import builders
from veille_tui.cli.attention_lines import lines
from veille_tui.domain.attention import FLAGS, Attention


def item(**changes: Any) -> Attention:
    values: dict[str, Any] = {
        "kind": "help",
        "case_id": 1,
        "tenant_id": 7,
        "title": "Mme",
        "last_name": "LEFÈVRE",
        "city": "Toulouse",
        "agency": "",
        "detail": "",
        "urgency": "",
        "to": "",
        "text": "",
        "caller": "",
        "at": builders.NOW,
    }
    return Attention(**values | changes)


def shown(*found: Attention) -> list[str]:
    return list(lines(found, builders.campaign(), builders.NOW))


def nobody(**changes: Any) -> Attention:
    return item(case_id=0, tenant_id=0, title="", last_name="", city="", **changes)


def test_households_that_wait_are_counted_by_state():
    states = ("no_number", "handed_over", "no_number")
    found = shown(*(item(kind="household", detail=state) for state in states))
    assert found == ["2 foyers : sans numéro", "1 foyer : confié au responsable"]


def test_the_line_of_a_shift_names_its_caller_and_no_household():
    first, second = shown(nobody(kind="shift", text="Trois à refaire.", caller="Paul"))
    assert first.startswith("mot de fin de permanence · ")
    assert first.endswith(" · par Paul")
    assert second == "    « Trois à refaire. »"


def test_a_refused_entry_shows_its_reason_and_its_id():
    (line,) = shown(nobody(kind="refused_entry", detail="unknown-case", text="e-1"))
    assert line.startswith("envoi d'un poste mis de côté (unknown-case) : e-1 · ")


def test_an_alert_is_named():
    (line,) = shown(item(kind="alert", detail="samu"))
    assert line.startswith("alerte montrée à l'appelant : samu · 7  Mme LEFÈVRE · Toulouse · ")


@pytest.mark.parametrize("word", FLAGS)
def test_every_word_for_the_supervisor_has_its_words(word: str):
    (line,) = shown(item(kind="flag", detail=word))
    assert not line.startswith(f"{word} ")


def test_a_late_result_is_not_said_to_be_of_whoever_called_in_time():
    (line,) = shown(item(kind="flag", detail="late_result", caller="Paul"))
    assert "résultat arrivé tard" in line
    assert "Paul" not in line


def test_who_is_lost_is_named_every_day_with_what_to_do():
    (line,) = shown(item(kind="household", detail="lost_to_follow_up", case_id=12))
    assert line.startswith("suivi 12 perdu de vue : le chercher, ou le clore · 7  Mme LEFÈVRE")


def test_a_relay_that_is_late_says_which_and_who_has_it():
    (line,) = shown(item(kind="relay", detail="postman", caller="La Poste"))
    assert line.startswith("relais en retard : facteur · ")
    assert line.endswith(" · par La Poste")


def test_a_rescue_to_which_nobody_goes_comes_before_everything():
    rescue, danger = item(kind="rescue", detail="rescue"), item(kind="need", urgency="immediate")
    assert rescue.pressing < danger.pressing
    assert shown(rescue)[0].startswith("secours demandé, et personne n'a dit « j'y vais » · ")
