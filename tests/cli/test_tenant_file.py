"""What `veille tenants show` says of one person."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests import builders
from veille_tui.cli.tenant_file import lines_of
from veille_tui.domain.case import Case, Promise, PromiseKind, QueueState

SUNDAY = datetime(2020, 3, 22, 15, tzinfo=UTC)
"""16 h 00 in Paris; the campaign calls from Monday to Saturday."""


def said(case: Case, now: datetime = builders.NOW) -> str:
    campaign = builders.campaign()
    person = case.household.tenants[0]
    return "\n".join(lines_of(person, [case], {campaign.id: campaign}, now))


def due_tomorrow(state: QueueState) -> Case:
    return builders.case(due_at=builders.NOW + timedelta(days=1), state=state)


@pytest.mark.parametrize("state", [QueueState.READY, QueueState.SCHEDULED])
def test_the_next_call_is_said_when_it_will_come(state: QueueState):
    assert "Prochain appel : demain" in said(due_tomorrow(state))


@pytest.mark.parametrize("state", [QueueState.HELD, QueueState.DONE, QueueState.CLOSED])
def test_no_next_call_is_announced_when_none_will_come(state: QueueState):
    assert "Prochain appel" not in said(due_tomorrow(state))


@pytest.mark.parametrize("minutes", [-30, 4])
def test_the_next_call_comes_when_the_campaign_calls(minutes: int):
    case = builders.case(due_at=SUNDAY + timedelta(minutes=minutes))
    assert "Prochain appel : demain à 9 h 00" in said(case, SUNDAY)


def test_a_call_that_is_due_comes_at_once():
    case = builders.case(due_at=builders.NOW - timedelta(hours=1))
    assert "Prochain appel : dès maintenant" in said(case)


def test_an_appointment_keeps_its_hour():
    at = SUNDAY + timedelta(hours=1)
    promise = Promise(PromiseKind.APPOINTMENT, at)
    assert "Prochain appel : 17 h 00" in said(builders.case(due_at=at, promise=promise), SUNDAY)


def test_a_person_never_called_has_no_call_before_this_one():
    assert "Aucun appel pour l'instant." in said(builders.case(attempts=()))
    assert "celui-ci" not in said(builders.case(attempts=()))
