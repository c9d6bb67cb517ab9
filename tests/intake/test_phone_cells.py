"""Cells with one number, several, or what is left of one."""

from __future__ import annotations

import re

import phonenumbers
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from veille_tui.domain.tenants import NumberRole
from veille_tui.intake.numbering import exact, read_national
from veille_tui.intake.phone_cells import read_numbers

ONE = "+33536490001"


def found(cell: str, region: str = "FR") -> list[str]:
    """The numbers of a cell, as E.164."""
    return [number.e164 for number in read_numbers(cell, region).numbers]


@pytest.mark.parametrize(
    "cell",
    [
        "05 36 49 00 01",
        "0536490001",
        "05.36.49.00.01",
        "05-36-49-00-01",
        "05/36/49/00/01",
        "0 536 490 001",
        "536490001",
        "536490001.0",
        "536490001,0",
        "5,36490001E+08",
        "+33536490001",
        "+33 (0)5 36 49 00 01",
        "+33 05 36 49 00 01",
        "0033 5 36 49 00 01",
        "33 5 36 49 00 01",
        "(0)5 36 49 00 01",
        "Tél. : 05 36 49 00 01",
        "05\u00a036\u202f49 00 01",
        "０５３６４９０００１",
        "=05 36 49 00 01",
        "[red]05 36 49 00 01[/red]",
    ],
)
def test_one_number_is_read_however_it_is_written(cell: str) -> None:
    assert found(cell) == [ONE]


def test_what_stood_in_the_cell_is_kept() -> None:
    assert read_numbers("05.36.49.00.01 le soir", "FR").numbers[0].raw == "05.36.49.00.01 le soir"


@pytest.mark.parametrize("between", [" / ", ";", ", ", " ou ", " ", "\n", " - ", "", " et "])
def test_two_numbers_of_a_cell_are_two(between: str) -> None:
    assert found(f"0536490001{between}0639980002") == [ONE, "+33639980002"]


def test_words_before_each_number_are_its_label() -> None:
    numbers = read_numbers("fils Paul 06 39 98 00 02 / voisine 05 36 49 00 01", "FR").numbers
    assert [(number.label, number.role) for number in numbers] == [
        ("fils Paul", NumberRole.RELATIVE),
        ("voisine", NumberRole.NEIGHBOUR),
    ]


def test_words_after_each_number_are_its_label() -> None:
    numbers = read_numbers("06 39 98 00 02 (fille) 05 36 49 00 01 (tutrice)", "FR").numbers
    assert [(number.label, number.role) for number in numbers] == [
        ("fille", NumberRole.RELATIVE),
        ("tutrice", NumberRole.GUARDIAN),
    ]


def test_the_headings_role_holds_where_the_cell_says_nothing() -> None:
    number = read_numbers("0639980002", "FR", NumberRole.RELATIVE, "Tél. fils").numbers[0]
    assert (number.role, number.label) == (NumberRole.RELATIVE, "Tél. fils")


def test_a_letter_in_place_of_a_figure_is_corrected_and_said() -> None:
    reading = read_numbers("O5 36 49 OO O1", "FR")
    assert reading.remarks == ("number-unreadable",)
    reading = read_numbers("O5 36 49 0O 01", "FR")
    assert [number.e164 for number in reading.numbers] == [ONE]
    assert reading.remarks == ("number-letter",)


@pytest.mark.parametrize("cell", ["5.36E+08", "5,36E8", "5.3649E+08"])
def test_a_rounded_number_is_never_completed(cell: str) -> None:
    assert read_numbers(cell, "FR") == ([], ("number-digits-lost",))


@pytest.mark.parametrize("cell", ["05364900011", "05 36 49 00", "3977", "voir sa fille"])
def test_what_is_no_number_is_said(cell: str) -> None:
    assert read_numbers(cell, "FR") == ([], ("number-unreadable",))


@pytest.mark.parametrize(
    "cell", ["néant", "NC", "pas de téléphone", "Liste rouge", "-", "#N/A", "0", "?"]
)
def test_words_for_no_number_are_no_fault(cell: str) -> None:
    assert read_numbers(cell, "FR") == ([], ())


def test_fiction_is_accepted_without_a_word() -> None:
    numbers, remarks = read_numbers("06 39 98 00 02", "FR")
    assert (numbers[0].valid, remarks) == (False, ())


def test_a_number_outside_the_plan_is_kept_and_said() -> None:
    numbers, remarks = read_numbers("0700000000", "FR")
    assert (numbers[0].valid, remarks) == (False, ("number-not-valid",))


@pytest.mark.parametrize(
    ("cell", "region", "e164"),
    [
        ("0262 20 00 00", "RE", "+262262200000"),
        ("0692 12 34 56", "FR", "+262692123456"),
        ("0269 60 00 00", "YT", "+262269600000"),
        ("0596 70 00 00", "MQ", "+596596700000"),
        ("0594 30 00 00", "GF", "+594594300000"),
        ("0590 80 00 00", "GP", "+590590800000"),
        ("0508 41 22 22", "PM", "+508412222"),
        ("05 36 49 00 01", "RE", "+33536490001"),
        ("06 39 98 00 02", "YT", "+33639980002"),
        ("+34 612 345 678", "FR", "+34612345678"),
    ],
)
def test_overseas_and_abroad(cell: str, region: str, e164: str) -> None:
    assert found(cell, region) == [e164]


TEN = st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True)


@given(TEN)
@example("0639980002")
@example("0692123456")
@example("0508412222")
def test_the_fast_path_and_the_library_never_disagree(ten: str) -> None:
    e164, valid = read_national(ten, "FR")
    assert exact(e164, "FR") == (e164, valid)
    own = phonenumbers.parse(ten, "FR")
    if phonenumbers.is_valid_number(own):
        assert e164 == phonenumbers.format_number(own, phonenumbers.PhoneNumberFormat.E164)


@given(TEN, st.sampled_from(["RE", "YT", "GP", "GF", "MQ"]))
def test_overseas_the_fast_path_says_what_the_library_says(ten: str, region: str) -> None:
    e164, valid = read_national(ten, region)
    assert exact(e164, region) == (e164, valid)
    own = phonenumbers.parse(ten, region)
    if phonenumbers.is_valid_number(own):
        assert e164 == phonenumbers.format_number(own, phonenumbers.PhoneNumberFormat.E164)


@given(st.lists(TEN, min_size=1, max_size=3), st.sampled_from([" / ", ", ", "\n", " ou "]))
def test_no_number_of_a_cell_is_lost(numbers: list[str], between: str) -> None:
    assert found(between.join(numbers)) == [read_national(ten, "FR")[0] for ten in numbers]


@given(st.text(max_size=60) | st.text("0123456789 +()./-eEOol,\n", max_size=60))
def test_any_text_is_read_and_every_number_is_possible(cell: str) -> None:
    for number in read_numbers(cell, "FR").numbers:
        assert re.fullmatch(r"\+\d{6,15}", number.e164)
