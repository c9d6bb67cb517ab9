"""Dates, ages, postcodes and yes or no, as spreadsheets hold them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.builders import TODAY
from veille_tui.intake.cells import (
    clean,
    read_age,
    read_birth,
    read_insee,
    read_postcode,
    read_yes_no,
)


@pytest.mark.parametrize(
    "cell",
    [
        "05/03/1938",
        "5-3-38",
        "05.03.38",
        "13944",
        "13944.0",
        "1938-03-05",
        "1938-03-05 00:00:00",
        "5 mars 1938",
        "05031938",
        "né le 05/03/1938",
        "05/03/1938 00:00",
    ],
)
def test_a_birth_date_is_read_however_it_is_written(cell: str) -> None:
    assert read_birth(cell, TODAY).day == date(1938, 3, 5)


@pytest.mark.parametrize("cell", ["1938", "né en 1938", "née en 1938", "en 1938"])
def test_a_year_alone_is_a_year(cell: str) -> None:
    assert read_birth(cell, TODAY) == (None, 1938, "")


def test_an_age_in_the_column_of_dates_is_a_year() -> None:
    assert read_birth("80 ans", TODAY) == (None, 1940, "")


@pytest.mark.parametrize(("cell", "year"), [("01/02/20", 1920), ("01/02/45", 1945)])
def test_two_figures_are_those_of_the_old(cell: str, year: int) -> None:
    assert read_birth(cell, TODAY).day == date(year, 2, 1)


def test_two_figures_are_never_those_of_a_child() -> None:
    assert read_birth("01/02/05", TODAY).remark == "birth-year-unclear"
    assert read_birth("01/02/05", date(2026, 1, 1)).day == date(2005, 2, 1)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31/02/1940", "bad-date"),
        ("demain", "bad-date"),
        ("05/03/2021", "birth-in-future"),
        ("01/01/1900", "birth-implausible"),
    ],
)
def test_a_wrong_date_is_dropped_and_said(cell: str, code: str) -> None:
    assert read_birth(cell, TODAY) == (None, None, code)


def test_an_american_date_is_read_and_said() -> None:
    assert read_birth("03/15/1938", TODAY) == (date(1938, 3, 15), None, "month-first")


@given(st.dates(date(1915, 1, 1), date(2000, 12, 31)))
def test_every_french_date_is_read_as_itself(day: date) -> None:
    assert read_birth(f"{day:%d/%m/%Y}", TODAY).day == day


@given(st.text(max_size=30))
def test_any_text_may_stand_in_a_date_cell(cell: str) -> None:
    born = read_birth(cell, TODAY)
    assert born.day is None or born.day <= TODAY


@pytest.mark.parametrize(("cell", "age"), [("82", 82), ("82 ans", 82), ("82,5", 82), ("âgé", None)])
def test_ages(cell: str, age: int | None) -> None:
    assert read_age(cell) == age


@pytest.mark.parametrize(
    ("cell", "code"),
    [("1004", "01004"), ("01004", "01004"), ("1004.0", "01004"), ("31 000", "31000"), ("ABC", "")],
)
def test_postcodes_get_their_zero_back(cell: str, code: str) -> None:
    assert read_postcode(cell) == code


@pytest.mark.parametrize(
    ("cell", "code"), [("2a004", "2A004"), ("1004", "01004"), ("31555", "31555"), ("12", "")]
)
def test_commune_codes_know_corsica(cell: str, code: str) -> None:
    assert read_insee(cell) == code


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        *((word, True) for word in ("oui", "O", "X", "1", "VRAI", "✓")),
        *((word, False) for word in ("non", "N", "0", "-", "")),
        ("peut-être", None),
    ],
)
def test_yes_and_no(cell: str, said: bool | None) -> None:
    assert read_yes_no(cell) is said


def test_terminal_escapes_and_direction_signs_are_taken_out() -> None:
    assert clean("Le\x1bfè\u202evre\x00\u200b") == "Lefèvre"


@given(st.text())
def test_a_clean_cell_is_one_printable_line(text: str) -> None:
    assert clean(text).isprintable()
    assert clean(clean(text)) == clean(text)
