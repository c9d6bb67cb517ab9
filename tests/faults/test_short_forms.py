"""No fault that we can produce loses an answer or makes two desks call one household."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from scripts.trials.families import FAMILIES, run
from scripts.trials.scene import Place

AT_LEAST = {"desk": 40, "race": 4, "server": 3, "upgrade": 6}
"""Trials that a family must have had; a family that tried nothing proves nothing."""


@pytest.mark.parametrize("name", FAMILIES)
def test_nothing_is_lost_and_nobody_is_called_by_two(place: Callable[[str], Place], name: str):
    here = place(name)
    run(name, here)
    assert [finding.text for finding in here.tally.findings] == []
    assert here.tally.trials >= AT_LEAST.get(name, 10)
    assert here.tally.faults
