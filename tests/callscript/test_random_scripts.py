"""The random scripts that other tests start from are what they say: valid, and of every kind."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.callscript.random_calls import random_answer, random_call
from tests.callscript.random_scripts import (
    Shape,
    random_script,
    random_yaml,
    scripts,
)
from tests.callscript.writing import read
from veille_tui.domain.answers import check_shape
from veille_tui.domain.call_script import QuestionType
from veille_tui.domain.walk import walk


@pytest.mark.parametrize("language", ["fr", "en"])
def test_random_scripts_have_questions_and_rules_of_every_kind(language):
    found = [random_script(Random(seed), Shape(language=language)).script for seed in range(60)]
    assert {question.type for one in found for question in one.questions} == set(QuestionType)
    assert {one.language for one in found} == {language}
    for part in ("needs", "alerts", "cadence", "closings"):
        assert any(getattr(one, part) for one in found)
    assert any(question.constraint for one in found for question in one.questions)
    assert any(section.when for one in found for section in one.sections)


def test_one_seed_gives_one_script():
    assert random_script(Random(7)).text == random_script(Random(7)).text


@settings(max_examples=30)
@given(scripts(), st.randoms())
def test_random_answers_are_answers(one, luck):
    for question in one.script.questions:
        if question.type is QuestionType.NOTE:
            continue
        answer = random_answer(luck, question, one.script.words)
        assert check_shape(question, answer, one.script.words) == (answer, "")
    call = random_call(luck, one.script)
    state = walk(one.script, call.profile, call.reason, call.answers)
    assert {*state.asked, *state.not_applicable} == set(one.script.by_id)


@settings(max_examples=30)
@given(scripts(), st.randoms())
def test_however_a_script_is_written_it_is_the_same(one, luck):
    assert read(random_yaml(luck, one.content)).hash == one.script.hash


@settings(max_examples=30)
@given(scripts(Shape(types=("yes_no", "choice"), has_rules=False, of_the_person=False)))
def test_a_random_script_keeps_to_its_shape(one):
    assert {question.type.value for question in one.script.questions} <= {"yes_no", "choice"}
    assert not one.script.needs
    conditions = [question.when for question in one.script.questions if question.when]
    assert not [name for when in conditions for name in when.names if name.context]
