"""A walk that starts from the one before is the walk from the beginning."""

from __future__ import annotations

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.callscript.random_calls import random_answer, random_call
from tests.callscript.random_scripts import RandomScript, Shape, scripts
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.walk import Walk, walk


def one_changed(luck: Random, script: CallScript, answers: dict[str, object]) -> dict[str, object]:
    """One answer changed, taken back, added, or given later than it was."""
    changed = dict(answers)
    question = luck.choice(script.questions)
    changed.pop(question.id, None)
    if luck.random() < 0.7 and question.type.value != "note":
        changed[question.id] = random_answer(luck, question, script.words)
    return changed


def seen(state: Walk) -> tuple[object, ...]:
    """Everything a walk tells, what conditions see included."""
    return state, state.scope.known, state.scope.dk, state.scope.refused


@settings(max_examples=80, deadline=None)
@given(scripts(Shape(most_questions=10)), st.randoms())
def test_a_walk_from_the_one_before_is_the_walk_from_the_beginning(one: RandomScript, luck: Random):
    script = one.script
    call = random_call(luck, script)
    answers = dict(call.answers)
    state = walk(script, call.profile, call.reason, answers)
    for _turn in range(25):
        answers = one_changed(luck, script, answers)
        state = walk(script, call.profile, call.reason, answers, state)
        assert seen(state) == seen(walk(script, call.profile, call.reason, answers))


@settings(max_examples=20, deadline=None)
@given(scripts(Shape(most_questions=6)), st.randoms())
def test_a_walk_of_another_call_is_no_start(one: RandomScript, luck: Random):
    script = one.script
    first, second = random_call(luck, script), random_call(luck, script)
    before = walk(script, first.profile, first.reason, first.answers)
    again = walk(script, second.profile, second.reason, second.answers, before)
    assert seen(again) == seen(walk(script, second.profile, second.reason, second.answers))
