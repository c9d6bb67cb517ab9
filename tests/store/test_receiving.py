"""What desks send is recorded once, in order, whole; what makes no sense stands in nobody's way."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.store.builders import (
    LEASE,
    NOON,
    WINTER,
    Clock,
    Desk,
    fill,
    household,
    query,
    take,
    taken,
    token,
)
from veille_tui.domain.case import Disposition, Promise, PromiseKind
from veille_tui.domain.case import QueueState as State
from veille_tui.domain.evidence import NeedFound, Secured
from veille_tui.domain.journal import Entry, Kind
from veille_tui.domain.next_step import Decision
from veille_tui.store.shared import SharedStore

WEEKLY = Decision(
    Disposition.FOLLOWED,
    State.SCHEDULED,
    due_at=NOON + timedelta(days=7),
    priority=11,
    sort_key=1585224000,
    reserved_for="Hélène B.",
    reserved_until=NOON + timedelta(days=7, hours=3),
    contact_at=NOON,
    secured=Secured(NOON, "phone", "self"),
    cadence="P7D",
)
DEAD = Decision(Disposition.DECEASED, State.CLOSED, flagged="deceased")
HUNGRY = Decision(
    Disposition.NEEDS_HELP,
    State.SCHEDULED,
    due_at=NOON + timedelta(days=1),
    contact_at=NOON,
    not_secured="needs",
    needs=(NeedFound("alimentation", "today", "ccas", "plus de pain"),),
    urgency="today",
)


def counts(store: SharedStore) -> dict[str, int]:
    tables = "journal_entries attempts dials answers notes needs phone_numbers".split()
    return {name: query(store, f"select count(*) from {name}")[0][0] for name in tables}


def whole_call(desk: Desk, decision: Decision = WEEKLY) -> list[Entry]:
    return [
        desk.started(),
        desk.dialled(),
        desk.entry(Kind.PERSON_ANSWERED, {"dial": "d1", "who": "self"}),
        desk.answered("moral", "bien"),
        desk.note("Le petit-fils fait les courses."),
        desk.ended("done"),
        desk.finished(decision),
    ]


def test_a_call_is_found_again_by_the_next_caller(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    received = store.receive("poste", whole_call(desk))
    assert (received.late, dict(received.refused)) == ((), {})
    case = store.case(desk.case_id)
    assert case.disposition is Disposition.FOLLOWED
    assert (case.due_at, case.cadence) == (NOON + timedelta(days=7), "P7D")
    assert case.attempts[0].notes == ("Le petit-fils fait les courses.",)
    assert [dial.outcome for dial in case.attempts[0].dials] == ["done"]
    assert case.secured_at == case.last_contact_at == NOON


def test_what_was_said_last_time_comes_with_the_household(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    said = {"question": "moral", "value": "mal", "words": "Le moral ?\nPas bien"}
    written = [
        desk.entry(Kind.ANSWERED, said),
        desk.answered("repris", "oui"),
        desk.answered("repris", None),
        desk.entry(Kind.COMPLAINT_MADE, {"text": "La chaudière fuit."}),
        desk.entry(Kind.HELP_ASKED, {"text": "Elle pleure."}),
        desk.entry(Kind.ALERT_SHOWN, {"alert": "samu"}),
    ]
    again = Decision(Disposition.RETRYING, State.READY)
    store.receive("poste", [desk.started(), *written, desk.finished(again)])
    clock.forward(hours=4)
    silent = taken(store)
    silent.at = clock.now
    store.receive("poste", [silent.started(), silent.finished(again)])
    first, second = take(store).case.attempts
    assert first.answers == (("moral", "Pas bien"),)
    assert (first.complaints, first.help_texts, first.notes) == (
        ("La chaudière fuit.",),
        ("Elle pleure.",),
        (),
    )
    assert second.answers == ()


def test_only_the_last_answers_are_read_back(store: SharedStore, clock: Clock):
    fill(store, 1)
    for value in ("bien", "mal"):
        clock.forward(hours=4)
        desk = taken(store)
        desk.at = clock.now
        call = [desk.started(), desk.answered("moral", value)]
        again = desk.finished(Decision(Disposition.RETRYING, State.READY))
        store.receive("poste", [*call, again])
    assert [len(one.answers) for one in take(store).case.attempts] == [0, 1]


def test_the_claim_ends_with_the_result(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", whole_call(desk))
    assert store.renew([desk.claim], desk.caller, LEASE) == {}
    queue = "select state, claim_token, reserved_for, priority, sort_key from queue"
    assert query(store, queue) == [(State.SCHEDULED, None, "Hélène B.", 11, 1585224000)]


def test_a_batch_sent_twice_changes_nothing(store: SharedStore):
    fill(store, 1)
    entries = whole_call(taken(store), HUNGRY)
    first = store.receive("poste", entries)
    before = counts(store), store.case(entries[0].case_id)
    assert store.receive("poste", entries).accepted == first.accepted
    assert (counts(store), store.case(entries[0].case_id)) == before


def test_batches_that_overlap_add_up_to_one(store: SharedStore):
    fill(store, 1)
    entries = whole_call(taken(store))
    store.receive("poste", entries[:4])
    store.receive("poste", entries[2:])
    assert counts(store)["journal_entries"] == len(entries)
    assert len(store.case(entries[0].case_id).attempts) == 1


def test_order_is_that_of_the_journal_not_of_the_clock_or_the_batch(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    first, second = desk.answered("moral", "bien"), desk.answered("moral", "mal")
    back = replace(second, at=first.at - timedelta(minutes=20))
    store.receive("poste", [back, first])
    assert query(store, "select value from answers") == [('"mal"',)]


def test_an_answer_keeps_its_words_and_a_withdrawn_one_is_kept_as_such(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [desk.answered("moral", "bien"), desk.answered("moral", None)])
    found = query(store, "select value, words, script_hash from answers")
    assert found == [("null", "Ça va ?", "h1")]


def test_what_happens_is_seen_before_the_end_and_ends_nothing(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", whole_call(desk)[:4])
    assert query(store, "select state from queue") == [(State.HELD,)]
    assert query(store, "select finished_at from attempts") == [(None,)]


def test_a_result_after_the_lease_is_kept_flagged_and_moves_nothing_of_the_next_holder(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    other = taken(store, "Paul")
    entries = whole_call(desk, HUNGRY)
    received = store.receive("poste", entries)
    assert received.late == (entries[-1].id,)
    assert len(received.accepted) == len(entries)
    assert query(store, "select state, claim_token from queue") == [(State.HELD, other.claim)]
    case = store.case(desk.case_id)
    assert (case.flagged, case.open_needs) == ("late_result", ("alimentation",))
    assert case.last_contact_at == NOON


def test_a_late_result_that_nobody_overtook_still_decides(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    store.sweep()
    received = store.receive("poste", whole_call(desk))
    assert len(received.late) == 1
    assert query(store, "select state from queue") == [(State.SCHEDULED,)]
    assert store.case(desk.case_id).flagged == "late_result"


def test_the_holder_may_finish_after_a_late_result_of_another(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    other = taken(store, "Paul")
    store.receive("poste", whole_call(desk))
    received = store.receive("autre", whole_call(other, HUNGRY))
    assert received.late == ()
    assert store.case(desk.case_id).disposition is Disposition.NEEDS_HELP


def test_a_second_finish_replaces_the_first(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", whole_call(desk, HUNGRY))
    received = store.receive("poste", [desk.finished(WEEKLY)])
    assert received.late == ()
    case = store.case(desk.case_id)
    assert (case.disposition, case.open_needs) == (Disposition.FOLLOWED, ())
    assert query(store, "select status from needs") == [("withdrawn",)]


def test_needs_of_one_attempt_are_never_doubled(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [*whole_call(desk, HUNGRY), desk.finished(HUNGRY)])
    found = query(store, "select theme, urgency, partner, status from needs")
    assert found == [("alimentation", "today", "ccas", "open")]


def test_evidence_stands_through_silence_and_falls_with_a_need(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", whole_call(desk))
    for decision, is_secured in (
        (Decision(Disposition.RETRYING, State.READY, not_secured="no_contact"), True),
        (replace(HUNGRY, state=State.READY, due_at=None), False),
    ):
        clock.forward(days=8)
        next_desk = taken(store)
        store.receive("poste", whole_call(next_desk, decision))
        assert (store.case(desk.case_id).secured_at is not None) is is_secured


def test_a_wrong_number_is_dialled_no_more(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    number = store.case(desk.case_id).household.numbers[0]
    lost = Decision(Disposition.NO_NUMBER, State.DONE, numbers_ended=(number.id,))
    store.receive("poste", [desk.started(), desk.dialled(number.id), desk.finished(lost)])
    assert store.case(desk.case_id).household.usable_numbers == ()
    assert query(store, "select line from queue") == [("ref:LOG-0",)]


def test_a_number_given_is_there_at_once_for_the_next_call(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    given = {"e164": "+33639980002", "raw": "06 39 98 00 02", "label": "fille", "role": "relative"}
    store.receive("poste", [desk.started(), desk.entry(Kind.NUMBER_GIVEN, given)])
    numbers = store.case(desk.case_id).household.numbers
    assert [number.label for number in numbers] == ["", "fille"]


def test_a_number_for_a_household_without_one_makes_it_callable(store: SharedStore):
    fill(store, [household(1, numbers=())])
    found = store.find("lefevre")[0]
    claim = token()
    store.claim_case(found.case_id, "Paul", claim, LEASE)
    desk = Desk(found.case_id, claim, "Paul")
    given = {"e164": "+33639980002", "role": "neighbour"}
    back = Decision(Disposition.CALLBACK, State.READY)
    store.receive(
        "poste", [desk.started(), desk.entry(Kind.NUMBER_GIVEN, given), desk.finished(back)]
    )
    assert take(store).case.household.usable_numbers[0].e164 == "+33639980002"


def test_a_returned_case_is_free_at_once(store: SharedStore):
    fill(store, 1)
    desk = taken(store, "Paul")
    store.receive("poste", [desk.entry(Kind.CASE_RETURNED, {"why": "", "token": desk.claim})])
    assert take(store, "Hélène B.").case.id == desk.case_id
    assert store.case(desk.case_id).attempts == ()


def test_a_number_given_in_the_call_and_found_wrong_is_dialled_no_more(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    given = desk.entry(Kind.NUMBER_GIVEN, {"e164": "+33639980009", "role": "relative"})
    ended = Decision(Disposition.RETRYING, State.DONE, e164_ended=("+33639980009",))
    store.receive("poste", [desk.started(), given, desk.finished(ended)])
    usable = store.case(desk.case_id).household.usable_numbers
    assert [number.e164 for number in usable] == ["+33536490000"]


def test_a_death_closes_every_campaign_from_that_second(store: SharedStore):
    fill(store, 1)
    fill(store, 1, replace(WINTER, id="ete"))
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.dialled(), desk.ended("deceased")])
    assert store.claim_next("ete", "Paul", token(), LEASE) is None
    store.receive("poste", [desk.finished(DEAD)])
    found = query(store, "select disposition from cases")
    assert found == [("deceased",), ("deceased",)]
    assert query(store, "select distinct state from queue") == [(State.CLOSED,)]


def test_a_death_noted_and_never_finished_is_not_called_after_the_lease(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.dialled(), desk.ended("deceased")])
    clock.forward(hours=1)
    assert store.claim_next("hiver", "Paul", token(), LEASE) is None


def test_a_death_is_final_even_when_its_result_is_late(store: SharedStore, clock: Clock):
    fill(store, 1)
    desk = taken(store)
    clock.forward(minutes=31)
    other = taken(store, "Paul")
    store.receive("poste", [desk.started(), desk.finished(DEAD)])
    assert store.renew([other.claim], "Paul", LEASE) == {}
    store.receive("autre", whole_call(other))
    assert store.case(desk.case_id).disposition is Disposition.DECEASED


def test_a_wrong_key_brings_nobody_to_the_grave(store: SharedStore):
    fill(store, 1)
    fill(store, 1, replace(WINTER, id="ete"))
    desk = taken(store)
    reopened = desk.entry(Kind.DIAL_REOPENED, {"dial": "d1", "answered": True})
    store.receive("poste", [desk.started(), desk.dialled(), desk.ended("deceased")])
    store.receive("poste", [reopened, desk.ended("done"), desk.finished(WEEKLY)])
    assert store.claim_next("ete", "Paul", token(), LEASE) is not None
    assert store.case(desk.case_id).disposition is Disposition.FOLLOWED


def test_who_died_in_another_campaign_is_not_called_in_a_new_one(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.finished(DEAD)])
    fill(store, 1, replace(WINTER, id="ete"))
    assert store.claim_next("ete", "Paul", token(), LEASE) is None


def test_a_death_noted_and_not_finished_is_known_to_a_new_campaign(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.dialled(), desk.ended("deceased")])
    fill(store, 1, replace(WINTER, id="ete"))
    assert store.claim_next("ete", "Paul", token(), LEASE) is None
    reopened = desk.entry(Kind.DIAL_REOPENED, {"dial": "d1", "answered": True})
    store.receive("poste", [reopened, desk.ended("done"), desk.finished(WEEKLY)])
    assert store.claim_next("ete", "Paul", token(), LEASE) is not None


def test_a_promise_is_kept_with_its_window(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    starts = NOON + timedelta(days=1)
    promise = Promise(PromiseKind.APPOINTMENT, starts, starts + timedelta(hours=2), "Paul")
    made = Decision(Disposition.APPOINTMENT, State.SCHEDULED, due_at=starts, promise=promise)
    store.receive("poste", whole_call(desk, made))
    assert store.case(desk.case_id).promise == promise


def test_a_line_at_the_end_of_a_shift_is_about_no_case(store: SharedStore):
    fill(store, 1)
    note = Desk(0, "").entry(Kind.SHIFT_NOTE, {"text": "Bonne matinée."})
    assert store.receive("poste", [note]).accepted == (note.id,)
    assert query(store, "select kind, text from notes") == [("shift", "Bonne matinée.")]


def test_a_cry_for_help_flags_the_case_at_once(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.entry(Kind.HELP_ASKED, {"text": "vite"})])
    assert store.case(desk.case_id).flagged == "help_asked"


POISONED: list[dict[str, Any]] = [
    {"case_id": 404},
    {"case_id": -1},
    {"case_id": 2**40},
    {"campaign_id": "ete"},
    {"attempt_id": ""},
    {"data": {"text": 5}},
    {"data": ["text"]},
    {"data": {"text": "x" * 300_000}},
    {"at": datetime(2020, 3, 26, 12)},  # noqa: DTZ001 - a desk whose clock has no zone
    {"kind": "a_kind_of_tomorrow"},
    {"kind": Kind.DIAL_ENDED, "data": {"dial": "d1", "outcome": "abducted"}},
    {"kind": Kind.ATTEMPT_FINISHED, "data": {"decision": {}}},
    {"kind": Kind.ATTEMPT_FINISHED, "data": {}},
    {"kind": Kind.ANSWERED, "data": {"question": "moral"}},
    {"kind": Kind.NUMBER_DIALLED, "data": {"dial": "d9", "number_id": "12"}},
]


@pytest.mark.parametrize("fault", POISONED, ids="-".join)
def test_a_senseless_entry_is_set_aside_and_stops_nobody(store: SharedStore, fault: dict[str, Any]):
    fill(store, 1)
    desk = taken(store)
    poisoned = replace(desk.note("?"), **fault)
    entries = [desk.started(), poisoned, *whole_call(desk)[1:]]
    received = store.receive("poste", entries)
    assert list(received.refused) == [poisoned.id]
    assert store.case(desk.case_id).disposition is Disposition.FOLLOWED
    assert query(store, "select id from refused_entries") == [(poisoned.id,)]


def test_an_attempt_cannot_wander_to_another_household(store: SharedStore):
    fill(store, 2)
    desk = taken(store)
    store.receive("poste", [desk.started()])
    stray = replace(desk.note("?"), case_id=taken(store, "Paul").case_id)
    assert dict(store.receive("poste", [stray]).refused) == {stray.id: "other-case"}


def test_control_characters_never_reach_the_store(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    store.receive("poste", [desk.started(), desk.note("\x1b[31mrouge\x00\x07\ud800\nfin")])
    assert query(store, "select text from notes") == [("[31mrouge\nfin",)]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(
    "dial outcome note who question value text alert e164 role token minutes decision".split()
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kinds=st.lists(st.tuples(st.sampled_from(Kind), st.dictionaries(keys, json_values))))
def test_no_desk_can_break_the_store(store: SharedStore, kinds: list[tuple[Kind, dict[str, Any]]]):
    if not store.campaigns():
        fill(store, 1)
    desk = Desk(1, token())
    entries = [desk.entry(kind, data) for kind, data in kinds]
    received = store.receive("poste", entries)
    assert {*received.accepted, *received.refused} == {entry.id for entry in entries}


def test_a_thousand_entries_go_in_one_batch(store: SharedStore):
    fill(store, 40)
    entries: list[Entry] = []
    for _ in range(40):
        entries += whole_call(taken(store))
        desk = Desk(entries[-1].case_id, "", attempt=entries[-1].attempt_id, seq=7)
        entries += [desk.note(f"mot {n}") for n in range(18)]
    placed = [replace(entry, seq=place) for place, entry in enumerate(entries)]
    assert len(store.receive("poste", placed).accepted) == 1000
    assert counts(store)["notes"] == 40 * 19
    assert json.dumps(store.waiting("hiver", "").scheduled) == "40"
