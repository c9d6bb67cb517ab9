"""What no call can reach is told before any caller finds out."""

from __future__ import annotations

from time import process_time

import pytest

from tests.callscript.writing import MORAL, codes_of, only_problem, pointed_at, questions, read

DOULEUR = "- {id: douleur, type: echelle, dire: De zéro à dix ?, min: 0, max: 10}\n"


def asked_if(condition: str, name: str = "souffle") -> str:
    quoted = "'" + condition.replace("'", "''") + "'"
    return f"- {{id: {name}, type: oui_non, dire: Respirez-vous bien ?, si: {quoted}}}\n"


@pytest.mark.parametrize(
    "condition",
    [
        'moral == "bien" et moral == "mal"',
        'moral == "bien" et vide(moral)',
        "age > 80 et age < 70",
        "vit_seul et non vit_seul",
        'non (moral == "bien" ou non (moral == "bien"))',
        'motif == "suivi" et motif == "premier"',
        'moral dans ["bien", "mal"] et moral != "bien" et moral != "mal"',
        "age > 79 et age < 80",
    ],
)
def test_a_condition_that_contradicts_itself_is_an_error(condition):
    text = questions(MORAL, asked_if(condition))
    problem = only_problem(text)
    assert (problem.code, problem.severity) == ("never-true", "error")
    assert pointed_at(text, problem).startswith("'" + condition[:4])


@pytest.mark.parametrize(
    "condition",
    [
        'moral == "bien" ou non (moral == "bien")',
        "age >= 80 ou non (age >= 80)",
        "vide(moral) ou non vide(moral)",
        'non (moral == "bien" et moral == "mal")',
        "1 < 2",
    ],
)
def test_a_condition_that_always_holds_is_a_warning(condition):
    problem = only_problem(questions(MORAL, asked_if(condition)))
    assert (problem.code, problem.severity) == ("always-true", "warning")


@pytest.mark.parametrize(
    "condition",
    [
        'moral == "bien" ou moral == "mal"',
        "age >= 0",
        'moral != "bien"',
        "non (age < 70) et age < 71",
        "nsp(moral) et vide(moral)",
        'contient(publics, "a") et contient(publics, "b") et nb(publics) == 2',
        '"isole" dans marqueurs et "handicap" dans marqueurs',
    ],
)
def test_what_may_hold_or_not_has_no_problem(condition):
    found = codes_of(questions(MORAL, asked_if(condition)))
    assert found == (["outside-range"] if condition == "age >= 0" else [])


def test_a_question_that_waits_for_one_that_is_never_asked_with_it_is_never_asked():
    text = questions(
        MORAL,
        asked_if('moral == "mal"'),
        asked_if('souffle == "oui" et moral == "bien"', "autre"),
    )
    problem = only_problem(text)
    assert (problem.code, problem.severity) == ("never-reached", "warning")
    assert "jamais posée" in problem.message
    assert pointed_at(text, problem).startswith("'souffle")


def test_a_section_that_never_opens_is_told_once_and_not_for_each_of_its_questions():
    text = questions(MORAL) + (
        "  - id: jamais\n    titre: Jamais\n    si: age > 80 et age < 20\n    questions:\n"
        "      - {id: x, type: oui_non, dire: Un ?, si: 'moral == \"mal\"'}\n"
        "      - {id: y, type: oui_non, dire: Deux ?}\n"
    )
    assert codes_of(text) == ["never-true"]


@pytest.mark.parametrize(
    ("then", "words"),
    [
        ("besoins:\n  - {theme: sante, si: CONDITION}\n", "Ce besoin"),
        ("alertes:\n  - {id: a, dire: Appeler, si: CONDITION}\n", "Cette alerte"),
        ("rythme:\n  - {tous_les: 7 jours, si: CONDITION}\n", "Ce rythme"),
        ("conclusions:\n  - {dire: Merci., si: CONDITION}\n", "Ces mots de fin"),
    ],
)
def test_a_rule_that_no_call_can_meet_says_so(then, words):
    condition = '\'moral == "bien" et souffle == "oui"\''
    text = questions(MORAL, asked_if('moral == "mal"'), then=then.replace("CONDITION", condition))
    problem = only_problem(text)
    assert problem.code == "never-reached"
    assert words in problem.message


def test_a_rule_that_earlier_rules_always_beat_is_never_used():
    then = """\
        rythme:
          - {si: age >= 80, tous_les: 7 jours}
          - {si: age > 85, tous_les: 1 jour}
          - {tous_les: 14 jours}
        """
    problem = only_problem(questions(MORAL, then=then))
    assert problem.code == "never-reached"
    assert "plus haut" in problem.message


def test_a_comparison_outside_the_range_of_its_question_is_an_error():
    for condition, at in (
        ("douleur > 10", "10"),
        ("douleur == 12", "12"),
        ("douleur >= 0", "0"),
        ("11 < douleur", "11"),
        ("douleur dans [3, 14]", "14"),
        ("age > 200", "200"),
        ("jours_depuis_contact < 0", "0"),
    ):
        text = questions(DOULEUR, asked_if(condition))
        problem = only_problem(text)
        assert (problem.code, problem.severity) == ("outside-range", "error"), condition
        assert pointed_at(text, problem).startswith(at), condition


def test_a_comparison_inside_the_range_has_no_problem():
    for condition in ("douleur > 9", "douleur == 10", "douleur <= 0", "age >= 1", "douleur != 5"):
        assert codes_of(questions(DOULEUR, asked_if(condition))) == [], condition


def test_a_constraint_that_refuses_every_answer_is_an_error():
    text = questions(DOULEUR.replace("max: 10", "max: 10, contrainte: douleur > 4 et douleur < 3"))
    assert codes_of(text) == ["never-true"]


def test_a_condition_with_a_fault_is_not_told_twice():
    assert codes_of(questions(MORAL, asked_if('moral == "triste" et moral == "bien"'))) == [
        "unknown-code"
    ]


def test_a_question_switched_off_on_purpose_is_only_a_warning():
    problem = only_problem(questions(MORAL, asked_if("faux")))
    assert (problem.code, problem.severity) == ("never-reached", "warning")


def test_a_proposed_answer_that_its_own_constraint_refuses_is_an_error():
    text = questions(DOULEUR.replace("max: 10", "max: 10, contrainte: douleur > 4, defaut: 3"))
    problem = only_problem(text)
    assert problem.code == "bad-default"
    assert "contrainte" in problem.message


def test_a_proposed_answer_that_hangs_on_another_question_may_be_right():
    text = questions(
        DOULEUR, "- {id: b, type: nombre, dire: Et ?, contrainte: b > douleur, defaut: 3}\n"
    )
    assert read(text).by_id["b"].default == 3


def test_a_long_script_whose_conditions_hang_on_each_other_does_not_hang_the_check():
    first = [f"- {{id: q{n}, type: oui_non, dire: Oui ?}}" for n in range(3)]
    hanging = [
        asked_if(f'q{n - 1} == "oui" ou q{n - 2} == "non" et age > 70', f"q{n}")
        for n in range(3, 600)
    ]
    text = questions(*first, *hanging)
    begun = process_time()
    read(text)
    assert process_time() - begun < 3


def test_sums_that_the_search_does_not_guess_are_not_called_impossible():
    """160 and 417 come true; that no value tried does proves nothing."""
    text = questions(
        "- {id: euros, type: nombre, min: 0, max: 5000, dire: Combien ?}",
        "- {id: aide, type: oui_non, si: 'euros + 11 + 130 + 1700 == 2001 ou euros + 13 + 170"
        " + 1900 == 2500', dire: Oui ?}",
    )
    assert codes_of(text) == []
