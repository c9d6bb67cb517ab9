"""People to rehearse with differ in what the script's conditions look at."""

from __future__ import annotations

from tests.domain import scripting
from veille_tui.domain.call_script import ScriptCase
from veille_tui.domain.case import CallReason
from veille_tui.domain.made_up_people import cases_of, looked_at, made_up
from veille_tui.domain.tenants import Profile


def people(*conditions: str) -> list[Profile]:
    """Those made up for a script with these conditions."""
    asked = [scripting.question(f"q{n}", si=text) for n, text in enumerate(conditions)]
    return [one.profile for one in made_up(scripting.script(*asked))]


def test_somebody_lives_alone_somebody_does_not_and_of_one_nothing_is_known():
    found = people()
    assert {one.lives_alone for one in found} == {True, False, None}
    assert found[-1].age is None
    assert found[-1].flags == ()


def test_ages_stand_on_both_sides_of_each_age_compared_with():
    for limit in (25, 60, 80, 95):
        ages = [one.age for one in people(f"age >= {limit}") if one.age is not None]
        assert min(ages) < limit <= max(ages)


def test_somebody_is_just_at_an_age_in_between():
    assert 80 in [one.age for one in people("age > 80")]


def test_every_flag_segment_and_agency_named_is_carried_by_somebody():
    found = people('"entend_mal" dans marqueurs', 'contient(publics, "80")', 'agence == "Est"')
    assert ("entend_mal",) in [one.flags for one in found]
    assert ("80",) in [one.segments for one in found]
    assert "Est" in [one.agency for one in found]


def test_a_parent_alone_is_not_old():
    marked = next(one for one in people('"monoparental" dans marqueurs') if one.flags)
    assert marked.age is not None
    assert marked.age < 60


def test_nobody_has_the_name_of_another():
    found = people('"a" dans marqueurs', '"b" dans marqueurs', '"c" dans publics', "age > 80")
    assert len({one.last_name for one in found}) == len(found)


def test_nobody_made_up_knows_us_at_a_first_call():
    asked = scripting.question("q", si="jours_depuis_contact >= 21")
    callee = made_up(scripting.script(asked))[0]
    assert callee.profile.days_since_contact is None
    assert callee.called_for(CallReason.FOLLOW_UP).profile.days_since_contact == 21
    back = callee.called_for(CallReason.FOLLOW_UP).called_for(CallReason.FIRST)
    assert back.profile.days_since_contact is None


def test_the_people_of_the_cases_come_with_their_answers_and_a_name():
    case = ScriptCase("seule", Profile(age=81), CallReason.CALLBACK, {"q": "oui"})
    (callee,) = cases_of(scripting.script(scripting.question("q"), cases=(case,)))
    assert callee.profile.age == 81
    assert callee.profile.last_name
    assert callee.reason is CallReason.CALLBACK
    assert callee.answers == {"q": "oui"}
    assert callee.called_for(CallReason.FIRST).profile == callee.profile


def test_english_scripts_have_people_with_english_titles():
    script = scripting.script(scripting.question("q"), language="en")
    assert made_up(script)[0].profile.title == "Mrs"


def test_what_conditions_look_at_is_found_wherever_it_stands():
    seen = looked_at(scripting.script(scripting.question("q", si='80 <= age ou "x" dans publics')))
    assert seen.numbers("@age") == (80,)
    assert seen.texts("@segments") == ("x",)
    assert "@reason" not in seen
