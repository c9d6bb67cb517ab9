"""Forged batches and worn-out limits, by plain SQL under a caller's own login."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql

from tests.store.builders import LEASE, NOON, WINTER, Desk, fill, household, query, token
from tests.store.test_access import MICROS, Team, claim, count, team
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.journal import Kind
from veille_tui.domain.next_step import Decision
from veille_tui.domain.people import Role
from veille_tui.domain.tenants import Tenant
from veille_tui.store import receiving
from veille_tui.store.shared import SharedStore

__all__ = ["team"]
SECURED = Decision(Disposition.SECURED, QueueState.DONE)
TABLES = (
    "queue cases attempts dials answers notes needs messages phone_numbers journal_entries notices"
)
Lists = dict[str, list[dict[str, Any]]]


@pytest.fixture
def url(team: Team) -> str:
    return team.login("Hélène B.", Role.CALLER)


@pytest.fixture
def caller(team: Team, url: str) -> Iterator[psycopg.Connection[Any]]:
    with team.sql(url) as connection:
        yield connection


def everything(team: Team) -> dict[str, Any]:
    return {one: query(team.store, f"select * from {one} order by 1, 2") for one in TABLES.split()}


def in_hand(caller: psycopg.Connection[Any]) -> Desk:
    """A case that was really given to this login."""
    held = token()
    ((_until, _script, _due, about, *_rest),) = claim(caller, token=held)
    return Desk(about[0], held)


def batch(desk: Desk, made: Decision = SECURED) -> Lists:
    """What a desk would send of a whole call."""
    entries = [
        *(desk.started(), desk.dialled(), desk.ended("done"), desk.answered("moral", "bien")),
        desk.entry(Kind.MESSAGE_SHOWN, {"template": "chaleur", "e164": "+33639980001"}),
        *(desk.note("un mot"), desk.finished(made)),
    ]
    return json.loads(receiving.fold(entries, {}).as_json())  # type: ignore[no-any-return]


def send(caller: psycopg.Connection[Any], lists: Lists, desk: str = "poste") -> list[Any]:
    row = caller.execute(
        "select wrong from veille_receive(%s, %s::jsonb, null)", [desk, json.dumps(lists)]
    ).fetchone()
    assert row is not None
    return list(row[0] or [])


def test_a_whole_call_of_ones_own_is_taken(team: Team, caller: psycopg.Connection[Any]):
    lists = batch(in_hand(caller))
    lists["notes"][0]["text"] = "un mot\r\n\tet un autre"
    assert send(caller, lists) == []
    assert send(caller, lists) == []
    assert query(team.store, "select disposition from attempts") == [("secured",)]


def test_no_list_of_a_batch_speaks_of_a_case_that_its_groups_do_not_name(
    team: Team, caller: psycopg.Connection[Any]
):
    desk = in_hand(caller)
    before = everything(team)
    for name in ("groups", "entries", "attempts", "dials", "answers", "notes", "messages", "ends"):
        lists = batch(desk)
        lists[name][0]["case_id"] = desk.case_id % 4 + 1
        with pytest.raises(errors.InvalidParameterValue, match="forged"):
            send(caller, lists)
    with pytest.raises(errors.InvalidParameterValue, match="forged"):
        send(caller, batch(desk) | {"groups": []})
    assert everything(team) == before


def others(team: Team, desk: Desk) -> tuple[str, int]:
    """An attempt of Paul's on another case."""
    store = SharedStore(team.login("Paul", Role.CALLER))
    held = token()
    granted = store.claim_next("hiver", "Paul", held, LEASE)
    assert granted is not None
    theirs = Desk(granted.case.id, held, "Paul")
    store.receive("poste de Paul", [theirs.started(), theirs.answered("moral", "bien")])
    store.close()
    assert theirs.case_id != desk.case_id
    return theirs.attempt, theirs.case_id


SLIPPED: list[tuple[str, dict[str, Any]]] = [
    ("fates", {"is_final": 1, "is_dead": 1}),
    ("helps", {"entry_id": "e1"}),
    ("ended", {"id": 2, "e164": ""}),
    ("returns", {"token": "", "caller": "Paul", "at": 0, "seq": 99}),
    ("needs", {"campaign_id": "hiver", "theme": "x", "urgency": "immediate", "partner": "",
               "note": "", "found_at": 0}),
    ("numbers", {"entry_id": "e2", "e164": "+33536499999", "raw": "", "label": "",
                 "role": "self", "dialled": "0536499999", "place": 1}),
    ("answers", {"campaign_id": "hiver", "question": "moral", "value": '"mal"', "words": "",
                 "script_hash": "", "at": 0, "seq": 99}),
    ("messages", {"entry_id": "e3", "campaign_id": "hiver", "caller": "Paul",
                  "template": "chaleur", "e164": "+33639980001", "at": 0}),
    ("notes", {"id": "n1", "kind": "shift", "campaign_id": "hiver", "caller": "Paul",
               "at": 0, "text": "faux"}),
]  # fmt: skip


def test_nothing_is_slipped_into_anothers_call(team: Team, caller: psycopg.Connection[Any]):
    desk = in_hand(caller)
    attempt, case_id = others(team, desk)
    before = everything(team)
    strange = [(attempt, desk.case_id), (desk.attempt, case_id), (attempt, case_id)]
    for name, row in SLIPPED:
        for attempt_id, case in strange[name == "helps" :]:
            lists = batch(desk)
            lists[name] = [*lists[name], row | {"attempt_id": attempt_id, "case_id": case}]
            with pytest.raises(errors.InvalidParameterValue, match="forged"):
                send(caller, lists)
    assert everything(team) == before


SENSELESS: list[tuple[str, dict[str, Any]]] = [
    ("ends", {"state": 1}),
    ("ends", {"state": 7}),
    ("ends", {"disposition": "ravie"}),
    ("ends", {"disposition": None}),
    ("ends", {"sort_key": None}),
    ("ends", {"sort_key": -(2**62)}),
    ("ends", {"priority": -1}),
    ("ends", {"promise_kind": "callback"}),
    ("ends", {"promise_kind": "un jour", "promise_starts": 1}),
    ("ends", {"reserved_for": "Personne"}),
    ("ends", {"due_at": 2**62}),
    ("ends", {"minutes": "NaN"}),
    ("ends", {"flagged": "[@click=app.quit]oui[/]"}),
    ("ends", {"cadence_until": "2020-02-31"}),
    ("ends", {"entry_id": "une autre"}),
    ("ends", {"seq": 2**63 - 1}),
    ("dials", {"outcome": "riche"}),
    ("answers", {"value": "pas du JSON"}),
    ("answers", {"value": "[" * 100 + "]" * 100}),
    ("notes", {"text": "\x1b]0;piège\x07"}),
    ("notes", {"kind": "titre"}),
    ("notes", {"text": "x" * 300_000}),
    ("messages", {"template": ""}),
    ("messages", {"entry_id": "une autre"}),
    ("attempts", {"campaign_id": "autre"}),
    ("attempts", {"started_at": -(2**62)}),
    ("entries", {"kind": "rien"}),
    ("groups", {"attempt_id": ""}),
    ("groups", {"campaign_id": None}),
]


def test_what_no_desk_writes_is_not_taken_and_the_refusal_quotes_nobody(
    team: Team, caller: psycopg.Connection[Any]
):
    desk = in_hand(caller)
    before = everything(team)
    for name, senseless in SENSELESS:
        lists = batch(desk)
        lists[name][0] |= senseless
        with pytest.raises(psycopg.Error) as refused:
            send(caller, lists)
        assert "+33" not in str(refused.value), (name, senseless)
    assert everything(team) == before


def test_a_result_has_its_line_in_the_journal(team: Team, caller: psycopg.Connection[Any]):
    lists = batch(in_hand(caller))
    known = lists["entries"][-1]
    send(caller, lists)
    again = batch(Desk(lists["ends"][0]["case_id"], lists["groups"][0]["token"]))
    # An id that the store has already would be taken for known: nothing would be written of it.
    again["entries"][-1]["id"] = again["ends"][0]["entry_id"] = known["id"]
    for one in (again, lists | {"entries": []}):
        with pytest.raises(errors.InvalidParameterValue, match="forged"):
            send(caller, one)


def test_a_notice_tells_whose_call_it_was_whatever_name_is_given(
    team: Team, caller: psycopg.Connection[Any]
):
    desk = in_hand(caller)
    query(team.store, "update queue set state = 0, claim_token = null, claimed_by = ''")
    paul = SharedStore(team.login("Paul", Role.CALLER))
    paul.claim_case(desk.case_id, "Paul", token(), LEASE)
    lists = batch(desk)
    lists["ends"][0]["caller"] = "Sonia"
    assert send(caller, lists) == []
    assert set(query(team.store, "select caller, about from notices")) == {
        ("Hélène B.", "Paul"),
        ("Paul", "Hélène B."),
    }
    paul.close()


def test_what_proves_whose_a_call_is_is_shown_to_nobody(
    team: Team, caller: psycopg.Connection[Any]
):
    desk = in_hand(caller)
    send(caller, batch(desk))
    for column in ("token", "desk"):
        with pytest.raises(errors.InsufficientPrivilege):
            caller.execute(sql.SQL("select {0} from attempts").format(sql.Identifier(column)))
    assert query(team.store, "select count(*) from attempts where token <> ''") == [(1,)]


def test_a_batch_locks_no_case_that_was_never_given(team: Team, url: str):
    lists = {"groups": [{"attempt_id": f"a{n}", "case_id": n, "campaign_id": "hiver", "token": ""}
                        for n in range(1, 5)]}  # fmt: skip
    with team.sql(url) as thief, thief.transaction():
        assert len(send(thief, lists)) == 4
        assert team.store.claim_next("hiver", "Paul", token(), LEASE) is not None


# What is read and undone, or counted as of another moment.


def rolled_back(caller: psycopg.Connection[Any], statement: str, values: list[Any]) -> int:
    with caller.transaction(force_rollback=True):
        return len(caller.execute(statement.encode(), values).fetchall())


def test_a_rollback_does_not_make_the_server_forget_what_it_showed(
    team: Team, caller: psycopg.Connection[Any]
):
    fill(team.store, 300, replace(WINTER, id="grand"))
    query(team.store, "update campaigns set list_size = 1")
    ids = [one for (one,) in query(team.store, "select id from cases where campaign_id = 'grand'")]
    statement = "select * from veille_claim_case(%s, 'x', %s, 1000000, null)"
    shown = sum(rolled_back(caller, statement, [one, token()]) for one in ids)
    assert 61 <= shown <= 123
    assert query(team.store, "select count(*) from queue where state = 1") == [(0,)]


def test_nor_does_it_forget_for_whom_was_looked(team: Team, caller: psycopg.Connection[Any]):
    fill(team.store, [household(n, reference=f"V-{n}", tenants=(Tenant("Voisin", f"N {n}"),))
                      for n in range(10, 12)], replace(WINTER, id="grand"))  # fmt: skip

    def look() -> int:
        words = json.dumps([{"word": "voisin"}])
        return rolled_back(caller, "select * from veille_find_name(%s::jsonb, null, 10)", [words])

    for _ in range(81):
        try:
            assert look() == 2
        except errors.ProgramLimitExceeded:
            break
    with pytest.raises(errors.ProgramLimitExceeded):
        look()


def test_one_token_is_one_claim(team: Team, caller: psycopg.Connection[Any]):
    held = token()
    assert len(claim(caller, token=held)) == 1
    assert len(claim(caller, token=held)) == 1
    caller.execute("select * from veille_release(%s)", [held])
    assert claim(caller, token=held) == []
    other = in_hand(caller)
    mine = query(team.store, "select claim_token from queue where state = 1")[0][0]
    for case_id in {1, 2, 3, 4} - {other.case_id}:
        found = caller.execute(
            "select * from veille_claim_case(%s, 'x', %s, 1000000, null)", [case_id, mine]
        ).fetchall()
        assert found == []


@pytest.mark.parametrize("claimed", [None, "", "x" * 5000])
def test_a_claim_without_a_token_says_nothing_of_the_case(
    team: Team, caller: psycopg.Connection[Any], claimed: str | None
):
    assert claim(caller, token=claimed) == []
    found = caller.execute(
        "select * from veille_claim_case(2, 'x', %s, 1000000, null)", [claimed]
    ).fetchall()
    assert found == []
    assert query(team.store, "select count(*) from queue where state = 1") == [(0,)]


@pytest.mark.parametrize("level", ["repeatable read", "serializable"])
def test_an_old_view_of_the_store_counts_for_nothing(team: Team, url: str, level: str):
    query(team.store, "update campaigns set list_size = 1")
    with team.sql(url) as old, team.sql(url) as new:
        old.execute(f"begin isolation level {level}".encode())
        old.execute("select count(*) from campaigns")
        assert len(claim(new)) == 1
        with pytest.raises(errors.InvalidTransactionState):
            old.execute("select * from veille_claim_case(4, 'x', %s, 1000000, null)", [token()])


def test_a_lock_that_anybody_may_hold_stops_nobodys_claims(team: Team, url: str):
    with team.sql(url) as caller, team.sql(team.login("Paul", Role.CALLER)) as paul:
        paul.execute("select pg_advisory_lock(hashtextextended('Hélène B.', 726364))")
        caller.execute("set statement_timeout = '3s'")
        assert len(claim(caller)) == 1


def test_two_who_meet_over_one_telephone_learn_no_number(team: Team, url: str):
    fill(team.store, 1, replace(WINTER, id="autre"))
    (twin,) = query(team.store, "select id from cases where campaign_id = 'autre'")
    with (
        team.sql(url) as caller,
        team.sql(team.login("Paul", Role.CALLER)) as paul,
    ):
        paul.execute("begin")
        assert len(claim(paul)) == 1
        meet = _later(
            lambda: caller.execute(
                "select * from veille_claim_case(%s, 'x', %s, 1000000, null)", [twin[0], token()]
            ).fetchall()
        )
        waiting = "select 1 from pg_locks where not granted"
        while not query(team.store, waiting):
            pass
        paul.execute("commit")
        with pytest.raises(errors.UniqueViolation) as met:
            meet()
        assert "+33" not in str(met.value)


def _later(work: Callable[[], Any]) -> Callable[[], Any]:
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(1)
    future = pool.submit(work)
    return lambda: future.result(20)


def test_a_case_is_not_kept_for_ever(team: Team, caller: psycopg.Connection[Any]):
    desk = in_hand(caller)
    renewals = json.dumps([{"token": desk.claim, "lease": 600 * MICROS}])

    def kept() -> bool:
        again = caller.execute("select * from veille_renew(%s::jsonb, 'x', null)", [renewals])
        return bool(again.fetchall()) and bool(claim(caller, token=desk.claim))

    assert kept()
    query(team.store, f"update queue set claimed_at = claimed_at - {4 * 86400 * MICROS}")
    assert not kept()


def test_nobody_puts_off_being_suspended(team: Team, url: str):
    with team.sql(url) as caller:
        claim(caller)
        caller.execute("begin")
        login = sql.Identifier(team.logins[-1])
        caller.execute(sql.SQL("alter role {0} password 'autre'").format(login))
        team.store.suspend_person("Hélène B.", NOON)
        with pytest.raises(psycopg.Error):
            count(caller, "tenants")


def test_one_login_does_not_take_every_connection(team: Team, url: str):
    limit = query(
        team.store, "select rolconnlimit from pg_roles where rolname = :name", name=team.logins[-1]
    )
    assert limit == [(20,)]


def test_the_planner_does_not_tell_how_many_bear_a_name(
    team: Team, caller: psycopg.Connection[Any]
):
    fill(team.store, 300, replace(WINTER, id="grand"))
    query(team.store, "analyze")

    def expected(name: str) -> str:
        text = sql.SQL("explain select 1 from tenants where last_name = {0}")
        rows = caller.execute(text.format(sql.Literal(name))).fetchall()
        return str(rows[0][0])

    assert expected("Lefèvre") == expected("Personne")
