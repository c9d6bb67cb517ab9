"""The rhythm of follow-up."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.domain.field import PARIS, at
from veille_tui.domain.cadence import next_due, parse_every


@pytest.mark.parametrize(
    ("text", "length"),
    [("P7D", timedelta(days=7)), ("P1W", timedelta(days=7)), ("PT84H", timedelta(hours=84)),
     ("P3DT12H", timedelta(hours=84)), ("P1D", timedelta(days=1))],
)  # fmt: skip
def test_durations_are_read(text: str, length: timedelta) -> None:
    assert parse_every(text) == length


@pytest.mark.parametrize("text", ["", "P", "7 jours", "P0D", "PT", "-P7D", "P1M"])
def test_what_is_not_a_rhythm_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"duration|zero"):
        parse_every(text)


def test_a_weekly_call_keeps_its_local_hour_across_summer_time() -> None:
    assert next_due("P7D", "", at(25, 10), PARIS) == at(1, 10, month=4)


def test_what_was_missed_does_not_pile_up() -> None:
    late = at(20, 16)
    assert next_due("P1D", "", late, PARIS) == at(21, 16)


def test_nothing_is_due_after_the_end_date() -> None:
    assert next_due("P7D", "2020-03-23", at(17, 10), PARIS) is None
    assert next_due("P7D", "2020-03-24", at(17, 10), PARIS) == at(24, 10)
