"""Moving the next call, its promise with it; numbers that answers give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests import builders
from veille_tui.bootstrap import read_number
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.call_script import Question, QuestionType, Section
from veille_tui.domain.case import Promise, PromiseKind
from veille_tui.domain.journal import Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.store.local import LocalJournal

SOON = builders.NOW + timedelta(hours=5)
LATER = builders.NOW + timedelta(days=1)


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalJournal]:
    made = builders.journal(tmp_path / "journal.db")
    builders.in_hand(made)
    yield made
    made.close()


def asking_a_number(local: LocalJournal) -> Desk:
    who = Question("proche", QuestionType.PHONE, "Quel numéro ?")
    spoken = builders.script(sections=(Section("tout", "Tout", (who,)),))
    return builders.desk(local, spoken=spoken, read=read_number)


def talking(desk: Desk) -> Hand:
    hand = builders.held(desk)
    return desk.person_answered(desk.dial(hand, hand.case.household.numbers[0]))


def promising(desk: Desk) -> Hand:
    window = Promise(PromiseKind.CALLBACK, SOON, SOON + timedelta(hours=2), "Hélène B.")
    return desk.end_dial(desk.promise(talking(desk), window), Outcome.CALLBACK)


def test_a_promise_moves_with_its_window(local: LocalJournal):
    desk = builders.desk(local)
    hand = desk.move_next_call(promising(desk), LATER)
    moved = Promise(PromiseKind.CALLBACK, LATER, LATER + timedelta(hours=2), "Hélène B.")
    assert hand.call is not None
    assert hand.call.promise == moved
    assert desk.proposal(hand).due_at == LATER


def test_no_next_call_takes_the_promise_back(local: LocalJournal):
    desk = builders.desk(local)
    hand = desk.move_next_call(promising(desk), None)
    assert desk.proposal(hand).promise is None
    assert desk.proposal(hand).due_at is None


def test_a_promise_made_after_a_change_is_kept(local: LocalJournal):
    desk = builders.desk(local)
    hand = desk.move_next_call(desk.end_talk(talking(desk)), None)
    hand = desk.promise(desk.reopen_dial(hand), Promise(PromiseKind.APPOINTMENT, SOON))
    hand = desk.end_dial(hand, Outcome.APPOINTMENT)
    assert desk.proposal(hand).due_at == SOON


def test_a_number_that_is_answered_can_be_dialled_as_somebody_near(local: LocalJournal):
    desk = asking_a_number(local)
    hand = desk.answer(talking(desk), "proche", "0639980077", "Quel numéro ?")
    assert hand.call is not None
    assert [(one["e164"], one["role"]) for one in hand.call.numbers_given] == [
        ("+33639980077", "relative")
    ]


@pytest.mark.parametrize("value", ["0536491234", "nsp", "15", None])
def test_what_is_known_or_no_number_is_not_given(local: LocalJournal, value: object):
    desk = asking_a_number(local)
    hand = desk.answer(talking(desk), "proche", value)
    assert hand.call is not None
    assert hand.call.numbers_given == ()


def test_a_number_answered_twice_is_given_once(local: LocalJournal):
    desk = asking_a_number(local)
    hand = desk.answer(talking(desk), "proche", "0639980077")
    desk.answer(hand, "proche", "06 39 98 00 77")
    kinds = [entry.kind for entry in local.unsent(50)]
    assert kinds.count(Kind.NUMBER_GIVEN) == 1
