"""What happens next after each outcome."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.field import CAMPAIGN, HOUR, a_call, a_case, at, past
from veille_tui.domain.campaign import CadenceRule, Campaign
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.next_step import Decision, NeedFound, Talk, decide
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import NumberState

NOW = at(17, 10)
WELL = Talk(complete=True)
FOOD = NeedFound("alimentation", "today", "ccas")


SILENCE = Talk()


def after(outcome: Outcome, talk: Talk = SILENCE, now=NOW, case=None, campaign=CAMPAIGN, **changes):
    return decide(case or a_case(), a_call(outcome, now, **changes), talk, campaign, now)


def test_a_complete_conversation_without_need_secures_the_situation_by_the_person() -> None:
    decision = after(Outcome.DONE, WELL)
    assert decision.disposition is Disposition.SECURED
    assert decision.state is QueueState.DONE
    assert decision.secured is not None
    assert (decision.secured.source, decision.secured.channel) == ("self", "phone")


def test_a_need_overrides_all_well_even_when_the_caller_says_secured() -> None:
    decision = after(Outcome.DONE, Talk((FOOD,), complete=True), secured=True)
    assert decision.secured is None
    assert decision.not_secured == "needs"
    assert decision.disposition is Disposition.NEEDS_HELP
    assert decision.urgency == "today"


def test_an_incomplete_conversation_is_never_reassurance() -> None:
    decision = after(Outcome.PARTIAL, Talk(complete=False))
    assert decision.secured is None
    assert decision.not_secured == "incomplete"
    assert decision.state is QueueState.SCHEDULED


def test_a_relative_who_gives_news_secures_only_when_the_caller_says_so() -> None:
    heard = after(Outcome.REACHED_OTHER)
    assert heard.secured is None
    assert heard.not_secured == "hearsay"
    told = after(Outcome.REACHED_OTHER, secured=True, secured_source="relative")
    assert told.secured is not None
    assert told.secured.source == "relative"


@pytest.mark.parametrize(
    ("outcome", "delay"),
    [(Outcome.NO_ANSWER, 3 * HOUR), (Outcome.BUSY, HOUR / 4), (Outcome.VOICEMAIL_LEFT, 3 * HOUR),
     (Outcome.VOICEMAIL, 3 * HOUR), (Outcome.PHONE_PROBLEM, 3 * HOUR),
     (Outcome.REFUSED_SOFT, timedelta(days=7))],
)  # fmt: skip
def test_each_outcome_waits_for_its_delay_before_the_next_try(outcome, delay) -> None:
    decision = after(outcome)
    assert decision.state is QueueState.SCHEDULED
    assert decision.due_at is not None
    assert decision.due_at >= NOW + delay
    assert decision.disposition is Disposition.RETRYING


def test_a_busy_line_is_tried_again_a_quarter_of_an_hour_later() -> None:
    assert after(Outcome.BUSY).due_at == at(17, 10, 15)


def test_a_line_that_nobody_answers_is_tried_again_in_another_part_of_the_day() -> None:
    assert after(Outcome.NO_ANSWER).due_at == at(17, 13)


def test_a_campaign_may_change_a_delay() -> None:
    rules = replace(CAMPAIGN.attempts, delays={Outcome.NO_ANSWER: 48 * HOUR})
    decision = after(Outcome.NO_ANSWER, campaign=replace(CAMPAIGN, attempts=rules))
    assert decision.due_at is not None
    assert decision.due_at >= NOW + 48 * HOUR


def test_a_dropped_line_comes_back_at_once_to_the_same_caller() -> None:
    decision = after(Outcome.DROPPED)
    assert decision.state is QueueState.READY
    assert decision.due_at == NOW
    assert decision.reserved_for == "Paul"
    assert decision.reserved_until == NOW + timedelta(minutes=15)


@pytest.mark.parametrize(
    ("outcome", "disposition", "state"),
    [(Outcome.REFUSED_HARD, Disposition.REFUSED, QueueState.CLOSED),
     (Outcome.DECEASED, Disposition.DECEASED, QueueState.CLOSED),
     (Outcome.MOVED_OUT, Disposition.MOVED_OUT, QueueState.CLOSED),
     (Outcome.LANGUAGE, Disposition.LANGUAGE, QueueState.DONE),
     (Outcome.CANNOT_TALK, Disposition.TO_VISIT, QueueState.DONE)],
)  # fmt: skip
def test_some_outcomes_end_the_calling(outcome, disposition, state) -> None:
    decision = after(outcome)
    assert (decision.disposition, decision.state) == (disposition, state)
    assert decision.due_at is None


def test_a_wrong_number_is_ended_and_the_next_number_is_tried_without_delay() -> None:
    decision = after(Outcome.WRONG_NUMBER)
    assert decision.numbers_ended == (1,)
    assert decision.state is QueueState.SCHEDULED
    assert decision.due_at is not None
    assert decision.due_at.date() == NOW.date()


def test_the_last_number_found_wrong_leaves_a_household_without_number() -> None:
    case = a_case()
    numbers = (
        case.household.numbers[0],
        replace(case.household.numbers[1], state=NumberState.ENDED),
    )
    case = replace(case, household=replace(case.household, numbers=numbers))
    decision = after(Outcome.DISCONNECTED, case=case)
    assert decision.disposition is Disposition.NO_NUMBER
    assert decision.state is QueueState.DONE


def test_a_number_given_in_the_call_keeps_the_household_callable() -> None:
    case = a_case()
    case = replace(case, household=replace(case.household, numbers=case.household.numbers[:1]))
    given = ({"e164": "+33199001122"},)
    assert after(Outcome.WRONG_NUMBER, case=case, numbers_given=given).due_at is not None


def test_five_attempts_over_three_slots_and_three_days_exhaust_the_telephone() -> None:
    tried = (past(at(17, 9)), past(at(17, 13)), past(at(18, 18)), past(at(19, 9)))
    decision = after(Outcome.NO_ANSWER, now=at(20, 10), case=a_case(attempts=tried))
    assert decision.disposition is Disposition.UNREACHABLE


def test_five_attempts_in_one_slot_are_not_enough_to_give_up() -> None:
    tried = tuple(past(at(day, 9)) for day in (17, 18, 19, 20))
    decision = after(Outcome.NO_ANSWER, now=at(24, 10), case=a_case(attempts=tried))
    assert decision.disposition is Disposition.RETRYING


def test_attempts_before_the_last_contact_do_not_count_towards_giving_up() -> None:
    tried = (past(at(17, 9)), past(at(17, 13)), past(at(18, 18)), past(at(19, 9)))
    case = a_case(attempts=tried, last_contact_at=at(19, 15))
    assert after(Outcome.NO_ANSWER, now=at(20, 10), case=case).disposition is Disposition.RETRYING


def test_an_appointment_is_kept_at_its_time_and_falls_to_anybody_a_quarter_of_an_hour_later() -> (
    None
):
    promise = Promise(PromiseKind.APPOINTMENT, at(18, 10), by="Paul")
    decision = after(Outcome.APPOINTMENT, promise=promise)
    assert decision.disposition is Disposition.APPOINTMENT
    assert decision.due_at == at(18, 10)
    assert decision.priority == 0
    assert (decision.reserved_for, decision.reserved_until) == ("Paul", at(18, 10, 15))


def test_a_lonely_person_is_called_again_at_the_rhythm_of_the_script_by_the_same_caller() -> None:
    decision = after(Outcome.DONE, Talk(cadence="P7D", complete=True))
    assert decision.disposition is Disposition.FOLLOWED
    assert decision.due_at == at(24, 10)
    assert decision.reserved_for == "Paul"


def test_the_campaign_s_rhythm_holds_when_the_script_names_none() -> None:
    weekly = Campaign("c", "C", cadence=(CadenceRule("P7D"),))
    assert after(Outcome.DONE, WELL, campaign=weekly).due_at == at(24, 10)


def test_who_wishes_no_further_call_is_not_called_at_the_campaign_s_rhythm() -> None:
    weekly = Campaign("c", "C", cadence=(CadenceRule("P7D"),))
    talk = Talk(cadence_is_said=True, complete=True)
    decision = after(Outcome.DONE, talk, campaign=weekly, case=a_case(cadence="P7D"))
    assert decision.due_at is None
    assert decision.cadence == ""


def test_a_rhythm_ends_at_its_date() -> None:
    decision = after(Outcome.DONE, Talk(cadence="P7D", cadence_until="2020-03-20", complete=True))
    assert decision.disposition is Disposition.SECURED
    assert decision.due_at is None


def test_the_caller_moves_the_next_call() -> None:
    moved = after(Outcome.NO_ANSWER, next_call_changed=True, next_call_at=at(19, 15))
    assert moved.due_at == at(19, 15)


def test_the_caller_cannot_reopen_a_death() -> None:
    decision = after(Outcome.DECEASED, next_call_changed=True, next_call_at=at(19, 15))
    assert decision.state is QueueState.CLOSED
    assert decision.due_at is None


def test_an_open_need_stays_in_sight_when_nobody_answers() -> None:
    case = a_case(open_needs=("alimentation",), urgency="today")
    decision = after(Outcome.NO_ANSWER, case=case)
    assert decision.disposition is Disposition.NEEDS_HELP
    assert decision.urgency == "today"
    assert decision.state is QueueState.SCHEDULED


def test_a_hard_refusal_and_a_cry_for_help_are_flagged_for_the_supervisor() -> None:
    assert after(Outcome.REFUSED_HARD).flagged == "refused_hard"
    assert after(Outcome.DONE, WELL, help_asked=("",)).flagged == "help_asked"


@pytest.mark.parametrize("outcome", list(Outcome))
def test_after_every_outcome_a_case_is_somewhere_and_what_waits_has_its_time(outcome) -> None:
    decision = after(outcome, WELL)
    waiting = decision.state in {QueueState.READY, QueueState.SCHEDULED}
    assert (decision.due_at is not None) == waiting


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_decision_survives_its_journey_as_json(outcome) -> None:
    decision = after(outcome, Talk((FOOD,), "P7D", "", complete=True))
    assert Decision.from_data(json.loads(json.dumps(decision.to_data()))) == decision
