"""The tables are made once, upgraded whole, and never guessed."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.store.builders import NOON, WINTER, fill, query
from veille_tui.domain.script_versions import InForce
from veille_tui.errors import Refused
from veille_tui.store import access, exchanging, migrate, schema
from veille_tui.store.clock import from_micros
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore
from veille_tui.store.status import status

HISTORY = Path(migrate.__file__).parent / "migrations"


def test_the_history_ends_where_the_program_expects():
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(HISTORY))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.EXPECTED


def test_the_history_makes_the_very_tables_that_are_declared(ready_url: str):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from sqlmodel import SQLModel

    from veille_tui.store import tables

    engine = migrate._engine(ready_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []
    engine.dispose()
    assert tables.QueueRow.metadata is SQLModel.metadata


def test_making_the_tables_twice_is_once(ready_url: str):
    link = open_link(ready_url, 10, 30)
    assert migrate.init(ready_url, link) == schema.EXPECTED
    assert migrate.upgrade(ready_url, link) == (schema.EXPECTED, schema.EXPECTED)
    link.close()


def test_a_store_of_the_first_version_keeps_its_campaigns_and_answers(store_url: str):
    from alembic import command
    from alembic.config import Config

    engine = migrate._engine(store_url)
    with engine.connect() as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", str(HISTORY))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in OF_THE_FIRST_VERSION:
            connection.exec_driver_sql(statement)
    engine.dispose()
    link = open_link(store_url, 10, 30)
    assert migrate.upgrade(store_url, link) == ("0001", schema.EXPECTED)
    link.close()
    store = SharedStore(store_url)
    (version,) = store.script_versions()
    assert version.in_force == (InForce("hiver", from_micros(7_000_000), "Zoé"),)
    assert version.answers == 1
    store.close()


OF_THE_FIRST_VERSION = (
    (
        "insert into script_versions (hash, script_id, published_by, published_at)"
        " values ('h1', 's', 'Zoé', 5000000)"
    ),
    (
        "insert into campaigns (id, script_id, script_hash, created_at, updated_at)"
        " values ('hiver', 's', 'h1', 5000000, 7000000), ('vide', '', '', 5000000, 5000000)"
    ),
    "insert into households (id, reference) values (1, 'A')",
    "insert into cases (id, campaign_id, household_id) values (1, 'hiver', 1)",
    "insert into attempts (id, case_id, campaign_id) values ('a', 1, 'hiver')",
    (
        "insert into answers (attempt_id, question, case_id, value, script_hash)"
        " values ('a', 'q', 1, '\"oui\"', 'h1')"
    ),
)


def test_a_database_that_holds_something_else_is_refused(store_url: str):
    link = open_link(store_url, 10, 30)
    link.rows("create table comptes (id integer)")
    with pytest.raises(Refused, match="autre chose"):
        migrate.init(store_url, link)
    with pytest.raises(Refused):
        migrate.upgrade(store_url, link)
    link.close()
    assert status(store_url).counts == {}


def test_a_foreign_sqlite_file_is_not_turned_into_a_store(sqlite_url: str):
    with sqlite3.connect(sqlite_url.removeprefix("sqlite:///")) as foreign:
        foreign.execute("create table comptes (id integer)")
    with pytest.raises(Refused, match="autre chose"):
        SharedStore.open(sqlite_url)


@pytest.mark.parametrize(("found", "remedy"), [("0000", "store upgrade"), ("9999", "à jour")])
def test_another_version_says_what_to_do(ready_url: str, found: str, remedy: str):
    query(SharedStore(ready_url), f"update alembic_version set version_num = '{found}' returning 1")
    with pytest.raises(Refused) as failure:
        SharedStore.open(ready_url)
    assert remedy in failure.value.hint


def test_an_upgrade_that_breaks_leaves_the_tables_as_they_were(postgres_url: str):
    link = open_link(postgres_url, 10, 30)
    link.rows("create table queue (id integer)")
    with pytest.raises(Refused, match="pas pu"):
        migrate._migrate(postgres_url)
    assert migrate._tables(link) == ["queue"]
    link.close()


def test_status_tells_what_is_there(ready_url: str):
    store = SharedStore(ready_url)
    fill(store, 3)
    store.close()
    found = status(ready_url)
    assert (found.reachable, found.schema, found.expected) == (
        True,
        schema.EXPECTED,
        schema.EXPECTED,
    )
    assert (found.counts["households"], found.counts["campaigns"]) == (3, 1)
    assert found.problem is None


def test_status_makes_nothing(sqlite_url: str):
    found = status(sqlite_url)
    assert (found.reachable, found.schema) == (True, "")
    assert not Path(sqlite_url.removeprefix("sqlite:///")).exists()


def test_status_of_an_unreachable_store_hides_the_password():
    found = status("postgresql://marie:s3cret@127.0.0.1:1/veille")
    assert (found.reachable, found.counts) == (False, {})
    assert "s3cret" not in found.url


def test_campaigns_are_changed_closed_and_kept_apart(store: SharedStore):
    store.create_campaign(WINTER, "campagne: hiver\n", NOON)
    with pytest.raises(Refused, match="existe déjà"):
        store.create_campaign(WINTER, "", NOON)
    with pytest.raises(Refused) as failure:
        store.campaign("ete")
    assert "hiver" in failure.value.hint
    assert store.campaign("hiver") == WINTER
    assert store.campaign_source("hiver") == "campagne: hiver\n"
    store.close_campaign("hiver", NOON)
    assert store.campaign("hiver").is_closed


def test_a_version_of_a_script_never_changes(store: SharedStore):
    for source in ("script: a\n", "script: b\n"):
        store.put_script(
            "h1",
            script_id="a",
            title="A",
            language="fr",
            version="1",
            source=source,
            published_by="",
            now=NOON,
        )
    assert store.script_source("h1") == "script: a\n"
    with pytest.raises(Refused):
        store.script_source("h2")


HEAVY = ("sqlalchemy", "sqlmodel", "pydantic", "alembic", "psycopg")
DAY_ON_SQLITE = """
import json, sys
from datetime import timedelta
from veille_tui.store.shared import SharedStore
store = SharedStore.open(sys.argv[1])
store.claim_next("hiver", "Paul", "jeton", timedelta(minutes=30))
store.find("lefevre"), store.waiting("hiver", "Paul"), store.sweep(), store.receive("poste", [])
print(json.dumps(sorted(sys.modules)))
"""


def test_a_day_of_calls_loads_no_heavy_module(ready_sqlite: str):
    fill(SharedStore(ready_sqlite), 1)
    done = subprocess.run(
        [sys.executable, "-c", DAY_ON_SQLITE, ready_sqlite],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    assert not set(HEAVY) & set(json.loads(done.stdout))


def _of_the_first_version(file: Path) -> str:
    from alembic import command
    from alembic.config import Config

    url = f"sqlite:///{file}"
    engine = migrate._engine(url)
    with engine.connect() as connection, connection.begin():
        config = Config()
        config.set_main_option("script_location", str(HISTORY))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for statement in OF_THE_FIRST_VERSION:
            connection.exec_driver_sql(statement)
    engine.dispose()
    return url


def test_the_store_of_one_workstation_follows_the_program_and_leaves_its_copy(tmp_path: Path):
    file = tmp_path / "store.db"
    store = SharedStore(_of_the_first_version(file), is_own=True)
    (version,) = store.script_versions()
    assert version.answers == 1
    store.close()
    copy = tmp_path / "store.db.0001"
    assert copy.stat().st_mode & 0o077 == 0
    with sqlite3.connect(copy) as kept:
        assert kept.execute("select version_num from alembic_version").fetchall() == [("0001",)]
        assert kept.execute("select count(*) from answers").fetchone()[0] == 1
    kept.close()


def test_a_store_that_others_share_waits_for_its_administrator(tmp_path: Path):
    store = SharedStore(_of_the_first_version(tmp_path / "store.db"))
    with pytest.raises(Refused):
        store.campaigns()
    store.close()
    assert not (tmp_path / "store.db.0001").exists()


def test_a_store_that_cannot_be_copied_is_not_changed(tmp_path: Path):
    url = _of_the_first_version(tmp_path / "store.db")
    (tmp_path / "store.db.0001").mkdir()
    store = SharedStore(url, is_own=True)
    with pytest.raises(Refused, match="copiée"):
        store.campaigns()
    store.close()
    assert [one.name for one in tmp_path.glob("*.part")] == []
    link = open_link(url, 10, 30)
    assert schema.version_of(link) == "0001"
    link.close()


@pytest.mark.parametrize(("days", "stays"), [(6, True), (8, False)])
def test_the_copy_of_before_an_upgrade_goes_after_a_week(tmp_path: Path, days: int, stays: bool):
    url = _of_the_first_version(tmp_path / "store.db")
    _opened_on(url, datetime.now(UTC))
    _opened_on(url, datetime.now(UTC) + timedelta(days=days))
    assert (tmp_path / "store.db.0001").exists() is stays


def _opened_on(url: str, moment: datetime) -> None:
    """The workstation's own store is used at this moment."""
    store = SharedStore(url, is_own=True, clock=lambda: moment)
    store.script_versions()
    store.close()


FUNCTIONS = {"0004": "772c7db2c486e1f8"}
"""By revision, what the functions of a server are: stores have those of their last upgrade."""


def test_who_changes_a_function_of_the_server_writes_a_migration():
    texts = [one.definition("public") for one in access.PROCEDURES]
    texts.append(exchanging.exchange_function("public"))
    digest = hashlib.sha256("".join(texts).encode()).hexdigest()[:16]
    assert FUNCTIONS.get(schema.EXPECTED) == digest
