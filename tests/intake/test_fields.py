"""A household typed by hand follows the rules of a listing."""

from __future__ import annotations

import pytest

from tests.intake.builders import TODAY
from veille_tui.intake.fields import household_from_fields
from veille_tui.intake.numbering import read_number

ROUX = {"nom": "ROUX", "prenom": "Odette", "telephone": "06 39 98 00 02 (le soir)"}


def test_fields_make_a_household() -> None:
    made, problems = household_from_fields(ROUX, TODAY)
    assert problems.ok
    assert made is not None
    assert made.tenants[0].first_name == "Odette"
    assert made.numbers[0].label == "le soir"


def test_field_names_are_taken_in_english_too() -> None:
    made, _ = household_from_fields(
        {"last_name": "ROUX", "address": "1 rue du Lac", "city": "Foix"}, TODAY
    )
    assert made is not None
    assert made.city == "Foix"


def test_field_names_are_taken_in_the_spellings_of_a_listings_headings() -> None:
    made, problems = household_from_fields({**ROUX, "Né(e) le": "05/03/1938"}, TODAY)
    assert problems.ok
    assert made is not None
    assert str(made.tenants[0].birth_date) == "1938-03-05"
    assert household_from_fields({**ROUX, "naissance": "05/03/1938"}, TODAY)[0] == made


def test_two_numbers_are_two_fields() -> None:
    made, _ = household_from_fields({**ROUX, "portable": "06 39 98 00 03"}, TODAY)
    assert made is not None
    assert [number.e164[-1] for number in made.numbers] == ["2", "3"]


def test_two_words_for_one_field_are_an_error() -> None:
    made, problems = household_from_fields({**ROUX, "nom de famille": "FABRE"}, TODAY)
    assert made is None
    assert [problem.code for problem in problems] == ["twice"]


def test_a_misspelt_field_is_met_with_the_right_one() -> None:
    _, problems = household_from_fields({"nom": "ROUX", "telephon": "0639980002"}, TODAY)
    assert [problem.hint for problem in problems] == ["Vouliez-vous dire « telephone » ?"]


@pytest.mark.parametrize("fields", [{"prenom": "Zoé"}, {"nom": "ROUX", "telephone": "12"}])
def test_who_can_be_neither_called_nor_visited_is_an_error(fields: dict[str, str]) -> None:
    made, problems = household_from_fields(fields, TODAY)
    assert made is None
    assert [problem.code for problem in problems.errors] == ["nowhere"]


def test_the_same_fields_give_the_same_reference() -> None:
    one, _ = household_from_fields(ROUX, TODAY)
    two, _ = household_from_fields(ROUX, TODAY)
    assert one == two


def test_an_unknown_field_is_an_error() -> None:
    made, problems = household_from_fields({"nom": "ROUX", "coleur": "bleu"}, TODAY)
    assert made is None
    assert [problem.code for problem in problems] == ["unknown-field"]


def test_nobody_is_an_error() -> None:
    made, problems = household_from_fields({"ville": "Foix"}, TODAY)
    assert made is None
    assert [problem.code for problem in problems] == ["nobody"]


def test_a_wrong_cell_is_said_and_the_household_made() -> None:
    made, problems = household_from_fields({**ROUX, "date_naissance": "31/02/1940"}, TODAY)
    assert made is not None
    assert [problem.code for problem in problems] == ["bad-date"]


def test_a_number_typed_at_the_telephone_is_read() -> None:
    number = read_number(" 06 39-98.00 02")
    assert number is not None
    assert number.e164 == "+33639980002"


def test_what_cannot_be_dialled_is_no_number() -> None:
    assert [read_number(text) for text in ("", "3977", "bonjour", "06 39 98")] == [None] * 4
