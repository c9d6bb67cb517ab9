"""The ladder: what opens, when it is due, when it fails, and when nobody is left to ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

import pytest

from tests.domain.field import CAMPAIGN, at
from veille_tui.domain.campaign import AlertMode, Campaign, Relay
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.escalation import Channel, Escalation, RelayResult, RelayStatus
from veille_tui.domain.ladder import RESTING, Moves, Standing, climb, due_after, is_exhausted

NOW = at(19, 11)
"""A Thursday."""


def standing(**changes: Any) -> Standing:
    """A case that the telephone could not reach."""
    made = Standing(7, "confinement", Disposition.UNREACHABLE, QueueState.DONE, at(17, 9))
    return replace(made, **changes)


def retrying(**changes: Any) -> Standing:
    """A case that is still called."""
    values = {"disposition": Disposition.RETRYING, "state": QueueState.SCHEDULED}
    return standing(**values | changes)


def a_relay(step: int, status: RelayStatus = RelayStatus.OPEN, **changes: Any) -> Escalation:
    """The relay of one place in the usual ladder, opened on Wednesday, due on Friday."""
    channel = (Channel.VISIT, Channel.NEIGHBOUR, Channel.POSTMAN, Channel.VISIT)[step]
    made = Escalation(7, "confinement", channel, step, status, "exhausted", id=step + 10)
    return replace(made, opened_at=at(18, 9), due_at=at(20, 9), **changes)


def with_relays(*relays: Relay, **changes: Any) -> Campaign:
    return replace(CAMPAIGN, relays=relays, **changes)


def opened(moves: Moves) -> list[tuple[str, int, str]]:
    return [(one.channel.value, one.step, one.why) for one in moves.opens]


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        (Disposition.UNREACHABLE, ("neighbour", 1, "exhausted")),
        (Disposition.NO_NUMBER, ("neighbour", 1, "no_number")),
        (Disposition.LANGUAGE, ("neighbour", 1, "language")),
        # Who cannot talk is visited before anybody is asked.
        (Disposition.TO_VISIT, ("visit", 3, "cannot_talk")),
    ],
)
def test_where_the_telephone_ends_the_first_relay_opens(
    disposition: Disposition, expected: tuple[str, int, str]
) -> None:
    assert opened(climb(standing(disposition=disposition), CAMPAIGN, NOW)) == [expected]


@pytest.mark.parametrize("disposition", [one for one in Disposition if one not in RESTING])
def test_no_other_state_begins_a_ladder(disposition: Disposition) -> None:
    assert not climb(standing(disposition=disposition), CAMPAIGN, NOW)


def test_a_need_that_is_open_does_not_hide_that_nobody_answers_any_more() -> None:
    in_need = standing(disposition=Disposition.NEEDS_HELP, tries=(at(18, 10),))
    assert is_exhausted(in_need)
    assert opened(climb(in_need, CAMPAIGN, NOW)) == [("neighbour", 1, "exhausted")]
    assert not is_exhausted(replace(in_need, tries=()))
    assert not is_exhausted(replace(in_need, state=QueueState.SCHEDULED))


def test_a_relay_that_runs_lets_nobody_behind_go_first() -> None:
    assert not climb(standing(relays=(a_relay(1),)), CAMPAIGN, NOW)


def test_a_relay_whose_turn_has_not_come_lets_nobody_behind_go_first() -> None:
    campaign = with_relays(Relay("neighbour", after=5), Relay("visit", after=3))
    tried = retrying(tries=(at(17, 9), at(17, 14), at(18, 9)))
    assert not climb(tried, campaign, NOW)


@pytest.mark.parametrize("status", [RelayStatus.FAILED, RelayStatus.WITHDRAWN, RelayStatus.DONE])
def test_the_next_relay_follows_one_that_ended_without_news(status: RelayStatus) -> None:
    case = standing(relays=(a_relay(1, status),))
    assert opened(climb(case, CAMPAIGN, NOW)) == [("postman", 2, "previous_failed")]


def test_a_deadline_that_passed_fails_the_relay_and_opens_the_next() -> None:
    case = standing(relays=(a_relay(1),))
    moves = climb(case, CAMPAIGN, at(20, 9))
    assert (moves.fails, opened(moves)) == ((11,), [("postman", 2, "previous_failed")])
    assert not climb(case, CAMPAIGN, at(20, 9) - timedelta(seconds=1))


def test_a_rescue_past_its_hour_stays_and_the_next_relay_goes_too() -> None:
    campaign = with_relays(Relay("rescue"), Relay("visit"))
    rescue = replace(a_relay(1), channel=Channel.RESCUE)
    moves = climb(standing(relays=(rescue,)), campaign, at(20, 9))
    assert (moves.fails, opened(moves)) == ((), [("visit", 2, "previous_failed")])


def test_a_parallel_relay_leaves_with_the_one_before_it() -> None:
    campaign = with_relays(Relay("neighbour"), Relay("postman", is_parallel=True), Relay("visit"))
    moves = climb(standing(), campaign, NOW)
    assert opened(moves) == [("neighbour", 1, "exhausted"), ("postman", 2, "exhausted")]


@pytest.mark.parametrize(("tries", "opens"), [(2, 0), (3, 1), (4, 1)])
def test_after_so_many_attempts_a_relay_opens_while_the_telephone_goes_on(
    tries: int, opens: int
) -> None:
    campaign = with_relays(Relay("neighbour", after=3), Relay("visit"))
    case = retrying(tries=tuple(at(17, 9 + n) for n in range(tries)))
    found = climb(case, campaign, NOW).opens
    assert [one.why for one in found] == ["attempts"] * opens


def test_a_ladder_begun_by_attempts_goes_on_when_its_first_relay_fails() -> None:
    campaign = with_relays(Relay("neighbour", after=3), Relay("visit"))
    failed = replace(a_relay(1, RelayStatus.FAILED), why="attempts")
    case = retrying(tries=(at(17, 9), at(17, 14), at(18, 9)), relays=(failed,))
    assert opened(climb(case, campaign, NOW)) == [("visit", 2, "previous_failed")]


def test_a_number_that_was_given_is_tried_before_anybody_else_is_sent() -> None:
    given = a_relay(1, RelayStatus.DONE, result=RelayResult.NUMBER_GIVEN.value)
    back = standing(disposition=Disposition.TO_CALL, state=QueueState.READY, relays=(given,))
    assert not climb(back, CAMPAIGN, NOW)
    again = replace(back, disposition=Disposition.UNREACHABLE, state=QueueState.DONE)
    assert opened(climb(again, CAMPAIGN, NOW)) == [("postman", 2, "previous_failed")]


def test_a_number_that_was_given_is_tried_first_while_the_telephone_goes_on_too() -> None:
    campaign = with_relays(Relay("neighbour", after=3), Relay("visit"))
    given = replace(a_relay(1, RelayStatus.DONE), why="attempts", result="number_given")
    case = retrying(tries=(at(17, 9), at(17, 14), at(18, 9)), relays=(given,))
    assert not climb(case, campaign, NOW)


def test_after_so_many_attempts_is_counted_anew_on_a_number_that_was_given() -> None:
    campaign = with_relays(Relay("neighbour", after=3), Relay("visit", after=3))
    given = replace(a_relay(1, RelayStatus.DONE), why="attempts", result="number_given")
    given = replace(given, closed_at=at(18, 12))
    before = (at(17, 9), at(17, 14), at(18, 9))
    assert not climb(retrying(tries=(*before, at(18, 15)), relays=(given,)), campaign, NOW)
    since = (at(18, 13), at(18, 15), at(18, 18))
    case = retrying(tries=(*before, *since), relays=(given,))
    assert opened(climb(case, campaign, NOW)) == [("visit", 2, "attempts")]


EVENING = with_relays(Relay("neighbour", by=time(18)), Relay("visit"))


@pytest.mark.parametrize(
    ("changes", "now", "opens"),
    [
        ({"due_at": at(19, 9)}, at(19, 18), True),
        ({"due_at": at(19, 9)}, at(19, 17, 59), False),
        # Tried in the day: its next call is tomorrow's, but it was due today.
        ({"due_at": at(20, 9), "tries": (at(19, 10),)}, at(19, 18), True),
        ({"due_at": at(20, 9), "tries": (at(18, 10),)}, at(19, 18), False),
        ({"due_at": at(20, 9)}, at(19, 18), False),
        # Somebody was heard in the day.
        ({"due_at": at(19, 9), "last_contact_at": at(19, 10)}, at(19, 18), False),
        ({"due_at": at(19, 9), "last_contact_at": at(18, 10)}, at(19, 18), True),
        # Nobody looked in the evening: the next morning still knows.
        ({"due_at": at(18, 9)}, at(19, 8), True),
        ({"due_at": at(19, 9)}, at(19, 9, 30), False),
        # It is not called any more.
        ({"due_at": at(19, 9), "state": QueueState.DONE}, at(19, 18), False),
        ({"due_at": at(19, 9), "state": QueueState.CLOSED}, at(19, 18), False),
    ],
)
def test_who_was_due_and_not_reached_by_the_deadline_is_for_the_relays(
    changes: dict[str, Any], now: datetime, opens: bool
) -> None:
    assert [one.why for one in climb(retrying(**changes), EVENING, now).opens] == [
        "deadline"
    ] * opens


@pytest.mark.parametrize(
    ("since", "now", "opens"),
    [
        (at(19, 10), at(19, 16), True),
        (at(19, 10), at(19, 15, 59), False),
        # Switched on after the day's deadline: the first one is tomorrow's.
        (at(19, 17), at(19, 18), False),
        (at(19, 17), at(20, 16), True),
    ],
)
def test_an_alert_has_a_deadline_the_same_day(since: datetime, now: datetime, opens: bool) -> None:
    campaign = with_relays(Relay("neighbour"), alert_mode=AlertMode(by=time(16)), alert_since=since)
    assert bool(climb(retrying(due_at=at(19, 9)), campaign, now).opens) is opens


def test_an_alert_that_names_no_deadline_has_six_o_clock() -> None:
    campaign = with_relays(Relay("neighbour"), alert_mode=AlertMode(), alert_since=at(19, 8))
    assert not climb(retrying(due_at=at(19, 9)), campaign, at(19, 17, 59))
    assert climb(retrying(due_at=at(19, 9)), campaign, at(19, 18)).opens


def all_failed() -> tuple[Escalation, ...]:
    return tuple(a_relay(step, RelayStatus.FAILED) for step in (1, 2, 3))


def test_when_every_relay_has_failed_somebody_is_lost() -> None:
    assert climb(standing(relays=all_failed()), CAMPAIGN, NOW).is_lost


@pytest.mark.parametrize(
    "case",
    [
        standing(relays=all_failed()[:2]),
        standing(relays=(*all_failed(), a_relay(0))),
        retrying(relays=all_failed()),
        standing(relays=all_failed(), state=QueueState.HELD),
        standing(relays=all_failed(), last_contact_at=at(19, 10)),
        standing(relays=all_failed(), disposition=Disposition.LOST_TO_FOLLOW_UP),
    ],
    ids=["one-left", "somebody-was-sent", "still-called", "in-hand", "heard-since", "already"],
)
def test_nobody_is_lost_before(case: Standing) -> None:
    assert not climb(case, CAMPAIGN, NOW).is_lost


def test_a_contact_starts_the_ladder_anew() -> None:
    case = standing(relays=all_failed(), last_contact_at=at(18, 10))
    assert opened(climb(case, CAMPAIGN, NOW)) == [("neighbour", 1, "exhausted")]


def test_what_a_person_sent_stands_for_its_channel_but_never_fails_by_itself() -> None:
    by_hand = replace(a_relay(0), channel=Channel.NEIGHBOUR, due_at=at(18, 10))
    moves = climb(standing(relays=(by_hand,)), CAMPAIGN, NOW)
    assert (moves.fails, opened(moves)) == ((), [("postman", 2, "previous_failed")])


def test_a_case_that_is_closed_opens_nothing() -> None:
    case = standing(state=QueueState.CLOSED, relays=(a_relay(1),))
    assert climb(case, CAMPAIGN, at(20, 9)) == Moves(fails=(11,))


@pytest.mark.parametrize(
    ("relay", "opened_at", "due"),
    [
        (Relay("neighbour"), at(19, 18), at(20, 18)),
        # Friday evening: Saturday is a day of calls, Sunday none.
        (Relay("neighbour"), at(20, 18), at(21, 18)),
        (Relay("neighbour"), at(21, 11), at(23, 11)),
        (Relay("postman"), at(19, 11), at(23, 11)),
        (Relay("visit"), at(19, 11), at(23, 11)),
        (Relay("letter"), at(19, 11), at(27, 11)),
        (Relay("rescue"), at(21, 23), at(22, 0)),
        # Easter Monday is a holiday; summer time keeps the hour.
        (Relay("neighbour"), at(11, 11, month=4), at(14, 11, month=4)),
        (Relay("neighbour"), at(28, 11), at(30, 11)),
        (Relay("visit", within=timedelta(hours=4)), at(19, 18), at(19, 22)),
        (Relay("visit", within=timedelta(hours=36)), at(19, 18), at(21, 6)),
    ],
)
def test_days_are_days_of_calls_and_hours_are_hours(
    relay: Relay, opened_at: datetime, due: datetime
) -> None:
    assert due_after(relay, opened_at, CAMPAIGN) == due


def test_in_an_alert_every_day_counts() -> None:
    campaign = replace(CAMPAIGN, alert_since=at(20, 8))
    assert due_after(Relay("neighbour"), at(21, 11), campaign) == at(22, 11)


def test_a_campaign_that_never_calls_still_has_deadlines() -> None:
    from veille_tui.domain.campaign import Hours

    never = replace(CAMPAIGN, hours=Hours(slots=()))
    assert due_after(Relay("neighbour"), NOW, never) == NOW + timedelta(days=1)
