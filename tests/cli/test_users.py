"""Accounts of a team, opened, listed and suspended from the command line."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from veille_tui.cli.accounts import _account_line
from veille_tui.cli.command_line import run_command
from veille_tui.domain.people import Person, Role
from veille_tui.errors import Refused, WrongUsage
from veille_tui.store.shared import SharedStore

PASSWORD = "quatre mots faciles à dire"


@pytest.fixture
def login(ready_postgres: str) -> Iterator[str]:
    """A login that nobody else of the server has."""
    name = f"helene.{uuid.uuid4().hex[:8]}"
    yield name
    with psycopg.connect(ready_postgres, autocommit=True) as connection:
        connection.execute(sql.SQL("drop role if exists {0}").format(sql.Identifier(name)))


def run(url: str, *arguments: str) -> int:
    return run_command(["users", *arguments], {"VEILLE_STORE": url, "VEILLE_HOME": "/nowhere"})


def test_an_account_is_opened_listed_suspended_and_opened_again(
    ready_postgres: str,
    login: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    assert run(ready_postgres, "add", "Hélène  B.", "--login", login) == 0
    said = capsys.readouterr()
    assert login in said.err
    assert PASSWORD not in said.out + said.err
    assert run(ready_postgres, "list") == 0
    assert capsys.readouterr().out.split() == ["Hélène", "B.", login, "appelle", "ouvert"]
    assert run(ready_postgres, "suspend", "Hélène B.") == 0
    assert "fermé" in capsys.readouterr().err
    assert run(ready_postgres, "list", "--json") == 0
    (account,) = json.loads(capsys.readouterr().out)
    assert account["role"] == "caller"
    assert account["suspended_at"]
    assert run(ready_postgres, "restore", login) == 0
    store = SharedStore(ready_postgres)
    assert [person.suspended_at for person in store.people()] == [None]
    store.close()


def test_the_server_never_sees_the_password(
    ready_postgres: str, login: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("sys.stdin", io.StringIO(PASSWORD + "\n"))
    run(ready_postgres, "add", "Paul", "--login", login, "--role", "reader")
    with psycopg.connect(ready_postgres) as connection:
        kept = connection.execute(
            "select rolpassword from pg_authid where rolname = %s", [login]
        ).fetchone()
    assert kept is not None
    assert kept[0].startswith("SCRAM-SHA-256$")


def test_a_short_password_is_refused(ready_postgres: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("court\n"))
    with pytest.raises(WrongUsage):
        run(ready_postgres, "add", "Paul")


def test_a_store_of_one_workstation_has_no_accounts(ready_sqlite: str):
    with pytest.raises(Refused):
        run(ready_sqlite, "list")


def test_the_states_of_all_roles_stand_under_one_another():
    people = [Person("Hélène B.", role.value, role) for role in Role]
    lines = [_account_line(one) for one in people]
    assert len({line.index("ouvert") for line in lines}) == 1
    assert max(map(len, lines)) < 80
