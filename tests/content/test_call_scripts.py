"""The call scripts shipped with the program: sound, short, tried by their own cases."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from veille_tui.callscript.compiler import load_script
from veille_tui.domain.call_script import CallScript, Question, QuestionType, ScriptCase
from veille_tui.domain.case import CallReason
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import Walk, walk

FOLDER = Path(__file__).parents[2] / "call_scripts"
WIDTH = 74
"""Columns left for a text on an 80-column screen."""


@cache
def confinement() -> CallScript:
    script, problems = load_script(FOLDER / "confinement.yaml")
    assert [problem.place + " " + problem.message for problem in problems] == []
    assert script is not None
    return script


def played(case: ScriptCase) -> Walk:
    return walk(confinement(), case.tenant, case.reason, case.answers)


def case_called(name: str) -> ScriptCase:
    return next(case for case in confinement().cases if case.name == name)


CASES = [pytest.param(case, id=case.name) for case in confinement().cases]


@pytest.mark.parametrize("case", CASES)
def test_every_case_of_the_script_passes(case: ScriptCase) -> None:
    state, wanted = played(case), case.expected
    if wanted.questions is not None:
        assert state.asked == wanted.questions
    assert {need.theme for need in state.needs} == {need.theme for need in wanted.needs or ()}
    assert set(state.alerts) == set(wanted.alerts or ())
    if wanted.cadence is not None:
        assert (state.every or "") == wanted.cadence
    if wanted.complete is not None:
        assert state.complete == wanted.complete


@pytest.mark.parametrize("case", CASES)
def test_every_need_is_as_urgent_and_goes_where_its_case_says(case: ScriptCase) -> None:
    found = {need.theme: need for need in played(case).needs}
    for wanted in case.expected.needs or ():
        assert wanted.urgency in (None, found[wanted.theme].urgency)
        assert wanted.to in ("", found[wanted.theme].to)


@pytest.mark.parametrize("case", CASES)
def test_every_case_says_what_it_expects(case: ScriptCase) -> None:
    assert case.expected.needs is not None
    assert case.expected.alerts is not None


def test_the_cases_answer_every_question() -> None:
    answered = {name for case in confinement().cases for name in case.answers}
    asked = {q.id for q in confinement().questions if q.type is not QuestionType.NOTE}
    assert asked - answered == set()


def test_the_cases_show_every_note_read_aloud() -> None:
    shown = {name for case in confinement().cases for name in played(case).asked}
    assert {q.id for q in confinement().questions} - shown == set()


def test_the_cases_choose_every_answer_that_makes_a_need() -> None:
    chosen = {
        (name, code)
        for case in confinement().cases
        for name, answer in case.answers.items()
        for code in (answer if isinstance(answer, list | tuple) else [answer])
    }
    wanted = {
        (question.id, choice.code)
        for question in confinement().questions
        for choice in question.choices
        if choice.need
    }
    assert wanted - chosen == set()


def test_the_cases_raise_every_alert_and_reach_every_reason() -> None:
    states = [played(case) for case in confinement().cases]
    assert {alert.id for alert in confinement().alerts} == {
        one for state in states for one in state.alerts
    }
    assert {case.reason for case in confinement().cases} == set(CallReason)


def test_the_cases_use_every_rhythm_and_every_way_to_take_leave() -> None:
    states = [played(case) for case in confinement().cases]
    assert {rule.say for rule in confinement().closings} == {state.closing for state in states}
    used = {state.cadence for state in states}
    assert [rule.when for rule in confinement().cadence if rule not in used] == []


def test_every_need_of_every_case_has_somebody_to_go_to() -> None:
    nowhere = {
        (case.name, need.theme)
        for case in confinement().cases
        for need in played(case).needs
        if not need.to
    }
    assert nowhere == set()


def test_no_need_waits_for_consent_that_is_not_asked() -> None:
    unasked = {
        case.name
        for case in confinement().cases
        if (state := played(case)).needs and "accord_transmission" not in state.asked
    }
    assert unasked == set()


@pytest.mark.parametrize("reason", list(CallReason))
def test_an_all_well_call_takes_at_most_twelve_answers(reason: CallReason) -> None:
    answers = dict(case_called("tout va bien, seule, premier appel, douze réponses").answers)
    answers["aide_recue"] = "rien_de_prevu"
    state = walk(confinement(), Profile(age=85, lives_alone=True), reason, answers)
    assert state.unanswered == ()
    assert len(state.asked) <= 12


def test_a_follow_up_asks_nothing_that_is_known() -> None:
    follow_up = walk(confinement(), Profile(age=85, lives_alone=True), CallReason.FOLLOW_UP, {})
    assert set(follow_up.asked).isdisjoint({"accord_notes", "contacts", "gestes_barrieres"})


def test_a_wish_for_help_is_asked_even_of_those_who_have_no_time() -> None:
    state = walk(confinement(), Profile(), CallReason.FIRST, {"moment": "plus_tard"})
    assert "besoin_aide" in state.asked


@pytest.mark.parametrize("answer", ["non", "nsp", "refus"])
def test_without_a_yes_to_notes_nothing_is_asked_about_the_person(answer: str) -> None:
    state = walk(
        confinement(), Profile(), CallReason.FIRST, {"moment": "oui", "accord_notes": answer}
    )
    assert state.asked == ("moment", "accord_notes", "besoin_aide", "rappel")


def lines(text: str) -> int:
    return -(-len(text) // WIDTH)


@pytest.mark.parametrize("question", confinement().questions, ids=lambda question: question.id)
def test_every_question_fits_a_small_screen(question: Question) -> None:
    room = lines(question.say) + lines(question.hint) + lines(question.avoid)
    assert room + len(question.choices) <= 14
    assert len(question.say) <= 240
    assert all(len(choice.label) <= 46 for choice in question.choices)


def test_what_is_said_first_is_short_and_names_the_caller_and_the_landlord() -> None:
    for opening in confinement().openings.values():
        assert len(opening) <= 240
        assert "{caller}" in opening or "{benevole}" in opening
        assert "{landlord}" in opening or "{bailleur}" in opening


def test_the_message_on_a_machine_says_nothing_of_health_or_help() -> None:
    message = confinement().voicemail.casefold()
    assert not any(word in message for word in ("santé", "aide", "fragile", "besoin", "{nom}"))


def test_every_emergency_line_of_the_guide_is_offered_by_the_script() -> None:
    dialled = {alert.dial for alert in confinement().alerts}
    assert dialled == {"15", "17", "112", "114", "3114", "3919", "3977"}
