"""The call scripts shipped with the program: sound, short, tried by their own cases."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from veille_tui.callscript.compiler import load_script
from veille_tui.domain.call_script import CallScript, Question, QuestionType, ScriptCase
from veille_tui.domain.case import CallReason
from veille_tui.domain.script_cases import run_case
from veille_tui.domain.script_coverage import coverage
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import Walk, walk

FOLDER = Path(__file__).parents[2] / "call_scripts"
WIDTH = 74
"""Columns left for a text on an 80-column screen."""
NAMES = sorted(
    file.stem
    for file in FOLDER.glob("*.yaml")
    if not file.stem.startswith(("campagne_", "questions_", "partenaires_"))
)
PARTNERS = {
    "fr": {
        *("mairie", "ccas", "maison_des_solidarites", "association", "agence", "mediation"),
        *("cellule_psychologique", "medecin", "secours", "superviseur", "facteur"),
    },
    "en": {
        *("town_hall", "social_services", "charity", "agency", "mediation", "counselling"),
        *("doctor", "rescue", "supervisor"),
    },
}
EMERGENCY_LINES = {
    "canicule": {"15", "112", "114"},
    "confinement": {"15", "17", "112", "114", "3114", "3919", "3977"},
    "courtoisie": {"15", "17", "112", "114", "3114", "3919", "3977"},
    "entrant": {"15", "17", "112", "114", "119", "3114"},
    "famille_monoparentale": {"15", "17", "112", "114", "119", "3114", "3919"},
    "handicap": {"15", "17", "112", "114", "3114", "3919", "3977"},
    "welfare_call": {"112", "114", "3114", "3919", "3977"},
}
"""The lines that the guide for callers asks of each script."""
CONSENT = {"fr": "accord_transmission", "en": "consent_to_share"}


@cache
def shipped(name: str) -> CallScript:
    script, problems = load_script(FOLDER / f"{name}.yaml")
    assert [problem.place + " " + problem.message for problem in problems] == []
    assert script is not None
    return script


def confinement() -> CallScript:
    return shipped("confinement")


def played(script: CallScript, case: ScriptCase) -> Walk:
    return walk(script, case.tenant, case.reason, case.answers)


def case_called(name: str) -> ScriptCase:
    return next(case for case in confinement().cases if case.name == name)


def answers_waited_for(script: CallScript, state: Walk) -> list[str]:
    return [one for one in state.asked if script.by_id[one].type is not QuestionType.NOTE]


every_script = pytest.mark.parametrize("name", NAMES)
every_case = pytest.mark.parametrize(
    ("name", "case"),
    [
        pytest.param(name, case, id=f"{name}: {case.name}")
        for name in NAMES
        for case in shipped(name).cases
    ],
)
every_question = pytest.mark.parametrize(
    ("name", "question"),
    [
        pytest.param(name, question, id=f"{name}: {question.id}")
        for name in NAMES
        for question in shipped(name).questions
    ],
)


def test_the_scripts_of_every_programme_are_shipped():
    assert set(NAMES) == set(EMERGENCY_LINES)


@every_script
def test_a_script_is_called_like_its_file(name: str):
    assert shipped(name).id == name


@every_case
def test_every_case_of_the_script_passes(name: str, case: ScriptCase):
    assert run_case(shipped(name), case) == ()


@every_case
def test_every_case_says_what_it_expects(name: str, case: ScriptCase):
    assert case.expected.needs is not None
    assert case.expected.alerts is not None


@every_case
def test_no_case_answers_what_is_not_asked(name: str, case: ScriptCase):
    state = played(shipped(name), case)
    assert state.hidden == () or "masquée" in case.name or "hidden" in case.name


@every_script
def test_the_cases_answer_every_question(name: str):
    answered = {
        one for case in shipped(name).cases for one in played(shipped(name), case).scope.known
    }
    asked = {q.id for q in shipped(name).questions if q.type is not QuestionType.NOTE}
    assert asked - answered == set()


@every_script
def test_the_cases_show_every_note_read_aloud(name: str):
    script = shipped(name)
    shown = {one for case in script.cases for one in played(script, case).asked}
    assert {q.id for q in script.questions} - shown == set()


@every_script
def test_the_cases_show_all_there_is_in_the_script(name: str):
    assert coverage(shipped(name), shipped(name).cases).missing == ()


@every_script
def test_the_cases_reach_every_reason(name: str):
    assert {case.reason for case in shipped(name).cases} == set(CallReason)


@every_case
def test_every_need_has_somebody_to_go_to(name: str, case: ScriptCase):
    assert [need.theme for need in played(shipped(name), case).needs if not need.to] == []


@every_script
def test_needs_go_to_known_kinds_of_partners(name: str):
    kinds = {rule.to for rule in shipped(name).needs}
    assert kinds <= PARTNERS[shipped(name).language]


@every_case
def test_no_need_waits_for_consent_that_is_not_asked(name: str, case: ScriptCase):
    script = shipped(name)
    state = played(script, case)
    if state.needs:
        assert CONSENT[script.language] in state.asked


@every_script
def test_an_all_well_call_takes_at_most_twelve_answers(name: str):
    script = shipped(name)
    calm = [case for case in script.cases if re.match("tout va bien|all is well", case.name)]
    assert calm
    for case in calm:
        state = played(script, case)
        assert state.complete
        assert state.needs == ()
        assert len(answers_waited_for(script, state)) <= 12


@pytest.mark.parametrize("reason", list(CallReason))
def test_the_same_all_well_answers_are_enough_whatever_the_reason(reason: CallReason):
    answers = dict(case_called("tout va bien, seule, premier appel, douze réponses").answers)
    answers["aide_recue"] = "rien_de_prevu"
    state = walk(confinement(), Profile(age=85, lives_alone=True), reason, answers)
    assert state.unanswered == ()
    assert len(state.asked) <= 12


def test_a_follow_up_asks_nothing_that_is_known():
    follow_up = walk(confinement(), Profile(age=85, lives_alone=True), CallReason.FOLLOW_UP, {})
    assert set(follow_up.asked).isdisjoint({"accord_notes", "contacts", "gestes_barrieres"})


@pytest.mark.parametrize("name", [one for one in NAMES if shipped(one).language == "fr"])
def test_a_wish_for_help_is_asked_even_of_those_who_have_no_time(name: str):
    state = walk(shipped(name), Profile(), CallReason.FIRST, {"moment": "plus_tard"})
    assert "besoin_aide" in state.asked


@pytest.mark.parametrize("answer", ["non", "nsp", "refus"])
def test_without_a_yes_to_notes_nothing_is_asked_about_the_person(answer: str):
    state = walk(
        confinement(), Profile(), CallReason.FIRST, {"moment": "oui", "accord_notes": answer}
    )
    assert state.asked == ("moment", "accord_notes", "besoin_aide", "rappel")


def lines(text: str) -> int:
    return -(-len(text) // WIDTH)


@every_question
def test_every_question_fits_a_small_screen(name: str, question: Question):
    room = lines(question.say) + lines(question.hint) + lines(question.avoid)
    assert room + len(question.choices) <= 14
    assert len(question.say) <= 240
    assert all(len(choice.label) <= 46 for choice in question.choices)


@every_question
def test_every_answer_has_a_key_and_a_label_of_its_own(name: str, question: Question):
    labels = [choice.label.casefold() for choice in question.choices]
    assert len(labels) <= 9
    assert len(set(labels)) == len(labels)
    assert not any(label[0].isdecimal() for label in labels)


@every_question
def test_no_price_and_no_bank_detail_is_asked(name: str, question: Question):
    asked = f"{question.say} {question.message}".casefold()
    forbidden = r"\b(iban|rib|carte|compte bancaire|euros?|prix|card|price|pounds?|bank)\b"
    assert not re.search(forbidden, asked)


@every_script
def test_what_is_said_first_is_short_and_names_the_caller_and_the_landlord(name: str):
    assert set(shipped(name).openings) == set(CallReason)
    for opening in shipped(name).openings.values():
        assert len(opening) <= 240
        assert "{caller}" in opening or "{benevole}" in opening
        assert "{landlord}" in opening or "{bailleur}" in opening


@every_script
def test_the_message_on_a_machine_says_nothing_of_health_or_help(name: str):
    message = shipped(name).voicemail.casefold()
    secret = ("santé", "aide", "fragile", "besoin", "{nom}", "health", "help", "need", "handicap")
    assert message
    assert not any(word in message for word in (*secret, "{last_name}"))


@every_script
def test_an_alert_is_read_at_a_glance(name: str):
    assert all(len(alert.say) <= 180 for alert in shipped(name).alerts)


@every_script
def test_every_emergency_line_of_the_guide_is_offered_by_the_script(name: str):
    assert {alert.dial for alert in shipped(name).alerts} == EMERGENCY_LINES[name]


def test_the_heatwave_script_tells_the_free_information_line():
    assert any("0 800 06 66 66" in question.say for question in shipped("canicule").questions)


@every_script
def test_every_script_advises_its_callers(name: str):
    guidance = shipped(name).guidance
    for text in (guidance.tone, guidance.never, guidance.stop):
        assert 40 < len(text) <= 6 * WIDTH


@every_script
def test_the_person_hears_what_the_data_is_for(name: str):
    assert shipped(name).purpose
    assert shipped(name).notice
