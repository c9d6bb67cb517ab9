"""Batches come twice, crossed and poisoned; program and store are upgraded meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scripts.trials.scene import Place
from tests.faults.short_forms import came_through


@pytest.mark.parametrize("name", ["delivery", "poison", "upgrade", "walk"])
def test_nothing_is_lost_and_nobody_is_called_by_two(place: Callable[[str], Place], name: str):
    came_through(place(name), at_least=6)
