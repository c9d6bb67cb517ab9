"""The search for what can happen agrees with trying everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.callscript.writing import read
from tests.domain.scripting import question, script, when
from veille_tui.domain.call_script import AlertRule, CallScript
from veille_tui.domain.case import CallReason
from veille_tui.domain.possibilities import Possibilities, Undecided, Wanted, chosen
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import Walk, walk

AGES = (None, 30, 74, 75, 76, 79, 80, 81, 90)


def leaf(names: list[str]) -> st.SearchStrategy[str]:
    """A comparison that names one of these questions, or the person."""
    of_person = ["age > 75", "age <= 80", "vit_seul", "non vit_seul"]
    of_questions = [
        f"{name} {operator}"
        for name in names
        for operator in ('== "a"', '!= "b"', 'dans ["a", "b"]', 'dans ["c"]')
    ]
    calls = [f"{word}({name})" for name in names for word in ("vide", "nsp")]
    return st.sampled_from([*of_person, *of_questions, *calls])


def condition(names: list[str]) -> st.SearchStrategy[str]:
    """A small condition over these questions."""
    return st.recursive(
        leaf(names),
        lambda part: st.one_of(
            st.tuples(part, st.sampled_from(["et", "ou"]), part).map(
                lambda three: f"({three[0]} {three[1]} {three[2]})"
            ),
            part.map(lambda one: f"non ({one})"),
        ),
        max_leaves=4,
    )


@st.composite
def scripts(draw: st.DrawFn) -> CallScript:
    """Three questions, each asked under a condition on those before, and an alert."""
    first = question("q1", choix="a b c")
    second = question("q2", choix="a b c", si=draw(condition(["q1"])))
    third = question("q3", choix="a b c", si=draw(condition(["q1", "q2"])))
    alert = AlertRule("x", "y", when(draw(condition(["q1", "q2", "q3"]))))
    return script(first, second, third, alerts=(alert,))


def tried(made: CallScript) -> tuple[set[str], bool]:
    """Which questions are asked and whether the alert is raised, in any call at all."""
    asked: set[str] = set()
    raised = False
    values = (None, "a", "b", "c", "nsp")
    for age, alone, one, two, three in product(AGES, (None, True, False), values, values, values):
        answers = {"q1": one, "q2": two, "q3": three}
        given = {name: value for name, value in answers.items() if value is not None}
        state = walk(made, Profile(age=age, lives_alone=alone), CallReason.FIRST, given)
        asked |= set(state.asked)
        raised = raised or bool(state.alerts)
    return asked, raised


@settings(max_examples=25, deadline=None)
@given(scripts())
def test_what_the_search_calls_possible_is_what_some_call_does(made: CallScript) -> None:
    possible = Possibilities(made)
    asked, raised = tried(made)
    for one in made.questions:
        found = possible.find(*possible.asked(one.id))
        assert (found is not None) == (one.id in asked)
        if found is not None:
            state = walk(made, found.profile, found.reason, found.answers)
            assert one.id in state.asked
    (alert,) = made.alerts
    assert alert.when is not None
    found = possible.find((alert.when.tree, True))
    assert (found is not None) == raised
    if found is not None:
        assert walk(made, found.profile, found.reason, found.answers).alerts == ("x",)


FORM = """
script: s
titre: S
sections:
  - id: t
    titre: T
    questions:
      - {id: n, type: nombre, dire: x, min: 0, max: 9, contrainte: n > 2}
      - {id: o, type: nombre, dire: x, min: 0, max: 9}
      - {id: m, type: multiple, dire: x, si: n > 5, choix: [
          {code: a, libelle: A}, {code: b, libelle: B}, {code: c, libelle: C}]}
      - {id: d, type: date, dire: x}
      - {id: late, type: oui_non, dire: x, si: 'd > "2020-05-11" et d < "2020-05-13"'}
alertes:
  - {id: two, dire: y, si: 'nb(m) == 2 et contient(m, "c")'}
  - {id: sum, dire: y, si: o + o > 40}
"""


def goes(form: CallScript, *wanted: Wanted) -> Walk:
    """The walk of a call in which all of this is so."""
    found = Possibilities(form).find(*wanted)
    assert found is not None
    return walk(form, found.profile, found.reason, found.answers)


def test_a_situation_gives_numbers_lists_and_dates_that_do():
    form = read(FORM)
    assert goes(form, (when('nb(m) == 2 et contient(m, "c")').tree, True)).alerts == ("two",)
    late = goes(form, *Possibilities(form).asked("late"))
    assert "late" in late.asked
    assert late.scope.known["d"] == "2020-05-12"


def test_an_answer_that_its_constraint_refuses_is_never_given():
    assert Possibilities(read(FORM)).find((when("n < 2").tree, True)) is None


def test_sums_are_searched_but_prove_nothing():
    with pytest.raises(Undecided):
        Possibilities(read(FORM)).find((when("o + o > 40").tree, True))


def test_every_choice_can_be_asked_for():
    form = read(FORM)
    for code in ("a", "b", "c"):
        state = goes(form, *Possibilities(form).asked("m"), chosen(form.by_id["m"], code))
        assert code in list(state.scope.known["m"])  # type: ignore[call-overload]
