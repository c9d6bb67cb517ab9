"""Who is called first, and why now."""

from __future__ import annotations

from dataclasses import replace

from tests.domain.field import a_case, at, past
from veille_tui.domain.calling_order import priority, reason_of, sign_of_life, why_now
from veille_tui.domain.case import CallReason, Promise, PromiseKind

NOW = at(20, 10)
APPOINTMENT = Promise(PromiseKind.APPOINTMENT, at(20, 10))
CALLBACK = Promise(PromiseKind.CALLBACK, at(20, 9), ends=at(20, 9, 30))


def test_appointment_then_promise_then_urgency_then_segment() -> None:
    keys = [
        priority(APPOINTMENT, "", 1),
        priority(CALLBACK, "immediate", 1),
        priority(None, "immediate", 9),
        priority(None, "today", 1),
        priority(None, "week", 1),
        priority(None, "", 1),
        priority(None, "", 2),
    ]
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_who_was_never_heard_comes_before_who_was_heard_long_ago() -> None:
    assert sign_of_life(None) < sign_of_life(at(1, 9)) < sign_of_life(at(2, 9))


def test_a_late_promise_says_by_how_much() -> None:
    why = why_now(a_case(promise=CALLBACK), NOW)
    assert (why.code, why.late_minutes) == ("callback_late", 30)


def test_a_promise_inside_its_window_is_not_late() -> None:
    assert why_now(a_case(promise=replace(CALLBACK, ends=at(20, 11))), NOW).code == "callback"


def test_a_second_try_says_what_came_of_the_first() -> None:
    why = why_now(a_case(attempts=(past(at(19, 15), "busy"),)), NOW)
    assert (why.code, why.detail, why.at) == ("retry", "busy", at(19, 15))


def test_a_follow_up_says_how_long_ago_the_last_contact_was() -> None:
    why = why_now(a_case(last_contact_at=at(13, 10)), NOW)
    assert (why.code, why.days) == ("follow_up", 7)


def test_an_urgent_need_is_named() -> None:
    why = why_now(a_case(urgency="today", open_needs=("alimentation",)), NOW)
    assert (why.code, why.detail) == ("urgent_need", "alimentation")


def test_the_opening_follows_the_reason() -> None:
    assert reason_of(a_case()) is CallReason.FIRST
    assert reason_of(a_case(last_contact_at=at(13, 10))) is CallReason.FOLLOW_UP
    assert reason_of(a_case(promise=CALLBACK)) is CallReason.CALLBACK
