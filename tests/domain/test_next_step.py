"""What happens next after each outcome."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.field import CAMPAIGN, HOUR, a_call, a_case, at, past
from veille_tui.domain.campaign import Assignment, CadenceRule, CallerShare, Campaign
from veille_tui.domain.case import CallReason, Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.evidence import NeedFound, Talk
from veille_tui.domain.next_step import Decision, decide
from veille_tui.domain.outcomes import Outcome
from veille_tui.domain.tenants import NumberState, Tenant

NOW = at(17, 10)
WELL = Talk(complete=True, told=11, asked=12)
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


def test_what_a_call_proves_holds_for_as_long_as_the_campaign_says() -> None:
    monthly = after(Outcome.DONE, WELL, campaign=replace(CAMPAIGN, secured_for="P30D")).secured
    assert monthly is not None
    assert monthly.until == monthly.at + timedelta(days=30)
    ever = after(Outcome.DONE, WELL).secured
    assert ever is not None
    assert ever.until is None


def test_a_need_overrides_all_well_even_when_the_caller_says_secured() -> None:
    decision = after(Outcome.DONE, replace(WELL, needs=(FOOD,)), secured=True)
    assert decision.secured is None
    assert decision.not_secured == "needs"
    assert decision.disposition is Disposition.NEEDS_HELP
    assert decision.urgency == "today"


def test_what_is_mostly_unknown_or_refused_reassures_nobody() -> None:
    half = after(Outcome.DONE, replace(WELL, told=6))
    assert (half.secured, half.not_secured) == (None, "unknown")
    assert half.state is QueueState.SCHEDULED
    assert after(Outcome.DONE, replace(WELL, told=7)).secured is not None


def test_an_alert_that_holds_reassures_nobody_and_is_flagged() -> None:
    decision = after(Outcome.DONE, replace(WELL, alerts=("samu",)), secured=True)
    assert (decision.secured, decision.not_secured) == (None, "alert")
    assert decision.flagged == "alert"
    assert decision.due_at is not None


def test_a_caller_who_asks_for_help_leaves_a_household_that_needs_it() -> None:
    decision = after(Outcome.DONE, WELL, help_asked=("elle pleure",))
    assert (decision.secured, decision.not_secured) == (None, "help_asked")
    assert decision.disposition is Disposition.NEEDS_HELP
    assert decision.urgency == "today"


def test_a_need_that_was_open_is_closed_only_by_the_caller_s_word() -> None:
    case = a_case(open_needs=("alimentation",), urgency="week")
    quiet = after(Outcome.DONE, WELL, case=case)
    assert (quiet.secured, quiet.not_secured) == (None, "open_needs")
    assert quiet.disposition is Disposition.NEEDS_HELP
    assert after(Outcome.DONE, WELL, case=case, secured=True).secured is not None


def test_a_danger_is_called_back_the_same_day_whatever_the_rhythm() -> None:
    danger = replace(FOOD, theme="sante", urgency="immediate")
    decision = after(Outcome.DONE, replace(WELL, needs=(danger,), cadence="P14D"))
    assert decision.due_at == at(17, 12)
    today = after(Outcome.DONE, replace(WELL, needs=(FOOD,), cadence="P14D"))
    assert today.due_at == at(18, 10)
    week = replace(FOOD, urgency="week")
    assert after(Outcome.DONE, replace(WELL, needs=(week,), cadence="P14D")).due_at == at(31, 10)


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


def test_a_line_cut_before_anybody_spoke_is_no_contact() -> None:
    call = a_call(Outcome.DROPPED, NOW)
    rung = replace(call, dials=(replace(call.dials[0], answered_at=None),))
    assert decide(a_case(), rung, SILENCE, CAMPAIGN, NOW).contact_at is None
    talked = replace(call, dials=(replace(call.dials[0], answered_at=NOW),))
    assert decide(a_case(), talked, SILENCE, CAMPAIGN, NOW).contact_at == NOW


def test_a_cut_line_is_not_a_fourth_dial_of_the_day() -> None:
    tried = (past(at(17, 9)), past(at(17, 9, 30)))
    decision = after(Outcome.DROPPED, case=a_case(attempts=tried))
    assert decision.state is QueueState.SCHEDULED
    assert decision.due_at == at(18, 9)


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


def test_a_number_given_in_the_call_and_found_wrong_is_ended_too() -> None:
    call = a_call(Outcome.WRONG_NUMBER, NOW)
    given = replace(call.dials[0], number_id=0, e164="+33199001122")
    call = replace(call, dials=(given,), numbers_given=({"e164": "+33199001122"},))
    decision = decide(a_case(), call, SILENCE, CAMPAIGN, NOW)
    assert decision.e164_ended == ("+33199001122",)
    assert decision.numbers_ended == ()


def test_a_death_stands_whatever_is_dialled_after_it() -> None:
    call = a_call(Outcome.DECEASED, NOW)
    later = replace(call.dials[0], id="d2", number_id=2, outcome=Outcome.NO_ANSWER)
    decision = decide(a_case(), replace(call, dials=(*call.dials, later)), SILENCE, CAMPAIGN, NOW)
    assert decision.disposition is Disposition.DECEASED
    assert decision.state is QueueState.CLOSED


def test_a_death_in_a_couple_waits_for_a_person_to_decide_about_the_other() -> None:
    case = a_case()
    couple = (*case.household.tenants, Tenant("Lefèvre", "Jean", "M.", rank=2))
    case = replace(case, household=replace(case.household, tenants=couple))
    decision = after(Outcome.DECEASED, case=case)
    assert decision.state is QueueState.DONE
    assert decision.flagged == "deceased_couple"


def test_a_busy_number_keeps_its_delay_when_the_other_one_is_wrong() -> None:
    call = a_call(Outcome.BUSY, NOW)
    other = replace(call.dials[0], id="d2", number_id=2, outcome=Outcome.WRONG_NUMBER)
    decision = decide(a_case(), replace(call, dials=(*call.dials, other)), SILENCE, CAMPAIGN, NOW)
    assert decision.due_at == at(17, 10, 15)


@pytest.mark.parametrize("outcome", [Outcome.PARTIAL, Outcome.DROPPED, Outcome.REACHED_OTHER])
def test_a_short_call_from_them_leaves_what_was_settled(outcome) -> None:
    promise = Promise(PromiseKind.APPOINTMENT, at(22, 10), by="Paul")
    settled = a_case(disposition=Disposition.APPOINTMENT, due_at=at(22, 10), promise=promise)
    decision = after(outcome, case=settled, reason=CallReason.INBOUND)
    assert (decision.disposition, decision.due_at) == (Disposition.APPOINTMENT, at(22, 10))
    assert decision.promise == promise
    # Still Paul's, and still only for a while: whoever is there keeps it when he is not.
    grace = CAMPAIGN.attempts.callback_grace
    assert (decision.reserved_for, decision.reserved_until) == ("Paul", at(22, 10) + grace)
    secured = after(
        outcome, case=a_case(disposition=Disposition.SECURED), reason=CallReason.INBOUND
    )
    assert (secured.disposition, secured.state) == (Disposition.SECURED, QueueState.DONE)


def test_a_need_told_in_a_call_from_them_changes_everything() -> None:
    settled = a_case(disposition=Disposition.SECURED)
    talk = replace(WELL, needs=(FOOD,))
    decision = after(Outcome.PARTIAL, talk, case=settled, reason=CallReason.INBOUND)
    assert decision.disposition is Disposition.NEEDS_HELP
    assert decision.state is QueueState.SCHEDULED


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


def test_a_number_given_since_is_tried_as_often_as_the_first() -> None:
    tried = (past(at(16, 9)), past(at(17, 9)), past(at(17, 13)), past(at(18, 18)), past(at(19, 9)))
    case = a_case(attempts=tried, number_given_at=at(19, 15))
    assert after(Outcome.NO_ANSWER, now=at(20, 10), case=case).disposition is Disposition.RETRYING
    old = replace(case, number_given_at=at(15, 9))
    assert after(Outcome.NO_ANSWER, now=at(20, 10), case=old).disposition is (
        Disposition.UNREACHABLE
    )


def test_a_number_given_in_the_last_call_is_tried_before_the_relays() -> None:
    tried = (past(at(17, 9)), past(at(17, 13)), past(at(18, 18)), past(at(19, 9)))
    given = ({"e164": "+33199001122"},)
    last = after(
        Outcome.NO_ANSWER, now=at(20, 10), case=a_case(attempts=tried), numbers_given=given
    )
    assert last.disposition is Disposition.RETRYING


def test_an_appointment_is_kept_at_its_time_and_falls_to_anybody_a_quarter_of_an_hour_later() -> (
    None
):
    promise = Promise(PromiseKind.APPOINTMENT, at(18, 10), by="Paul")
    decision = after(Outcome.APPOINTMENT, promise=promise)
    assert decision.disposition is Disposition.APPOINTMENT
    assert decision.due_at == at(18, 10)
    assert decision.priority == 0
    assert (decision.reserved_for, decision.reserved_until) == ("Paul", at(18, 10, 15))


def test_a_missed_appointment_stays_first_and_is_an_alert() -> None:
    missed = Promise(PromiseKind.APPOINTMENT, at(17, 10), by="Paul")
    decision = after(Outcome.NO_ANSWER, case=a_case(promise=missed))
    assert decision.promise == missed
    assert decision.priority == 0
    assert decision.due_at == at(17, 10, 30)
    assert decision.flagged == "missed_appointment"


def test_an_appointment_to_come_is_not_missed() -> None:
    to_come = Promise(PromiseKind.APPOINTMENT, at(18, 10), by="Paul")
    assert after(Outcome.NO_ANSWER, case=a_case(promise=to_come)).flagged == ""


def test_the_campaign_s_first_rhythm_that_holds_for_the_household_wins() -> None:
    rules = (CadenceRule("P7D", '"isole" dans marqueurs'), CadenceRule("P14D"))
    campaign = Campaign("c", "C", cadence=rules)
    case = a_case()
    isolated = replace(case, household=replace(case.household, flags=frozenset({"isolated"})))
    assert after(Outcome.DONE, WELL, campaign=campaign, case=isolated).cadence == "P7D"
    assert after(Outcome.DONE, WELL, campaign=campaign, case=case).cadence == "P14D"


def test_a_lonely_person_is_called_again_at_the_rhythm_of_the_script_by_the_same_caller() -> None:
    decision = after(Outcome.DONE, replace(WELL, cadence="P7D"))
    assert decision.disposition is Disposition.FOLLOWED
    assert decision.due_at == at(24, 10)
    assert decision.reserved_for == "Paul"


def test_the_campaign_s_rhythm_holds_when_the_script_names_none() -> None:
    weekly = Campaign("c", "C", cadence=(CadenceRule("P7D"),))
    assert after(Outcome.DONE, WELL, campaign=weekly).due_at == at(24, 10)


def test_who_wishes_no_further_call_is_not_called_at_the_campaign_s_rhythm() -> None:
    weekly = Campaign("c", "C", cadence=(CadenceRule("P7D"),))
    talk = replace(WELL, cadence_is_said=True)
    decision = after(Outcome.DONE, talk, campaign=weekly, case=a_case(cadence="P7D"))
    assert decision.due_at is None
    assert decision.cadence == ""


def test_a_rhythm_ends_at_its_date() -> None:
    decision = after(Outcome.DONE, replace(WELL, cadence="P7D", cadence_until="2020-03-20"))
    assert decision.disposition is Disposition.SECURED
    assert decision.due_at is None


@pytest.mark.parametrize(
    ("open_needs", "cadence", "until", "days"),
    [
        ((), "", "", None),
        (("alimentation",), "", "", 7),
        (("alimentation",), "P2D", "", 2),
        (("alimentation",), "P2D", "2020-03-16", 2),
        (("alimentation",), "P2D", "2020-03-18", 2),
        (("alimentation",), "P2D", "2020-05-11", 2),
        ((), "P2D", "2020-03-16", None),
    ],
)
def test_somebody_in_need_is_followed_until_the_need_is_closed(
    open_needs, cadence, until, days
) -> None:
    case = a_case(open_needs=open_needs, cadence=cadence, cadence_until=until)
    decision = after(Outcome.DONE, WELL, case=case)
    assert decision.due_at == (None if days is None else NOW + timedelta(days=days))
    # Their own rhythm is what it was: it comes back with the help.
    assert (decision.cadence, decision.cadence_until) == (cadence, until)


def test_a_new_need_of_the_week_is_asked_about_within_the_week() -> None:
    decision = after(Outcome.DONE, replace(WELL, needs=(replace(FOOD, urgency="week"),)))
    assert (decision.cadence, decision.due_at) == ("", NOW + timedelta(days=7))


def test_the_caller_moves_the_next_call() -> None:
    moved = after(Outcome.NO_ANSWER, next_call_changed=True, next_call_at=at(19, 15))
    assert moved.due_at == at(19, 15)


def test_a_promised_call_is_moved_whole_and_never_dropped() -> None:
    promise = Promise(PromiseKind.APPOINTMENT, at(18, 10), by="Paul")
    moved = after(
        Outcome.APPOINTMENT, promise=promise, next_call_changed=True, next_call_at=at(18, 15)
    )
    assert moved.promise is not None
    assert (moved.due_at, moved.promise.starts) == (at(18, 15), at(18, 15))
    kept = after(Outcome.APPOINTMENT, promise=promise, next_call_changed=True)
    assert (kept.due_at, kept.promise) == (at(18, 10), promise)


def test_no_next_call_for_somebody_not_secured_goes_to_the_supervisor() -> None:
    dropped = after(Outcome.NO_ANSWER, next_call_changed=True)
    assert dropped.disposition is Disposition.HANDED_OVER
    assert dropped.state is QueueState.DONE
    assert dropped.flagged == "no_next_call"
    quiet = after(Outcome.DONE, replace(WELL, cadence="P7D"), next_call_changed=True)
    assert (quiet.disposition, quiet.flagged) == (Disposition.SECURED, "")


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


def test_a_need_added_by_hand_counts_like_one_that_the_script_found() -> None:
    added = {"theme": "moral", "urgency": "immediate", "to": "secours", "consent": "given"}
    decision = after(Outcome.DONE, replace(WELL, needs=(FOOD,)), needs_added=(added,))
    assert [need.theme for need in decision.needs] == ["alimentation", "moral"]
    assert decision.needs[1] == NeedFound("moral", "immediate", "secours", "", "given")
    assert (decision.urgency, decision.disposition) == ("immediate", Disposition.NEEDS_HELP)


def test_a_need_added_by_hand_completes_what_the_script_found_of_it() -> None:
    asked = replace(FOOD, note="plus de pain", consent="refused", consent_words="D'accord ?")
    added = {"theme": "alimentation", "urgency": "week", "to": "", "note": "ni de lait"}
    (need,) = after(Outcome.DONE, replace(WELL, needs=(asked,)), needs_added=(added,)).needs
    assert need == replace(asked, note="ni de lait")


def test_where_callers_have_their_own_households_a_promise_stays_with_who_made_it() -> None:
    shared = Assignment("caller", callers=(CallerShare("Aline"), CallerShare("Paul")))
    campaign, case = replace(CAMPAIGN, assignment=shared), a_case(preferred_caller="Aline")
    promise = Promise(PromiseKind.APPOINTMENT, at(18, 10), by="Paul")
    promised = after(Outcome.APPOINTMENT, case=case, campaign=campaign, promise=promise)
    assert (promised.reserved_for, promised.reserved_until) == ("Paul", at(18, 10, 15))
    tried = after(Outcome.NO_ANSWER, case=case, campaign=campaign)
    assert tried.due_at is not None
    assert (tried.reserved_for, tried.reserved_until) == ("Aline", tried.due_at + shared.grace)
