"""Every mistake of a script is told at its place, with its cause and its remedy."""

from __future__ import annotations

import pytest

from tests.callscript.writing import (
    MORAL,
    codes_of,
    only_problem,
    pointed_at,
    problems_of,
    questions,
    read,
)
from veille_tui.callscript.compiler import compile_text
from veille_tui.domain.call_script import QuestionType, Urgency
from veille_tui.domain.case import CallReason

SOUFFLE = """
- id: souffle
  type: oui_non
  si: CONDITION
  dire: Respirez-vous bien ?
"""

CHOICE = "- {{id: a, type: choix, dire: x, choix: [{choices}]}}"


def with_condition(condition: str) -> str:
    """A script whose second question has this condition, between quotes of YAML."""
    quoted = "'" + condition.replace("'", "''") + "'"
    return questions(MORAL, SOUFFLE.replace("CONDITION", quoted))


@pytest.mark.parametrize(
    ("condition", "code", "at"),
    [
        ('morale == "mal"', "unknown-name", "morale"),
        ('souffle == "oui"', "later-question", "souffle"),
        ('age > 3 et moral == "triste"', "unknown-code", '"triste"'),
        ('moral dans ["mal", "triste"]', "unknown-code", '"triste"'),
        ("moral == mal", "unknown-name", "mal"),
        ('moral = "mal"', "single-equals", "= "),
        ("age > 38,5", "decimal-comma", ",5"),
        ('age > "70"', "not-a-number", '"70"'),
        ("moral", "not-a-condition", "moral"),
        ("non age", "not-a-condition", "age"),
        ('moral < "mal"', "not-ordered", "<"),
        ('publics == "a"', "list-compared", "=="),
        ("vit_seul == 1", "not-true-or-false", "1"),
        ('moral == "nsp"', "compared-with-dk", '"nsp"'),
        ("nsp(age)", "needs-a-question", "age"),
        ("nb(moral) > 1", "not-a-list", "moral"),
        ('contient(age, "x")', "not-a-list", "age"),
        ('moral + 1 > 2 et moral == "mal"', "not-a-number", "moral"),
        ("agence == 3", "not-a-text", "3"),
        ('motif == "jamais"', "unknown-code", '"jamais"'),
        ('moral == "mal" and age > 3', "mixed-languages", "and"),
        ("lives_alone", "unknown-name", "lives_alone"),
        ("longueur(moral) > 3", "unknown-function", "longueur"),
    ],
)
def test_a_wrong_condition_is_pointed_at_to_the_column(condition, code, at):
    text = with_condition(condition)
    problem = only_problem(text)
    assert problem.code == code
    assert pointed_at(text, problem).startswith(at)


@pytest.mark.parametrize(
    "condition",
    [
        'moral == "mal" et (age >= 80 ou vit_seul)',
        "non vide(moral) ou nsp(moral) ou refus(moral)",
        '"plus_80" dans publics et contient(marqueurs, "isole")',
        'motif dans ["suivi", "callback"]',
        "jours_depuis_contact - 1 > 7",
        'agence == "Foix"',
        "vit_seul == vrai",
        "vrai",
    ],
)
def test_a_sound_condition_has_no_problem(condition):
    assert problems_of(with_condition(condition)) == []


def test_a_column_is_right_in_folded_text_too():
    question = """
    - id: souffle
      type: oui_non
      si: >-
        moral == "mal" et
        morale == "bien"
      dire: Respirez-vous bien ?
    """
    text = questions(MORAL, question)
    problem = only_problem(text)
    assert pointed_at(text, problem) == 'morale == "bien"'


def test_a_column_is_right_after_escapes_too():
    text = questions(MORAL, SOUFFLE.replace("CONDITION", '"moral == \\"mal\\" et xyz == 3"'))
    assert pointed_at(text, only_problem(text)).startswith("xyz")


def test_a_close_word_is_proposed():
    assert only_problem(with_condition('morale == "mal"')).hint == "Vouliez-vous dire « moral » ?"


def test_all_problems_are_told_at_once_in_the_order_of_the_file():
    text = questions(
        MORAL.replace("libelle: Mal", "libelle: Mal, besoin: sante, urgense: semaine"),
        SOUFFLE.replace("CONDITION", "morale == 1").replace("oui_non", "oui-non"),
        then="rythme: [{tous_les: souvent}]\n",
    )
    assert codes_of(text) == ["unknown-key", "unknown-value", "unknown-name", "bad-duration"]


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("- {id: 2a, type: texte, dire: x}", "bad-id"),
        ("- {id: a-b, type: texte, dire: x}", "bad-id"),
        ("- {id: age, type: texte, dire: x}", "reserved-id"),
        ("- {id: moral, type: texte, dire: x}", "duplicate-id"),
        ("- {type: texte, dire: x}", "missing-key"),
        ("- {id: a, dire: x}", "missing-key"),
        ("- {id: a, type: texte}", "missing-key"),
        ("- {id: a, type: choix, dire: x}", "missing-key"),
        ("- {id: a, type: texte, dire: x, min: 3}", "misplaced-key"),
        ("- {id: a, type: texte, dire: x, choix: []}", "misplaced-key"),
        ("- {id: a, type: nombre, dire: x, min: 3, max: 2}", "empty-range"),
        ("- {id: a, type: nombre, dire: x, pas: 0}", "bad-step"),
        ("- {id: a, type: nombre, dire: x, min: '38,5'}", "not-a-number"),
        ("- {id: a, type: nombre, dire: x, max: 3, defaut: 4}", "bad-default"),
        ("- {id: a, type: oui_non, dire: x, defaut: peut-être}", "bad-default"),
        ("- {id: a, type: oui_non, dire: x, obligatoire: toujours}", "not-true-or-false"),
        ("- {id: a, type: oui_non, dire: [x]}", "not-a-text"),
        ("- {id: a, type: yes_no, dire: x}", "mixed-languages"),
        ("- {id: a, type: texte, say: x, dire: x}", "mixed-languages"),
        ("- {id: a, type: texte, dire: 'Et {prenon} ?'}", "unknown-placeholder"),
        ("- {id: a, type: texte, dire: 'Et {a} ?'}", "later-question"),
        ("- {id: a, type: choix, dire: x, choix: [{code: nsp, libelle: X}]}", "reserved-code"),
        ("- {id: a, type: choix, dire: x, choix: [{code: 'b,c', libelle: X}]}", "bad-code"),
        ("- {id: a, type: choix, dire: x, choix: [{code: b}]}", "missing-key"),
        ("- {id: a, type: choix, dire: x, choix: [b]}", "not-a-group"),
        ("- {id: a, type: choix, dire: x, choix: b}", "not-a-list"),
        (CHOICE.format(choices="{code: b, libelle: B}, {code: b, libelle: C}"), "duplicate-id"),
        (
            "- {id: a, type: choix, dire: x, choix: [{code: b, libelle: B, urgence: semaine}]}",
            "missing-key",
        ),
        (CHOICE.format(choices="{code: b, libelle: B, besoin: c, urgence: z}"), "unknown-value"),
    ],
)
def test_a_wrong_question_says_what_is_wrong(question, code):
    assert only_problem(questions(MORAL, question)).code == code


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("besoins: [{si: age > 3}]", "missing-key"),
        ("besoins: [{theme: repas, si: age > 3, urgence: demain}]", "unknown-value"),
        ("besoins: [{theme: repas}]", "always-true"),
        ("alertes: [{id: a, si: age > 3, dire: x, appeler: quinze}]", "bad-number"),
        ("alertes: [{id: a, si: age > 3, dire: x}, {id: a, si: age > 4, dire: x}]", "duplicate-id"),
        ("alertes: [{id: a, si: age > 3}]", "missing-key"),
        ("rythme: [{si: age > 3}]", "missing-key"),
        ("rythme: [{tous_les: 7 jours, jusqu_au: 2020-02-31}]", "bad-date"),
        ("rythme: [{tous_les: 7 jours}, {tous_les: 1 jour, si: age > 3}]", "never-reached"),
        ("conclusions: [{si: age > 3}]", "missing-key"),
        ("ouvertures: {premier: 'Et {moral} ?'}", "later-question"),
        ("ouvertures: {premiere: x}", "unknown-key"),
        ("messagerie: 'Ici {benevol}'", "unknown-placeholder"),
        ("essais: [{nom: a, reponses: {moral: triste}, attendu: {}}]", "bad-answer"),
        ("essais: [{nom: a, reponses: {morale: mal}, attendu: {}}]", "unknown-name"),
        ("essais: [{nom: a, attendu: {questions: [morale]}}]", "unknown-name"),
        ("essais: [{nom: a, attendu: {besoins: [repas]}}]", "unknown-name"),
        ("essais: [{nom: a, attendu: {alertes: [samu]}}]", "unknown-name"),
        ("essais: [{nom: a, attendu: {rythme: souvent}}]", "bad-duration"),
        ("essais: [{nom: a}]", "missing-key"),
    ],
)
def test_a_wrong_rule_says_what_is_wrong(rules, code):
    assert only_problem(questions(MORAL, then=rules + "\n")).code == code


def test_warnings_do_not_forbid_the_script():
    script = read(questions(MORAL, then="besoins: [{theme: repas}]\n"))
    assert script.needs[0].theme == "repas"


def test_a_script_without_its_identity_says_so():
    assert codes_of("sections: []\n") == ["missing-key", "missing-key"]
    assert codes_of("script: a\ntitre: b\nsections: []\n") == ["missing-key"]


def test_every_keyword_of_a_question_is_read():
    script = read(
        questions(
            MORAL,
            """
            - id: douleur
              type: echelle
              dire: De 0 à 5 ?
              aide: Laisser parler.
              eviter: Vous souffrez ?
              si: moral == "mal"
              obligatoire: vrai
              defaut: 2
              contrainte: douleur != 1
              message: Pas 1.
              min: 0
              max: 5
              pas: 1
              unite: points
            """,
        )
    )
    question = script.by_id["douleur"]
    assert question.type is QuestionType.SCALE
    assert (question.say, question.hint, question.avoid) == (
        "De 0 à 5 ?",
        "Laisser parler.",
        "Vous souffrez ?",
    )
    assert (question.required, question.default, question.message) == (True, 2, "Pas 1.")
    assert (question.min, question.max, question.step, question.unit) == (0, 5, 1, "points")
    assert question.when is not None
    assert question.constraint is not None
    assert question.constraint.text == "douleur != 1"


def test_every_other_keyword_is_read():
    script = read(
        questions(
            MORAL,
            then="""\
            langue: fr
            version: 3
            finalite: Des nouvelles
            mention: Vos réponses
            ouvertures: {premier: Bonjour, suivi: Me revoilà}
            messagerie: Nous rappellerons
            besoins:
              - {theme: repas, si: 'moral == "mal"', urgence: aujourdhui, vers: ccas, note: vite}
            alertes: [{id: samu, si: age > 99, dire: Le 15, appeler: 15}]
            rythme: [{si: vit_seul, tous_les: 2 par semaine, jusqu_au: 11/05/2020}]
            conclusions: [{dire: Au revoir}]
            """,
        )
    )
    assert (script.id, script.title, script.version) == ("essai", "Essai", "3")
    assert (script.purpose, script.notice) == ("Des nouvelles", "Vos réponses")
    assert script.opening(CallReason.FOLLOW_UP) == "Me revoilà"
    assert script.opening(CallReason.INBOUND) == "Bonjour"
    assert script.voicemail == "Nous rappellerons"
    need = script.needs[0]
    assert (need.theme, need.urgency, need.to, need.note) == (
        "repas",
        Urgency.TODAY,
        "ccas",
        "vite",
    )
    assert (script.alerts[0].id, script.alerts[0].dial) == ("samu", "15")
    assert (script.cadence[0].every, str(script.cadence[0].until)) == ("P3DT12H", "2020-05-11")
    assert script.closings[0].say == "Au revoir"


def test_an_english_file_means_the_same():
    script = read(
        """\
script: courtesy
title: Courtesy call
sections:
  - id: health
    title: Health
    questions:
      - id: mood
        type: choice
        say: How are you, {title} {last_name}?
        required: true
        choices:
          - {code: well, label: Well}
          - {code: poor, label: Poor, need: health, urgency: today, detail: yes}
      - {id: breath, type: yes_no, when: mood == "poor" and not dk(mood), say: Breathing?}
alerts:
  - {id: samu, when: breath == "yes", say: Offer to call 15, dial: "15"}
cadence:
  - {when: lives_alone, every: 2 per week}
"""
    )
    assert script.language == "en"
    assert script.words.yes == "yes"
    assert script.by_id["mood"].required
    assert script.by_id["mood"].choices[1].detail
    assert script.cadence[0].every == "P3DT12H"


def test_the_language_of_a_file_is_that_of_most_keywords():
    text = questions(MORAL, then="alerts: []\n")
    problem = only_problem(text)
    assert problem.code == "mixed-languages"
    assert "« alertes »" in problem.hint


CHILDREN = """
- {id: enfants, type: nombre, dire: Combien d'enfants ?}
- {id: visites, type: nombre, dire: Combien viennent ?, contrainte: visites <= enfants}
"""


def with_case(answers: str) -> str:
    """A script whose only case gives these answers."""
    case = f"essais: [{{nom: a, reponses: {{{answers}}}, attendu: {{complet: vrai}}}}]\n"
    return questions(CHILDREN, then=case)


def test_a_case_must_respect_the_constraints_between_its_answers():
    assert problems_of(with_case("visites: 1, enfants: 2")) == []
    assert codes_of(with_case("visites: 3, enfants: 2")) == ["bad-answer"]
    assert problems_of(with_case("visites: nsp, enfants: 2")) == []


ENDING = """
script: fin
titre: Fin
sections:
  - id: accueil
    titre: Accueil
    questions:
      - id: moment
        type: choix
        dire: Avez-vous un moment ?
        choix:
          - {code: oui, libelle: Oui}
          - {code: jamais, libelle: Ne veut plus d'appel, issue: ISSUE}
"""


def test_an_answer_may_say_what_the_call_comes_to() -> None:
    script, problems = compile_text(ENDING.replace("ISSUE", "refus_definitif"), "fin.yaml")
    assert script is not None
    assert not problems.found
    assert script.by_id["moment"].choices[1].outcome == "refused_hard"


def test_an_unknown_issue_is_told_with_the_words_that_exist() -> None:
    _script, problems = compile_text(ENDING.replace("ISSUE", "refuse"), "fin.yaml")
    (problem,) = problems.errors
    assert problem.line == 13
    assert "refus" in problem.hint


def test_an_anchored_question_that_is_used_twice_has_its_id_twice():
    text = questions("- &a {id: a, type: oui_non, dire: Quoi ?}", "- *a")
    assert only_problem(text).code == "duplicate-id"


def test_a_question_with_nothing_to_say_is_missing_its_words():
    text = questions("- {id: a, type: oui_non, dire: }", "- {id: b, type: oui_non, dire: ''}")
    assert [(one.code, one.line) for one in problems_of(text)] == [
        ("missing-key", 7),
        ("missing-key", 8),
    ]


def test_a_misspelt_keyword_is_told_once_and_not_missing_too():
    text = questions("- {id: a, type: oui_non, dirre: Quoi ?}")
    assert only_problem(text).code == "unknown-key"


@pytest.mark.parametrize("said", ["Bonjour {prenom, ça va ?", "Bonjour prenom}, ça va ?"])
def test_a_brace_without_its_fellow_would_be_read_aloud(said):
    text = questions(f'- {{id: a, type: note, dire: "{said}"}}')
    problem = only_problem(text)
    assert problem.code == "lone-brace"
    assert pointed_at(text, problem)[0] in "{}"


def test_a_date_without_quotes_is_told_as_a_date():
    asked = "- {id: b, type: oui_non, si: d > 2020-03-17, dire: Et après ?}"
    assert only_problem(questions("- {id: d, type: date, dire: Quand ?}", asked)).code == "bad-form"


def test_true_and_false_are_told_as_they_are_written():
    assert "« vrai »" in only_problem(with_condition("moral == vrai")).message


def test_an_answer_that_cannot_be_is_told_with_those_that_can():
    cases = """\
essais:
  - nom: un
    reponses: {moral: bof}
    attendu: {besoins: [sante]}
"""
    answer, need = problems_of(questions(MORAL, then=cases))
    assert answer.hint == "Réponses possibles : bien, mal."
    assert ": ." not in need.hint


AGREES = "- {id: accord_repas, type: accord, dire: Puis-je transmettre ?}"


def test_a_need_names_the_question_that_asks_for_consent():
    rule = 'besoins:\n  - {theme: repas, si: moral == "mal", accord: accord_repas}\n'
    assert read(questions(MORAL, AGREES, then=rule)).needs[0].consent == "accord_repas"


@pytest.mark.parametrize("named", ["accord_repa", "moral", "personne"])
def test_a_need_cannot_name_a_question_that_asks_for_no_consent(named: str):
    rule = f'besoins:\n  - {{theme: repas, si: moral == "mal", accord: {named}}}\n'
    problem = only_problem(questions(MORAL, AGREES, then=rule))
    assert problem.code == "not-a-consent"
    assert problem.hint
