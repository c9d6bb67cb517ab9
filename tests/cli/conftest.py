"""The command line chooses the language of the process; each test gets it back as it was."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from veille_tui import language


@pytest.fixture(autouse=True)
def french_again() -> Iterator[None]:
    """French, whatever a test asked for."""
    yield
    language.use("fr")
