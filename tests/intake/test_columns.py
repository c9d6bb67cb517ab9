"""Headings in any usual spelling, and column files."""

from __future__ import annotations

import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.intake.builders import write_csv
from veille_tui.errors import InputRefused
from veille_tui.intake.column_file import read_column_file
from veille_tui.intake.columns import field_of, recognise
from veille_tui.intake.listings import read_listing


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Tél.", "phone"),
        ("N° tél port.", "phone"),
        ("TEL1", "phone"),
        ("Téléphone 1 (fixe)", "phone"),
        ("Mobile phone", "phone"),
        ("Date naiss.", "birth_date"),
        ("DATE_NAISSANCE", "birth_date"),
        ("Date de naissance (JJ/MM/AAAA)", "birth_date"),
        ("Né(e) le", "birth_date"),
        ("CP", "postcode"),
        ("Ville", "city"),
        ("Commune INSEE", "insee"),
        ("Nom usuel", "usual_name"),
        ("Civ", "title"),
        ("NomPrenom", "full_name"),
        ("Nom et prénom", "full_name"),
        ("Locataire", "full_name"),
        ("Contrat n°", "contract"),
        ("Réf. logement", "reference"),
        ("N° locataire", "tenant_reference"),
        ("Esc.", "staircase"),
        ("Étage", "floor"),
        ("Porte", "door"),
        ("Bât.", "building"),
        ("Seul(e)", "lives_alone"),
        ("Vit seul ?", "lives_alone"),
        ("Handicap", "disability"),
        ("Famille monoparentale", "single_parent"),
        ("Isolé", "isolated"),
        ("Agence", "agency"),
        ("Groupe", "residence"),
        ("Langue", "language"),
        ("Appelant", "preferred_caller"),
        ("Tél. fils", "phone_relative"),
        ("Tél. personne à prévenir", "phone_relative"),
        ("Personne à prévenir", "relative"),
        ("Pers. à prévenir", "relative"),
        ("Code Postal logement", "postcode"),
        ("Agence gestionnaire", "agency"),
        ("Coordonnées téléphoniques", "phone"),
        ("Emergency contact phone", "phone_relative"),
        ("Nom de naissance", "birth_name"),
        ("Date d'entrée", ""),
        ("Type logement", ""),
        ("Tél voisin", "phone_neighbour"),
        ("Voisin", "neighbour"),
        ("Tuteur", "guardian"),
        ("Age", "age"),
        ("Public", "segments"),
        ("Observations", "note"),
        ("Last name", "last_name"),
        ("Loyer", ""),
        ("N°", ""),
        ("", ""),
    ],
)
def test_a_heading_is_known_in_its_usual_spellings(heading: str, name: str) -> None:
    assert field_of(heading) == name


def test_a_misspelt_heading_is_taken_with_a_warning(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "l.csv", [["Nom", "Telehpone"], ["ROUX", "0639980002"]])
    assert [problem.code for problem in read_listing(path).problems] == ["column-guessed"]


def test_several_telephones_are_all_read() -> None:
    assert recognise(["Nom", "Tél fixe", "Tél portable"]).where["phone"] == (1, 2)


def test_a_second_set_of_names_is_the_partners() -> None:
    columns = recognise(["Nom", "Prénom", "Nom 2", "Prénom 2"])
    assert (columns.spot("co_last_name"), columns.spot("co_first_name")) == (2, 3)


@pytest.mark.parametrize("headings", [["Nom", "Secteur", "Agence"], ["Nom", "Agence", "Secteur"]])
def test_of_two_columns_the_one_under_the_fields_own_word_is_read(headings: list[str]) -> None:
    columns = recognise(headings)
    assert columns.spot("agency") == headings.index("Agence")
    assert columns.repeated == (headings.index("Secteur"),)


def test_a_column_that_was_told_is_read_before_any_other() -> None:
    columns = recognise(["Nom", "Agence", "Zone"], {2: "agency"})
    assert (columns.spot("agency"), columns.repeated) == (2, (1,))


@given(st.lists(st.text(max_size=30), max_size=8))
def test_every_column_is_of_one_kind_only(headings: list[str]) -> None:
    columns = recognise(headings)
    places = [at for found in columns.where.values() for at in found]
    places += [*columns.ignored, *columns.repeated]
    assert len(places) == len(set(places))


def column_file(folder: Path, text: str) -> Path:
    """A column file."""
    path = folder / "colonnes.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_column_file_wins_over_the_headings(tmp_path: Path) -> None:
    told = read_column_file(
        column_file(tmp_path, "nom: Zone 3\ntelephone: [Joignable, Autre]\nignorer: Ville")
    )
    rows = [["Zone 3", "Joignable", "Autre", "Ville"], ["ROUX", "0639980002", "", "Foix"]]
    columns = read_listing(write_csv(tmp_path / "l.csv", rows), told).columns
    assert columns.where == {"last_name": (0,), "phone": (1, 2)}


def test_a_heading_that_is_not_there_is_named(tmp_path: Path) -> None:
    listing = write_csv(tmp_path / "l.csv", [["Nom", "Tél"], ["ROUX", "0639980002"]])
    with pytest.raises(InputRefused, match="Patronyme"):
        read_listing(listing, {"last_name": ("Patronyme",), "phone": ("Tél",)})


@pytest.mark.parametrize(
    ("text", "code"),
    [("telefone: Tél", "unknown-field"), ("nom:", "no-heading"), ("nom: A\nlast_name: B", "twice")],
)
def test_a_wrong_line_of_a_column_file_is_shown(tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(InputRefused) as caught:
        read_column_file(column_file(tmp_path, text))
    assert [(problem.code, problem.line > 0) for problem in caught.value.problems] == [(code, True)]


@given(st.text(max_size=80))
def test_any_text_as_a_column_file_is_read_or_refused(text: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "c.yaml"
        path.write_bytes(text.encode("utf-8", "replace"))
        with suppress(InputRefused):
            assert read_column_file(path)
