"""Whoever asks not to be called any more is not."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest

from tests.domain.field import CAMPAIGN, a_call, a_case, at
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.evidence import NeedFound, Talk
from veille_tui.domain.next_step import Decision, decide
from veille_tui.domain.opt_outs import OptOut, ends_in, wish_in
from veille_tui.domain.outcomes import Outcome

NOW = at(17, 10)
WELL = Talk(complete=True, told=11, asked=12)
FOR_EVER = {"scope": "campaign", "until": None, "channel": "calls", "words": "Laissez-moi."}
UNTIL = FOR_EVER | {"until": "2020-04-06"}


def after(outcome: Outcome, wish: Mapping[str, object], talk: Talk = WELL, **changes) -> Decision:
    return decide(a_case(), a_call(outcome, NOW, opt_out=wish, **changes), talk, CAMPAIGN, NOW)


@pytest.mark.parametrize("outcome", [Outcome.DONE, Outcome.REFUSED_SOFT, Outcome.REFUSED_HARD])
def test_for_ever_closes_the_case(outcome) -> None:
    decision = after(outcome, FOR_EVER)
    assert (decision.disposition, decision.state) == (Disposition.OPTED_OUT, QueueState.CLOSED)
    assert decision.due_at is None


def test_until_a_date_waits_for_that_day_s_opening() -> None:
    decision = after(Outcome.DONE, UNTIL)
    assert (decision.disposition, decision.state) == (Disposition.OPTED_OUT, QueueState.SCHEDULED)
    assert decision.due_at == at(6, 9, month=4)
    # A public holiday is no day for calls: Easter Monday.
    assert after(Outcome.DONE, FOR_EVER | {"until": "2020-04-13"}).due_at == at(14, 9, month=4)


def test_a_need_does_not_bring_back_who_asked_not_to_be_called() -> None:
    need = NeedFound("alimentation", "today", "ccas")
    decision = after(Outcome.DONE, UNTIL, Talk(needs=(need,), complete=True, told=11, asked=12))
    assert decision.disposition is Disposition.OPTED_OUT
    assert decision.due_at == at(6, 9, month=4)
    assert decision.needs == (need,)


def test_a_promise_made_before_the_wish_is_none() -> None:
    promise = Promise(PromiseKind.APPOINTMENT, at(18, 10))
    assert after(Outcome.APPOINTMENT, FOR_EVER, promise=promise).promise is None


@pytest.mark.parametrize(
    ("outcome", "disposition"),
    [(Outcome.DECEASED, Disposition.DECEASED), (Outcome.MOVED_OUT, Disposition.MOVED_OUT)],
)
def test_death_and_a_move_stand_whatever_was_wished(outcome, disposition) -> None:
    assert after(outcome, UNTIL).disposition is disposition


def test_no_text_messages_does_not_end_the_calls() -> None:
    assert after(Outcome.DONE, FOR_EVER | {"channel": "messages"}).disposition is (
        Disposition.SECURED
    )


@pytest.mark.parametrize(
    ("data", "wish"),
    [
        (FOR_EVER, OptOut("campaign", None, "calls", "Laissez-moi.")),
        (UNTIL, OptOut("campaign", date(2020, 4, 6), "calls", "Laissez-moi.")),
        ({"scope": "all"}, OptOut("all")),
        ({"scope": None}, None),
        (None, None),
    ],
)
def test_a_journal_s_wish_is_read(data, wish) -> None:
    assert wish_in(data) == wish


@pytest.mark.parametrize(
    ("zone", "ends"),
    [
        ("Europe/Paris", datetime(2020, 4, 5, 22, tzinfo=UTC)),
        ("Indian/Reunion", datetime(2020, 4, 5, 20, tzinfo=UTC)),
        ("", datetime(2020, 4, 5, 22, tzinfo=UTC)),
    ],
)
def test_a_wish_ends_with_the_first_moment_of_its_day_where_the_person_lives(zone, ends) -> None:
    wish = OptOut(until=date(2020, 4, 6))
    assert ends_in({"zone": zone}, wish) == ends
    assert ends_in({"zone": zone}, OptOut()) is None


def test_a_time_zone_that_nobody_knows_is_said() -> None:
    with pytest.raises(ValueError, match="zone"):
        ends_in({"zone": "Europe/Nulle-Part"}, OptOut(until=date(2020, 4, 6)))
