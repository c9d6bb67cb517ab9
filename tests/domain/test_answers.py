"""What is typed becomes an answer, or the code of what is wrong with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.scripting import question, script, when
from veille_tui.domain.answers import LONGEST_TEXT, REFUSALS, validate_answer
from veille_tui.domain.call_script import ENGLISH, Question, QuestionType

ONE_OF_EACH = tuple(
    question(
        f"q_{kind.value}", kind, **({"choix": "a b 1"} if kind in ("choice", "multiple") else {})
    )
    for kind in QuestionType
)
EVERYTHING = script(*ONE_OF_EACH)


def check(kind: QuestionType, raw: object, **more: object) -> tuple[object, str]:
    """What becomes of `raw` as the answer to a question of this kind."""
    asked = question("q", kind, **more)
    return validate_answer(script(asked), asked, raw)


@pytest.mark.parametrize(
    ("kind", "raw", "kept"),
    [
        (QuestionType.YES_NO, "oui", "oui"),
        (QuestionType.YES_NO, False, "non"),
        (QuestionType.CONSENT, " non ", "non"),
        (QuestionType.SCALE, "7", 7),
        (QuestionType.NUMBER, "38,5", 38.5),
        (QuestionType.NUMBER, 12.0, 12),
        (QuestionType.DATE, "2020-03-17", "2020-03-17"),
        (QuestionType.DATE, "17/03/2020", "2020-03-17"),
        (QuestionType.TIME, "9h", "09:00"),
        (QuestionType.TIME, "10 h 30", "10:30"),
        (QuestionType.TIME, "12:30", "12:30"),
        (QuestionType.PHONE, "+33 (0)6 39 98 00 01", "+33639980001"),
        (QuestionType.PHONE, "06.39.98.00.01", "0639980001"),
        (QuestionType.TEXT, "  un\x1b[31m mot ", "un[31m mot"),
    ],
)
def test_an_answer_is_kept_in_one_shape(kind, raw, kept):
    assert check(kind, raw) == (kept, "")


@pytest.mark.parametrize(
    ("kind", "raw", "code"),
    [
        (QuestionType.YES_NO, "peut-être", "not-yes-or-no"),
        (QuestionType.YES_NO, "yes", "not-yes-or-no"),
        (QuestionType.SCALE, 11, "above-maximum"),
        (QuestionType.SCALE, -1, "below-minimum"),
        (QuestionType.SCALE, 2.5, "off-step"),
        (QuestionType.NUMBER, "douze", "not-a-number"),
        (QuestionType.NUMBER, float("nan"), "not-a-number"),
        (QuestionType.NUMBER, True, "not-a-number"),
        (QuestionType.DATE, "31/02/2020", "not-a-date"),
        (QuestionType.TIME, "25:00", "not-a-time"),
        (QuestionType.PHONE, "O6 39 98 00 01", "not-a-phone"),
        (QuestionType.TEXT, "x" * (LONGEST_TEXT + 1), "too-long"),
        (QuestionType.TEXT, {}, "not-text"),
        (QuestionType.TEXT, "", "empty-answer"),
        (QuestionType.NOTE, "lu", "read-only"),
    ],
)
def test_what_is_no_answer_says_why(kind, raw, code):
    assert check(kind, raw) == (None, code)


def test_a_choice_is_one_of_its_codes():
    assert check(QuestionType.CHOICE, "b", choix="a b") == ("b", "")
    assert check(QuestionType.CHOICE, 1, choix="1 2") == ("1", "")
    assert check(QuestionType.CHOICE, "c", choix="a b") == (None, "unknown-code")


def test_several_choices_come_in_the_order_of_the_script_without_doubles():
    assert check(QuestionType.MULTIPLE, ["b", "a", "b"], choix="a b") == (["a", "b"], "")
    assert check(QuestionType.MULTIPLE, "b, a", choix="a b") == (["a", "b"], "")
    assert check(QuestionType.MULTIPLE, [], choix="a b") == ([], "")
    assert check(QuestionType.MULTIPLE, ["a", "z"], choix="a b") == (None, "unknown-code")


def test_limits_and_steps_are_those_of_the_script():
    limits = {"min": 35.0, "max": 42.0, "step": 0.1}
    assert check(QuestionType.NUMBER, "38,5", **limits) == (38.5, "")
    assert check(QuestionType.NUMBER, "38,55", **limits) == (None, "off-step")
    assert check(QuestionType.NUMBER, 34, **limits) == (None, "below-minimum")


@pytest.mark.parametrize("asked", [one for one in ONE_OF_EACH if one.type != "note"], ids=str)
def test_does_not_know_and_refused_answer_everything(asked: Question):
    assert validate_answer(EVERYTHING, asked, "nsp") == ("nsp", "")
    assert validate_answer(EVERYTHING, asked, "refus") == ("refus", "")


def test_an_english_script_says_yes():
    asked = question("q")
    english = script(asked, language="en")
    assert english.words == ENGLISH
    assert validate_answer(english, asked, "yes") == ("yes", "")
    assert validate_answer(english, asked, "oui") == (None, "not-yes-or-no")


def test_a_constraint_looks_at_the_answer_and_at_those_before():
    before = question("enfants", QuestionType.NUMBER)
    asked = question("visites", QuestionType.NUMBER, constraint=when("visites <= enfants"))
    one = script(before, asked)
    assert validate_answer(one, asked, 2, answers={"enfants": 3}) == (2, "")
    assert validate_answer(one, asked, 4, answers={"enfants": 3}) == (None, "constraint")
    assert validate_answer(one, asked, "nsp", answers={"enfants": 3}) == ("nsp", "")


def test_a_constraint_knows_who_did_not_know():
    before = question("enfants", QuestionType.NUMBER)
    asked = question("visites", QuestionType.NUMBER, constraint=when("nsp(enfants)"))
    one = script(before, asked)
    assert validate_answer(one, asked, 2, answers={"enfants": "nsp"}) == (2, "")
    assert validate_answer(one, asked, 2, answers={"enfants": 3}) == (None, "constraint")


_RAW = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text()),
    st.dictionaries(st.text(), st.text()),
)  # fmt: skip


@given(st.sampled_from(ONE_OF_EACH), _RAW)
def test_anything_is_an_answer_or_a_known_refusal(asked, raw):
    value, code = validate_answer(EVERYTHING, asked, raw)
    assert code == "" or (value is None and code in REFUSALS)


@given(st.sampled_from(ONE_OF_EACH), _RAW)
def test_an_answer_that_was_kept_is_kept_again(asked, raw):
    value, code = validate_answer(EVERYTHING, asked, raw)
    if not code:
        assert validate_answer(EVERYTHING, asked, value) == (value, "")
