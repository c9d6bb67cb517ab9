"""Words that callers cannot say, see or tell apart are found at check time."""

from __future__ import annotations

import pytest

from tests.callscript.writing import codes_of, only_problem, pointed_at, problems_of, questions


def said(text: str) -> str:
    return questions(f'- {{id: a, type: oui_non, dire: "{text}"}}\n')


def choices(*labels: str, also: str = "") -> str:
    rows = ", ".join(
        f'{{code: c{place}, libelle: "{label}"{also}}}' for place, label in enumerate(labels)
    )
    return questions(f"- {{id: a, type: choix, dire: Quoi ?, choix: [{rows}]}}\n")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Quel est votre numéro de carte ?", "numéro de carte"),
        ("Pouvez-vous me donner un RIB ?", "RIB"),
        ("Votre IBAN, s'il vous plaît ?", "IBAN"),
        ("Quel est le code secret ?", "code secret"),
        ("Avez-vous un mot de passe ?", "mot de passe"),
        ("What is your bank account?", "bank account"),
        ("Notez-nous votre numéro de carte ?", "numéro de carte"),
    ],
)
def test_a_question_that_asks_for_a_bank_detail_is_refused(text, at):
    problem = only_problem(said(text))
    assert (problem.code, problem.severity) == ("bank-detail", "error")
    assert pointed_at(said(text), problem).startswith(at)


@pytest.mark.parametrize("text", ["Le panier est à 5 € ?", "Payez-vous dix euros ?", "Is £3 fine?"])
def test_a_question_that_speaks_of_a_price_is_refused(text):
    assert only_problem(said(text)).code == "price"


@pytest.mark.parametrize(
    "text",
    [
        "Je ne vous demanderai jamais votre numéro de carte, d'accord ?",
        "Personne ne demande de mot de passe, vous le savez ?",
        "Le RIBOT du quartier vous aide ?",
        "Avez-vous des soucis d'argent ?",
        "Neuf heures vous convient ?",
    ],
)
def test_saying_that_nothing_is_asked_is_no_problem(text):
    assert codes_of(said(text)) == []


def test_two_answers_with_the_same_words_are_refused():
    problem = only_problem(choices("Bien", "Mal", " bien "))
    assert problem.code == "duplicate-label"
    assert "ligne" in problem.message


def test_an_answer_numbered_by_hand_is_a_warning():
    assert codes_of(choices("1. Bien", "Mal")) == ["label-number"]
    assert codes_of(choices("2 fois par jour", "Mal")) == []


def test_a_tenth_answer_has_no_key_and_says_so():
    assert codes_of(choices(*"abcdefghi")) == []
    assert codes_of(choices(*"abcdefghij")) == ["too-many-choices"]


def test_a_label_wider_than_its_line_is_a_warning():
    assert codes_of(choices("x" * 68, "Mal")) == []
    assert codes_of(choices("x" * 69, "Mal")) == ["too-long-for-screen"]
    with_need = ", besoin: sante"
    assert codes_of(choices("x" * 46, "Mal", also=with_need)) == []
    assert codes_of(choices("x" * 47, "Mal", also=with_need)) == ["too-long-for-screen"]


def test_a_question_taller_than_a_small_screen_is_a_warning():
    words = "mot " * 17
    fits = said((words * 12).strip())
    assert codes_of(fits) == []
    found = problems_of(said((words * 13).strip()))
    assert [(one.code, one.severity) for one in found] == [("too-long-for-screen", "warning")]


def need(to: str, theme: str = "sante") -> str:
    return questions(
        "- {id: a, type: oui_non, dire: Ça va ?}\n",
        then=f"besoins:\n  - {{theme: {theme}, si: 'a == \"non\"', vers: {to}}}\n",
    )


def test_a_misspelt_kind_of_partner_is_refused_with_the_right_word():
    for written, meant in (("cccas", "ccas"), ("asociation", "association"), ("mairi", "mairie")):
        problem = only_problem(need(written))
        assert (problem.code, problem.severity) == ("unknown-partner", "error")
        assert meant in problem.hint


def test_a_kind_of_partner_of_ones_own_is_only_a_warning():
    problem = only_problem(need("radio_amateurs"))
    assert (problem.code, problem.severity) == ("unfamiliar-partner", "warning")


def test_the_usual_kinds_of_partner_have_no_problem():
    for known in ("ccas", "mairie", "maison_des_solidarites", "agence", "secours", "superviseur"):
        assert codes_of(need(known)) == []
