"""The doctor on rights, on households that nobody remembers, on disks; and its deep proof."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from tests.store.builders import LEASE, Clock, fill, query, take
from veille_tui import config
from veille_tui.cli.checks import Check
from veille_tui.cli.command_line import parser
from veille_tui.cli.context import Context
from veille_tui.cli.doctor import examine
from veille_tui.cli.doctor_disk import _disk
from veille_tui.domain.people import Person, Role
from veille_tui.errors import Refused
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore

CALLER = "Hélène B."


def context(home: Path, url: str, caller: str = CALLER, *, as_json: bool = False) -> Context:
    env = {"VEILLE_HOME": str(home), "VEILLE_STORE": url, "VEILLE_USER": caller}
    return Context(config.load(env), env, as_json, out=StringIO(), err=StringIO())


def found(checks: list[Check], code: str) -> Check | None:
    return next((check for check in checks if check.code == code), None)


@pytest.fixture
def now_store(ready_url: str) -> Iterator[SharedStore]:
    """A store of either kind that lives today, with three households."""
    with closing(SharedStore(ready_url, clock=Clock(datetime.now(UTC)))) as store:
        fill(store, 3)
        yield store


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "poste"
    made.mkdir()
    return made


def test_what_this_desk_has_in_hand_is_no_matter(now_store: SharedStore, home: Path):
    with closing(LocalJournal(home / "journal.db")) as journal:
        granted = take(now_store, CALLER, "jeton")
        journal.ask_claim("jeton", "hiver")
        journal.got_claim("jeton", granted.case, granted.lease_until)
        checks = examine(context(home, now_store.url))
    assert found(checks, "claims")
    assert not found(checks, "forgotten_claims")


def test_a_household_that_the_journal_does_not_know_is_named(now_store: SharedStore, home: Path):
    granted = take(now_store, CALLER)
    check = found(examine(context(home, now_store.url)), "forgotten_claims")
    assert check is not None
    assert not check.ok
    assert f": {granted.case.id}." in check.message
    assert "Au plus tard" in check.hint


def test_a_household_that_the_store_gave_to_somebody_else_is_named(
    now_store: SharedStore, home: Path
):
    with closing(LocalJournal(home / "journal.db")) as journal:
        granted = take(now_store, CALLER, "jeton")
        journal.ask_claim("jeton", "hiver")
        journal.got_claim("jeton", granted.case, granted.lease_until)
        now_store.release("jeton")
        check = found(examine(context(home, now_store.url)), "lost_claims")
    assert check is not None
    assert str(granted.case.id) in check.message


def test_a_lease_that_ended_and_that_nobody_put_back_is_told(ready_url: str, home: Path):
    with closing(SharedStore(ready_url, clock=Clock(datetime.now(UTC) - LEASE * 2))) as store:
        fill(store, 1)
        take(store, "Paul")
    check = found(examine(context(home, ready_url)), "not_swept")
    assert check is not None
    assert "1 foyer" in check.message
    assert query(store, "select state from queue") == [(1,)]


def test_whoever_owns_the_store_may_do_everything(now_store: SharedStore, home: Path):
    check = found(examine(context(home, now_store.url)), "rights")
    assert check is not None
    assert check.ok


@pytest.fixture
def logins(postgres_server: Any, ready_postgres: str) -> Iterator[Any]:
    """Makes the address of a person's own login."""
    made: list[str] = []
    with closing(SharedStore(ready_postgres)) as store:
        fill(store, 2)

        def login(role: Role) -> str:
            name = f"h{uuid.uuid4().hex[:10]}"
            store.add_person(Person(f"Hélène {name}", name, role), "un secret", datetime.now(UTC))
            made.append(name)
            return store.url.replace("://veille@", f"://{name}@")

        yield login
    with psycopg.connect(ready_postgres, autocommit=True) as connection:
        for name in made:
            connection.execute(sql.SQL("drop owned by {0}").format(sql.Identifier(name)))
            connection.execute(sql.SQL("drop role {0}").format(sql.Identifier(name)))


@pytest.mark.parametrize(
    ("role", "may"),
    [(Role.CALLER, "peut appeler, et ne voit que"), (Role.SUPERVISOR, "voir tout"),
     (Role.READER, "sans aucun nom")],
)  # fmt: skip
def test_each_role_is_told_what_it_may_do(logins: Any, home: Path, role: Role, may: str):
    check = found(examine(context(home, logins(role))), "rights")
    assert check is not None
    assert check.ok
    assert may in check.message


def test_a_callers_own_login_finds_the_households_it_forgot(logins: Any, home: Path):
    url = logins(Role.CALLER)
    with closing(SharedStore(url)) as store:
        granted = store.claim_next("hiver", "", str(uuid.uuid4()), timedelta(minutes=30))
    assert granted is not None
    check = found(examine(context(home, url, "")), "forgotten_claims")
    assert check is not None
    assert f": {granted.case.id}." in check.message


def test_what_waits_for_another_store_is_told(now_store: SharedStore, home: Path):
    with closing(LocalJournal(home / "journal.db")) as journal:
        journal.remember("store_id", "une autre")
        journal.remember("store_address", "postgresql://autre/veille")
        granted = take(now_store, "Paul", "jeton")
        journal.ask_claim("jeton", "hiver")
        journal.got_claim("jeton", granted.case, granted.lease_until)
    checks = examine(context(home, now_store.url))
    assert not found(checks, "lost_claims")
    check = found(checks, "other_store")
    assert check is not None
    assert "postgresql://autre/veille" in check.message


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_disk_that_cannot_be_written_is_told(tmp_path: Path):
    tmp_path.chmod(0o500)
    check = _disk("disk", tmp_path)
    tmp_path.chmod(0o700)
    assert (check.ok, check.status) == (False, 4)


def test_a_disk_is_really_written_and_left_as_it_was(tmp_path: Path):
    assert _disk("disk", tmp_path).ok
    assert list(tmp_path.iterdir()) == []


# The deep proof.


def doctor(home: Path, url: str) -> tuple[int, dict[str, Any]]:
    at = context(home, url, as_json=True)
    arguments = parser().parse_args(["doctor", "--deep", "--json"])
    status = arguments.run(arguments, at)
    assert isinstance(at.out, StringIO)
    return status, json.loads(at.out.getvalue())


def test_a_sound_store_is_proved(now_store: SharedStore, home: Path):
    status, told = doctor(home, now_store.url)
    assert (status, told["ok"]) == (0, True)
    assert (told["deep"]["ok"], told["deep"]["by_state"]) == (True, {"ready": 3})


def test_a_contradiction_is_named_and_is_status_1(now_store: SharedStore, home: Path):
    query(now_store, "update queue set state = 2 where case_id = 2")
    status, told = doctor(home, now_store.url)
    (one,) = told["deep"]["exceptions"]
    assert (status, told["ok"]) == (1, False)
    assert (one["code"], one["severity"], one["count"]) == ("two_states", "error", 1)
    assert one["named"] == [{"case_id": 2, "reference": "LOG-1", "about": ""}]


@pytest.mark.parametrize("role", [Role.CALLER, Role.READER])
def test_who_does_not_see_all_proves_nothing(logins: Any, home: Path, role: Role):
    status, told = doctor(home, logins(role))
    assert status == Refused.exit_status
    assert "deep" not in told
    assert [one["ok"] for one in told["checks"] if one["code"] == "deep"] == [False]


def test_a_supervisor_may_ask_for_the_proof(logins: Any, home: Path):
    status, told = doctor(home, logins(Role.SUPERVISOR))
    assert (status, told["deep"]["cases"]) == (0, 2)
