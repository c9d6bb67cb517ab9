"""`veille store backup`, `verify` and `restore`, as people and programs read them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from tests.store.builders import fill
from veille_tui import config
from veille_tui.cli.context import Context
from veille_tui.cli.store_copies import run_backup, run_restore, run_verify
from veille_tui.errors import Refused
from veille_tui.store.local import LocalJournal
from veille_tui.store.shared import SharedStore

SERVER = "postgresql://marie:s3cret@base.exemple.fr/veille"


def context(home: Path, *, store: str = "", as_json: bool = True) -> Context:
    env = {"VEILLE_HOME": str(home), "VEILLE_STORE": store}
    moment = datetime(2020, 3, 26, 12, tzinfo=UTC)
    return Context(
        config.load(env), env, as_json, out=StringIO(), err=StringIO(), clock=lambda: moment
    )


def told(context: Context) -> Mapping[str, object]:
    assert isinstance(context.out, StringIO)
    found: Mapping[str, object] = json.loads(context.out.getvalue())
    return found


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """A workstation with two households of its own."""
    with closing(SharedStore(f"sqlite:///{tmp_path / 'store.db'}")) as store:
        fill(store, 2)
    return tmp_path


def test_a_copy_without_a_name_lies_beside_the_store_under_its_date(begun: Path):
    at = context(begun)
    assert run_backup(at, None, replace=False) == 0
    file = Path(str(told(at)["file"]))
    assert (file.parent, file.name[:22]) == (begun, "store-copie-2020-03-26")


def test_a_copy_is_verified_as_one_document(begun: Path, tmp_path: Path):
    copy = tmp_path / "copie.db"
    run_backup(context(begun), copy, replace=False)
    at = context(begun)
    assert run_verify(at, copy) == 0
    found = told(at)
    assert (found["ok"], found["damaged"], found["missing_keys"]) == (True, [], 0)
    proof = found["proof"]
    assert isinstance(proof, dict)
    assert (proof["ok"], proof["cases"], proof["by_state"]) == (True, 2, {"ready": 2})


def test_the_store_itself_is_verified_when_no_copy_is_named(begun: Path):
    at = context(begun, as_json=False)
    assert run_verify(at, None) == 0
    assert isinstance(at.out, StringIO)
    assert "un état et un seul" in at.out.getvalue()


def test_a_store_that_contradicts_itself_is_told_by_case(begun: Path):
    with closing(sqlite3.connect(begun / "store.db", isolation_level=None)) as connection:
        connection.execute("update queue set state = 2 where case_id = 2")
    at = context(begun, as_json=False)
    assert run_verify(at, None) == 1
    assert isinstance(at.out, StringIO)
    assert "suivi 2 LOG-1" in at.out.getvalue()
    assert "Hélène" not in at.out.getvalue()


def test_restoring_says_where_the_store_of_before_is(begun: Path, tmp_path: Path):
    copy = tmp_path / "copie.db"
    run_backup(context(begun), copy, replace=False)
    at = context(begun)
    assert run_restore(at, copy) == 0
    assert Path(str(told(at)["kept"])).is_file()


def test_nothing_is_restored_under_an_open_desk(begun: Path, tmp_path: Path):
    copy = tmp_path / "copie.db"
    run_backup(context(begun), copy, replace=False)
    before = (begun / "store.db").read_bytes()
    with closing(LocalJournal(begun / "journal.db")), pytest.raises(Refused, match="déjà ouvert"):
        run_restore(context(begun), copy)
    assert (begun / "store.db").read_bytes() == before


def test_a_server_is_copied_by_its_own_programs_and_no_password_is_said(tmp_path: Path):
    at = context(tmp_path, store=SERVER)
    with pytest.raises(Refused) as refused:
        run_backup(at, None, replace=False)
    hint = refused.value.hint
    assert "pg_dump --format=custom --file=veille-2020-03-26.dump" in hint
    assert "pg_dumpall --globals-only" in hint
    assert "sslmode=verify-full" in hint
    assert "s3cret" not in refused.value.message + hint


def test_and_restored_by_them(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        run_restore(context(tmp_path, store=SERVER), Path("veille-2020-03-26.dump"))
    hint = refused.value.hint
    assert "psql --file=veille-2020-03-26-comptes.sql" in hint
    assert "pg_restore --clean --if-exists --single-transaction" in hint
    assert "s3cret" not in hint


def test_a_server_is_verified_by_the_deep_doctor(tmp_path: Path):
    with pytest.raises(Refused) as refused:
        run_verify(context(tmp_path, store=SERVER), None)
    assert "doctor --deep" in refused.value.hint
