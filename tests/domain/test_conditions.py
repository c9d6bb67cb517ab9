"""Conditions: what they mean, what they refuse, and that nothing makes them fail."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille_tui.domain.condition_tokens import is_reserved, rename_names
from veille_tui.domain.conditions import ConditionFault, Scope, parse, profile_values
from veille_tui.domain.tenants import Profile


def holds(text: str, language: str = "fr", **known: object) -> bool:
    """Whether `text` is true when the questions named were answered so."""
    return parse(text, language).holds(Scope(known=dict(known)))


def about(text: str, profile: Profile, reason: str = "first") -> bool:
    """Whether `text` is true of a person."""
    return parse(text).holds(Scope(known=profile_values(profile, reason)))


def fault(text: str, language: str = "fr") -> tuple[str, int]:
    """Code and column of what is wrong with `text`."""
    with pytest.raises(ConditionFault) as caught:
        parse(text, language)
    return caught.value.code, caught.value.column


@pytest.mark.parametrize(
    "text",
    [
        'moral == "mal"',
        'moral != "bien"',
        'moral dans ["mal", "fatigue"]',
        'moral non dans ["bien"]',
        "douleur >= 3",
        "3 <= douleur <= 4",
        "douleur + 1 > 3.5",
        "douleur - 1 == 2",
        "douleur > -1",
        'contient(aides, "repas")',
        '"repas" dans aides',
        "nb(aides) == 2",
        "non vide(aides)",
        'moral == "bien" ou moral == "mal" et douleur == 3',
        '(moral == "mal" ou moral == "bien") et non (douleur < 3)',
        'contient(remarque, "ETE")',
        "vrai et non faux",
    ],
)
def test_a_condition_that_is_true_of_the_answers_holds(text):
    aides = ["repas", "courses"]
    assert holds(text, moral="mal", douleur=3, aides=aides, remarque="pas vu cet été")


@pytest.mark.parametrize("operator", ["==", "!=", "<", "<=", ">", ">="])
def test_any_comparison_with_an_unanswered_question_is_false(operator):
    assert not holds(f"douleur {operator} 3")
    assert not holds(f"3 {operator} douleur")
    assert not holds(f"douleur + 1 {operator} 3")


@pytest.mark.parametrize(
    "text",
    ['x dans ["a"]', 'x non dans ["a"]', '"a" dans x', 'contient(x, "a")', "nb(x) == 0", "x == x"],
)
def test_lists_and_counts_of_an_unanswered_question_are_false_too(text):
    assert not holds(text)


def test_the_contrary_of_a_comparison_with_an_unanswered_question_is_true():
    assert holds('non (moral == "mal")')


def test_not_among_a_list_that_names_an_unanswered_question_is_unsure_hence_false():
    assert holds('moral dans ["mal", autre]', moral="mal")
    assert not holds('moral non dans ["bien", autre]', moral="mal")


@pytest.mark.parametrize("value", [None, "", []])
def test_empty_is_true_of_what_was_not_answered(value):
    assert holds("vide(x)", x=value)


def test_does_not_know_and_refused_are_told_apart():
    scope = Scope(dk={"moral"}, refused={"repas"})
    assert parse("nsp(moral) et non refus(moral)").holds(scope)
    assert parse("refus(repas) et non nsp(repas)").holds(scope)
    assert parse("vide(moral) et vide(repas)").holds(scope)
    assert not parse('moral == "nsp"').holds(scope)


def test_dates_and_hours_compare_in_order():
    assert holds('depuis < "2020-03-17" et lever >= "09:30"', depuis="2020-03-09", lever="10:00")


def test_a_number_and_a_text_have_no_order():
    assert not holds('douleur < "9"', douleur=3)
    assert not holds('douleur >= "9"', douleur=3)


def test_true_is_not_the_number_one():
    assert not holds("x == 1", x=True)
    assert holds("x == vrai", x=True)


def test_a_code_written_as_a_number_equals_its_text():
    assert holds("niveau == 1", niveau="1")


def test_the_person_and_the_call_are_known_by_french_words():
    profile = Profile(
        age=82,
        lives_alone=True,
        segments=("plus_80",),
        flags=("hearing",),
        agency="Foix",
        days_since_contact=9,
    )
    assert about('age >= 80 et vit_seul et "plus_80" dans publics', profile)
    assert about('agence == "Foix" et jours_depuis_contact > 7', profile)
    assert about('contient(marqueurs, "entend_mal")', profile)
    assert about('motif == "suivi"', profile, "follow_up")


def test_the_english_words_mean_the_same():
    scope = Scope(known=profile_values(Profile(age=82, flags=("hearing",)), "callback"))
    text = 'age > 80 and not empty(age) and "hearing" in flags and reason == "callback"'
    assert parse(text, "en").holds(scope)


def test_nothing_is_known_of_an_unknown_person():
    assert not about("age < 200", Profile())
    assert not about("vit_seul", Profile())
    assert not about("vit_seul == faux", Profile())
    assert about("vide(age) et vide(agence)", Profile())


def test_the_flag_of_somebody_alone_says_that_they_live_alone():
    assert about("vit_seul", Profile(flags=("vit_seul",)))
    assert not about("vit_seul", Profile(lives_alone=False, flags=("lives_alone",)))


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ('moral = "mal"', "single-equals", 7),
        ("age => 3", "foreign-operator", 5),
        ("age > 38,5", "decimal-comma", 9),
        ("age > 012a", "bad-number", 7),
        ('moral == "mal', "unclosed-quote", 10),
        ("moral == « mal »", "curly-quotes", 10),
        ("(age > 3", "unclosed-parenthesis", 1),
        ("age > 3)", "unopened-parenthesis", 8),
        ("age >", "unfinished-condition", 6),
        ("age 3", "unexpected-word", 5),
        ("age > 3 and age < 5", "mixed-languages", 9),
        ("age > 3 ET age < 5", "upper-case-word", 9),
        ("lower(age)", "unknown-function", 1),
        ("nb(a, b) > 1", "wrong-arguments", 1),
        ("age.real", "forbidden-character", 4),
        ("age ** 9", "forbidden-character", 5),
        ("age && faux", "foreign-operator", 5),
        ("  ", "empty-condition", 1),
        ("(" * 50 + "1", "condition-too-deep", 41),
        ("a" * 3000, "condition-too-long", 2001),
    ],
)
def test_a_fault_tells_its_column(text, code, column):
    assert fault(text) == (code, column)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "().__class__",
        "[x for x in y]",
        "lambda: 1",
        "x if y else z",
        "f'{x}'",
        "x[0]",
        "9**9**9",
        "x := 1",
        "open",
    ],
)
def test_nothing_that_python_would_run_is_true(text):
    try:
        condition = parse(text, "en")
    except ConditionFault:
        return
    assert not condition.holds(Scope())


@given(st.text(max_size=200), st.sampled_from(["fr", "en"]))
def test_any_text_is_a_condition_or_a_fault_within_it(text, language):
    column = 1
    try:
        parse(text, language).holds(Scope())
    except ConditionFault as found:
        column = found.column
    assert 1 <= column <= len(text) + 1


_WORDS = st.sampled_from(
    'a b age vit_seul publics "x" "2020-01-01" 1 2.5 ( ) [ ] , == != < >= dans non et ou + - '
    "nb( vide( contient( nsp( refus( vrai".split()
)
_VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text())
)


@given(st.lists(_WORDS, max_size=15).map(" ".join), _VALUES, _VALUES)
def test_whatever_was_answered_a_condition_never_fails(text, one, other):
    try:
        condition = parse(text)
    except ConditionFault:
        return
    scope = Scope(known={"a": one, "b": other, "@age": one, "@segments": other})
    assert condition.holds(scope) in (True, False)


def test_the_names_of_a_condition_have_their_columns():
    names = parse("age > 3 et  nsp(moral)").names
    assert [(name.key, name.column) for name in names] == [("@age", 1), ("moral", 17)]


def test_names_are_renamed_and_texts_are_not():
    assert rename_names('a == "a" et ab > 1', "fr", {"a": "z_a"}) == 'z_a == "a" et ab > 1'


def test_words_of_conditions_are_reserved_in_both_languages():
    assert all(is_reserved(word) for word in ("dans", "in", "vide", "empty", "age", "reason"))
    assert not is_reserved("moral")
