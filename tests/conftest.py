"""What every test may ask for: a real PostgreSQL, a fresh database in it, either kind of store."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.postgres import Server, running_server
from tests.store.conftest import (  # noqa: F401 - fixtures for every room
    cleared,
    clock,
    made_postgres,
    made_sqlite,
    ready_postgres,
    ready_sqlite,
    ready_url,
    store,
)
from veille_tui.store import passwords

# The machines that run this are small and shared: an example is never too slow to be right.
settings.register_profile("check", deadline=None)
settings.load_profile("check")


LONGEST = (
    *("tests/faults", "tests/simulation", "tests/test_a_day_in_a_terminal.py"),
    *("tests/callscript/xlsform", "tests/sync/test_proving_lives.py", "tests/domain/test_walk"),
    *("tests/domain/test_possibilities.py", "tests/scripts", "tests/ui/test_script_editor.py"),
    *("tests/test_passwords_in_a_terminal.py", "tests/store/test_every_postgres.py"),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first: the last to end is then a short one, on whichever processor."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST))


@pytest.fixture(autouse=True)
def no_settings_of_this_person(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the settings, journal or store of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("VEILLE_")]:
        if not name.startswith("VEILLE_TEST_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("VEILLE_HOME", str(tmp_path / "veille-home"))
    # Nor the passwords of theirs that this computer keeps.
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "no-passwords"))
    passwords.forget()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Server]:
    """One PostgreSQL for the run; a test that wants to hurt it starts its own."""
    with running_server() as server:
        yield server


@pytest.fixture
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of the test's own."""
    name = postgres_server.new_database()
    yield postgres_server.url(name)
    postgres_server.drop_database(name)


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file of the test's own, not made yet."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """An empty shared store: the test runs once on SQLite and once on PostgreSQL."""
    fixture = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    url: str = request.getfixturevalue(fixture)
    return url
