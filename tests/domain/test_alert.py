"""The alert: daily calls before the deadline, and back to what was."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from tests.domain.field import CAMPAIGN, a_call, a_case, at, past
from veille_tui.domain import alert
from veille_tui.domain.campaign import AlertMode
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.evidence import Talk
from veille_tui.domain.next_step import decide
from veille_tui.domain.outcomes import Outcome

NOW = at(17, 10)
WELL = Talk(complete=True, told=11, asked=12)
RED = replace(CAMPAIGN, alert_mode=AlertMode("P1D", time(18)), alert_since=at(17, 8))


@pytest.mark.parametrize(
    ("own", "called"),
    [(("", ""), "P1D"), (("P7D", "2020-05-01"), "P1D"), (("PT12H", ""), "PT12H"),
     (("P1D", ""), "P1D")],
)  # fmt: skip
def test_the_alert_s_rhythm_is_never_slower_than_one_s_own(own, called) -> None:
    assert alert.pace(own, RED) == (called, "")
    assert alert.pace(own, CAMPAIGN) == own


@pytest.mark.parametrize(
    ("mode", "ends"),
    [(AlertMode("P1D", time(17, 30)), at(17, 17, 30)), (AlertMode("P1D"), at(17, 18)),
     (None, at(17, 18))],
)  # fmt: skip
def test_the_day_s_deadline_is_the_file_s_or_six_in_the_evening(mode, ends) -> None:
    assert alert.deadline(replace(RED, alert_mode=mode), NOW) == ends
    assert alert.deadline(replace(RED, alert_mode=mode, alert_since=None), NOW) is None


def test_a_secured_person_without_rhythm_is_called_the_next_morning_and_stays_secured() -> None:
    decision = decide(a_case(), a_call(Outcome.DONE, NOW), WELL, RED, NOW)
    assert (decision.disposition, decision.state) == (Disposition.SECURED, QueueState.SCHEDULED)
    assert decision.due_at == at(18, 9)
    assert (decision.in_alert, decision.calm_due_at) == (True, None)


def test_the_person_s_own_rhythm_is_kept_for_after_the_alert() -> None:
    weekly = replace(WELL, cadence="P7D")
    decision = decide(a_case(), a_call(Outcome.DONE, NOW), weekly, RED, NOW)
    assert (decision.due_at, decision.calm_due_at) == (at(18, 9), at(24, 10))
    assert (decision.cadence, decision.disposition) == ("P7D", Disposition.FOLLOWED)


def test_without_an_alert_nothing_is_said_of_it() -> None:
    decision = decide(a_case(), a_call(Outcome.DONE, NOW), WELL, CAMPAIGN, NOW)
    assert (decision.in_alert, decision.calm_due_at) == (False, None)


def test_an_appointment_is_kept_in_an_alert() -> None:
    promise = Promise(PromiseKind.APPOINTMENT, at(19, 14))
    call = a_call(Outcome.APPOINTMENT, NOW, promise=promise)
    decision = decide(a_case(), call, Talk(), RED, NOW)
    assert (decision.due_at, decision.in_alert) == (at(19, 14), False)


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (at(17, 10), at(17, 13)),  # three hours later is before the deadline
        (at(17, 16), at(17, 17)),  # it would be too late: the middle of what is left
        (at(17, 17, 50), at(17, 18, 5)),  # never sooner than a quarter of an hour
        (at(17, 18, 30), at(18, 9)),  # the deadline has passed: the relays have it today
    ],
)
def test_who_was_not_reached_is_tried_again_before_the_deadline(now, due) -> None:
    decision = decide(a_case(), a_call(Outcome.NO_ANSWER, now), Talk(), RED, now)
    assert decision.due_at == due


def test_a_try_is_not_put_off_to_another_part_of_the_day_in_an_alert() -> None:
    tried = (past(at(16, 14)), past(at(16, 15)))
    case = a_case(attempts=tried)
    decision = decide(case, a_call(Outcome.NO_ANSWER, NOW), Talk(), RED, NOW)
    assert decision.due_at == at(17, 13)


def test_three_dials_a_day_stand_in_an_alert() -> None:
    case = a_case(attempts=(past(at(17, 9)), past(at(17, 9, 30))))
    decision = decide(case, a_call(Outcome.NO_ANSWER, NOW), Talk(), RED, NOW)
    assert decision.due_at == at(18, 9)


def test_the_minutes_left_end_at_the_deadline() -> None:
    assert alert.minutes_left(RED, at(17, 17, 30)) == 30
    assert alert.minutes_left(RED, at(17, 19)) == 0
    assert alert.minutes_left(CAMPAIGN, NOW) == 0


def test_the_alert_s_day_begins_at_the_local_midnight() -> None:
    assert alert.day_began(RED, NOW) == at(17, 0)
    assert alert.day_began(RED, at(18, 0) - timedelta(seconds=1)) == at(17, 0)
