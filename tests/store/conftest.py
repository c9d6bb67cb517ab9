"""A shared store of either kind, made once and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cleared import Cleared
from tests.postgres import Server
from tests.store.builders import NOON, Clock
from veille_tui.store import migrate
from veille_tui.store.engine import open_link
from veille_tui.store.shared import SharedStore


def make(url: str) -> None:
    link = open_link(url, 10, 60)
    migrate.init(url, link)
    link.close()


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("made") / "store.db"
    make(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def made_postgres(postgres_server: Server) -> str:
    name = postgres_server.new_database()
    make(postgres_server.url(name))
    return name


@pytest.fixture
def ready_sqlite(made_sqlite: Path, tmp_path: Path) -> str:
    """The URL of a SQLite store with tables and nothing in them."""
    shutil.copy(made_sqlite, tmp_path / "store.db")
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(scope="session")
def cleared(postgres_server: Server, made_postgres: str) -> Cleared:
    return Cleared(postgres_server, made_postgres)


@pytest.fixture
def ready_postgres(postgres_server: Server, cleared: Cleared) -> Iterator[str]:
    """The URL of a PostgreSQL store with tables and nothing in them."""
    name = cleared.lend()
    yield postgres_server.url(name)
    cleared.take_back(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def ready_url(request: pytest.FixtureRequest) -> str:
    """An empty store with its tables, of either kind."""
    fixture = "ready_sqlite" if request.param == "sqlite" else "ready_postgres"
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
def clock() -> Clock:
    """The store's clock, in the test's hand."""
    return Clock(NOON)


@pytest.fixture
def store(ready_url: str, clock: Clock) -> Iterator[SharedStore]:
    """A store of either kind that tells the time as `clock` does."""
    opened = SharedStore(ready_url, clock=clock)
    yield opened
    opened.close()
