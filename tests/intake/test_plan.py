"""A listing becomes households: who is together, what is new, what is said, nothing lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.intake.builders import TODAY, listing_rows, planned
from veille_tui.domain.tenants import Household, NumberRole, NumberState, PhoneNumber
from veille_tui.intake.columns import recognise
from veille_tui.intake.importer import ImportPlan, plan
from veille_tui.intake.listings import Listing

HEADINGS = ("Réf. logement", "Civ", "Nom", "Prénom", "Tél", "Adresse", "CP", "Ville")
ROUX = ("L1", "Mme", "ROUX", "Odette", "05 36 49 00 01", "1 rue du Lac", "09000", "Foix")
FABRE = ("L2", "M.", "FABRE", "Lucien", "06 39 98 00 02", "2 rue du Lac", "09000", "Foix")


def codes(made: ImportPlan) -> list[str]:
    """What is said of a plan's rows."""
    return [problem.code for problem in made.problems]


def test_a_row_is_a_household_with_everything_in_its_place(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX])
    household = made.new[0]
    assert (household.reference, household.city, household.postcode) == ("L1", "Foix", "09000")
    assert household.tenants[0].title == "Mme"
    assert household.numbers[0].e164 == "+33536490001"


def test_a_couple_on_two_rows_is_one_household(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX, ("L1", "M.", "ROUX", "René", "", "", "", "")])
    assert (made.rows, made.households) == (2, 1)
    assert [tenant.first_name for tenant in made.new[0].tenants] == ["Odette", "René"]


def test_a_couple_on_one_row_is_two_tenants(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ("L1", "M. et Mme", "ROUX", "René", *ROUX[4:])])
    assert [tenant.title for tenant in made.new[0].tenants] == ["M.", "Mme"]


def test_without_references_one_address_and_name_are_one_household(tmp_path: Path) -> None:
    rows = [
        ("Nom", "Prénom", "Adresse", "CP"),
        ("ROUX", "Odette", "1 av. du Lac", "09000"),
        ("Roux", "René", "1, Avenue du lac", "09000"),
        ("FABRE", "Luce", "1 av du Lac", "09000"),
    ]
    assert [len(one.tenants) for one in planned(tmp_path, rows).new] == [2, 1]


def test_without_references_one_address_and_number_are_one_household(tmp_path: Path) -> None:
    rows = [
        ("Nom", "Tél", "Adresse", "CP"),
        ("ROUX", "0639980002", "1 rue du Lac", "09000"),
        ("FABRE", "0639980002", "1 rue du Lac", "09000"),
    ]
    assert [len(one.tenants) for one in planned(tmp_path, rows).new] == [2]


def test_a_guardian_of_many_joins_nobody(tmp_path: Path) -> None:
    rows = [("Nom", "Tuteur"), ("ROUX", "UDAF 0199000004"), ("FABRE", "UDAF 0199000004")]
    assert planned(tmp_path, rows).households == 2


@pytest.mark.parametrize(
    ("headings", "name"),
    [
        (("Nom", "Nom de naissance", "Prénom"), "ROUX"),
        (("Nom de naissance", "Nom usuel", "Prénom"), "FABRE"),
    ],
)
def test_a_maiden_name_is_nobody_else(tmp_path: Path, headings: tuple[str, ...], name: str) -> None:
    made = planned(tmp_path, [headings, ("ROUX", "FABRE", "Odette")])
    assert [tenant.last_name for tenant in made.new[0].tenants] == [name]


def test_a_father_and_son_are_two_people(tmp_path: Path) -> None:
    rows = [
        ("Logement", "Nom", "Prénom", "Date naissance"),
        ("L1", "ROUX", "René", "05/03/1930"),
        ("L1", "ROUX", "René", "05/03/1960"),
    ]
    assert len(planned(tmp_path, rows).new[0].tenants) == 2


def test_a_household_without_a_number_is_kept_and_counted(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, (*ROUX[:4], "néant", *ROUX[5:]), FABRE])
    assert (made.households, made.without_number, len(made.refused)) == (2, 1, 0)


def test_an_unreadable_number_stays_as_a_note(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, (*ROUX[:4], "05 36 49 00", *ROUX[5:])])
    assert made.new[0].note == "Tél : 05 36 49 00"
    assert codes(made) == ["number-unreadable"]


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("12", "number-unreadable"),
        ("chez sa nièce, apt 3", "number-in-words"),
    ],
)
def test_a_number_cut_short_is_not_called_words(tmp_path: Path, cell: str, code: str) -> None:
    made = planned(tmp_path, [HEADINGS, (*ROUX[:4], cell, *ROUX[5:])])
    assert codes(made) == [code]


def test_nobody_at_all_is_refused_with_its_row(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX, ("L9", "", "", "", "", "", "", "Foix"), FABRE])
    assert [(row.row, row.code) for row in made.refused] == [(3, "nobody")]
    assert made.households == 2


def test_a_total_is_no_tenant(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX, ("", "", "Total : 1", "", "", "", "", "")])
    assert [row.code for row in made.refused] == ["not-a-tenant"]


def test_a_reference_of_two_dwellings_is_refused_the_second_time(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX, ("L1", *FABRE[1:])])
    assert [(row.row, row.code) for row in made.refused] == [(3, "contradictory-key")]


def test_a_repeated_row_is_one_household(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX, ROUX])
    assert (made.households, made.joined_rows, codes(made)) == (1, 1, ["duplicate-row"])
    assert "la ligne 2" in made.problems[0].message


def test_a_person_named_twice_is_said_even_when_the_second_row_adds_a_number(
    tmp_path: Path,
) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX, (*ROUX[:4], "06 39 98 00 02", *ROUX[5:])])
    assert (made.households, codes(made)) == (1, ["same-person-again"])
    assert len(made.new[0].numbers) == 2


def test_a_vacant_dwelling_is_nobody(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ("L1", "", "VACANT", "", "", *ROUX[5:]), FABRE])
    assert [row.code for row in made.refused] == ["vacant"]


def test_a_man_called_libre_has_a_telephone(tmp_path: Path) -> None:
    assert planned(tmp_path, [HEADINGS, ("L1", "M.", "LIBRE", *ROUX[3:])]).households == 1


@pytest.mark.parametrize(("before", "after"), [("log-1", "LOG-1"), ("00123", "123")])
def test_a_reference_survives_the_spreadsheet(tmp_path: Path, before: str, after: str) -> None:
    known = planned(tmp_path, [HEADINGS, (before, *ROUX[1:])]).new[0]
    assert planned(tmp_path, [HEADINGS, (after, *ROUX[1:])], known).same == 1


def test_headings_in_the_middle_are_passed(tmp_path: Path) -> None:
    made = planned(tmp_path, [HEADINGS, ROUX, HEADINGS, FABRE])
    assert (made.rows, codes(made)) == (2, ["heading-again"])


def test_a_wrong_date_is_dropped_and_shown_with_its_cell(tmp_path: Path) -> None:
    rows = [("Nom", "Tél", "Né le"), ("ROUX", "0639980002", "31/02/1940")]
    problem = planned(tmp_path, rows).problems[0]
    assert (problem.row, problem.heading, problem.value) == (2, "Né le", "31/02/1940")


def test_flags_publics_and_language_are_kept(tmp_path: Path) -> None:
    rows = [
        ("Nom", "Seul(e)", "Handicap", "Isolé", "Public", "Langue", "Marqueurs"),
        ("ROUX", "O", "80 %", "non", "75-79 ; Canicule", "Arabe", "entend mal, diabète ?"),
    ]
    made = planned(tmp_path, rows).new[0]
    assert made.flags == {"lives_alone", "disability", "hearing", "diabète ?"}
    assert (made.segments, made.language) == (("75-79", "canicule"), "arabe")


def test_an_unclear_mark_is_not_set_but_said(tmp_path: Path) -> None:
    made = planned(tmp_path, [("Nom", "Isolé"), ("ROUX", "à voir")])
    assert (made.new[0].flags, codes(made)) == (frozenset(), ["yes-no-unclear"])


def test_numbers_of_others_have_their_role(tmp_path: Path) -> None:
    rows = [
        ("Nom", "Tél", "Personne à prévenir", "Voisin", "Tuteur"),
        ("ROUX", "0536490001", "fille 0639980002", "M. VIDAL 0465710003", "UDAF 0199000004"),
    ]
    made = planned(tmp_path, rows).new[0]
    assert [number.role for number in made.numbers] == list(NumberRole)
    assert "guardianship" in made.flags


def test_a_person_named_beside_a_number_says_whose_it_is(tmp_path: Path) -> None:
    rows = [
        ("Nom", "Tél", "Personne à prévenir", "Tél. proche"),
        ("ROUX", "0536490001", "Mme Vidal, voisine", "0639980002"),
        ("BLANC", "0536490003", "Association tutélaire", "0639980004"),
        ("PRAT", "0536490005", "Claire", "0639980006"),
    ]
    roles = [made.numbers[1].role for made in planned(tmp_path, rows).new]
    assert roles == [NumberRole.NEIGHBOUR, NumberRole.GUARDIAN, NumberRole.RELATIVE]


def test_a_formula_is_only_text(tmp_path: Path) -> None:
    made = planned(
        tmp_path, [HEADINGS, ("L1", "", "=cmd|'/c calc'!A1", "[red]\x1b[31m", *ROUX[4:])]
    )
    assert made.new[0].tenants[0].last_name == "=cmd|'/c calc'!A1"
    assert made.new[0].tenants[0].first_name == "[red][31m"


def test_a_year_of_birth_gives_an_age_that_stays_right(tmp_path: Path) -> None:
    tenant = planned(tmp_path, [("Nom", "Né en"), ("ROUX", "1938")]).new[0].tenants[0]
    assert tenant.age(TODAY.replace(year=2022)) == 84


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    rows = listing_rows(60)
    first = planned(tmp_path, rows)
    again = planned(tmp_path, rows, *first.new)
    assert (again.same, again.new, again.changed) == (first.households, (), ())


def test_importing_again_in_another_order_changes_nothing(tmp_path: Path) -> None:
    rows = [
        ("Nom", "Prénom", "Tél", "Adresse", "CP"),
        ("ROUX", "Odette", "0639980002", "1 rue du Lac", "09000"),
        ("FABRE", "René", "0639980002", "1 rue du Lac", "09000"),
        ("VIDAL", "Luce", "0536490001", "3 rue du Lac", "09000"),
    ]
    first = planned(tmp_path, rows)
    again = planned(tmp_path, [rows[0], *reversed(rows[1:])], *first.new)
    assert (again.same, again.new) == (2, ())


def test_a_longer_listing_adds_only_the_new(tmp_path: Path) -> None:
    rows = listing_rows(20)
    first = planned(tmp_path, rows[:11])
    longer = planned(tmp_path, rows, *first.new)
    assert (len(longer.new), longer.same, longer.changed) == (10, 10, ())


def test_a_new_number_is_added_after_the_known_ones(tmp_path: Path) -> None:
    known = planned(tmp_path, [HEADINGS, ROUX]).new[0]
    made = planned(tmp_path, [HEADINGS, (*ROUX[:4], "06 39 98 00 02", *ROUX[5:])], known)
    change = made.changed[0]
    assert change.fields == ("numbers",)
    assert [number.rank for number in change.household.numbers] == [1, 2]


def known_to_callers() -> Household:
    """A household after a week of calls: a dead number, a niece's, a mark, a note."""
    ended = PhoneNumber("+33536490001", state=NumberState.ENDED, id=4)
    niece = PhoneNumber("+33639980009", label="nièce", role=NumberRole.RELATIVE, rank=2, id=5)
    return Household("L1", numbers=(ended, niece), flags=frozenset({"hearing"}), note="le matin")


def test_what_callers_learned_is_never_undone(tmp_path: Path) -> None:
    known = known_to_callers()
    after = planned(tmp_path, [HEADINGS, ROUX], known).changed[0].household
    assert after.numbers == known.numbers
    assert (after.flags, after.note) == (known.flags, known.note)
    assert after.tenants[0].last_name == "ROUX"


def test_a_blank_cell_erases_nothing(tmp_path: Path) -> None:
    known = planned(tmp_path, [HEADINGS, ROUX]).new[0]
    made = planned(tmp_path, [HEADINGS, ("L1", "", "ROUX", "Odette", "", "", "", "")], known)
    assert made.same == 1


def test_people_absent_from_the_listing_are_left_alone(tmp_path: Path) -> None:
    known = planned(tmp_path, [HEADINGS, ROUX, ("L1", "M.", "ROUX", "René", *ROUX[4:])]).new[0]
    assert planned(tmp_path, [HEADINGS, ROUX], known).same == 1


def test_a_corrected_birth_date_is_a_change_not_a_person(tmp_path: Path) -> None:
    headings = ("Logement", "Nom", "Prénom", "Né le")
    known = planned(tmp_path, [headings, ("L1", "ROUX", "Odette", "05/03/1938")]).new[0]
    made = planned(tmp_path, [headings, ("L1", "ROUX", "Odette", "06/03/1938")], known)
    assert len(made.changed[0].household.tenants) == 1
    assert made.changed[0].fields == ("tenants",)


def test_a_reference_that_was_another_dwellings_is_refused(tmp_path: Path) -> None:
    known = replace(planned(tmp_path, [HEADINGS, FABRE]).new[0], reference="L1")
    made = planned(tmp_path, [HEADINGS, ROUX], known)
    assert [row.code for row in made.refused] == ["contradictory-key"]


CELL = st.text("LROUXéM. et02/-+=E", max_size=8) | st.text(max_size=5)
FIELD_NAMES = ("Nom", "Prénom", "Tél", "Réf logement", "Contrat", "Adresse", "CP", "Né le", "Isolé")


@settings(max_examples=200)
@given(st.lists(st.lists(CELL, max_size=10), max_size=12))
def test_every_row_is_in_a_household_or_refused(rows: list[list[str]]) -> None:
    listing = Listing("csv", ";", "", 1, recognise(FIELD_NAMES), rows)
    made = plan(listing, {}, "confinement", TODAY)
    assert made.rows == made.kept_rows + len(made.refused)
    assert made.kept_rows >= made.households
    assert len({one.reference for one in made.new}) == len(made.new)
    assert sum(any(cell.strip() for cell in row) for row in rows) >= made.rows


@settings(max_examples=100)
@given(st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=8))
def test_any_listing_imported_again_changes_nothing(rows: list[list[str]]) -> None:
    listing = Listing("csv", ";", "", 1, recognise(FIELD_NAMES), rows)
    first = plan(listing, {}, "confinement", TODAY)
    again = plan(listing, {one.reference: one for one in first.new}, "confinement", TODAY)
    assert (again.new, again.changed, again.same) == ((), (), first.households)


def test_progress_reaches_its_end(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    listing = Listing("csv", ";", "", 1, recognise(["Nom"]), [["ROUX"]] * 2500)
    plan(listing, {}, "confinement", TODAY, lambda done, total: seen.append((done, total)))
    assert seen[-1] == (2500, 2500)
    assert len(seen) == 4


@pytest.mark.parametrize("known", [(), ("L1",)])
def test_a_better_listing_finds_its_old_households(tmp_path: Path, known: tuple[str, ...]) -> None:
    before = planned(tmp_path, [("Contrat", "Nom"), ("C1", "ROUX")]).new[0]
    made = planned(tmp_path, [("Logement", "Contrat", "Nom"), ("L1", "C1", "ROUX")], before)
    assert made.same == 1
