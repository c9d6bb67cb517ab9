"""Numbers as people read, dial and search them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.domain import phones


@pytest.mark.parametrize(
    ("e164", "shown"),
    [
        ("+33199001234", "01 99 00 12 34"),
        ("+262262000000", "02 62 00 00 00"),
        ("+508411234", "05 08 41 12 34"),
        ("+34612345678", "+34 612 345 678"),
    ],
)
def test_numbers_are_shown_as_they_are_dialled_from_france(e164: str, shown: str) -> None:
    assert phones.display(e164) == shown


def test_a_number_is_found_by_its_last_digits_however_typed() -> None:
    assert phones.holds("+33639980002", "98 00.02")
    assert phones.holds("+33639980002", "+33 6 39")
    assert not phones.holds("+33639980002", "0003")


def test_nothing_typed_finds_nothing() -> None:
    assert not phones.holds("+33639980002", " ")


def test_fiction_is_recognised_by_its_first_six_digits() -> None:
    assert phones.is_fiction("0639980002")
    assert not phones.is_fiction("0639990002")


@given(st.text())
def test_digits_are_only_digits_whatever_is_typed(text: str) -> None:
    found = phones.digits(text)
    assert found == "" or (found.isascii() and found.isdigit())
