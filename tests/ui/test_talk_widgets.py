"""The lines around a question: sections that fit, last answers that fit, keys that fit."""

from __future__ import annotations

import pytest

from veille_tui.domain.texts import unbroken
from veille_tui.ui.widgets.alert_banner import Alert, first_sentence, worded
from veille_tui.ui.widgets.answers_so_far import last_that_fit, shortened
from veille_tui.ui.widgets.said import lines_of_words
from veille_tui.ui.widgets.section_progress import Step, fitted

STEPS = [Step("Accueil", is_done=True), Step("Santé", is_here=True), Step("Courses"), Step("Fin")]


def test_sections_keep_their_place_whatever_is_done() -> None:
    assert len(Step("Santé").text) == len(Step("Santé", is_done=True).text)


def test_all_sections_are_shown_when_there_is_room() -> None:
    assert fitted(STEPS, 80) == (STEPS, 3)


def test_the_present_section_is_shown_even_when_narrow() -> None:
    shown, _gap = fitted(STEPS, 18)
    assert STEPS[1] in shown
    assert "…" in [step.title for step in shown]


def test_the_last_answers_stay_and_the_first_give_way() -> None:
    answers = [("Santé", "Bien"), ("Santé", "Rien"), ("Courses", "Oui")]
    assert last_that_fit(answers, 80) == "Santé : Bien, Rien · Courses : Oui"
    assert last_that_fit(answers, 30) == "Santé : Rien · Courses : Oui"
    assert last_that_fit(answers, 10) == "Courses :…"


def test_a_long_note_is_cut_on_one_line() -> None:
    assert shortened("le chat\nest malade", 11) == "le chat es…"


def test_an_older_alert_keeps_its_number_and_its_first_sentence() -> None:
    old = Alert("samu", "Appeler le 15. Rester en ligne.", "15", is_new=False)
    assert worded([old, old], is_told=False).plain.startswith("APPELER LE 15  Appeler le 15.\n")
    assert "Rester en ligne." in worded([old], is_told=False).plain


def test_an_alert_without_a_full_stop_is_said_whole() -> None:
    assert first_sentence("Rester en ligne") == "Rester en ligne"


def test_punctuation_is_never_alone_at_the_start_of_a_line() -> None:
    assert unbroken("« Ça va ? »") == "«\u00a0Ça va\u00a0?\u00a0»"


@pytest.mark.parametrize("width", range(12, 60))
def test_no_line_ends_or_begins_with_a_lone_sign(width: int) -> None:
    text = "S'il reste hésitant : « Et les nuits, ça va ? Vous dormez ; un peu ! »"
    for line in lines_of_words(text, width):
        assert not line.startswith((":", "?", "!", ";", "»"))
        assert not line.endswith("«")


def test_the_present_section_is_pointed_at_and_those_behind_are_ticked() -> None:
    assert [step.text.strip() for step in STEPS] == ["Accueil ✓", "▸ Santé", "Courses", "Fin"]
