"""However a caller goes back, changes and restores answers, the walk is that of answering once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import builders
from tests.callscript.random_calls import random_answer, random_call
from tests.callscript.random_scripts import Shape, scripts
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.call_script import CallScript, QuestionType
from veille_tui.domain.walk import Walk, walk
from veille_tui.store.local import LocalJournal

SHAPE = Shape(most_questions=6)


def answered_once(hand: Hand, answers: dict[str, object]) -> Walk:
    """The walk of a call in which exactly these answers were given."""
    assert hand.script is not None
    assert hand.profile is not None
    return walk(hand.script, hand.profile, hand.reason, answers)


class Talk:
    """A conversation at a real desk, with what was answered last beside it."""

    def __init__(self, file: Path, script: CallScript) -> None:
        self.file = file
        self.script = script
        self.journal = builders.journal(file)
        builders.in_hand(self.journal)
        hand = builders.held(self.desk)
        hand = self.desk.dial(hand, hand.case.household.numbers[0])
        self.hand = self.desk.person_answered(hand)
        self.answers: dict[str, object] = {}

    @property
    def desk(self) -> Desk:
        return builders.desk(self.journal, spoken=self.script)

    def answer(self, question: str, value: object) -> None:
        """Say it, or with None take it back."""
        self.hand = self.desk.answer(self.hand, question, value, "ce qui était à l'écran")
        if value is None:
            self.answers.pop(question, None)
        else:
            self.answers[question] = value

    def restart(self) -> None:
        """Everything in memory is gone; the file is opened anew."""
        self.journal.close()
        self.journal = LocalJournal(self.file)
        self.hand = self.desk.with_script(builders.held(self.desk))

    @property
    def walk(self) -> Walk:
        """What the screen shows."""
        assert self.hand.walk is not None
        return self.hand.walk


@contextmanager
def talking(folder: Path, script: CallScript) -> Iterator[Talk]:
    """A conversation with a script on a journal of its own."""
    file = folder / f"{len(list(folder.iterdir()))}.db"
    talk = Talk(file, script)
    try:
        yield talk
    finally:
        talk.journal.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where every conversation has its journal."""
    return tmp_path_factory.mktemp("journals")


def asked_of(script: CallScript) -> list[str]:
    """The questions that can be answered."""
    return [one.id for one in script.questions if one.type is not QuestionType.NOTE]


def wander(luck: Random, talk: Talk, steps: int) -> None:
    """Answer, change, take back and go back, anywhere, in any order."""
    names = asked_of(talk.script)
    for _ in range(steps if names else 0):
        name = luck.choice(names)
        what = luck.random()
        if what < 0.2:
            talk.hand = talk.desk.move_to(talk.hand, name)
        elif what < 0.35:
            talk.answer(name, None)
        else:
            question = talk.script.by_id[name]
            talk.answer(name, random_answer(luck, question, talk.script.words))


@settings(max_examples=20)
@given(scripts(SHAPE), st.randoms())
def test_going_back_and_forth_ends_where_answering_once_does(folder, one, luck):
    with talking(folder, one.script) as talk:
        wander(luck, talk, 12)
        assert talk.walk == answered_once(talk.hand, talk.answers)
        before = talk.walk
        talk.restart()
        assert talk.walk == before


@settings(max_examples=20)
@given(scripts(SHAPE), st.randoms())
def test_an_answer_that_is_changed_and_restored_changes_nothing(folder, one, luck):
    with talking(folder, one.script) as talk:
        for name, value in random_call(luck, one.script).answers.items():
            talk.answer(name, value)
        before = talk.walk
        for name in luck.sample([*talk.answers], min(3, len(talk.answers))):
            kept = talk.answers[name]
            talk.answer(name, random_answer(luck, one.script.by_id[name], one.script.words))
            talk.answer(name, None)
            talk.answer(name, kept)
        assert talk.walk == before


@settings(max_examples=50)
@given(scripts(SHAPE), st.randoms())
def test_what_a_change_of_mind_hides_is_kept_and_comes_back(one, luck):
    """Every answer is either asked, or hidden; with the old answer it is asked again."""
    call = random_call(luck, one.script)
    before = walk(one.script, call.profile, call.reason, call.answers)
    for name in [name for name in before.asked if name in call.answers]:
        changed = {
            **call.answers,
            name: random_answer(luck, one.script.by_id[name], one.script.words),
        }
        after = walk(one.script, call.profile, call.reason, changed)
        assert {*after.hidden, *after.asked} >= set(call.answers)
        assert not {*after.hidden} & {*after.asked}
        restored = {**changed, name: call.answers[name]}
        assert walk(one.script, call.profile, call.reason, restored) == before


@settings(max_examples=50)
@given(scripts(SHAPE), st.randoms())
def test_what_is_hidden_feeds_nothing(one, luck):
    """Without its hidden answers a call needs, alerts and closes the same."""
    call = random_call(luck, one.script)
    state = walk(one.script, call.profile, call.reason, call.answers)
    shown = {name: value for name, value in call.answers.items() if name not in state.hidden}
    assert walk(one.script, call.profile, call.reason, shown) == replace(state, hidden=())


@settings(max_examples=50)
@given(scripts(SHAPE), st.randoms())
def test_a_question_only_depends_on_those_before_it(one, luck):
    call = random_call(luck, one.script)
    state = walk(one.script, call.profile, call.reason, call.answers)
    order = [question.id for question in one.script.questions]
    assert [name for name in order if name in state.asked] == list(state.asked)
    for place, name in enumerate(order):
        sooner = {key: value for key, value in call.answers.items() if key in order[:place]}
        alone = walk(one.script, call.profile, call.reason, sooner)
        assert (name in alone.asked) is (name in state.asked)
