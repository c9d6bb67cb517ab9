"""A desk is killed before each of its steps, freezes past its lease, or has no room left."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scripts.trials.scene import Place
from tests.faults.short_forms import came_through


@pytest.mark.parametrize("name", ["desk", "frozen", "disk"])
def test_nothing_is_lost_and_nobody_is_called_by_two(place: Callable[[str], Place], name: str):
    came_through(place(name), at_least=15)
