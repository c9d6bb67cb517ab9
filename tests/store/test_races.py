"""Many desks at once, on real engines: nobody is called twice, nothing is half written."""

from __future__ import annotations

import multiprocessing
import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest

from tests.store.builders import LEASE, Desk, fill, household, query, take, taken, token
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.evidence import NeedFound
from veille_tui.domain.next_step import Decision
from veille_tui.errors import VeilleError
from veille_tui.store.claiming import NEXT
from veille_tui.store.dialects import POSTGRESQL
from veille_tui.store.shared import SharedStore

CASES = 500
CLAIMERS = 8


def claim_all(url: str, caller: str) -> list[int]:
    """Claim until there is nothing left."""
    store = SharedStore(url)
    found = []
    while granted := store.claim_next("hiver", caller, token(), LEASE):
        found.append(granted.case.id)
        # Each case is held under a name of its own: a list never gets full.
        caller = f"{caller}'"
    store.close()
    return found


def _claim_all_into(url: str, caller: str, results: multiprocessing.Queue[list[int]]) -> None:
    results.put(claim_all(url, caller))


def race(url: str) -> list[list[int]]:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[list[int]] = context.Queue()
    racers = [
        context.Process(target=_claim_all_into, args=(url, f"caller {n}", results))
        for n in range(CLAIMERS)
    ]
    for racer in racers:
        racer.start()
    found = [results.get(timeout=120) for _ in racers]
    for racer in racers:
        racer.join()
    return found


def test_racing_processes_never_get_one_case_twice(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, CASES)
    store.close()
    claimed = Counter(case_id for cases in race(ready_url) for case_id in cases)
    assert len(claimed) == CASES
    assert set(claimed.values()) == {1}


def test_racing_threads_share_one_store(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, 100)
    with ThreadPoolExecutor(CLAIMERS) as pool:
        found = pool.map(lambda n: take(store, f"caller {n}").case.id, range(100))
    assert len(set(found)) == 100
    store.close()


def test_racing_desks_never_ring_one_dwelling_twice(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, [household(n, numbers=household(n // 10).numbers) for n in range(100)])
    with ThreadPoolExecutor(CLAIMERS) as pool:
        claims = list(
            pool.map(lambda n: store.claim_next("hiver", f"caller {n}", token(), LEASE), range(40))
        )
    lines = [granted.case.household.line() for granted in claims if granted]
    assert len(lines) == len(set(lines)) == 10
    store.close()


def test_two_retries_of_one_token_at_once_get_one_case(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, 10)
    claim = token()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: take(store, claim=claim).case.id, range(8)))
    assert len(set(found)) == 1
    assert query(store, "select count(*) from queue where state = 1") == [(1,)]
    store.close()


def test_a_claim_held_open_is_passed_over_without_waiting(ready_postgres: str):
    store = SharedStore(ready_postgres, answer_seconds=3)
    fill(store, 2)
    values = {
        "campaign": "hiver",
        "caller": "Paul",
        "token": token(),
        "lease": 60_000_000,
        "up_to": 100,
        "above": -1,
        "now": None,
    }
    statement = POSTGRESQL.write(NEXT.call)
    with psycopg.connect(ready_postgres) as slow:
        first = slow.execute(statement.encode(), values).fetchall()
        second = take(store)
    assert len(first) == 1
    assert second.case.household.reference == "LOG-1"
    store.close()


def test_a_batch_sent_twice_at_once_is_recorded_once(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, 1)
    desk = taken(store)
    need = (NeedFound("courses", "week"),)
    made = Decision(Disposition.NEEDS_HELP, QueueState.DONE, needs=need)
    entries = [desk.started(), desk.dialled(), desk.note("un mot"), desk.finished(made)]
    with ThreadPoolExecutor(4) as pool:
        received = list(pool.map(lambda _: store.receive("poste", entries), range(8)))
    assert {one.accepted for one in received} == {tuple(entry.id for entry in entries)}
    assert query(store, "select count(*) from notes") == [(1,)]
    assert query(store, "select count(*) from needs where status = 'open'") == [(1,)]
    store.close()


def test_desks_that_touch_the_same_cases_in_any_order_never_lock_each_other_out(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, 10)
    desks = [taken(store) for _ in range(10)]

    def send(place: int) -> int:
        ordered = desks if place % 2 else list(reversed(desks))
        notes = [replace(Desk(desk.case_id, ""), attempt=desk.attempt) for desk in ordered]
        return len(store.receive(f"poste {place}", [desk.note("vu") for desk in notes]).accepted)

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(12))) == [10] * 12
    store.close()


def test_result_queue_and_needs_are_written_together_or_not_at_all(store: SharedStore):
    fill(store, 1)
    desk = taken(store)
    made = Decision(Disposition.NEEDS_HELP, QueueState.DONE, needs=(NeedFound("courses", "week"),))
    entries = [desk.started(), desk.note("un mot"), desk.finished(made)]
    query(store, "alter table journal_entries rename to out_of_the_way")
    with pytest.raises(VeilleError):
        store.receive("poste", entries)
    query(store, "alter table out_of_the_way rename to journal_entries")
    for table in ("attempts", "notes", "needs", "journal_entries"):
        assert query(store, f"select count(*) from {table}") == [(0,)]
    assert query(store, "select state, claim_token from queue") == [(1, desk.claim)]
    assert len(store.receive("poste", entries).accepted) == 3


def test_a_sqlite_claim_waits_for_a_writer_instead_of_failing(ready_sqlite: str):
    store = SharedStore(ready_sqlite)
    fill(store, 1)
    writer = sqlite3.connect(ready_sqlite.removeprefix("sqlite:///"), check_same_thread=False)
    writer.execute("begin immediate")
    release = threading.Timer(0.3, writer.commit)
    release.start()
    assert take(store).case.id
    release.join()
    store.close()


def reads_then_writes(url: str, both_read: threading.Barrier) -> int:
    """The obvious claim, read then write, which this store does not use."""
    with sqlite3.connect(url.removeprefix("sqlite:///"), timeout=5) as connection:
        query = "select case_id from queue where state = 0 order by case_id limit 1"
        (case_id,) = connection.execute(query).fetchone()
        both_read.wait()
        connection.execute("update queue set state = 1 where case_id = ?", (case_id,))
    return int(case_id)


def test_reading_then_writing_would_hand_out_one_case_twice(ready_sqlite: str):
    store = SharedStore(ready_sqlite)
    fill(store, 2)
    both_read = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: reads_then_writes(ready_sqlite, both_read), range(2)))
    assert found[0] == found[1]
    store.close()
