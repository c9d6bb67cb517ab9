"""The expressions of forms: conditions that mean the same, or the reason why there is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.callscript.xlsform.forms import Forms, told
from veille_tui.callscript.xlsform.xpath import Misspelt, read_expression

CHOICES = (
    ("list_name", "name", "label"),
    ("yn", "yes", "Yes"),
    ("yn", "no", "No"),
    ("etat", "1", "Bien"),
    ("etat", "2", "Moyen"),
    ("etat", "3", "Mal"),
    ("etat", "dk", "Ne sait pas"),
    ("chiffres", "1", "Un"),
    ("chiffres", "2", "Deux"),
    ("aides", "repas", "Repas"),
    ("aides", "courses", "Courses"),
    ("aides", "aucune", "Aucune"),
)
ROWS = (
    ("integer", "n", "Combien ?"),
    ("integer", "m", "Et combien ?"),
    ("select_one yn", "oui", "Oui ?"),
    ("select_one etat", "etat", "Comment ?"),
    ("select_multiple aides", "aides", "Quelles aides ?"),
    ("select_multiple chiffres", "chiffres", "Lesquels ?"),
    ("text", "t", "Quoi ?"),
    ("date", "jour", "Quand ?"),
    ("acknowledge", "lu", "Lu"),
    ("calculate", "total", ""),
    ("calculate", "grade", ""),
)
CALCULATIONS = {"total": "${n} + ${m}", "grade": "if(${n} > 10, 2, if(${n} > 5, 1, 0))"}


@pytest.mark.parametrize(
    ("expression", "condition"),
    [
        ("${n} > 70", "n > 70"),
        ("70 < ${n}", "70 < n"),
        ("${n} = '5'", "n == 5"),
        ("${n} != 5", "non (n == 5)"),
        ("${n} = ''", "vide(n)"),
        ("${n} != ''", "non vide(n)"),
        ("string-length(${n}) > 0", "non vide(n)"),
        ("${n} + ${m} >= 3 * 2", "n + m >= 6"),
        ("number(${n}) - 1 > -${m}", "n - 1 > 0 - m"),
        ("${n} > 10 div 5", "n > 2"),
        ("${n} = ${m}", "n == m ou vide(n) et vide(m)"),
        ("${oui} = 'yes'", 'oui == "oui"'),
        ("${oui} != 'yes'", 'non (oui == "oui")'),
        ("selected(${oui}, 'no')", 'oui == "non"'),
        ("${oui} = ''", "vide(oui)"),
        ("${etat} >= 2", 'etat dans ["2", "3"]'),
        ("${etat} = 'dk'", "nsp(etat)"),
        ("${etat} != 'dk'", "non nsp(etat)"),
        ("${etat} = ''", "vide(etat) et non nsp(etat)"),
        ("${etat} mod 2 = 1", 'etat dans ["1", "3"]'),
        ("selected(${aides}, 'repas')", 'contient(aides, "repas")'),
        ("not(selected(${aides}, 'repas'))", 'non contient(aides, "repas")'),
        ("count-selected(${aides}) > 1", "nb(aides) > 1"),
        ("count-selected(${aides}) >= 1", "non vide(aides)"),
        ("count-selected(${aides}) = 0", "vide(aides)"),
        ("count-selected(${aides}) < 2", "non vide(aides) et nb(aides) < 2 ou vide(aides)"),
        ("${aides} = 'aucune'", 'nb(aides) == 1 et contient(aides, "aucune")'),
        ("${chiffres} = 2", 'nb(chiffres) == 1 et contient(chiffres, "2")'),
        ("${t} = 'abc'", 't == "abc"'),
        ('${t} != "l\'eau"', 'non (t == "l\'eau")'),
        ("${jour} >= date('2020-03-17')", 'jour >= "2020-03-17"'),
        ("${jour} = '2020-03-17'", 'jour == "2020-03-17"'),
        ("${lu} = 'OK'", 'lu == "oui"'),
        ("${lu} = ''", 'non (lu == "oui")'),
        ("(${n} > 1 or ${m} > 1) and ${t} = 'a'", '(n > 1 ou m > 1) et t == "a"'),
        ("${n} > 1 and true()", "n > 1"),
        ("if(${n} > 1, ${m} > 1, ${t} = 'a')", 'n > 1 et m > 1 ou non (n > 1) et t == "a"'),
        ("if(${n} > 1, 1, 0) = 1", "n > 1"),
        ("coalesce(${n}, ${m}) > 3", "non vide(n) et n > 3 ou vide(n) et m > 3"),
        ("${total} > 3", "n + m > 3"),
        ("${grade} = 2", "n > 10"),
        ("${grade} >= '1'", "n > 10 ou non (n > 10) et n > 5"),
        ("${n} > “2”", "n > 2"),
    ],
)
def test_an_expression_becomes_a_condition_that_means_the_same(
    forms: Forms, expression: str, condition: str | None
):
    rows = [(*row, "", CALCULATIONS.get(row[1], "")) for row in ROWS]
    found = forms.imported(
        *rows,
        ("note", "fin", "Fin", expression, ""),
        columns=("relevant", "calculation"),
        choices=CHOICES,
    )
    when = found.script.questions[-1].when
    assert (when.text if when else None) == condition


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("${jour} <= today()", "date('2020-03-17')"),
        ("${jour} > '2020-01-01'", "date('2020-03-17')"),
        ("regex(${t}, '^a')", "regex"),
        ("${n} mod 2 = 0", "ajouter et retrancher"),
        ("${n} * ${m} > 3", "ajouter et retrancher"),
        ("contains(${t}, 'a')", "un accent près"),
        ("string-length(${t}) > 3", "les lettres"),
        ("../n > 3", "chemin"),
        ("${n} > position(..)", "position"),
        ("${aides} = 'repas courses'", "ne comparent pas"),
        ("${inconnue} = 1", "n'est pas une question"),
        ("${fin} = 1", "n'a pas de réponse"),
        ("${apres} = 1", "plus loin"),
        ("not(${n})", "comparé à rien"),
        ("${n} >", "ne peut pas être lue"),
        ("${n} = = 3", "ne peut pas être lue"),
        ("pulldata('a', 'b', 'c', ${n}) = 1", "pulldata"),
        ("${boucle} = 1", "un calcul s'y contient"),
    ],
)
def test_an_expression_beyond_our_conditions_is_named_and_kept(
    forms: Forms, expression: str, reason: str
):
    rows = [(*row, "", CALCULATIONS.get(row[1], "")) for row in ROWS]
    found = forms.imported(
        *rows,
        ("calculate", "boucle", "", "", "${boucle} + 1"),
        ("note", "fin", "Fin", expression, ""),
        ("integer", "apres", "Après ?", "", ""),
        columns=("relevant", "calculation"),
        choices=CHOICES,
    )
    problem = next(one for one in found.problems if one.code == "relevant-not-carried")
    assert (problem.sheet, problem.row) == ("survey", len(rows) + 3)
    assert reason in problem.message
    assert found.script.by_id["fin"].when is None
    assert f"# [survey, ligne {problem.row}] relevant non repris" in found.text
    assert expression in found.text


def test_what_is_never_asked_stays_a_comment(forms: Forms):
    found = forms.imported(
        ("select_one yn", "a", "A ?", ""),
        ("text", "b", "B ?", "${a} = 'maybe'"),
        ("text", "c", "C ?", "${a} = 'yes' or ${a} = 'maybe'"),
        columns=("relevant",),
    )
    assert told(found) == [("survey", 3, "never-asked")]
    assert [one.id for one in found.script.questions] == ["a", "c"]
    assert found.script.questions[1].when is not None
    assert found.script.questions[1].when.text == 'a == "oui"'
    assert "name: b" in found.text


@pytest.mark.parametrize(
    ("constraint", "message", "expected"),
    [
        (". >= 0 and . <= 120", "", (0, 120, None)),
        ("0 <= .", "", (0, None, None)),
        (". > 0", "", (None, None, "n > 0")),
        (". >= 0", "Un nombre d'ans", (None, None, "n >= 0")),
        (". != 13 or . > 20", "", (None, None, "non (n == 13) ou n > 20")),
        (". > ${m}", "", (None, None, "n > m")),
    ],
)
def test_a_constraint_is_a_range_or_a_condition(
    forms: Forms, constraint: str, message: str, expected: tuple[object, ...]
):
    found = forms.imported(
        ("integer", "m", "M ?", "", ""),
        ("integer", "n", "N ?", constraint, message),
        columns=("constraint", "constraint_message"),
    )
    question = found.script.by_id["n"]
    kept = question.constraint.text if question.constraint else None
    assert (question.min, question.max, kept) == expected
    assert question.message == message
    assert question.step == 1


def is_read(text: str) -> bool:
    """Whether the text is an expression."""
    try:
        read_expression(text)
    except Misspelt:
        return False
    return True


@given(st.text(max_size=80) | st.text("${}ab()<>=!'\"+-*/ .,andor0123", max_size=60))
def test_no_text_makes_the_reader_of_expressions_crash(text: str):
    assert is_read(text) in (True, False)


def test_no_depth_makes_it_crash():
    assert not is_read("(" * 5000)
    assert not is_read("not(" * 5000 + "1" + ")" * 5000)
    assert is_read("-" * 5000 + "1")
    assert is_read("1+" * 200 + "1")
    assert not is_read("1+" * 5000 + "1")


def test_a_group_that_contradicts_itself_leaves_no_question_asked_every_time(forms: Forms):
    found = forms.imported(
        ("integer", "a", "Combien ?", ""),
        ("begin_group", "g", "Jamais", "${a} > 3 and ${a} < 2"),
        ("text", "b", "Pourquoi ?", ""),
        ("end_group", "", "", ""),
        columns=("relevant",),
    )
    assert [one.id for one in found.script.questions] == ["a"]
    assert ("survey", 4, "never-asked") in told(found)
