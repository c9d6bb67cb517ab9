"""What a simulated day is checked for: each rule of hours and attempts, broken once."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta

import pytest

from tests.store.builders import LEASE, NOON, WINTER, Desk, fill, household, query, taken, token
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.case import CallReason, Disposition, QueueState
from veille_tui.domain.evidence import NeedFound, Secured
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.errors import Refused
from veille_tui.simulation.checks import Checks
from veille_tui.store.engine import open_link
from veille_tui.store.keeping_rules import broken_rules, standing
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore

SUMMER = Campaign("ete", "Été", landlord=WINTER.landlord)
MIDNIGHT = NOON.replace(hour=0)
DAY = timedelta(days=1)
NIGHT = NOON.replace(hour=22)


def broken(store: SharedStore) -> Mapping[str, list[int]]:
    with closing(open_link(store.url, 10, 30)) as link:
        return dict(broken_rules(link, WINTER, MIDNIGHT, MIDNIGHT + DAY))


def called(
    store: SharedStore,
    desk: Desk,
    *,
    dials: int = 1,
    outcome: str = "no_answer",
    reason: CallReason = CallReason.FIRST,
) -> Desk:
    """One attempt of a desk, received; somebody answers whatever is not "no_answer"."""
    again = Decision(Disposition.RETRYING, QueueState.SCHEDULED, due_at=NOON + DAY)
    begun = {"reason": reason.value, "token": desk.claim}
    entries = [desk.entry(Kind.ATTEMPT_STARTED, begun)]
    for name in (f"d{count}" for count in range(dials)):
        entries.append(desk.dialled(dial=name))
        if outcome != "no_answer":
            entries.append(desk.entry(Kind.PERSON_ANSWERED, {"dial": name, "who": "self"}))
        entries.append(desk.ended(outcome, dial=name))
    store.receive("poste", [*entries, desk.finished(again)])
    return desk


def at(store: SharedStore, moment: datetime) -> Desk:
    desk = taken(store)
    desk.at = moment
    return desk


def other_case(store: SharedStore) -> Desk:
    """Who takes the same household in the other campaign."""
    claim = token()
    granted = store.claim_next("ete", "Paul", claim, LEASE)
    assert granted is not None
    return Desk(granted.case.id, claim, "Paul", campaign="ete")


def test_a_day_within_the_rules_breaks_none(store: SharedStore) -> None:
    fill(store, 2)
    called(store, taken(store), dials=WINTER.attempts.per_day)
    called(store, taken(store), outcome="done")
    assert broken(store) == {}


def test_a_call_at_night_is_told_unless_it_was_promised_or_came_in(store: SharedStore) -> None:
    fill(store, 3)
    called(store, at(store, NIGHT), reason=CallReason.CALLBACK)
    called(store, at(store, NIGHT), reason=CallReason.INBOUND)
    late = called(store, at(store, NIGHT))
    assert broken(store) == {"outside_hours": [late.case_id]}


def test_more_dials_than_a_day_allows_are_told(store: SharedStore) -> None:
    fill(store, 1)
    desk = called(store, taken(store), dials=WINTER.attempts.per_day + 1)
    assert broken(store) == {"too_many_dials": [desk.case_id]}


def test_the_dials_of_a_day_are_those_of_every_campaign(store: SharedStore) -> None:
    fill(store, 1)
    fill(store, 1, SUMMER)
    desk = called(store, taken(store), dials=WINTER.attempts.per_day)
    other = called(store, other_case(store))
    assert broken(store) == {"too_many_dials": [min(desk.case_id, other.case_id)]}


def test_a_household_heard_by_two_campaigns_on_a_day_is_told(store: SharedStore) -> None:
    fill(store, 1)
    fill(store, 1, SUMMER)
    desk = called(store, taken(store), outcome="done")
    assert broken(store) == {}
    other = called(store, other_case(store), outcome="done")
    assert broken(store) == {"two_campaigns_on_a_day": [min(desk.case_id, other.case_id)]}


def test_a_call_after_a_death_is_told(store: SharedStore) -> None:
    fill(store, 1)
    desk = taken(store)
    dead = Decision(Disposition.DECEASED, QueueState.CLOSED)
    told = [desk.started(), desk.dialled(), desk.ended("deceased")]
    store.receive("poste", [*told, desk.finished(dead)])
    assert broken(store) == {}
    store.receive("poste", [desk.dialled(dial="d2")])
    assert broken(store) == {"called_after_death": [desk.case_id]}


def test_a_broken_rule_stops_the_simulation_and_names_cases_only(store: SharedStore) -> None:
    fill(store, 1)
    desk = called(store, taken(store), dials=WINTER.attempts.per_day + 1)
    with pytest.raises(Refused, match=rf"too_many_dials \(suivis {desk.case_id}\)"):
        Checks(store.url, store, WINTER).of_the_day(NOON.date(), [])


def test_an_entry_that_the_store_lost_stops_the_simulation(store: SharedStore) -> None:
    fill(store, 1)
    desk = taken(store)
    entries = [desk.started(), desk.note("un mot")]
    with closing(LocalJournal(None)) as journal:
        journal.append(*entries)
        sent = journal.unsent(10)
        store.receive(journal.desk_id, sent)
        journal.mark_sent([one.id for one in sent], NOON, {})
        Checks(store.url, store, WINTER).of_the_day(NOON.date(), [journal])
        query(store, "delete from journal_entries where id = :id", id=sent[1].id)
        with pytest.raises(Refused, match="1 lignes de journal manquent"):
            Checks(store.url, store, WINTER).of_the_day(NOON.date(), [journal])


def test_who_is_secured_is_told_as_the_report_tells_it(store: SharedStore) -> None:
    fill(store, [household(n) for n in range(4)])
    over = Secured(NOON - DAY, "phone", "self", NOON - timedelta(hours=1))
    well = Secured(NOON, "phone", "self")
    needs = (NeedFound("sante", "today"),)
    for decision in (
        Decision(Disposition.SECURED, QueueState.DONE, secured=well),
        Decision(Disposition.SECURED, QueueState.DONE, secured=over),
        Decision(Disposition.SECURED, QueueState.DONE, secured=well, needs=needs),
    ):
        desk = taken(store)
        store.receive("poste", [desk.started(), desk.finished(decision)])
    with closing(open_link(store.url, 10, 30)) as link:
        assert standing(link, "hiver", NOON) == (4, 1, 1)
    secured = [one for one in store.figures("hiver").cases if one.secured]
    assert len(secured) == 1
    assert query(store, "select count(*) from cases where secured_at is not null") == [(3,)]
