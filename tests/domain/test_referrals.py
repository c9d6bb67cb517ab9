"""Where a referral may go, how soon somebody must answer, and when a name may leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

import pytest

from tests.domain.field import at
from veille_tui.domain.referrals import (
    Consent,
    Obstacle,
    Referral,
    ReferralKind,
    changed,
    due,
    in_order,
    is_vital,
    kind_of,
    obstacle,
    obstacle_to_sending,
)
from veille_tui.domain.referrals import ReferralStatus as Is

NOW = at(17, 10)
FOOD = Referral(
    *(7, "hiver", "alimentation"),
    urgency="today",
    partner="ccas31",
    consent=Consent.GIVEN,
    opened_at=NOW,
    due_at=due("today", NOW),
    id=4,
)
WAYS = {
    (Is.OPEN, Is.SENT),
    (Is.OPEN, Is.REVOKED),
    (Is.SENT, Is.ACCEPTED),
    (Is.SENT, Is.REJECTED),
    (Is.SENT, Is.DONE),
    (Is.SENT, Is.REVOKED),
    (Is.ACCEPTED, Is.DONE),
    (Is.ACCEPTED, Is.REJECTED),
    (Is.ACCEPTED, Is.REVOKED),
    (Is.REJECTED, Is.OPEN),
    (Is.REJECTED, Is.REVOKED),
    (Is.DONE, Is.OPEN),
}


@pytest.mark.parametrize(("before", "after"), list(product(Is, Is)))
def test_a_referral_goes_only_where_its_status_leads(before: Is, after: Is):
    why = obstacle(replace(FOOD, status=before), after, answer="Mme est servie", partner="autre")
    assert (why is None) == ((before, after) in WAYS)


def test_after_a_rejection_it_opens_again_only_for_another_partner():
    rejected = replace(FOOD, status=Is.REJECTED)
    assert obstacle(rejected, Is.OPEN, answer="plus de place") is Obstacle.ANOTHER_PARTNER
    assert obstacle(rejected, Is.OPEN, partner="ccas31") is Obstacle.ANOTHER_PARTNER
    assert obstacle(rejected, Is.OPEN, partner="croix") is None


def test_what_was_done_opens_again_only_with_a_reason():
    done = replace(FOOD, status=Is.DONE)
    assert obstacle(done, Is.OPEN, answer=" ") is Obstacle.REASON
    assert obstacle(done, Is.OPEN, answer="Le repas n'est pas venu.") is None


def test_nothing_is_sent_to_nobody():
    assert obstacle(replace(FOOD, partner=""), Is.SENT) is Obstacle.NOBODY
    assert obstacle(replace(FOOD, partner=""), Is.SENT, partner="croix") is None


CONSENTS = [
    # consent, urgency, kind, partner kind, reason, what stands in the way
    ("given", "week", "need", "ccas", "", None),
    ("unasked", "week", "need", "ccas", "", Obstacle.NOT_ASKED),
    ("unasked", "today", "need", "ccas", "c'est urgent", Obstacle.NOT_ASKED),
    ("unasked", "immediate", "need", "secours", "", None),
    ("unasked", "week", "complaint", "agency", "", None),
    ("unasked", "week", "complaint", "charity", "", Obstacle.NOT_ASKED),
    ("unasked", "week", "need", "agency", "", Obstacle.NOT_ASKED),
    ("refused", "week", "need", "ccas", "il le faut", Obstacle.SAID_NO),
    ("refused", "today", "need", "ccas", "il le faut", Obstacle.SAID_NO),
    ("refused", "week", "complaint", "agency", "", Obstacle.SAID_NO),
    ("refused", "immediate", "need", "secours", " ", Obstacle.WRITTEN_REASON),
    ("refused", "immediate", "need", "secours", "Elle ne respire plus.", None),
]


@pytest.mark.parametrize(("consent", "urgency", "kind", "to", "reason", "expected"), CONSENTS)
def test_a_name_leaves_only_with_consent_or_for_a_life_in_danger(
    consent: str, urgency: str, kind: str, to: str, reason: str, expected: Obstacle | None
):
    referral = replace(
        FOOD,
        consent=Consent(consent),
        urgency=urgency,
        kind=ReferralKind(kind),
        partner_kind=to,
    )
    assert obstacle_to_sending(referral, reason) is expected
    assert obstacle(referral, Is.SENT, answer=reason) is expected


def test_what_leaves_without_consent_is_said_to_be_for_a_life():
    alarm = replace(FOOD, urgency="immediate", consent=Consent.UNASKED)
    assert is_vital(alarm)
    assert not is_vital(replace(alarm, consent=Consent.GIVEN))
    assert not is_vital(replace(alarm, urgency="today"))


@pytest.mark.parametrize(
    ("urgency", "hours"), [("immediate", 1), ("today", 24), ("week", 72), ("", 72)]
)
def test_somebody_answers_within_an_hour_a_day_or_three(urgency: str, hours: int):
    assert due(urgency, NOW) == NOW + timedelta(hours=hours)


OVERDUE = [(Is.OPEN, True), (Is.SENT, True), (Is.REJECTED, True)]
OVERDUE += [(Is.ACCEPTED, False), (Is.DONE, False), (Is.REVOKED, False)]


@pytest.mark.parametrize(("status", "late"), OVERDUE)
def test_what_nobody_answered_in_time_is_overdue(status: Is, late: bool):
    referral = replace(FOOD, status=status)
    assert not referral.is_overdue(NOW + timedelta(days=1))
    assert referral.is_overdue(NOW + timedelta(days=1, seconds=1)) is late


def test_each_change_leaves_its_date_and_who_made_it():
    later = NOW + timedelta(hours=2)
    sent = changed(FOOD, Is.SENT, "Chef", later)
    assert (sent.status, sent.sent_at, sent.changed_by) == (Is.SENT, later, "Chef")
    accepted = changed(sent, Is.ACCEPTED, "Chef", NOW + timedelta(hours=3), " Dès lundi ")
    assert (accepted.answered_at, accepted.answer) == (NOW + timedelta(hours=3), "Dès lundi")
    done = changed(accepted, Is.DONE, "Chef", NOW + timedelta(days=2))
    assert (done.closed_at, done.answered_at) == (NOW + timedelta(days=2), accepted.answered_at)
    assert done.answer == "Dès lundi"


def test_opened_again_it_has_all_of_its_time_before_it():
    rejected = changed(changed(FOOD, Is.SENT, "Chef", NOW), Is.REJECTED, "Chef", NOW, "complet")
    again = changed(rejected, Is.OPEN, "Chef", NOW + timedelta(days=5))
    assert again.due_at == NOW + timedelta(days=6)
    assert (again.sent_at, again.answered_at, again.closed_at) == (None, None, None)


def test_overdue_ones_come_first_then_the_most_urgent():
    late = replace(FOOD, id=1, urgency="week", due_at=NOW - timedelta(hours=1))
    alarm = replace(FOOD, id=2, urgency="immediate", due_at=NOW + timedelta(hours=1))
    calm = replace(FOOD, id=3, urgency="week", due_at=NOW + timedelta(days=3))
    over = replace(FOOD, id=5, urgency="immediate", status=Is.DONE)
    assert [one.id for one in in_order([over, calm, alarm, late], NOW)] == [1, 2, 3, 5]


def test_a_conflict_between_neighbours_stands_on_the_mediations_list():
    assert kind_of("mediation") is ReferralKind.MEDIATION
    assert kind_of("ccas") is ReferralKind.NEED
