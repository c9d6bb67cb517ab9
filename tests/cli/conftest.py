"""A workstation of one's own; the language that a command chose is given back after each test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from veille_tui import language


@pytest.fixture(autouse=True)
def french_again() -> Iterator[None]:
    """French, whatever a test asked for."""
    yield
    language.use("fr")


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Where Hélène works alone."""
    return {"VEILLE_HOME": str(tmp_path / "home"), "VEILLE_USER": "Hélène"}
