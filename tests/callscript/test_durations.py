"""Rhythms in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.callscript.durations import read_duration
from veille_tui.domain.cadence import parse_every


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("7 jours", "P7D"),
        ("1 semaine", "P7D"),
        ("2 par semaine", "P3DT12H"),
        ("2 fois par semaine", "P3DT12H"),
        ("P7D", "P7D"),
        ("P1W", "P7D"),
        ("PT36H", "P1DT12H"),
        ("tous les jours", "P1D"),
        ("tous les 3 jours", "P3D"),
        ("toutes les deux semaines", "P14D"),
        ("chaque semaine", "P7D"),
        ("jour", "P1D"),
        ("une fois par mois", "P30D"),
        ("48 h", "P2D"),
        ("3 days", "P3D"),
        ("every week", "P7D"),
        ("twice a week", "P3DT12H"),
        ("daily", "P1D"),
    ],
)
def test_a_rhythm_is_read_as_people_write_it(text, every):
    assert read_duration(text) == every


@pytest.mark.parametrize(
    "text", ["", "souvent", "0 jour", "P", "P0D", "-3 jours", "7", "99999 ans"]
)
def test_what_is_no_rhythm_is_refused(text):
    assert read_duration(text) is None


@given(st.text(max_size=30))
def test_whatever_is_read_is_a_duration_that_the_domain_takes(text):
    every = read_duration(text)
    assert every is None or parse_every(every)


@given(st.integers(1, 300), st.sampled_from(["jours", "semaines", "heures", "h", "days"]))
def test_reading_a_duration_twice_changes_nothing(count, unit):
    every = read_duration(f"{count} {unit}")
    assert every is not None
    assert read_duration(every) == every
