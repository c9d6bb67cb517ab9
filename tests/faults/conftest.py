"""Where the trials of the short form run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from scripts.trials.families import IN_MEMORY
from scripts.trials.scene import Place, Templates
from tests.postgres import Server


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """In memory where there is such a place: kill -9 cannot tell the difference."""
    with tempfile.TemporaryDirectory(dir=IN_MEMORY) as made:
        yield Path(made)


@pytest.fixture(scope="session")
def templates(postgres_server: Server, folder: Path) -> Templates:
    return Templates(postgres_server, folder)


@pytest.fixture
def place(templates: Templates, folder: Path) -> Callable[[str], Place]:
    """A place for one family, always with the same chance."""
    return lambda name: Place(templates, folder, seed=4, name=name)
