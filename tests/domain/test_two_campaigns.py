"""One household in two campaigns: one telephone, one day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.domain.field import CAMPAIGN, a_call, a_case, at, past
from veille_tui.domain.case import PastAttempt
from veille_tui.domain.evidence import Talk
from veille_tui.domain.next_step import decide
from veille_tui.domain.outcomes import Outcome

NOW = at(17, 14)


def elsewhere(*moments) -> tuple[PastAttempt, ...]:
    return tuple(replace(past(moment), campaign="Hiver") for moment in moments)


@pytest.mark.parametrize(
    ("outcome", "today", "until"),
    [
        (Outcome.DONE, (), at(18, 9)),  # heard: in peace until tomorrow
        (Outcome.REFUSED_SOFT, (), at(18, 9)),
        (Outcome.NO_ANSWER, (), None),  # nobody was heard, and dials are left
        (Outcome.NO_ANSWER, (at(17, 9),), None),
        (Outcome.NO_ANSWER, (at(17, 9), at(17, 11)), at(18, 9)),  # three dials are a day's
        (Outcome.NO_ANSWER, (at(16, 9), at(16, 11)), None),  # yesterday's are yesterday's
    ],
)
def test_other_campaigns_leave_a_household_in_peace(outcome, today, until) -> None:
    case = a_case(elsewhere=elsewhere(*today))
    assert decide(case, a_call(outcome, NOW), Talk(), CAMPAIGN, NOW).rests_until == until


def test_before_a_sunday_the_peace_lasts_until_monday() -> None:
    saturday = at(21, 10)
    decision = decide(a_case(), a_call(Outcome.DONE, saturday), Talk(), CAMPAIGN, saturday)
    assert decision.rests_until == at(23, 9)


def test_another_campaign_s_dials_count_in_the_day_s_three() -> None:
    case = a_case(elsewhere=elsewhere(at(17, 9), at(17, 11)))
    assert decide(case, a_call(Outcome.BUSY, NOW), Talk(), CAMPAIGN, NOW).due_at == at(18, 9)


def test_another_campaign_s_attempts_decide_nothing_here() -> None:
    case = a_case(elsewhere=elsewhere(*(at(day, 10) for day in (9, 10, 11, 12, 13, 16))))
    assert (case.decided_by, case.unanswered_attempts, case.dials) == ("", (), ())
    decision = decide(case, a_call(Outcome.NO_ANSWER, NOW), Talk(), CAMPAIGN, NOW)
    assert decision.due_at is not None


def test_the_history_crosses_campaigns_that_share_it() -> None:
    kept = replace(past(at(12, 10)), campaign="")
    shared = elsewhere(at(13, 10))
    case = a_case(attempts=(past(at(16, 10)),), elsewhere=(kept, *shared))
    assert [one.at for one in case.history] == [at(13, 10), at(16, 10)]
