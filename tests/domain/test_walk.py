"""Walking a script: what applies, what is needed, what comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.scripting import question, script, when
from veille_tui.domain.call_script import (
    AlertRule,
    CadenceRule,
    CallScript,
    Choice,
    ClosingRule,
    Need,
    NeedRule,
    Question,
    QuestionType,
    Section,
    Urgency,
)
from veille_tui.domain.explanations import explain
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import SectionProgress, Walk, walk

SOMEBODY = Profile(age=81, lives_alone=True)
MORAL = question("moral", choix="bien fatigue mal")
SOUFFLE = question("souffle", si='moral == "mal"')
FIEVRE = question("fievre", si='souffle == "oui"')


def after(one: CallScript, **answers: object) -> Walk:
    """Where a first call to SOMEBODY stands."""
    return walk(one, SOMEBODY, "first", answers)


def test_only_questions_whose_condition_holds_are_asked():
    assert after(script(MORAL, SOUFFLE), moral="bien").asked == ("moral",)
    assert after(script(MORAL, SOUFFLE), moral="mal").asked == ("moral", "souffle")


def test_a_question_that_is_not_asked_is_not_applicable():
    state = after(script(MORAL, SOUFFLE), moral="bien")
    assert state.not_applicable == ("souffle",)
    assert state.hidden == ()


def test_an_answer_hidden_by_a_change_of_mind_feeds_nothing_and_comes_back():
    one = script(
        MORAL, SOUFFLE, FIEVRE, alerts=(AlertRule("samu", "15", when('souffle == "oui"')),)
    )
    before = after(one, moral="mal", souffle="oui")
    changed = after(one, moral="bien", souffle="oui")
    assert before.alerts == ("samu",)
    assert changed.alerts == ()
    assert changed.asked == ("moral",)
    assert changed.hidden == ("souffle",)
    assert after(one, moral="mal", souffle="oui") == before


def test_a_section_hides_all_its_questions():
    parts = (
        Section("a", "A", (MORAL,)),
        Section("b", "B", (question("repas"),), when('moral == "mal"')),
    )
    state = after(script(sections=parts), moral="bien")
    assert state.asked == ("moral",)
    assert state.sections == (SectionProgress("a", "A", 1, 1), SectionProgress("b", "B", 0, 0))


def test_does_not_know_and_refused_are_answers():
    state = after(
        script(question("a", required=True), question("b", required=True)), a="nsp", b="refus"
    )
    assert state.unanswered == ()
    assert state.complete


def test_a_list_with_only_refused_is_refused():
    aides = question("aides", QuestionType.MULTIPLE, choix="repas courses")
    state = after(script(aides, question("b", si="refus(aides)")), aides=["refus"])
    assert state.asked == ("aides", "b")


def test_an_english_script_has_its_own_words():
    one = script(question("a"), language="en")
    assert "a" in after(one, a="dk").scope.dk
    assert "a" in after(one, a="nsp").scope.known


def test_nothing_is_complete_while_a_required_question_waits():
    one = script(question("a", required=True), question("b"))
    assert not after(one, b="oui").complete
    assert after(one, a="oui").complete


def test_a_required_question_that_does_not_apply_waits_for_nobody():
    one = script(MORAL, replace(SOUFFLE, required=True))
    assert after(one, moral="bien").complete
    assert not after(one, moral="mal").complete


def test_a_proposed_answer_is_no_answer():
    state = after(script(question("a", required=True, default="oui")))
    assert state.unanswered == ("a",)
    assert not state.complete


def test_a_note_is_asked_but_never_waited_for():
    one = script(question("lire", QuestionType.NOTE), question("a"))
    assert after(one).asked == ("lire", "a")
    assert after(one).unanswered == ("a",)
    assert after(one, a="oui").sections[0] == SectionProgress("tout", "Tout", 1, 1)


def test_the_conversation_resumes_at_the_first_unanswered_question():
    one = script(question("a"), question("b"), question("c"))
    assert after(one, a="oui", c="non").current == "b"
    assert after(one, a="oui", b="non", c="non").current is None


def test_the_conversation_resumes_at_the_notes_before_the_question():
    one = script(question("a"), question("lire", QuestionType.NOTE), question("b"))
    assert after(one, a="oui").current == "lire"


def test_one_can_go_forward_and_back():
    state = after(script(question("a"), MORAL, SOUFFLE, question("z")), moral="bien")
    assert state.following(None) == "a"
    assert state.following("moral") == "z"
    assert state.following("z") is None
    assert state.preceding("z") == "moral"
    assert state.preceding("a") is None
    assert state.preceding(None) == "z"


def test_after_a_question_that_no_longer_applies_comes_the_first_unanswered():
    state = after(script(question("a"), MORAL, SOUFFLE), moral="bien", souffle="oui")
    assert state.following("souffle") == "a"


def choice_question(name: str, need: str, urgency: Urgency) -> Question:
    """A question whose code "x" makes a need."""
    return question(name, QuestionType.CHOICE, choices=(Choice("x", "X", need, urgency),))


def test_needs_of_one_theme_are_one_need_at_the_strongest_urgency():
    one = script(
        choice_question("a", "sante", Urgency.WEEK),
        choice_question("b", "repas", Urgency.TODAY),
        choice_question("c", "sante", Urgency.TODAY),
        needs=(NeedRule("sante", when('a == "x"'), Urgency.WEEK, "ccas", "voir"),),
    )
    assert after(one, a="x", b="x", c="x").needs == (
        Need("sante", Urgency.TODAY, "ccas", "voir", ("a", "c")),
        Need("repas", Urgency.TODAY, "", "", ("b",)),
    )


def test_the_most_pressing_rule_says_who_receives_the_need():
    one = script(
        question("a"),
        needs=(
            NeedRule("sante", when('a == "oui"'), Urgency.WEEK, "ccas"),
            NeedRule("sante", when('a == "oui"'), Urgency.IMMEDIATE, "secours"),
        ),
    )
    assert after(one, a="oui").needs[0].to == "secours"


def test_every_code_of_a_multiple_answer_makes_its_need():
    choices = (Choice("r", "R", "repas"), Choice("c", "C", "courses"), Choice("z", "Z"))
    one = script(question("aides", QuestionType.MULTIPLE, choices=choices))
    assert [need.theme for need in after(one, aides=["c", "r", "z"]).needs] == ["repas", "courses"]


def test_the_first_rhythm_and_closing_that_hold_win():
    one = script(
        MORAL,
        cadence=(
            CadenceRule("P1D", when('moral == "mal"'), date(2020, 5, 11)),
            CadenceRule("P7D", when('moral != "bien"')),
        ),
        closings=(ClosingRule("Courage.", when('moral == "mal"')), ClosingRule("Au revoir.")),
    )
    assert (after(one, moral="mal").every, after(one, moral="mal").closing) == ("P1D", "Courage.")
    assert (after(one, moral="fatigue").every, after(one).closing) == ("P7D", "Au revoir.")
    assert after(one, moral="bien").cadence is None


def test_the_person_and_the_reason_decide_too():
    one = script(question("a", si="age >= 80 et vit_seul"), question("b", si='motif == "suivi"'))
    assert walk(one, SOMEBODY, "first", {}).asked == ("a",)
    assert walk(one, Profile(), "follow_up", {}).asked == ("b",)


def test_it_is_explained_why_a_question_is_asked():
    told = explain(script(MORAL, SOUFFLE), SOMEBODY, "first", {"moral": "mal"}, "souffle")
    ground = told.grounds[0]
    assert told.asked
    assert ground.text == 'moral == "mal"'
    assert [(seen.name, seen.state, seen.value) for seen in ground.seen] == [
        ("moral", "known", "mal")
    ]


def test_it_is_explained_why_a_question_is_not_asked():
    one = script(MORAL, SOUFFLE, FIEVRE)
    hidden = explain(one, SOMEBODY, "first", {"moral": "bien", "souffle": "oui"}, "fievre")
    unanswered = explain(one, SOMEBODY, "first", {}, "souffle")
    refused = explain(one, SOMEBODY, "first", {"moral": "refus"}, "souffle")
    states = [told.grounds[0].seen[0].state for told in (hidden, unanswered, refused)]
    assert states == ["hidden", "unanswered", "refused"]
    assert not any(told.asked for told in (hidden, unanswered, refused))


_ANSWERS = st.dictionaries(
    st.sampled_from(["moral", "souffle", "fievre", "inconnu"]),
    st.one_of(
        st.none(), st.text(), st.integers(), st.lists(st.text()), st.sampled_from(["mal", "oui"])
    ),
)


@given(_ANSWERS)
def test_whatever_is_answered_every_question_is_asked_or_not_applicable(answers):
    state = walk(script(MORAL, SOUFFLE, FIEVRE), SOMEBODY, "first", answers)
    assert sorted(state.asked + state.not_applicable) == ["fievre", "moral", "souffle"]
    assert set(state.unanswered) <= set(state.asked)


@given(_ANSWERS)
def test_an_answer_that_is_not_asked_changes_nothing(answers):
    one = script(MORAL, SOUFFLE, FIEVRE)
    state = walk(one, SOMEBODY, "first", answers)
    seen = {name: value for name, value in answers.items() if name in state.asked}
    again = walk(one, SOMEBODY, "first", seen)
    assert replace(again, hidden=()) == replace(state, hidden=())
