"""Conditions and reasons in plain words."""

from __future__ import annotations

import pytest

from tests.domain import scripting
from veille_tui.callscript.plain_conditions import when_words
from veille_tui.callscript.why_words import question_why, section_why, why_lines
from veille_tui.domain.call_script import Section
from veille_tui.domain.conditions import parse
from veille_tui.domain.explanations import explain, explain_all
from veille_tui.domain.tenants import Profile


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ('moral == "mal"', "si moral est « mal »"),
        ('moral != "mal"', "si moral n'est pas « mal »"),
        ("age >= 80", "si l'âge est au moins 80"),
        ("visites < 2.5", "si visites est inférieur à 2,5"),
        ("vit_seul", "si la personne vit seule"),
        ("vit_seul == faux", "si la personne ne vit pas seule"),
        ("vit_seul != vrai", "si la personne ne vit pas seule"),
        ('repas dans ["a", "b", "c"]', "si repas est « a », « b » ou « c »"),
        ('repas non dans ["a", "b"]', "si repas n'est ni « a » ni « b »"),
        ('"sourd" dans marqueurs', "si « sourd » est parmi les marqueurs"),
        ('contient(aide, "repas")', "si aide comprend « repas »"),
        ("nb(aide) > 1", "si le nombre de réponses à aide est supérieur à 1"),
        ("vide(moral)", "si moral est sans réponse"),
        ('non (moral == "mal")', "sauf si moral est « mal »"),
        ('a == "x" ou nsp(a) ou refus(a)', "si a est « x », « ne sait pas » ou un refus"),
        ('a == "x" et non (b == "y")', "si a est « x » et non (b est « y »)"),
        ('a == "x" et (b == 1 ou c == 2)', "si a est « x » et (b est 1 ou c est 2)"),
        ('a dans ["x", "y"] ou b == "z"', "si a est « x » ou « y », ou b est « z »"),
        ("debut + 2 <= fin", "si debut + 2 est au plus fin"),
    ],
)
def test_a_condition_is_said_in_words(condition: str, words: str):
    assert when_words(parse(condition)) == words


SCRIPT = scripting.script(
    sections=(
        Section("un", "Un", (scripting.question("moral", choix="bien mal"),)),
        Section(
            "deux",
            "Deux",
            (
                scripting.question("souffle", si='moral == "mal"'),
                scripting.question("libre"),
                scripting.question("suite", si='souffle == "oui"'),
            ),
            when=scripting.when("age >= 60"),
        ),
    )
)


def why(question: str, age: int | None, **answers: str) -> tuple[str, ...]:
    """Why it is asked or not of somebody of this age."""
    profile = Profile(age=age)
    return why_lines(SCRIPT, explain(SCRIPT, profile, "first", answers, question))


def test_a_question_without_any_condition_is_always_asked():
    assert why("moral", 80) == ("toujours posée",)


def test_a_question_tells_its_condition_and_what_it_saw():
    assert why("souffle", 80, moral="bien") == ("posée si moral est « mal ». Vu : moral : bien",)
    assert why("souffle", 80) == ("posée si moral est « mal ». Vu : moral : sans réponse",)
    assert why("souffle", 80, moral="refus")[0].endswith("Vu : moral : refuse de répondre")


def test_a_closed_section_is_the_reason_of_all_its_questions():
    assert why("libre", 59) == ("section ouverte si l'âge est au moins 60. Vu : age : 59",)
    assert why("libre", None)[0].endswith("Vu : age : inconnu")


def test_an_asked_question_tells_all_that_holds():
    assert why("souffle", 80, moral="mal") == (
        "section ouverte si l'âge est au moins 60. Vu : age : 80",
        "posée si moral est « mal ». Vu : moral : mal",
    )


def test_an_answer_kept_under_a_question_that_is_not_asked_is_told():
    (line,) = why("suite", 80, moral="bien", souffle="oui")
    assert line.endswith("souffle : réponse gardée, mais la question n'est pas posée")


def test_under_the_section_s_reason_a_question_tells_only_its_own():
    young, old = (
        explain_all(SCRIPT, Profile(age=age), "first", {"moral": "mal"}) for age in (20, 80)
    )
    assert section_why(SCRIPT, old[0]) == ""
    assert section_why(SCRIPT, old[2]) == "section ouverte si l'âge est au moins 60. Vu : age : 80"
    assert question_why(SCRIPT, old[1]) == "posée si moral est « mal ». Vu : moral : mal"
    assert question_why(SCRIPT, old[2]) == "posée avec sa section"
    assert question_why(SCRIPT, young[1]) == "pas posée : sa section est fermée"


def test_all_reasons_are_those_told_one_by_one():
    profile, answers = Profile(age=80), {"moral": "mal", "souffle": "oui"}
    one_by_one = [
        explain(SCRIPT, profile, "first", answers, question.id) for question in SCRIPT.questions
    ]
    assert list(explain_all(SCRIPT, profile, "first", answers)) == one_by_one


def test_of_a_long_condition_only_what_decided_is_told():
    names = [f"question_{letter}" for letter in "abcdefgh"]
    asked = [scripting.question(name, choix="oui non") for name in names]
    long = " ou ".join(f'{name} == "oui"' for name in names)
    script = scripting.script(*asked, scripting.question("fin", si=long))
    held = explain(script, Profile(), "first", {"question_c": "oui"}, "fin")
    assert why_lines(script, held) == (
        "posée si question_c est « oui », entre autres. Vu : question_c : oui",
    )
    failed = explain(script, Profile(), "first", {"question_c": "non"}, "fin")
    assert "Vu : question_c : non, sans réponse : question_a, question_b" in "".join(
        why_lines(script, failed)
    )


def test_codes_are_told_as_the_script_writes_them():
    script = scripting.script(
        scripting.question("q", si='motif == "suivi"'),
        scripting.question("r", si='"entend_mal" dans marqueurs'),
    )
    profile = Profile(flags=("hearing",))
    told = [why_lines(script, one)[0] for one in explain_all(script, profile, "first", {})]
    assert told[0].endswith("Vu : motif : premier")
    assert told[1].endswith("Vu : marqueurs : entend_mal")
