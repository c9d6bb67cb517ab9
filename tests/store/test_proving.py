"""The proof finds nothing in a sound store, and each thing that is wrong by its own name."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from tests.postgres import Server
from tests.store.builders import NOON, WINTER, Clock, Desk, fill, household, query, taken
from veille_tui.domain.case import Disposition, Promise, PromiseKind, QueueState
from veille_tui.domain.evidence import NeedFound, Secured
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.tenants import PhoneNumber
from veille_tui.store.clock import to_micros
from veille_tui.store.engine import open_link
from veille_tui.store.proving import NAMED, Exceptional, Proof, prove
from veille_tui.store.proving_rules import SWEEPS
from veille_tui.store.shared import SharedStore
from veille_tui.store.url import sqlite_file

HUNGRY = Decision(
    Disposition.NEEDS_HELP,
    QueueState.DONE,
    contact_at=NOON,
    not_secured="needs",
    needs=(NeedFound("alimentation", "today", "ccas"),),
    urgency="today",
)
MEETING = Decision(
    Disposition.APPOINTMENT,
    QueueState.SCHEDULED,
    due_at=NOON + timedelta(hours=2),
    promise=Promise(PromiseKind.APPOINTMENT, NOON + timedelta(hours=2), by="Paul"),
    reserved_for="Paul",
    reserved_until=NOON + timedelta(hours=3),
)
WELL = Decision(
    Disposition.SECURED, QueueState.DONE, contact_at=NOON, secured=Secured(NOON, "phone", "self")
)
DEAD = Decision(Disposition.DECEASED, QueueState.CLOSED)


def call(store: SharedStore, decision: Decision, outcome: str = "done") -> Desk:
    """One call on the next case, with everything that a call may write."""
    desk = taken(store)
    entries = [
        *(desk.started(), desk.dialled(), desk.entry(Kind.PERSON_ANSWERED, {"dial": "d1"})),
        *(desk.answered("forme", "mal"), desk.answered("courses", None), desk.note("elle tousse")),
        *(desk.ended(outcome), desk.finished(decision)),
    ]
    store.receive("poste", entries)
    return desk


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived_once(
    request: pytest.FixtureRequest,
    made_sqlite: Path,
    made_postgres: str,
    postgres_server: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """One case of each kind: a need (1), an appointment (2), secured (3), dead (4), held (5),
    without number (6), to call (7 and 8). A file, or the name of a database.
    """
    if request.param == "sqlite":
        made = str(shutil.copy(made_sqlite, tmp_path_factory.mktemp("lived") / "store.db"))
        url = f"sqlite:///{made}"
    else:
        made = postgres_server.new_database(made_postgres)
        url = postgres_server.url(made)
    with closing(SharedStore(url, clock=Clock(NOON))) as store:
        without = household(5, numbers=())
        fill(store, [*(household(n) for n in range(5)), without, household(6), household(7)])
        call(store, HUNGRY)
        call(store, MEETING)
        call(store, WELL)
        call(store, DEAD, "deceased")
        taken(store, "Paul")
    return made


@pytest.fixture
def lived(
    lived_once: str, postgres_server: Server, tmp_path: Path, clock: Clock
) -> Iterator[SharedStore]:
    """A copy of it, for one test to damage."""
    if "/" in lived_once:
        url = f"sqlite:///{shutil.copy(lived_once, tmp_path / 'store.db')}"
    else:
        name = postgres_server.new_database(lived_once)
        url = postgres_server.url(name)
    with closing(SharedStore(url, clock=clock)) as store:
        yield store
    if "/" not in lived_once:
        postgres_server.drop_database(name)


def proof(store: SharedStore, clock: Clock) -> Proof:
    link = open_link(store.url, 10, 60)
    try:
        return prove(link, to_micros(clock()))
    finally:
        link.close()


def found(store: SharedStore, clock: Clock) -> dict[str, Exceptional]:
    return {one.code: one for one in proof(store, clock).exceptions}


def damage(url: str, *statements: str) -> None:
    """What no program of ours would do: constraints are off."""
    if url.startswith("sqlite"):
        with closing(sqlite3.connect(sqlite_file(url), isolation_level=None)) as connection:
            for statement in statements:
                connection.execute(statement)
        return
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")
        for statement in statements:
            connection.execute(statement.encode())


def test_a_sound_store_has_no_exception(lived: SharedStore, clock: Clock):
    told = proof(lived, clock)
    assert (told.holds, told.exceptions) == (True, ())
    assert (told.households, told.cases, told.needs) == (8, 8, 1)
    assert told.by_state == {"ready": 2, "held": 1, "done": 3, "closed": 1, "scheduled": 1}
    assert told.by_need == {"open": 1}


def test_proving_writes_nothing_and_takes_no_claim_away(lived: SharedStore, clock: Clock):
    before = query(lived, "select * from queue order by case_id")
    proof(lived, clock)
    assert query(lived, "select * from queue order by case_id") == before


CASE, QUEUE = "update cases set {} where id = {}", "update queue set {} where case_id = {}"
RELAY = (
    "insert into escalations (case_id, campaign_id, channel, status, step, opened_at)"
    " values ({}, 'hiver', '{}', '{}', 1, 1)"
)
WISH = (
    "insert into opt_outs (household_id, campaign_id, channel, until) values ({}, '', 'calls', {})"
)
DAMAGE = {
    "no_queue_row": "delete from queue where case_id = 7",
    "no_household": "update cases set household_id = 999 where id = 7",
    "no_campaign": "update cases set campaign_id = 'ailleurs' where id = 7",
    "queue_elsewhere": QUEUE.format("household_id = 1", 7),
    "unknown_state": QUEUE.format("state = 7", 7),
    "unknown_disposition": CASE.format("disposition = 'perdu'", 7),
    "held_without_token": QUEUE.format("claim_token = null", 5),
    "held_without_lease": QUEUE.format("lease_until = null", 5),
    "held_by_nobody": QUEUE.format("claimed_by = ''", 5),
    "token_forgotten": QUEUE.format("last_token = ''", 5),
    "claim_without_holder": QUEUE.format("claim_token = 'jeton'", 7),
    "two_states": QUEUE.format("state = 3", 3),
    "dead_and_queued": QUEUE.format("closed_by = 'a1'", 7),
    "dead_without_end": QUEUE.format("closed_by = ''", 4),
    "opted_out_and_queued": WISH.format(7, "null"),
    "promise_incomplete": CASE.format("promise_starts = null", 2),
    "appointment_without_promise": CASE.format("promise_kind = '', promise_starts = null", 2),
    "promise_kept_by_nobody": CASE.format("promise_kind = 'callback', promise_starts = 1", 3),
    "evidence_incomplete": CASE.format("secured_channel = ''", 3),
    "unknown_urgency": CASE.format("urgency = 'bientôt'", 1),
    "decided_by_nobody": CASE.format("decided_by = ''", 3),
    "decision_missing": CASE.format("decided_by = 'perdue'", 3),
    "decision_contradicted": CASE.format("disposition = 'unreachable'", 3),
    "reserved_for_ever": QUEUE.format("reserved_until = null", 2),
    "reserved_for_nobody": QUEUE.format("reserved_for = ''", 2),
    "nothing_rings": QUEUE.format("line = ''", 7),
    "number_unused": "insert into phone_numbers (household_id, e164, state)"
    " values (6, '+33536499999', 'usable')",
    "secured_without_evidence": CASE.format(
        "secured_at = null, secured_channel = '', secured_source = ''", 3
    ),
    "lease_over": QUEUE.format("lease_until = 1", 5),
    "due_and_asleep": QUEUE.format("due_at = 1", 2),
    "promise_overdue": CASE.format("promise_starts = 1", 2),
    "queue_without_case": "delete from cases where id = 7",
    "household_in_no_state": "delete from cases where id = 7",
    "line_held_twice": "drop index uq_queue_line_held; update queue set line = 'x', state = 1"
    " where case_id in (5, 7)",
    "token_used_twice": "drop index uq_queue_token; update queue set claim_token = 'x'"
    " where case_id in (5, 7)",
    "need_unknown_state": "update needs set status = 'perdu'",
    "need_without_case": "update needs set case_id = 999",
    "need_elsewhere": "update needs set campaign_id = 'ailleurs'",
    "need_without_attempt": "update needs set attempt_id = 'perdue'",
    "need_of_unfinished": "update attempts set finished_at = null",
    "need_unknown_urgency": "update needs set urgency = ''",
    "need_ends_nowhere": "update needs set partner = ''; update campaigns set closed_at = 1",
    "referral_without_case": "update referrals set case_id = 999",
    "referral_elsewhere": "update referrals set campaign_id = 'ailleurs'",
    "referral_unknown_state": "update referrals set status = 'perdu'",
    "referral_unknown_kind": "update referrals set kind = 'perdu'",
    "referral_unknown_consent": "update referrals set consent = ''",
    "referral_unknown_urgency": "update referrals set urgency = ''",
    "referral_without_deadline": "update referrals set due_at = null",
    "referral_sent_to_nobody": "update referrals set status = 'sent'",
    "referral_half_ended": "update referrals set closed_at = 1",
    "referral_done_need_open": "update referrals set status = 'done', sent_at = 1, closed_at = 1",
    "referral_left_without_consent": "update referrals set consent = 'refused', sent_at = 1",
    "relay_without_case": RELAY.format(999, "visit", "open"),
    "relay_elsewhere": RELAY.format(6, "visit", "open")
    + "; update escalations set campaign_id = 'ailleurs'",
    "relay_unknown_state": RELAY.format(6, "pigeon", "open"),
    "relay_half_ended": RELAY.format(6, "visit", "failed"),
    "relay_ended_by_nothing": RELAY.format(6, "visit", "done")
    + "; update escalations set closed_at = 1",
    "relay_sent_never": RELAY.format(6, "visit", "sent"),
    "relay_for_nobody": RELAY.format(4, "visit", "open"),
    "relay_after_the_end": RELAY.format(7, "visit", "open")
    + "; "
    + QUEUE.format("state = 3", 7)
    + "; "
    + CASE.format("disposition = 'refused'", 7),
    "relay_decision_missing": CASE.format("decided_by = 'relay:77'", 6),
    "lost_and_sought": RELAY.format(6, "visit", "open")
    + "; "
    + CASE.format("disposition = 'lost_to_follow_up'", 6),
    "rests_without_relay": "update campaigns set climbed_at = 4000000000000000",
    "attempt_without_case": "update attempts set case_id = 999 where case_id = 1",
    "attempt_elsewhere": "update attempts set campaign_id = 'ailleurs'",
    "attempt_half_finished": "update attempts set finished_at = null",
    "attempt_unknown_end": "update attempts set disposition = 'perdu'",
    "attempt_without_entry": "delete from journal_entries",
    "dial_without_attempt": "update dials set attempt_id = 'perdue' where case_id = 1",
    "dial_elsewhere": "update dials set case_id = 7 where case_id = 1",
    "dial_half_ended": "update dials set ended_at = null",
    "dial_unknown_outcome": "update dials set outcome = 'perdu'",
    "dial_answered_by_nobody": "update dials set who = ''",
    "answer_without_attempt": "update answers set attempt_id = 'perdue' where case_id = 1",
    "answer_elsewhere": "update answers set case_id = 7 where case_id = 1",
    "answer_empty": "update answers set value = ''",
    "answer_hidden_early": "update answers set hidden = 2",
    "note_without_attempt": "update notes set attempt_id = 'perdue'",
    "note_elsewhere": "update notes set case_id = 7",
    "note_unknown_kind": "update notes set kind = 'perdu'",
    "entry_unknown_kind": "update journal_entries set kind = 'perdu'",
    "entry_without_case": "update journal_entries set case_id = 999",
    "entry_without_attempt": "update journal_entries set attempt_id = 'perdue'",
    "entry_elsewhere": "update journal_entries set campaign_id = 'ailleurs'",
    "tenant_without_household": "update tenants set household_id = 999",
    "number_without_household": "update phone_numbers set household_id = 999 where id = 7",
}
MAY_BE = {rule.code for sweep in SWEEPS for rule in sweep.rules if not rule.is_contradiction}


def test_every_rule_is_tried():
    assert set(DAMAGE) == {rule.code for sweep in SWEEPS for rule in sweep.rules}


@pytest.mark.parametrize("code", DAMAGE)
def test_what_is_wrong_is_found(lived: SharedStore, clock: Clock, code: str):
    damage(lived.url, *DAMAGE[code].split("; "))
    told = proof(lived, clock)
    assert code in {one.code for one in told.exceptions}
    assert told.holds == ({one.code for one in told.exceptions} <= MAY_BE)


def test_who_asked_not_to_be_called_is_queued_for_no_day_of_the_wish(
    lived: SharedStore, clock: Clock
):
    later = to_micros(NOON + timedelta(days=9))
    damage(lived.url, WISH.format(7, later), WISH.format(2, "null"), WISH.format(8, 1))
    assert found(lived, clock)["opted_out_and_queued"].count == 1
    damage(lived.url, QUEUE.format(f"state = 4, due_at = {later}", 7))
    assert "opted_out_and_queued" not in found(lived, clock)


def test_a_case_is_named_by_its_number_and_its_key(lived: SharedStore, clock: Clock):
    damage(lived.url, QUEUE.format("state = 3", 3))
    (one,) = found(lived, clock)["two_states"].named
    assert (one.case_id, one.reference) == (3, "LOG-2")


def test_all_are_counted_and_the_first_are_named(store: SharedStore, clock: Clock):
    fill(store, 50)
    damage(store.url, "update queue set state = 2")
    one = found(store, clock)["two_states"]
    assert (one.count, len(one.named)) == (50, NAMED)


# What the proof found in the program itself.


def in_two_campaigns(store: SharedStore) -> tuple[Desk, Desk]:
    """One household in two campaigns, called in both: case 1 in winter, case 2 in summer."""
    fill(store, 1)
    fill(store, 1, replace(WINTER, id="ete"))
    desks = []
    for campaign in ("hiver", "ete"):
        claim = campaign
        granted = store.claim_next(campaign, "Paul", claim, timedelta(minutes=30))
        assert granted is not None
        desk = Desk(granted.case.id, claim, "Paul", campaign=campaign)
        store.receive(
            "poste", [desk.started(), desk.dialled(), desk.ended("done"), desk.finished(WELL)]
        )
        desks.append(desk)
    return desks[0], desks[1]


def rings_back(store: SharedStore, case_id: int, campaign: str) -> Desk:
    claim = f"rings {campaign}"
    store.claim_case(case_id, "Zoé", claim, timedelta(minutes=30))
    return Desk(case_id, claim, "Zoé", campaign=campaign)


def test_a_late_correction_does_not_bring_the_dead_back(store: SharedStore, clock: Clock):
    winter, summer = in_two_campaigns(store)
    dies = rings_back(store, summer.case_id, "ete")
    store.receive(
        "autre", [dies.started(), dies.dialled(), dies.ended("deceased"), dies.finished(DEAD)]
    )
    again = Decision(Disposition.RETRYING, QueueState.SCHEDULED, due_at=NOON + timedelta(days=1))
    store.receive("poste", [winter.finished(again)])
    assert query(store, "select state from queue") == [(3,), (3,)]
    assert store.case(winter.case_id).disposition is Disposition.DECEASED
    assert proof(store, clock).holds


def test_nor_does_a_correction_that_comes_together_with_the_death(store: SharedStore, clock: Clock):
    winter, summer = in_two_campaigns(store)
    dies = rings_back(store, summer.case_id, "ete")
    dies.seq = winter.seq + 10
    again = Decision(Disposition.RETRYING, QueueState.SCHEDULED, due_at=NOON + timedelta(days=1))
    store.receive(
        "poste", [winter.finished(again), dies.started(), dies.dialled(), dies.ended("deceased")]
    )
    assert query(store, "select state from queue where case_id = 1") == [(3,)]
    assert proof(store, clock).holds


def test_a_death_that_was_a_wrong_key_leaves_nobody_uncalled(store: SharedStore, clock: Clock):
    _winter, summer = in_two_campaigns(store)
    dies = rings_back(store, summer.case_id, "ete")
    store.receive(
        "autre", [dies.started(), dies.dialled(), dies.ended("deceased"), dies.finished(DEAD)]
    )
    store.receive("autre", [dies.entry(Kind.DIAL_REOPENED, {"dial": "d1"})])
    assert query(store, "select state from queue") == [(0,), (0,)]
    assert proof(store, clock).holds


def test_a_number_that_comes_while_the_household_is_held_is_called(
    store: SharedStore, clock: Clock
):
    bare = household(0, numbers=())
    fill(store, [bare])
    desk = rings_back(store, 1, "hiver")
    known = store.known_households("hiver")["LOG-0"]
    with_number = replace(known, numbers=(PhoneNumber("+33536490000", valid=False),))
    store.apply_import("hiver", [], [with_number], NOON)
    store.release(desk.claim)
    assert query(store, "select q.state, c.disposition from queue q, cases c") == [(0, "to_call")]
    assert proof(store, clock).holds
