"""What `veille tenants show` says of one person."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import builders
from veille_tui.cli.tenant_file import lines_of
from veille_tui.domain.case import Case, QueueState


def said(case: Case) -> str:
    campaign = builders.campaign()
    person = case.household.tenants[0]
    return "\n".join(lines_of(person, [case], {campaign.id: campaign}, builders.NOW))


def due_tomorrow(state: QueueState) -> Case:
    return builders.case(due_at=builders.NOW + timedelta(days=1), state=state)


@pytest.mark.parametrize("state", [QueueState.READY, QueueState.SCHEDULED])
def test_the_next_call_is_said_when_it_will_come(state: QueueState):
    assert "Prochain appel : demain" in said(due_tomorrow(state))


@pytest.mark.parametrize("state", [QueueState.HELD, QueueState.DONE, QueueState.CLOSED])
def test_no_next_call_is_announced_when_none_will_come(state: QueueState):
    assert "Prochain appel" not in said(due_tomorrow(state))
