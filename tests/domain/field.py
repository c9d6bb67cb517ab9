"""Made-up households, campaigns and calls for the tests of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import Case, PastAttempt, PastDial
from veille_tui.domain.journal import Call, Dial
from veille_tui.domain.outcomes import FACTS, Outcome
from veille_tui.domain.tenants import Household, PhoneNumber, Tenant

PARIS = ZoneInfo("Europe/Paris")
CAMPAIGN = Campaign(id="confinement", title="Confinement")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    """A Paris moment of spring 2020, in UTC; Tuesday 17 March is the first day."""
    return datetime(2020, month, day, hour, minute, tzinfo=PARIS).astimezone(UTC)


def a_case(**changes: Any) -> Case:
    """One lady with two numbers, never called."""
    household = Household(
        reference="L-1",
        tenants=(Tenant("Lefèvre", "Hélène", "Mme"),),
        numbers=(PhoneNumber("+33536491234", id=1), PhoneNumber("+33639980002", rank=2, id=2)),
        id=7,
    )
    return replace(Case(id=7, campaign_id="confinement", household=household), **changes)


def a_call(outcome: Outcome, when: datetime, **changes: Any) -> Call:
    """One attempt of one dial, made by Paul."""
    answered = FACTS[outcome].answered
    dial = Dial(
        "d1", 1, "+33536491234", when, when if answered else None, outcome, when, "", "self"
    )
    call = Call("a1", 7, "confinement", "Paul", when, dials=(dial,))
    return replace(call, **changes)


def past(when: datetime, outcome: str = "no_answer") -> PastAttempt:
    """One earlier attempt without contact."""
    return PastAttempt("x", when, "Paul", "first", "retrying", (PastDial(when, 1, outcome),))


HOUR = timedelta(hours=1)
