"""Attacks with plain SQL, under each kind of login, on a real server."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors, sql

from tests.postgres import Server
from tests.store.builders import LEASE, NOON, WINTER, Desk, fill, household, query, token
from veille_tui.domain.campaign import Segment
from veille_tui.domain.case import Disposition, QueueState
from veille_tui.domain.escalation import Channel, RelayResult
from veille_tui.domain.exchange import Ask
from veille_tui.domain.next_step import Decision
from veille_tui.domain.people import Person, Role
from veille_tui.domain.relay_news import RelayNews
from veille_tui.domain.tenants import PhoneNumber, Tenant
from veille_tui.errors import Refused, StoreUnreachable, WrongUsage
from veille_tui.store import migrate, receiving
from veille_tui.store.engine import open_link
from veille_tui.store.line import Line
from veille_tui.store.local import LocalJournal
from veille_tui.store.people import login_from
from veille_tui.store.shared import SharedStore
from veille_tui.supervision.placing import place_households

PERSONAL = (
    "households tenants phone_numbers cases queue attempts dials answers notes needs"
    " journal_entries refused_entries notices lookups claim_log people turns"
).split()
RECORDED = "attempts dials answers notes needs journal_entries refused_entries notices".split()
EVERY_TABLE = [
    *PERSONAL,
    *("campaigns", "script_versions", "campaign_scripts", "store_facts", "alembic_version"),
]
FORBIDDEN = (errors.InsufficientPrivilege,)
MICROS = 1_000_000


@dataclass
class Team:
    """A store on a server, with people who log in as themselves."""

    server: Server
    store: SharedStore
    logins: list[str] = field(default_factory=list)

    def login(self, name: str, role: Role) -> str:
        """The URL under which a new person connects."""
        login = f"{login_from(name)}.{uuid.uuid4().hex[:8]}"
        self.store.add_person(Person(name, login, role), "un secret", NOON)
        self.logins.append(login)
        return self.store.url.replace("://veille@", f"://{login}@")

    def sql(self, url: str) -> psycopg.Connection[Any]:
        return psycopg.connect(url, autocommit=True)


@pytest.fixture
def team(ready_postgres: str, postgres_server: Server) -> Iterator[Team]:
    made = Team(postgres_server, SharedStore(ready_postgres))
    fill(made.store, 4)
    yield made
    made.store.close()
    with psycopg.connect(ready_postgres, autocommit=True) as connection:
        for login in made.logins:
            connection.execute(sql.SQL("drop owned by {0}").format(sql.Identifier(login)))
            connection.execute(sql.SQL("drop role {0}").format(sql.Identifier(login)))


@pytest.fixture
def caller(team: Team) -> Iterator[psycopg.Connection[Any]]:
    """Hélène's own password, and psql."""
    with team.sql(team.login("Hélène B.", Role.CALLER)) as connection:
        yield connection


def claim(connection: psycopg.Connection[Any], **others: Any) -> list[tuple[Any, ...]]:
    values: dict[str, Any] = {
        "token": token(), "lease": 1800 * MICROS, "caller": "Hélène B.", "now": None,
        "campaign": "hiver",
    }  # fmt: skip
    return connection.execute(
        "select * from veille_claim_next(%(campaign)s, %(caller)s, %(token)s, %(lease)s, 100, -1,"
        " %(now)s)",
        values | others,
    ).fetchall()


def count(connection: psycopg.Connection[Any], table: str) -> int:
    found = connection.execute(sql.SQL("select count(*) from {0}").format(sql.Identifier(table)))
    row = found.fetchone()
    assert row is not None
    return int(row[0])


def seen(connection: psycopg.Connection[Any], table: str) -> int:
    """Rows that this login can read; none when it may not even look."""
    try:
        return count(connection, table)
    except errors.InsufficientPrivilege:
        return 0


def test_a_caller_who_holds_nothing_reads_nobody(caller: psycopg.Connection[Any]):
    assert {table: seen(caller, table) for table in PERSONAL} == dict.fromkeys(PERSONAL, 0)


def test_a_caller_reads_the_household_in_hand_and_no_other(
    team: Team, caller: psycopg.Connection[Any]
):
    claim(caller)
    for table in ("households", "tenants", "phone_numbers", "cases"):
        assert count(caller, table) == 1
    (mine,) = caller.execute("select reference from households").fetchall()
    assert mine == ("LOG-0",)
    with team.sql(team.login("Paul", Role.CALLER)) as other:
        assert seen(other, "tenants") == 0


def test_what_is_not_held_any_more_is_not_read_any_more(
    team: Team, caller: psycopg.Connection[Any]
):
    claim(caller)
    query(team.store, "update queue set lease_until = 1 where state = 1")
    assert count(caller, "tenants") == 0


def first_column(team: Team, table: str) -> str:
    found = query(
        team.store,
        "select column_name::text from information_schema.columns where table_name = :table"
        " and table_schema = 'public' order by ordinal_position limit 1",
        table=table,
    )
    return str(found[0][0])


@pytest.mark.parametrize(
    "words",
    [
        "update {table} set {column} = {column}",
        "delete from {table}",
        "insert into {table} select * from {table}",
        "truncate {table}",
        "drop table {table}",
        "alter table {table} disable row level security",
        "create policy mine on {table} using (true)",
    ],
)
def test_a_caller_changes_no_table(team: Team, caller: psycopg.Connection[Any], words: str):
    claim(caller)
    for table in EVERY_TABLE:
        before = query(team.store, f"select * from {table}")
        statement = words.format(table=table, column=first_column(team, table))
        with pytest.raises(FORBIDDEN):
            caller.execute(statement.encode())
        assert query(team.store, f"select * from {table}") == before


@pytest.mark.parametrize("right", ["public", "veille", "'; drop table people; --"])
def test_a_caller_takes_no_other_role(caller: psycopg.Connection[Any], right: str):
    with pytest.raises(psycopg.Error):
        caller.execute(sql.SQL("set role {0}").format(sql.Identifier(right)))
    with pytest.raises(FORBIDDEN):
        caller.execute("create table public.trap (x int)")


def test_a_table_of_the_callers_own_does_not_stand_in_for_ours(caller: psycopg.Connection[Any]):
    caller.execute("create temp table people (name text, login text, role text, suspended_at int8)")
    caller.execute("insert into people values ('Chef', session_user, 'supervisor', null)")
    assert seen(caller, "tenants") == 0
    assert caller.execute("select veille_role()").fetchone() == ("caller",)


def test_a_caller_claims_no_more_than_the_list_even_at_once(team: Team):
    fill(team.store, 0, replace(WINTER, id="autre"))
    query(team.store, "update campaigns set list_size = 2")
    url = team.login("Hélène B.", Role.CALLER)

    def attack(_turn: int) -> int:
        with team.sql(url) as connection:
            return sum(len(claim(connection)) for _ in range(3))

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attack, range(8))) == 2
    assert query(team.store, "select count(*) from queue where state = 1") == [(2,)]


def test_a_caller_whose_list_is_full_takes_no_chosen_case_either(
    team: Team, caller: psycopg.Connection[Any]
):
    query(team.store, "update campaigns set list_size = 1")
    claim(caller)
    for case_id in range(1, 5):
        caller.execute(
            "select * from veille_claim_case(%s, 'x', %s, 1000000, null)", [case_id, token()]
        )
    assert count(caller, "cases") == 1


def test_no_claim_of_a_caller_lasts_more_than_a_day(team: Team, caller: psycopg.Connection[Any]):
    held = token()
    claim(caller, token=held, lease=10_000_000 * MICROS)
    longest = int((datetime.now(UTC) + timedelta(days=1, minutes=1)).timestamp()) * MICROS
    assert query(team.store, "select max(lease_until) from queue")[0][0] < longest
    renewals = json.dumps([{"token": held, "lease": 10_000_000 * MICROS}])
    caller.execute("select * from veille_renew(%s::jsonb, 'x', null)", [renewals])
    assert query(team.store, "select max(lease_until) from queue")[0][0] < longest


def test_whoever_a_caller_says_to_be_they_are_who_they_are(
    team: Team, caller: psycopg.Connection[Any]
):
    claim(caller, caller="Paul", now=1)
    (row,) = query(team.store, "select claimed_by, claimed_at from queue where state = 1")
    assert row[0] == "Hélène B."
    assert row[1] > 1_700_000_000 * MICROS


def test_a_caller_who_knows_anothers_token_can_do_nothing_with_it(
    team: Team, caller: psycopg.Connection[Any]
):
    theirs = token()
    with team.sql(team.login("Paul", Role.CALLER)) as paul:
        claim(paul, token=theirs)
    before = query(team.store, "select * from queue order by case_id")
    assert claim(caller, token=theirs) == []
    renewals = json.dumps([{"token": theirs, "lease": MICROS}])
    assert not caller.execute(
        "select * from veille_renew(%s::jsonb, 'Paul', null)", [renewals]
    ).fetchall()
    assert not caller.execute("select * from veille_release(%s)", [theirs]).fetchall()
    assert query(team.store, "select * from queue order by case_id") == before


def test_a_caller_adds_nothing_to_what_another_desk_recorded(team: Team):
    mine = SharedStore(team.login("Hélène B.", Role.CALLER))
    theirs = SharedStore(team.login("Paul", Role.CALLER))
    held = token()
    granted = theirs.claim_next("hiver", "Paul", held, LEASE)
    assert granted is not None
    desk = Desk(granted.case.id, held, "Paul")
    theirs.receive("poste de Paul", [desk.started(), desk.answered("moral", "bien")])
    forged = desk.answered("moral", "mal")
    assert mine.receive("poste d'Hélène", [forged]).refused == {forged.id: "other-desk"}
    assert query(team.store, "select value from answers") == [('"bien"',)]
    theirs.receive("poste de Paul", [desk.finished()])
    assert query(team.store, "select distinct sent_by from journal_entries") == [("Paul",)]
    mine.close()
    theirs.close()


def test_a_suspended_caller_is_stopped_at_the_next_statement(team: Team):
    url = team.login("Hélène B.", Role.CALLER)
    with team.sql(url) as connection:
        claim(connection)
        query(team.store, "update people set suspended_at = 1 where name = 'Hélène B.'")
        assert seen(connection, "tenants") == 0
        assert seen(connection, "campaigns") == 0
        with pytest.raises(FORBIDDEN):
            claim(connection)


def test_suspending_ends_open_sessions_and_closes_the_door(team: Team):
    url = team.login("Hélène B.", Role.CALLER)
    with team.sql(url) as connection:
        team.store.suspend_person("Hélène B.", NOON)
        with pytest.raises(psycopg.Error):
            claim(connection)
    with pytest.raises(psycopg.OperationalError):
        team.sql(url)
    assert [person.suspended_at for person in team.store.people()] == [NOON]
    team.store.restore_person("Hélène B.")
    with team.sql(url) as connection:
        assert len(claim(connection)) == 1


def test_a_reader_reads_figures_and_no_person(team: Team):
    held = token()
    granted = team.store.claim_next("hiver", "Paul", held, LEASE)
    assert granted is not None
    desk = Desk(granted.case.id, held, "Paul")
    entries = [
        desk.started(),
        desk.answered("moral", "bien"),
        desk.answered("mot", "Le chat est malade."),
        desk.note("un mot"),
        desk.finished(),
    ]
    team.store.receive("poste", entries)
    with team.sql(team.login("Rita", Role.READER)) as reader:
        assert reader.execute("select value from answers").fetchall() == [('"bien"',)]
        for column, table in (
            *(("last_name", "tenants"), ("e164", "phone_numbers"), ("address", "households")),
            *(("text", "notes"), ("data", "journal_entries"), ("words", "answers")),
            *(("note", "needs"), ("e164", "dials"), ("note", "dials"), ("claimed_by", "queue")),
        ):
            with pytest.raises(FORBIDDEN):
                reader.execute(f"select {column} from {table}".encode())
        with pytest.raises(FORBIDDEN):
            claim(reader)
    store = SharedStore(team.store.url.replace("://veille@", f"://{team.logins[-1]}@"))
    assert len(store.figures("hiver").cases) == 4
    assert [one.count for one in store.answers_by_value("hiver", ["moral"])] == [1]
    store.close()


def test_a_supervisor_runs_a_campaign_under_their_own_login(team: Team):
    store = SharedStore(team.login("Sonia", Role.SUPERVISOR))
    store.create_campaign(replace(WINTER, id="printemps"), "", NOON, "Sonia")
    fill_only = [household(n, reference=f"NEUF-{n}") for n in range(3)]
    fill(store, fill_only, replace(WINTER, id="ete"))
    assert len(store.known_households("ete")) == 3
    assert store.find("lefevre")
    case = store.claim_next("ete", "Quelqu'un", token(), LEASE)
    assert case is not None
    store.mark_flag(case.case.id, "doubt")
    assert query(team.store, "select claimed_by from queue where state = 1") == [("Sonia",)]
    store.close()


def test_a_supervisor_puts_households_into_other_publics_under_their_own_login(team: Team):
    store = SharedStore(team.login("Nadia", Role.SUPERVISOR))
    spring = replace(WINTER, segments=(Segment("tous", "Tous"),))
    store.update_campaign(spring, "", NOON)
    assert place_households(store, spring, NOON).moved == 4
    assert {one.segment for one in store.places("hiver")} == {"tous"}
    store.close()


def test_a_supervisor_changes_nothing_that_was_recorded(team: Team):
    with team.sql(team.login("Sonia", Role.SUPERVISOR)) as sonia:
        for table in (*RECORDED, "people"):
            column = first_column(team, table)
            for statement in (f"delete from {table}", f"update {table} set {column} = {column}"):
                with pytest.raises(FORBIDDEN):
                    sonia.execute(statement.encode())


def test_a_caller_finds_who_rings_back_and_never_the_list(team: Team):
    many = [
        household(n, reference=f"V-{n}", tenants=(Tenant("Voisin", f"N {n}"),))
        for n in range(10, 60)
    ]
    team.store.apply_import("hiver", [], [], NOON)
    fill(team.store, many, replace(WINTER, id="grand"))
    store = SharedStore(team.login("Hélène B.", Role.CALLER))
    assert store.find("vo") == []
    assert store.find("05 36") == []
    found = store.find("voisin", limit=1000)
    assert len(found) == 10
    assert {one.number for one in found} == {""}
    assert len(store.find("05 36 49 00 12")) == 1
    query(
        team.store,
        "insert into lookups (caller, at) select 'Hélène B.',"
        " (extract(epoch from now()) * 1000000)::bigint from generate_series(1, 40)",
    )
    with pytest.raises(Refused):
        store.find("voisin")
    store.close()


def test_every_table_has_its_rules_and_no_function_is_everybodys(team: Team):
    open_tables = query(
        team.store,
        "select relname::text from pg_class where relnamespace = 'public'::regnamespace"
        " and relkind = 'r' and not relrowsecurity order by 1",
    )
    assert open_tables == [("alembic_version",), ("store_facts",)]
    harmless = ("veille_role", "veille_whoami", "veille_my_cases", "veille_my_households")
    everybodys = query(
        team.store,
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace"
        " and has_function_privilege('public', oid, 'execute') order by 1",
    )
    assert {name for (name,) in everybodys} <= set(harmless)
    definers = query(
        team.store,
        "select proname::text from pg_proc where pronamespace = 'public'::regnamespace"
        " and (not prosecdef or proconfig::text not like '%search_path=public, pg_temp%')",
    )
    assert definers == []


def test_a_login_works_a_whole_call_in_one_round_trip_each(team: Team):
    store = SharedStore(team.login("Hélène B.", Role.CALLER))
    ask = Ask(token(), "hiver", LEASE)
    first = store.exchange("poste", "autre nom", asks=[ask])
    case = first.granted[ask.token].case
    desk = Desk(case.id, ask.token)
    following = Ask(token(), "hiver", LEASE)
    entries = [desk.started(), desk.dialled(), desk.ended("no_answer"), desk.finished()]
    found = store.exchange("poste", "autre nom", entries=entries, asks=[following])
    assert found.caller == "Hélène B."
    assert len(found.received.accepted) == 4
    assert len(found.granted) == 1
    assert store.waiting("hiver", "autre nom").held == 1
    person = store.person()
    assert person is not None
    assert (person.name, person.role, person.suspended_at) == ("Hélène B.", Role.CALLER, None)
    store.close()


def test_accounts_are_the_owners_to_make(team: Team, ready_sqlite: str):
    store = SharedStore(team.login("Sonia", Role.SUPERVISOR))
    someone = Person("Paul", f"paul.{uuid.uuid4().hex[:6]}", Role.CALLER)
    for refused in (
        lambda: store.add_person(someone, "x", NOON),
        lambda: team.store.add_person(replace(someone, name="Sonia"), "x", NOON),
        lambda: team.store.suspend_person("Personne", NOON),
        lambda: SharedStore(ready_sqlite).add_person(someone, "x", NOON),
    ):
        with pytest.raises(Refused):
            refused()
    with pytest.raises(WrongUsage):
        team.store.add_person(replace(someone, login='x"; drop table people; --'), "x", NOON)
    store.close()


def test_accounts_are_not_opened_where_anybody_could_replace_our_functions(team: Team):
    query(team.store, "grant create on schema public to public")
    with pytest.raises(Refused, match="créer des objets"):
        team.store.add_person(Person("Paul", "paul", Role.CALLER), "x", NOON)


def test_an_owner_who_is_no_superuser_makes_store_and_accounts(postgres_server: Server):
    """As the hosting of a landlord gives it: a database, its owner, and createrole."""
    owner, name = f"proprio{uuid.uuid4().hex[:8]}", f"equipe{uuid.uuid4().hex[:8]}"
    postgres_server.execute(f"create role {owner} login createrole")
    postgres_server.execute(f"create database {name} owner {owner}")
    login = f"helene.{uuid.uuid4().hex[:8]}"
    url = postgres_server.url(name).replace("://veille@", f"://{owner}@")
    try:
        link = open_link(url, 10, 60)
        migrate.init(url, link)
        link.close()
        store = SharedStore(url)
        fill(store, 3)
        if postgres_server.version < 150000:
            # Before 15 whoever administers the server closes the schema first, as they are told.
            postgres_server.execute_in(name, "revoke create on schema public from public")
        store.add_person(Person("Hélène B.", login, Role.CALLER), "un secret", NOON)
        theirs = SharedStore(url.replace(f"://{owner}@", f"://{login}@"))
        assert theirs.claim_next("hiver", "?", token(), LEASE) is not None
        store.suspend_person("Hélène B.", NOON)
        with pytest.raises((Refused, StoreUnreachable)):
            theirs.claim_next("hiver", "?", token(), LEASE)
        for one in (store, theirs):
            one.close()
    finally:
        postgres_server.drop_database(name)
        for role in (login, *(f"{name}_{kind}" for kind in Role), owner):
            postgres_server.execute(f'drop role if exists "{role}"')


def test_a_workstation_works_under_the_name_of_its_login(team: Team, tmp_path: Path):
    store = SharedStore(team.login("Hélène B.", Role.CALLER))
    journal = LocalJournal(tmp_path / "journal.db")
    line = Line(journal, lambda: store, lambda: NOON, "lena")
    assert line.caller == "lena"
    line.turn(asks=[Ask(token(), "hiver", LEASE)])
    assert line.caller == "Hélène B."
    assert Line(journal, lambda: store, lambda: NOON, "lena").caller == "Hélène B."
    assert Line(journal, lambda: store, lambda: NOON, "Paul").caller == "Paul"
    journal.close()
    store.close()


def test_a_caller_does_not_walk_through_all_tenants_by_taking_and_putting_back(team: Team):
    fill(team.store, 200, replace(WINTER, id="grand"))
    query(team.store, "update campaigns set list_size = 1")
    with team.sql(team.login("Hélène B.", Role.CALLER)) as connection:
        shown = 0
        for _ in range(100):
            held = token()
            shown += len(claim(connection, token=held, campaign="grand"))
            connection.execute("select * from veille_release(%s)", [held])
        assert shown == 61
        full = connection.execute("select is_full from veille_list_is_full('grand', 'x')")
        assert full.fetchone() == (1,)


def forged(caller: psycopg.Connection[Any], desk: Desk, made: Decision) -> list[Any]:
    """What the server says to a result written by hand."""
    batch = receiving.fold([desk.started(), desk.dialled(), desk.finished(made)], {})
    answer = caller.execute(
        "select wrong from veille_receive('faux poste', %s::jsonb, null)", [batch.as_json()]
    ).fetchone()
    assert answer is not None
    return list(answer[0] or [])


def test_a_caller_writes_nothing_about_a_case_that_was_never_given_to_them(
    team: Team, caller: psycopg.Connection[Any]
):
    dead = Decision(Disposition.DECEASED, QueueState.CLOSED)
    before = query(team.store, "select * from queue order by case_id")
    for case_id in range(1, 5):
        ((_attempt, _case, _campaign, why),) = forged(caller, Desk(case_id, token()), dead)
        assert why == "not-yours"
    assert query(team.store, "select * from queue order by case_id") == before
    assert query(team.store, "select count(*) from attempts") == [(0,)]


def test_a_call_is_recorded_under_the_name_it_was_given_to(
    team: Team, caller: psycopg.Connection[Any]
):
    held = token()
    ((_until, _script, _due, about, *_rest),) = claim(caller, token=held)
    desk = Desk(about[0], held, caller="Paul")
    assert forged(caller, desk, Decision(Disposition.SECURED, QueueState.DONE)) == []
    assert query(team.store, "select caller from attempts") == [("Hélène B.",)]


def test_an_upgrade_makes_rights_anew_where_the_tables_are_up_to_date(team: Team):
    query(team.store, "drop function veille_release(text)")
    url = team.login("Hélène B.", Role.CALLER)
    link = open_link(team.store.url, 10, 60)
    migrate.upgrade(team.store.url, link)
    link.close()
    with team.sql(url) as connection:
        held = token()
        claim(connection, token=held)
        assert len(connection.execute("select veille_release(%s)", [held]).fetchall()) == 1


def test_a_caller_looks_after_the_relays_and_sees_none(team: Team):
    """Only who is at work can do it every minute; who has what is not theirs to know."""
    fill(team.store, [household(9, numbers=(), reference="SANS")], now=NOON)
    url = team.login("Hélène B.", Role.CALLER)
    store = SharedStore(url)
    moment = datetime.now(UTC)
    assert store.climb("hiver", moment) == 1
    assert store.climb("hiver", moment) == 0
    assert store.relays("hiver") == []
    with pytest.raises(Refused):
        store.record_relays([RelayNews(1, RelayResult.WELL)], "Hélène B.", moment)
    with pytest.raises(Refused):
        store.open_relay(1, Channel.VISIT, "Hélène B.", moment)
    store.close()
    assert query(team.store, "select channel, status from escalations") == [("neighbour", "open")]


@pytest.mark.parametrize(
    "moves",
    [
        {"lost": [{"case_id": 1, "contact_at": 0}]},
        {"failed": [{"id": 1}]},
        {"climbed": [{"channel": "bulldozer", "why": "exhausted"}]},
        {"climbed": [{"channel": "visit", "why": "parce que"}]},
        {"climbed": [{"disposition": "unreachable"}]},
        {"climbed": [{}]},
        {"climbed": [{"why": "attempts"}]},
        {"climbed": [{"why": "previous_failed"}]},
        {"climbed": [{"step": 0}]},
        {"climbed": [{"due_at": 1}]},
    ],
)
def test_a_caller_invents_no_relay_and_loses_nobody(
    team: Team, caller: psycopg.Connection[Any], moves: dict[str, list[dict[str, Any]]]
):
    moment = int(datetime.now(UTC).timestamp() * MICROS)
    sound = {
        "case_id": 1,
        "channel": "visit",
        "step": 1,
        "why": "exhausted",
        "due_at": moment + 3600 * MICROS,
        "disposition": "to_call",
        "contact_at": 0,
    }
    team.store.open_relay(2, Channel.NEIGHBOUR, "Nadia", NOON)
    whole: dict[str, list[dict[str, object]]] = {"climbed": [], "failed": [], "lost": []} | {
        name: [sound | row for row in rows] for name, rows in moves.items()
    }
    caller.execute(
        "select * from veille_climbed('hiver', %s::jsonb, null)", (json.dumps(whole),)
    ).fetchall()
    assert query(team.store, "select channel, status from escalations") == [("neighbour", "open")]
    assert query(team.store, "select count(*) from cases where disposition <> 'to_call'") == [(0,)]


def test_a_supervisor_notes_what_came_back_under_their_own_login(team: Team):
    fill(team.store, [household(9, numbers=(), reference="SANS")], now=NOON)
    store = SharedStore(team.login("Nadia", Role.SUPERVISOR))
    moment = datetime.now(UTC)
    store.climb("hiver", moment)
    (line,) = store.relays("hiver")
    store.send_relays([line.relay.id], "La Poste", moment)
    for result in (RelayResult.NOBODY, RelayResult.NEEDS_HELP):
        store.record_relays([RelayNews(line.relay.id, result)], "Nadia", moment)
    sent = store.open_relay(line.relay.case_id, Channel.POSTMAN, "Nadia", moment)
    given = RelayNews(sent.id, RelayResult.NUMBER_GIVEN, number=PhoneNumber("+33536490042"))
    store.record_relays([given], "Nadia", moment)
    dead = store.open_relay(1, Channel.VISIT, "Nadia", moment)
    store.record_relays([RelayNews(dead.id, RelayResult.DECEASED)], "Nadia", moment)
    store.close()
    assert query(team.store, "select disposition from cases where id = 1") == [("deceased",)]
