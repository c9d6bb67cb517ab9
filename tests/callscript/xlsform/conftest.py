"""Forms of a few rows."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.callscript.xlsform.forms import Forms


@pytest.fixture
def forms(tmp_path: Path) -> Forms:
    """Writes and imports forms in a folder of their own."""
    return Forms(tmp_path)
