"""Advice for the callers: read in both languages, checked like every text."""

from __future__ import annotations

import pytest

from tests.callscript.writing import MORAL, codes_of, only_problem, questions, read
from veille_tui.domain.call_script import Guidance

ADVICE = "conseils: {ton: Lentement., jamais: 'Le prix, chez {bailleur}.', arreter: À temps.}\n"


def test_tone_what_is_never_asked_and_when_to_stop_are_read():
    script = read(questions(MORAL, then=ADVICE))
    assert script.guidance == Guidance("Lentement.", "Le prix, chez {bailleur}.", "À temps.")
    assert read(questions(MORAL)).guidance == Guidance()


def test_the_english_words_mean_the_same():
    text = (
        "script: a\ntitle: A\nguidance: {tone: Slowly., never: The price., stop: In time.}\n"
        "sections:\n  - id: s\n    title: S\n    questions: [{id: q, type: yes_no, say: Well?}]\n"
    )
    assert read(text).guidance == Guidance("Slowly.", "The price.", "In time.")


@pytest.mark.parametrize(
    ("advice", "code"),
    [
        ("conseils: {tons: x}", "unknown-key"),
        ("conseils: {tone: x}", "mixed-languages"),
        ("conseils: {ton: [a, b]}", "not-a-text"),
        ("conseils: parler lentement", "not-a-group"),
        ("conseils: {jamais: 'Le {prix}'}", "unknown-placeholder"),
        ("conseils: {arreter: 'Si {moral}'}", "later-question"),
    ],
)
def test_wrong_advice_says_what_is_wrong(advice: str, code: str):
    assert only_problem(questions(MORAL, then=advice + "\n")).code == code


def test_a_misspelt_keyword_of_advice_is_guessed():
    problem = only_problem(questions(MORAL, then="conseils: {jamai: x}\n"))
    assert "« jamais »" in problem.hint


def test_advice_alone_is_never_missed():
    assert codes_of(questions(MORAL)) == []
