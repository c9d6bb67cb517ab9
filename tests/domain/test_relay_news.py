"""What each result of a relay makes of its case."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.domain.field import CAMPAIGN, a_case, at
from veille_tui.domain.campaign import CadenceRule
from veille_tui.domain.case import Case, Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.escalation import Channel, Escalation, RelayResult, RelayStatus
from veille_tui.domain.evidence import Secured
from veille_tui.domain.relay_news import Effect, RelayNews, effect
from veille_tui.domain.tenants import Tenant

NOW = at(19, 11)
SILENT = a_case(disposition=Disposition.UNREACHABLE, state=QueueState.DONE)
NUMBERLESS = replace(
    SILENT,
    disposition=Disposition.NO_NUMBER,
    household=replace(SILENT.household, numbers=()),
)
VISIT = Escalation(7, "confinement", Channel.VISIT, 3, opened_at=at(18, 9), id=13)


def after(
    result: RelayResult,
    case: Case = SILENT,
    relay: Escalation = VISIT,
    campaign: Any = CAMPAIGN,
    **news: Any,
) -> Effect:
    return effect(case, relay, RelayNews(13, result, **news), campaign, NOW)


@pytest.mark.parametrize("result", [RelayResult.NOBODY, RelayResult.NOT_DONE])
def test_without_news_the_relay_failed_and_the_case_stands(result: RelayResult) -> None:
    assert after(result) == Effect(RelayStatus.FAILED)


@pytest.mark.parametrize(
    ("channel", "said", "source"),
    [
        (Channel.NEIGHBOUR, "", "neighbour"),
        (Channel.POSTMAN, "", "self"),
        (Channel.VISIT, "", "self"),
        (Channel.VISIT, "guardian", "guardian"),
    ],
)
def test_who_is_seen_well_is_secured_by_the_channel_and_who_said_so(
    channel: Channel, said: str, source: str
) -> None:
    made = after(RelayResult.WELL, relay=replace(VISIT, channel=channel), source=said)
    assert made.secured == Secured(NOW, channel.value, source)
    assert (made.disposition, made.state) == (Disposition.SECURED, QueueState.DONE)
    assert made.withdraws
    assert made.contact_at == NOW


def test_evidence_holds_from_the_day_it_was_seen() -> None:
    campaign = replace(CAMPAIGN, secured_for="P30D")
    seen = at(17, 12)
    made = after(RelayResult.WELL, campaign=campaign, at=seen)
    assert made.secured == Secured(seen, "visit", "self", seen + timedelta(days=30))


def test_nothing_is_seen_later_than_now() -> None:
    assert after(RelayResult.WELL, at=at(25, 9)).contact_at == NOW


def test_who_is_well_again_is_called_at_the_campaigns_rhythm() -> None:
    weekly = replace(CAMPAIGN, cadence=(CadenceRule("P7D"),))
    made = after(RelayResult.WELL, campaign=weekly)
    assert (made.disposition, made.state, made.due_at) == (
        Disposition.FOLLOWED,
        QueueState.SCHEDULED,
        at(26, 11),
    )
    assert made.cadence == ("P7D", "")


@pytest.mark.parametrize(
    "case",
    [
        NUMBERLESS,
        replace(SILENT, disposition=Disposition.TO_VISIT),
        replace(SILENT, disposition=Disposition.LANGUAGE),
    ],
    ids=["no-number", "cannot-talk", "language"],
)
def test_nobody_is_called_where_the_telephone_is_no_use(case: Case) -> None:
    weekly = replace(CAMPAIGN, cadence=(CadenceRule("P7D"),))
    assert after(RelayResult.WELL, case, campaign=weekly).state is QueueState.DONE
    assert after(RelayResult.NEEDS_HELP, case).state is QueueState.DONE


def test_an_open_need_is_not_answered_by_a_sight_of_the_person() -> None:
    made = after(RelayResult.WELL, replace(SILENT, open_needs=("repas",)))
    assert (made.secured, made.not_secured, made.disposition) == (None, "open_needs", None)
    assert made.contact_at == NOW


def test_a_call_that_was_promised_stays_promised() -> None:
    promise = Promise(PromiseKind.APPOINTMENT, at(20, 10), by="Paul")
    case = replace(SILENT, disposition=Disposition.APPOINTMENT, promise=promise)
    for result in (RelayResult.WELL, RelayResult.NEEDS_HELP, RelayResult.NUMBER_GIVEN):
        assert after(result, case).disposition is None


def test_help_that_is_needed_opens_a_need_and_a_call_the_next_day() -> None:
    made = after(RelayResult.NEEDS_HELP, theme="repas", urgency="immediate", note="frigo vide")
    assert made.need is not None
    assert (made.need.theme, made.need.urgency, made.need.note) == (
        "repas",
        "immediate",
        "frigo vide",
    )
    assert (made.disposition, made.due_at) == (Disposition.NEEDS_HELP, at(20, 11))
    assert made.ends_evidence
    assert made.withdraws


def test_help_of_which_nothing_is_known_is_help_for_today() -> None:
    need = after(RelayResult.NEEDS_HELP).need
    assert need is not None
    assert (need.theme, need.urgency) == ("aide", "today")


def test_a_number_brings_the_household_back_to_the_callers_and_is_no_news() -> None:
    made = after(RelayResult.NUMBER_GIVEN, NUMBERLESS)
    assert (made.disposition, made.state) == (Disposition.TO_CALL, QueueState.READY)
    assert made.contact_at is None
    assert not made.withdraws


@pytest.mark.parametrize(
    ("result", "disposition", "flag"),
    [
        (RelayResult.REFUSED, Disposition.REFUSED, "refused_hard"),
        (RelayResult.MOVED_OUT, Disposition.MOVED_OUT, ""),
        (RelayResult.DECEASED, Disposition.DECEASED, "deceased"),
    ],
)
def test_an_end_is_an_end(result: RelayResult, disposition: Disposition, flag: str) -> None:
    made = after(result)
    assert (made.disposition, made.flagged) == (disposition, flag)
    assert made.is_end
    assert made.withdraws
    assert made.secured is None
    # Who says no at the door is not well by what was known before.
    assert made.ends_evidence is (result is RelayResult.REFUSED)


def test_a_couple_of_whom_one_died_is_looked_at() -> None:
    couple = replace(SILENT.household, tenants=(Tenant("Lefèvre"), Tenant("Lefèvre", "Jean")))
    assert after(RelayResult.DECEASED, replace(SILENT, household=couple)).flagged == (
        "deceased_couple"
    )


@pytest.mark.parametrize(
    ("result", "changes_case"),
    [
        (RelayResult.WELL, False),
        (RelayResult.REFUSED, False),
        (RelayResult.MOVED_OUT, False),
        (RelayResult.NUMBER_GIVEN, False),
        (RelayResult.NEEDS_HELP, True),
        (RelayResult.DECEASED, True),
    ],
)
def test_news_of_a_withdrawn_relay_count_only_if_they_worry(
    result: RelayResult, changes_case: bool
) -> None:
    made = after(result, relay=replace(VISIT, status=RelayStatus.WITHDRAWN))
    assert (made.disposition is not None) is changes_case
    assert made.status is RelayStatus.DONE


@pytest.mark.parametrize("result", RelayResult)
def test_who_is_closed_is_not_opened_by_news(result: RelayResult) -> None:
    closed = replace(SILENT, disposition=Disposition.REFUSED, state=QueueState.CLOSED)
    made = after(result, closed)
    assert made.disposition is None or made.state is QueueState.CLOSED
