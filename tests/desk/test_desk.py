"""The telephonist's verbs, on a real journal."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tests import builders
from tests.store.builders import Clock
from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand, Stage
from veille_tui.domain.call_script import Choice, Question, QuestionType, Section, Urgency
from veille_tui.domain.case import CallReason, Disposition, Promise, PromiseKind
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.journal import Kind
from veille_tui.domain.outcomes import Outcome
from veille_tui.errors import Refused, StoreUnreachable
from veille_tui.store.local import LocalJournal


class Post:
    """A desk that can be stopped anywhere and started again on the same file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.journal = builders.journal(file)
        self.token = builders.in_hand(self.journal)

    @property
    def desk(self) -> Desk:
        return builders.desk(self.journal)

    def restart(self) -> Hand:
        """Everything in memory is gone; the file is opened anew."""
        self.journal.close()
        self.journal = LocalJournal(self.file)
        return self.desk.with_script(builders.held(self.desk))

    def ringing(self) -> Hand:
        hand = builders.held(self.desk)
        return self.desk.dial(hand, hand.case.household.numbers[0])

    def talking(self) -> Hand:
        return self.desk.person_answered(self.ringing())


@pytest.fixture
def post(tmp_path: Path) -> Post:
    return Post(tmp_path / "journal.db")


def same(one: Hand, other: Hand) -> bool:
    """Whether two hands show the same call at the same place."""
    return (one.call, one.stage, one.walk) == (other.call, other.stage, other.walk)


def test_a_household_in_hand_waits_for_a_number(post: Post) -> None:
    hand = builders.held(post.desk)
    assert hand.stage is Stage.NUMBERS
    assert hand.reason is CallReason.FOLLOW_UP
    assert hand.script is None


def test_the_attempt_is_on_disk_before_the_number_rings(post: Post) -> None:
    hand = post.ringing()
    kinds = [entry.kind for entry in post.journal.unsent(10)]
    assert kinds == [Kind.ATTEMPT_STARTED, Kind.NUMBER_DIALLED]
    assert hand.stage is Stage.RINGING


def test_every_stage_is_found_again_after_the_program_was_killed(post: Post) -> None:
    assert same(post.ringing(), post.restart())
    talking = post.desk.person_answered(builders.held(post.desk))
    assert same(post.desk.with_script(talking), post.restart())
    hand = post.restart()
    hand = post.desk.answer(hand, "forme", "mal", "Comment allez-vous ? Mal")
    assert same(hand, post.restart())
    hand = post.desk.move_to(hand, "forme")
    assert same(hand, post.restart())
    hand = post.desk.end_talk(hand)
    assert same(hand, post.restart())
    assert hand.stage is Stage.WRAP_UP


def test_a_broken_line_keeps_the_answers_and_resumes_at_the_same_question(post: Post) -> None:
    hand = post.desk.answer(post.talking(), "forme", "bien")
    hand = post.desk.end_dial(hand, Outcome.DROPPED)
    assert hand.stage is Stage.NUMBERS
    hand = post.restart()
    hand = post.desk.person_answered(post.desk.dial(hand, hand.case.household.numbers[0]))
    assert hand.walk is not None
    assert hand.walk.current == "courses"
    assert len({entry.attempt_id for entry in post.journal.unsent(20)}) == 1


def test_a_wrong_key_is_undone_and_nothing_is_deleted(post: Post) -> None:
    hand = post.desk.end_dial(post.ringing(), Outcome.WRONG_NUMBER)
    hand = post.desk.reopen_dial(hand)
    assert hand.stage is Stage.RINGING
    assert Kind.DIAL_ENDED in [entry.kind for entry in post.journal.unsent(10)]


def test_undoing_the_end_of_a_talk_goes_back_to_the_talk(post: Post) -> None:
    hand = post.desk.end_talk(post.desk.answer(post.talking(), "courses", "oui"))
    assert post.desk.reopen_dial(hand).stage is Stage.TALKING


def test_a_talk_without_its_required_answer_is_partial_and_still_saved(post: Post) -> None:
    hand = post.desk.end_talk(post.desk.answer(post.talking(), "forme", "bien"))
    assert hand.call is not None
    assert hand.call.outcome is Outcome.PARTIAL
    assert post.desk.finish(hand).secured is None


def test_a_talk_without_a_single_answer_reassures_nobody(post: Post) -> None:
    nothing_required = builders.script(sections=builders.script().sections[:1])
    desk = builders.desk(post.journal, spoken=nothing_required)
    hand = builders.held(desk)
    hand = desk.person_answered(desk.dial(hand, hand.case.household.numbers[0]))
    assert hand.walk is not None
    assert hand.walk.complete
    hand = desk.end_talk(hand)
    assert hand.call is not None
    assert hand.call.outcome is Outcome.PARTIAL


def test_a_talk_stopped_with_questions_left_is_partial(post: Post) -> None:
    hand = post.desk.answer(post.talking(), "courses", "oui")
    assert hand.walk is not None
    assert hand.walk.complete
    hand = post.desk.end_talk(hand, is_early=True)
    assert hand.call is not None
    assert hand.call.outcome is Outcome.PARTIAL


def test_an_unfinished_talk_with_a_relative_is_only_news(post: Post) -> None:
    hand = post.desk.person_answered(post.ringing(), "relative")
    hand = post.desk.end_talk(post.desk.answer(hand, "forme", "bien"))
    assert hand.call is not None
    assert hand.call.outcome is Outcome.REACHED_OTHER
    assert post.desk.proposal(hand).not_secured == "hearsay"


def test_an_answer_that_refuses_further_calls_ends_in_a_refusal(post: Post) -> None:
    never = Choice("jamais", "Ne veut plus d'appel", outcome="refused_hard")
    question = Question("moment", QuestionType.CHOICE, "Un moment ?", choices=(never,))
    desk = builders.desk(
        post.journal, spoken=builders.script(sections=(Section("a", "Accueil", (question,)),))
    )
    hand = builders.held(desk)
    hand = desk.person_answered(desk.dial(hand, hand.case.household.numbers[0]))
    hand = desk.end_talk(desk.answer(hand, "moment", "jamais"))
    assert desk.proposal(hand).disposition is Disposition.REFUSED


def test_no_other_number_is_dialled_after_a_death(post: Post) -> None:
    hand = post.desk.end_dial(post.ringing(), Outcome.DECEASED)
    with pytest.raises(Refused):
        post.desk.dial(hand, hand.case.household.numbers[1])
    hand = post.desk.reopen_dial(hand)
    hand = post.desk.end_dial(hand, Outcome.NO_ANSWER)
    assert post.desk.dial(hand, hand.case.household.numbers[1]).stage is Stage.RINGING


def test_the_length_of_a_call_leaves_out_the_night_between_two_dials(post: Post) -> None:
    clock = Clock(builders.NOW)
    desk = builders.desk(post.journal, now=clock)
    hand = builders.held(desk)
    hand = desk.dial(hand, hand.case.household.numbers[0])
    clock.forward(minutes=4)
    hand = desk.end_dial(desk.person_answered(hand), Outcome.DROPPED)
    clock.forward(hours=15)
    hand = desk.dial(hand, hand.case.household.numbers[0])
    clock.forward(minutes=2)
    desk.finish(desk.end_dial(hand, Outcome.NO_ANSWER))
    assert post.journal.unsent(20)[-1].data["minutes"] == 6.0


def test_an_answer_taken_back_is_no_answer(post: Post) -> None:
    hand = post.desk.answer(post.talking(), "forme", "mal")
    assert hand.talk.needs
    hand = post.desk.answer(hand, "forme", None)
    assert not hand.talk.needs
    assert hand.walk is not None
    assert "forme" in hand.walk.unanswered


def test_an_answer_keeps_the_words_and_the_version_of_the_script(post: Post) -> None:
    post.desk.answer(post.talking(), "forme", "bien", "Comment allez-vous ? Bien")
    entry = post.journal.unsent(20)[-1]
    assert entry.data["words"] == "Comment allez-vous ? Bien"
    assert entry.data["script_hash"] == "abc"
    assert entry.data["script"] == "confinement"


def test_finishing_lets_go_of_the_case_and_says_what_comes_next(post: Post) -> None:
    hand = post.desk.answer(post.talking(), "courses", "oui")
    hand = post.desk.answer(hand, "forme", "bien")
    decision = post.desk.finish(post.desk.end_talk(hand))
    assert decision.disposition is Disposition.FOLLOWED
    assert post.desk.resume() is None
    last = post.journal.unsent(30)[-1]
    assert last.kind is Kind.ATTEMPT_FINISHED
    assert last.data["token"] == post.token


def test_a_promise_is_kept_in_the_proposal(post: Post) -> None:
    when = builders.NOW.replace(hour=14)
    hand = post.desk.promise(post.ringing(), Promise(PromiseKind.APPOINTMENT, when, by="Hélène B."))
    hand = post.desk.end_dial(hand, Outcome.APPOINTMENT)
    assert post.desk.proposal(hand).due_at == when


def test_a_case_put_back_is_no_longer_in_hand_and_the_store_will_be_told(post: Post) -> None:
    post.desk.put_back(builders.held(post.desk), "je connais cette personne")
    assert post.desk.resume() is None
    entry = post.journal.unsent(5)[-1]
    assert entry.kind is Kind.CASE_RETURNED
    assert entry.data["token"] == post.token


def test_a_call_under_way_stays_on_its_own_version_of_the_script(post: Post) -> None:
    hand = post.talking()
    newer = replace(builders.campaign(), script_hash="def")
    assert post.desk.with_script(replace(hand, campaign=newer, script=None)).script is not None
    assert hand.call is not None
    assert hand.call.script_hash == "abc"


def test_without_network_the_case_in_hand_is_finished_all_the_same(post: Post) -> None:
    hand = post.desk.end_dial(post.ringing(), Outcome.NO_ANSWER)
    assert post.desk.finish(hand).disposition is Disposition.RETRYING
    with pytest.raises(StoreUnreachable):
        post.desk.take_next(builders.campaign(hours=builders.always_open()))


def test_a_claim_whose_reply_was_lost_is_asked_again_with_the_same_token(post: Post) -> None:
    open_all_day = builders.campaign(hours=builders.always_open())
    post.journal.drop_claim(post.token)
    for _ in range(2):
        with pytest.raises(StoreUnreachable):
            post.desk.take_next(open_all_day)
    asked = [claim for claim in post.journal.claims() if claim.case is None]
    assert len(asked) == 1


def test_today_counts_calls_people_and_secured_situations(post: Post) -> None:
    hand = post.desk.answer(post.talking(), "courses", "oui")
    hand = post.desk.answer(hand, "forme", "bien")
    post.desk.finish(post.desk.end_talk(hand))
    today = post.desk.shift(builders.campaign()).today
    assert (today.dials, today.reached, today.secured) == (1, 1, 1)


def test_an_immediate_need_is_written_down_for_the_supervisors_at_once_and_once(tmp_path: Path):
    post = Post(tmp_path / "journal.db")
    hand = post.desk.person_answered(post.ringing())
    need = NeedFound("chute", "immediate", note="dans l'escalier")
    hand = post.desk.add_need(hand, need)
    hand = post.desk.add_need(hand, replace(need, note="marche à peine"))
    hand = post.desk.answer(hand, "forme", "mal")
    heard = [dict(one.data) for one in post.journal.unsent(100) if one.kind is Kind.NEED_HEARD]
    assert heard == [{"theme": "chute", "text": "dans l'escalier"}]
    assert post.restart().call.needs_heard == ("chute",)  # type: ignore[union-attr]


def test_an_answer_that_is_a_danger_is_told_at_once(tmp_path: Path):
    post = Post(tmp_path / "journal.db")
    danger = Choice("mal", "Mal", need="sante", urgency=Urgency.IMMEDIATE)
    question = Question("forme", QuestionType.CHOICE, "Ça va ?", choices=(danger,))
    spoken = builders.script(sections=(Section("sante", "Santé", (question,)),))
    desk = builders.desk(post.journal, spoken=spoken)
    hand = desk.dial(desk.with_script(builders.held(desk)), None)
    hand = desk.answer(desk.person_answered(hand), "forme", "mal")
    assert hand.call is not None
    assert hand.call.needs_heard == ("sante",)
