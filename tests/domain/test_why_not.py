"""Why a household is not offered now, and when it will be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.field import CAMPAIGN, HOUR, a_case, at
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.why_not import QueuePlace, WhyNot, when_next, why_not

NOW = at(17, 10)
READY = QueuePlace(QueueState.READY, NOW - HOUR)
LATER = QueuePlace(QueueState.SCHEDULED, NOW + 3 * HOUR)
TOMORROW = QueuePlace(QueueState.SCHEDULED, at(18, 9))


def reasons(place: QueuePlace, case=None, campaign=CAMPAIGN, now=NOW) -> tuple[WhyNot, ...]:
    return why_not(case or a_case(), place, campaign, "Paul", now)


def test_the_first_of_the_order_has_no_reason_against_it() -> None:
    assert reasons(READY) == ()
    assert when_next((), NOW) == NOW


@pytest.mark.parametrize(
    ("place", "code", "until"),
    [
        (replace(READY, before=4), "before", None),
        (LATER, "not_due", NOW + 3 * HOUR),
        (replace(TOMORROW, dialled_today=3), "dials_used", at(18, 9)),
        (replace(TOMORROW, dialled_today=2), "not_due", at(18, 9)),
        (replace(TOMORROW, contact_elsewhere=True), "elsewhere_today", at(18, 9)),
        (replace(LATER, contact_elsewhere=True), "not_due", NOW + 3 * HOUR),
        (replace(TOMORROW, opens=date(2020, 3, 18)), "wave", at(18, 9)),
        (replace(TOMORROW, opens=date(2020, 3, 17)), "not_due", at(18, 9)),
        (replace(READY, reserved_for="Zoé", reserved_until=at(17, 11)), "reserved", at(17, 11)),
        (replace(READY, avoid="Paul", avoid_until=at(17, 11)), "put_back", at(17, 11)),
        (replace(READY, line_is_held=True), "line_held", None),
        (
            QueuePlace(QueueState.HELD, NOW, holder="Zoé", lease_until=at(17, 11)),
            "held",
            at(17, 11),
        ),
    ],
)
def test_each_thing_that_holds_a_household_back_has_its_word_and_its_end(
    place, code, until
) -> None:
    (found,) = reasons(place)
    assert (found.code, found.until) == (code, until)


@pytest.mark.parametrize(
    "place",
    [
        replace(READY, reserved_for="Paul", reserved_until=at(17, 11)),
        replace(READY, avoid="Zoé", avoid_until=at(17, 11)),
        replace(READY, avoid="Paul", avoid_until=at(17, 9)),
    ],
)
def test_what_is_kept_for_me_or_put_back_by_another_is_mine_to_call(place) -> None:
    assert reasons(place) == ()


def test_nobody_is_called_at_night_or_on_a_sunday_but_for_a_promise() -> None:
    night = at(17, 21)
    (found,) = reasons(READY, now=night)
    assert (found.code, found.until) == ("hours", at(18, 9))
    sunday = at(22, 10)
    assert reasons(READY, now=sunday)[0].until == at(23, 9)
    promised = a_case(promise=Promise(PromiseKind.APPOINTMENT, night))
    assert reasons(READY, promised, now=night) == ()


@pytest.mark.parametrize(
    ("disposition", "state", "code"),
    [
        (Disposition.DECEASED, QueueState.CLOSED, "deceased"),
        (Disposition.REFUSED, QueueState.CLOSED, "refused"),
        (Disposition.MOVED_OUT, QueueState.CLOSED, "moved_out"),
        (Disposition.OPTED_OUT, QueueState.CLOSED, "opted_out"),
        (Disposition.UNREACHABLE, QueueState.DONE, "unreachable"),
        (Disposition.NO_NUMBER, QueueState.DONE, "no_number"),
        (Disposition.TO_VISIT, QueueState.DONE, "to_visit"),
        (Disposition.LANGUAGE, QueueState.DONE, "language"),
        (Disposition.LOST_TO_FOLLOW_UP, QueueState.DONE, "lost_to_follow_up"),
        (Disposition.SECURED, QueueState.DONE, "done"),
    ],
)
def test_what_is_over_says_why_and_promises_no_time(disposition, state, code) -> None:
    found = reasons(replace(READY, state=state), a_case(disposition=disposition))
    assert [one.code for one in found] == [code]
    assert when_next(found, NOW) is None


def test_a_wish_until_a_date_ends_on_that_date() -> None:
    away = QueuePlace(QueueState.SCHEDULED, at(20, 9), opted_out_until=at(20, 9))
    (found,) = reasons(away, a_case(disposition=Disposition.OPTED_OUT))
    assert found == WhyNot("opted_out", at(20, 9))


def test_a_closed_campaign_explains_everything() -> None:
    (found,) = reasons(READY, campaign=replace(CAMPAIGN, is_closed=True))
    assert found.code == "closed_campaign"


def test_who_comes_first_is_no_matter_while_something_else_holds_it_back() -> None:
    found = reasons(replace(READY, before=4, line_is_held=True))
    assert [one.code for one in found] == ["line_held"]


def test_the_next_time_is_when_the_last_reason_has_gone() -> None:
    found = reasons(replace(LATER, reserved_for="Zoé", reserved_until=at(17, 16)))
    assert [one.code for one in found] == ["not_due", "reserved"]
    assert when_next(found, NOW) == at(17, 16)
    assert when_next((WhyNot("before", number=3),), NOW) == NOW
