"""Names of one person or a couple, in one cell or several."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.intake.people import read_full_name, read_person, read_title


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("MME LEFEVRE HELENE", [("LEFEVRE", "HELENE", "Mme")]),
        ("Mme Hélène LEFÈVRE", [("LEFÈVRE", "Hélène", "Mme")]),
        ("M DE LA TOUR Jean", [("DE LA TOUR", "Jean", "M.")]),
        (
            "M. et Mme DUPONT Jean et Marie",
            [("DUPONT", "Jean", "M."), ("DUPONT", "Marie", "Mme")],
        ),
        (
            "M. DUPONT Jean et Mme MARTIN Louise",
            [("DUPONT", "Jean", "M."), ("MARTIN", "Louise", "Mme")],
        ),
        ("Mr/Mme BEN ALI", [("BEN ALI", "", "M."), ("BEN ALI", "", "Mme")]),
        ("Mme DUPONT née MARTIN Hélène", [("DUPONT", "Hélène", "Mme")]),
        ("DUPONT épouse DURAND Hélène", [("DURAND", "Hélène", "")]),
        ("Vve DURAND", [("DURAND", "", "Mme")]),
        ("Mme Vve DURAND", [("DURAND", "", "Mme")]),
        ("Mme et Mme DURAND", [("DURAND", "", "Mme"), ("DURAND", "", "Mme")]),
    ],
)
def test_full_names(cell: str, people: list[tuple[str, str, str]]) -> None:
    assert list(read_full_name(cell)) == people


def test_what_nothing_settles_stays_together() -> None:
    assert read_full_name("KOUROUMA FANTA") == (("KOUROUMA FANTA", "", ""),)


@pytest.mark.parametrize("cell", ["=CMD|'/c calc'!A0", "=A1+B1", "@SUM(1/2)"])
def test_a_formula_is_one_name_as_it_stands(cell: str) -> None:
    assert read_person("", cell, "Paul") == ((cell, "Paul", ""),)
    assert len(read_full_name(cell)) == 1


def test_the_heading_may_settle_it() -> None:
    assert read_full_name("KOUROUMA FANTA", last_first=True) == (("KOUROUMA", "FANTA", ""),)


def test_a_couple_on_one_row_is_two_people() -> None:
    assert read_person("M. et Mme", "DUPONT", "Jean") == (
        ("DUPONT", "Jean", "M."),
        ("DUPONT", "", "Mme"),
    )


def test_mrs_first_is_mrs_first() -> None:
    people = read_person("Mme et M.", "DUPONT", "Marie et Jean")
    assert [(person.title, person.first_name) for person in people] == [
        ("Mme", "Marie"),
        ("M.", "Jean"),
    ]


@pytest.mark.parametrize("cell", ["Madame", "MME", "Mlle", "F", "Mrs", "mme."])
def test_a_woman_is_mme(cell: str) -> None:
    assert read_title(cell) == ("Mme",)


@given(st.text(max_size=60), st.text(max_size=12), st.booleans())
def test_any_name_gives_one_or_two_people(cell: str, title: str, last_first: bool) -> None:
    assert 1 <= len(read_full_name(cell, title, last_first)) <= 2
    assert 1 <= len(read_person(title, cell, title)) <= 2


@given(st.text("ABCDÉ éa-'", min_size=1, max_size=30))
def test_no_letter_of_a_name_is_lost(cell: str) -> None:
    kept = " ".join(f"{one.last_name} {one.first_name}" for one in read_full_name(cell))
    assert sorted(kept.replace(" ", "")) == sorted(cell.replace(" ", ""))
