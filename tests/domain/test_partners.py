"""Who takes a need over: the kind, the theme, and whoever serves the commune most closely."""

from __future__ import annotations

import pytest

from veille_tui.domain.campaign import Partner
from veille_tui.domain.partner_kinds import partner_kind
from veille_tui.domain.partners import agency_of, choose, department, named

DIRECTORY = (
    Partner("france", "association", "Croix-Rouge"),
    Partner("ccas-31", "social_services", "CCAS de la Haute-Garonne", communes=("31",)),
    Partner("ccas-toulouse", "ccas", "CCAS de Toulouse", communes=("31555", "31069")),
    Partner("ccas-toulouse-2", "ccas", "CCAS de Toulouse, antenne", communes=("31555",)),
    Partner("corse", "ccas", "CCAS d'Ajaccio", communes=("2A",)),
    Partner("reunion", "ccas", "CCAS de Saint-Denis", communes=("974",)),
    Partner("repas", "charity", "Les Repas", communes=("31",), themes=("Alimentation",)),
    Partner("est", "agence", "Toulouse Est", email="est@example.org"),
)
CHOICES = [
    ("ccas", "sante", "31555", "ccas-toulouse"),
    ("social_services", "sante", "31555", "ccas-toulouse"),
    ("ccas", "sante", "31069", "ccas-toulouse"),
    ("ccas", "sante", "31001", "ccas-31"),
    ("ccas", "sante", "2A004", "corse"),
    ("ccas", "sante", "2a004", "corse"),
    ("ccas", "sante", "2B033", ""),
    ("ccas", "sante", "97411", "reunion"),
    ("ccas", "sante", "97105", ""),
    ("ccas", "sante", "", ""),
    ("ccas", "sante", "3155", ""),
    ("association", "alimentation", "31555", "repas"),
    ("association", "alimentation", "75056", "france"),
    ("association", "moral", "31555", "france"),
    ("association", "moral", "", "france"),
    ("medecin", "sante", "31555", ""),
]


@pytest.mark.parametrize(("kind", "theme", "insee", "expected"), CHOICES)
def test_the_right_partner_is_found(kind: str, theme: str, insee: str, expected: str):
    found = choose(DIRECTORY, kind, theme, insee)
    assert (found.id if found else "") == expected


@pytest.mark.parametrize(
    ("insee", "expected"),
    [("31555", "31"), ("01004", "01"), ("2A004", "2A"), ("97411", "974"), ("98818", "988"),
     ("", ""), ("310000", "")],
)  # fmt: skip
def test_a_department_is_read_from_the_commune(insee: str, expected: str):
    assert department(insee) == expected


def test_a_kind_is_the_same_in_both_languages():
    assert partner_kind("Maison des solidarités") == "family_services"
    assert partner_kind("charity") == partner_kind("association") == "charity"
    assert partner_kind("croissant fertile") == "croissant_fertile"


def test_a_partner_is_named_by_id_or_by_name():
    assert named(DIRECTORY, "repas") is named(DIRECTORY, "les repas")
    assert named(DIRECTORY, "") is None
    assert named(DIRECTORY, "Personne") is None


def test_a_complaint_goes_to_the_households_own_agency():
    found = agency_of(DIRECTORY, "TOULOUSE EST")
    assert found is not None
    assert found.email == "est@example.org"
    assert agency_of(DIRECTORY, "Croix-Rouge") is None
    assert agency_of(DIRECTORY, "") is None
