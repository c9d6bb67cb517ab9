"""What a report counts: evidence that stands, and people who were really heard."""

from __future__ import annotations

from datetime import timedelta

from tests.store.builders import NOON, Clock, fill, taken
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound, Secured
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tallies import tally
from veille_tui.store.shared import SharedStore


def test_a_household_with_an_open_need_is_not_secured(store: SharedStore):
    fill(store, 2)
    for needs in ((), (NeedFound("sante", "today"),)):
        desk = taken(store)
        well = Secured(NOON, "phone", "self")
        decision = Decision(Disposition.SECURED, QueueState.DONE, secured=well, needs=needs)
        store.receive("poste", [desk.started(), desk.finished(decision)])
    found = tally(store.figures("hiver"))
    assert found["households"]["secured"] == 1
    assert found["secured_by_channel"] == {"phone": 1}


def test_a_line_cut_while_it_rang_was_answered_by_nobody(store: SharedStore):
    fill(store, 2)
    again = Decision(Disposition.RETRYING, QueueState.DONE)
    for dial in ("rang", "talked"):
        desk = taken(store)
        heard = [desk.entry(Kind.PERSON_ANSWERED, {"dial": "d1", "who": "self"})]
        begun = [desk.started(), desk.dialled(), *(heard if dial == "talked" else [])]
        store.receive("poste", [*begun, desk.ended("dropped"), desk.finished(again)])
    calls = tally(store.figures("hiver"))["calls"]
    assert (calls["dials"], calls["answered"]) == (2, 1)


def test_needs_are_told_by_theme_and_whether_help_is_in_place(store: SharedStore):
    fill(store, 2)
    for theme in ("sante", "courses"):
        desk = taken(store)
        needs = (NeedFound(theme, "today"),)
        decision = Decision(Disposition.NEEDS_HELP, QueueState.DONE, needs=needs)
        store.receive("poste", [desk.started(), desk.finished(decision)])
    found = tally(store.figures("hiver"))
    assert found["needs_by_status"] == {"courses": {"open": 1}, "sante": {"open": 1}}
    assert found["needs"] == {"courses": 1, "sante": 1}


def test_evidence_that_ended_no_longer_secures_but_its_day_is_remembered(
    store: SharedStore, clock: Clock
):
    fill(store, 1)
    desk = taken(store)
    well = Secured(NOON, "phone", "self", until=NOON + timedelta(days=30))
    decision = Decision(Disposition.SECURED, QueueState.DONE, secured=well)
    store.receive("poste", [desk.started(), desk.finished(decision)])
    assert tally(store.figures("hiver"))["households"]["secured"] == 1
    clock.forward(days=31)
    found = tally(store.figures("hiver"))
    assert found["households"]["secured"] == 0
    assert [row["secured_so_far"] for row in found["by_day"].values()] == [1]
