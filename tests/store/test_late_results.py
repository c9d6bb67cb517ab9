"""A result that comes after its claim may worry the supervisor, never reassure."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.store.builders import LEASE, NOON, Clock, Desk, fill, household, query, taken, token
from veille_tui.domain.case import Case, Disposition
from veille_tui.domain.case import QueueState as State
from veille_tui.domain.evidence import NeedFound, Secured
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.store.shared import SharedStore

WELL = Decision(
    Disposition.SECURED, State.DONE, contact_at=NOON, secured=Secured(NOON, "phone", "self")
)
HUNGRY = Decision(
    Disposition.NEEDS_HELP,
    State.DONE,
    contact_at=NOON,
    not_secured="needs",
    needs=(NeedFound("alimentation", "today", "ccas"),),
    urgency="today",
)


def overtaken(store: SharedStore, clock: Clock) -> tuple[Desk, Desk]:
    """Two desks on one household: the lease of the first ended, the second holds it."""
    fill(store, 1)
    first = taken(store)
    clock.forward(minutes=31)
    return first, taken(store, "Paul")


def send(store: SharedStore, desk: Desk, decision: Decision) -> Case:
    store.receive(desk.caller, [desk.started(), desk.finished(decision)])
    return store.case(desk.case_id)


def test_late_good_news_secures_nothing_while_a_newer_need_is_open(
    store: SharedStore, clock: Clock
):
    late, second = overtaken(store, clock)
    send(store, second, HUNGRY)
    case = send(store, late, WELL)
    assert (case.secured_at, case.disposition) == (None, Disposition.NEEDS_HELP)
    assert case.last_contact_at == NOON


def test_a_late_need_ends_an_earlier_evidence(store: SharedStore, clock: Clock):
    late, second = overtaken(store, clock)
    earlier = replace(WELL, secured=Secured(NOON - timedelta(hours=2), "phone", "self"))
    send(store, second, earlier)
    case = send(store, late, HUNGRY)
    assert (case.secured_at, case.disposition) == (None, Disposition.NEEDS_HELP)
    assert query(store, "select not_secured, secured_channel from cases") == [("needs", "")]


def test_a_later_evidence_outlives_a_late_worry(store: SharedStore, clock: Clock):
    late, second = overtaken(store, clock)
    after = NOON + timedelta(minutes=40)
    send(store, second, replace(WELL, secured=Secured(after, "phone", "self")))
    worried = Decision(Disposition.CALLBACK, State.DONE, contact_at=NOON, not_secured="said_so")
    assert send(store, late, worried).secured_at == after


def test_a_late_result_hides_no_cry_for_help(store: SharedStore, clock: Clock):
    late, second = overtaken(store, clock)
    cry = second.entry(Kind.HELP_ASKED, {"text": "elle pleure"})
    store.receive("Paul", [second.started(), cry])
    assert send(store, late, WELL).flagged == "help_asked late_result"


def test_a_late_refusal_is_told_as_such_and_as_late(store: SharedStore, clock: Clock):
    late, _second = overtaken(store, clock)
    refused = Decision(Disposition.REFUSED, State.CLOSED, flagged="refused_hard")
    assert send(store, late, refused).flagged == "refused_hard late_result"


def test_what_nobody_overtook_keeps_its_own_word_too(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    store.sweep()
    couple = Decision(Disposition.RETRYING, State.DONE, flagged="deceased_couple")
    assert send(store, desk, couple).flagged == "deceased_couple late_result"


def test_a_late_finish_that_tells_no_death_takes_a_wrong_key_back(store: SharedStore, clock: Clock):
    late, _second = overtaken(store, clock)
    store.receive("poste", [late.started(), late.dialled(), late.ended("deceased")])
    assert query(store, "select closed_by from queue") == [(late.attempt,)]
    store.receive("poste", [late.finished(HUNGRY)])
    assert query(store, "select closed_by from queue") == [("",)]


def test_a_number_that_was_listed_during_a_call_without_number_is_dialled(store: SharedStore):
    fill(store, [household(1, numbers=())])
    ((case_id,),) = query(store, "select case_id from queue")
    held = token()
    store.claim_case(case_id, "Hélène B.", held, LEASE)
    desk = Desk(case_id, held)
    store.apply_import("hiver", [], [household(1)], NOON)
    as_before = Decision(Disposition.NO_NUMBER, State.DONE)
    store.receive("poste", [desk.started(), desk.finished(as_before)])
    assert query(store, "select state from queue") == [(0,)]
    assert query(store, "select disposition from cases") == [("to_call",)]
