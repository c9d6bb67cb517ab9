"""What people who have never programmed write at first, and what they are told."""

from __future__ import annotations

import pytest

from tests.callscript.writing import MORAL, only_problem, problems_of, questions

BREATH = """\
- id: souffle
  type: oui_non
  si: moral == "mal"
  dire: Avez-vous du mal à respirer ?
"""
SOUND = questions(MORAL, BREATH)


def test_a_space_before_the_colon_and_a_no_break_space_after_it_is_one_odd_space():
    problem = only_problem(SOUND.replace("  titre: ", "  titre :\u00a0", 1))
    assert problem.code == "odd-space"


def test_a_text_pasted_from_a_word_processor_has_one_problem_that_counts_the_lines():
    many = "".join(BREATH.replace("souffle", f"souffle{number}") for number in range(20))
    pasted = questions(MORAL, many).replace("        ", "\u00a0 \u00a0 \u00a0 \u00a0 ")
    problem = only_problem(pasted)
    first = 1 + next(at for at, line in enumerate(pasted.split("\n")) if "\u00a0" in line)
    assert (problem.code, problem.line, problem.column) == ("odd-space", first, 1)
    others = sum("\u00a0" in line for line in pasted.split("\n")) - 1
    assert others > 60
    assert f"{others} autres lignes" in problem.message


def test_a_misspelt_keyword_is_read_as_the_one_that_is_meant():
    """Nothing is said to be missing, and what it holds is checked as well."""
    found = problems_of(SOUND.replace("questions:", "question:").replace("== ", "= "))
    assert [one.code for one in found] == ["unknown-key", "single-equals"]
    assert only_problem(SOUND.replace("libelle: Mal", "libellé: Mal")).code == "unknown-key"


def test_a_keyword_that_is_only_a_little_alike_is_not_read_for_another():
    found = problems_of(SOUND.replace("dire: Avez", "parler: Avez"))
    assert [one.code for one in found] == ["missing-key", "unknown-key"]


def test_a_word_that_is_not_possible_comes_with_all_that_are():
    """« demain » looks like « semaine », which is not at all what is meant."""
    problem = only_problem(
        questions(
            MORAL,
            BREATH,
            then='besoins: [{theme: lien, si: souffle == "oui", urgence: demain, vers: ccas}]\n',
        )
    )
    assert problem.hint.endswith("Valeurs possibles : immediate, aujourdhui, semaine.")


def test_answers_without_codes_are_shown_as_they_should_be_and_read_so():
    text = SOUND.replace("{code: bien, libelle: Bien}", "Très bien").replace(
        "{code: mal, libelle: Mal}", "Mal"
    )
    found = problems_of(text)
    assert [one.hint for one in found] == [
        'Écrire : - {code: tres_bien, libelle: "Très bien"}',
        'Écrire : - {code: mal, libelle: "Mal"}',
    ]


@pytest.mark.parametrize("said", ["est", "vaut", "Est", "égal"])
def test_a_comparison_in_words_is_shown_its_sign(said: str):
    problem = only_problem(SOUND.replace('moral == "mal"', f"moral {said} mal"))
    assert problem.code == "foreign-operator"
    assert problem.hint == "Écrire « == » à la place."


def test_choices_that_are_not_understood_are_told_once_not_what_depends_on_them():
    text = questions(MORAL.split("choix:\n")[0] + "choix: bien, mal\n", BREATH)
    assert only_problem(text).code == "not-a-list"
