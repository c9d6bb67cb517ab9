"""The benches compare like with like, and count what they say they count."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import psycopg
import pytest

from scripts.benches import asking, crowd, results
from scripts.benches.claim_bench import Ours, Raw
from scripts.benches.ratios import Row
from scripts.benches.raw_claim import raw_postgres
from scripts.benches.raw_sync import RawSync, facts_of
from scripts.benches.slow_link import slow_link
from tests.postgres import Server
from veille_tui.store.link import Link
from veille_tui.store.shared import SharedStore


@pytest.fixture
def link(postgres_url: str) -> Iterator[Link]:
    """A store of two hundred callable households, looked into directly."""
    made = results.store_with(postgres_url, 200)
    yield made
    made.close()


@pytest.mark.parametrize(
    ("aims", "is_missed"),
    [
        ({"bound": 1.25}, True), ({"bound": 2.0}, False),
        ({"least": 2.0}, True), ({"least": 1.5}, False), ({}, False),
    ],
)  # fmt: skip
def test_a_ratio_outside_its_aim_is_marked(aims: dict[str, float], is_missed: bool) -> None:
    assert Row("claim", "x", 3.0, 2.0, "s", "a peer", **aims).is_missed is is_missed


def test_nothing_lost_of_nothing_is_in_its_aim() -> None:
    assert not Row("desks", "x", 0, 0, "", "a peer", bound=1.0, least=1.0).is_missed


def test_the_link_counts_a_turn_for_each_answer_waited_for(postgres_server: Server) -> None:
    with (
        slow_link(postgres_server.folder, round_trip=0.002) as far,
        psycopg.connect(far.url("veille", "postgres"), autocommit=True) as connection,
    ):
        far.counted()
        for _ in range(3):
            connection.execute("select 1")
        one_by_one = far.counted()
        with connection.pipeline():
            for _ in range(3):
                connection.execute("select 1")
        together = far.counted()
    assert (one_by_one, together) == (3, 1)


def test_a_claim_is_one_turn_once_its_statement_is_prepared(
    postgres_server: Server, postgres_url: str, link: Link
) -> None:
    name = postgres_url.partition("@/")[2].partition("?")[0]
    with slow_link(postgres_server.folder, round_trip=0.002) as far:
        store = SharedStore(far.url("veille", name))
        for _ in range(4):
            asking.next_case(store, "Hélène")
        far.counted()
        asking.next_case(store, "Hélène")
        assert far.counted() == 1
        store.close()


def test_a_real_calls_result_has_eight_answers_and_a_need() -> None:
    facts = facts_of(results.result(1, "t"))
    assert {name: len(rows) for name, rows in facts.items()} == {
        "entries": 13, "attempts": 1, "dials": 1, "answers": 8, "needs": 1, "finishes": 1,
    }  # fmt: skip


_KEPT = """
select kind, caller, campaign_id, at, data::jsonb - 'token' - 'dial' from journal_entries
 where case_id = :case order by seq
;select caller, started_at, reason, script_hash, finished_at, disposition, complete, minutes,
   secured, is_late from attempts where case_id = :case and finished_at is not null
;select at, number_id, e164, answered_at, ended_at, outcome, who from dials
  where case_id = :case order by at desc limit 1
;select question, value, words, script_hash, at from answers where case_id = :case
  order by question
;select theme, urgency, partner, note, status, found_at from needs where case_id = :case
;select state, due_at, priority, sort_key, claim_token, claimed_by, lease_until from queue
  where case_id = :case
;select disposition, urgency, not_secured, last_contact_at from cases where id = :case"""


def _facts(link: Link, case_id: int) -> list[list[tuple[Any, ...]]]:
    return [link.rows(statement, {"case": case_id}) for statement in _KEPT.split("\n;")]


def test_the_raw_statement_stores_the_very_same_facts_as_the_store(
    postgres_url: str, link: Link
) -> None:
    ours, theirs = results.hold(link, 2)
    store, raw = SharedStore(postgres_url), RawSync(postgres_url)
    asking.send(store, "desk", "Hélène", results.results([ours]))
    assert raw.send(facts_of(results.results([theirs]))) == 1
    assert _facts(link, theirs[0]) == _facts(link, ours[0])
    for one in (store, raw):
        one.close()


def test_a_crowd_takes_each_case_once_and_waits_for_everybody(
    postgres_url: str, link: Link
) -> None:
    found = crowd.run(partial(Ours, postgres_url), desks=3, each=5, warm=1)
    assert len(found.cases) == len(set(found.cases)) == 15
    assert len(crowd.run(partial(Raw, raw_postgres, postgres_url), 2, 3, warm=1).times) == 6


def test_a_desk_that_fails_stops_the_bench(postgres_url: str) -> None:
    with pytest.raises(RuntimeError, match="NotInitialised"):
        crowd.run(partial(Ours, postgres_url), desks=1, each=1)
