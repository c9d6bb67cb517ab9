"""Two versions of a script compared: nothing that callers would notice is passed over."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

import pytest

from tests.domain.scripting import question, script, when
from veille_tui.domain.asked_changes import asked_change
from veille_tui.domain.call_script import (
    AlertRule,
    CadenceRule,
    CallScript,
    Choice,
    ClosingRule,
    NeedRule,
    Question,
    QuestionType,
    Section,
    Urgency,
)
from veille_tui.domain.case import CallReason
from veille_tui.domain.change import ChangeKind
from veille_tui.domain.conditions import Condition
from veille_tui.domain.script_changes import changes
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import walk

MORAL = question("moral", choix="bien mal")
NEXT = question("suite")


def kinds(old: CallScript, new: CallScript, **held: Any) -> list[ChangeKind]:
    return [change.kind for change in changes(old, new, **held)]


ASKED = replace(
    MORAL,
    hint="aide",
    avoid="éviter",
    when=when("age > 70"),
    default="bien",
    constraint=when('moral != "mal"'),
    message="non",
    min=1,
    max=9,
    step=2,
    unit="kg",
    choices=(Choice("bien", "Bien", "sante", Urgency.TODAY, True, "callback"),),
    required=True,
)


def asked_when(text: str) -> Question:
    """The question "a" with this condition; "" for none."""
    return replace(question("a"), when=when(text) if text else None)


FULL = script(
    sections=(Section("tout", "Tout", (ASKED,), when("age > 60")),),
    purpose="aider",
    notice="vos droits",
    version="1",
    openings={CallReason.FIRST: "Bonjour"},
    voicemail="message",
    needs=(NeedRule("sante", when("age > 70"), Urgency.TODAY, "ccas", "vite"),),
    alerts=(AlertRule("samu", "Le 15", when("age > 70"), "15"),),
    cadence=(CadenceRule("P7D", when("age > 70"), date(2020, 5, 11)),),
    closings=(ClosingRule("Au revoir", when("age > 70")),),
)
NOT_FOR_CALLERS = {("CallScript", "hash"), ("CallScript", "cases")}
"""The hash follows from the rest; the script's own cases are for its author."""


def variants() -> Iterator[tuple[str, CallScript]]:
    """The full script with each field of each of its parts changed in turn."""
    parts: list[tuple[Any, Any]] = [
        (FULL, lambda one: one),
        (FULL.sections[0], _with_section),
        (FULL.questions[0], _with_question),
        (
            FULL.questions[0].choices[0],
            lambda one: _with_question(replace(FULL.questions[0], choices=(one,))),
        ),
        (FULL.needs[0], lambda one: replace(FULL, needs=(one,))),
        (FULL.alerts[0], lambda one: replace(FULL, alerts=(one,))),
        (FULL.cadence[0], lambda one: replace(FULL, cadence=(one,))),
        (FULL.closings[0], lambda one: replace(FULL, closings=(one,))),
    ]
    for part, rebuilt in parts:
        name = type(part).__name__
        for field in dataclasses.fields(part):
            if (name, field.name) not in NOT_FOR_CALLERS:
                value = other(getattr(part, field.name))
                yield f"{name}.{field.name}", rebuilt(replace(part, **{field.name: value}))


def _with_section(one: Section) -> CallScript:
    return replace(FULL, sections=(one,))


def _with_question(one: Question) -> CallScript:
    return replace(FULL, sections=(replace(FULL.sections[0], questions=(one,)),))


def other(value: Any) -> Any:
    """Something else of the same kind."""
    if isinstance(value, StrEnum):
        return next(one for one in type(value) if one is not value)
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value + 1
    if isinstance(value, str):
        return value + "x"
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, Condition):
        return when("age > 99")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return replace(value, **{name: other(getattr(value, name)) for name in names})
    assert value, "the full script must fill every field"
    return type(value)()


@pytest.mark.parametrize("changed", [pytest.param(one, id=name) for name, one in variants()])
def test_every_part_of_a_script_is_compared(changed: CallScript):
    assert changes(FULL, changed)


def test_the_same_script_has_no_changes():
    assert changes(FULL, FULL) == ()


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ("", "", ""),
        ("", "age > 70", "less"),
        ("age > 70", "", "more"),
        ("age > 70", "age>70", ""),
        ("age > 70", 'age > 70 et agence == "Est"', "less"),
        ('agence == "Est" et age > 70', "age > 70", "more"),
        ("age > 70", "age < 30", "otherwise"),
        ("age > 70", "age > 75", "less"),
        ("age > 75", 'age > 75 ou agence == "Est"', "more"),
        ("age > 70 ou age > 75", "age > 70", ""),
    ],
)
def test_a_condition_makes_a_question_rarer_or_commoner(old: str, new: str, how: str):
    before = script(asked_when(old))
    after = script(asked_when(new))
    assert asked_change(before, after, "a") == how
    expected = [ChangeKind(f"asked-{how}")] if how else []
    assert kinds(before, after) == expected


def test_a_section_that_is_asked_less_is_said_once():
    before = script(sections=(Section("s", "S", (question("a"), question("b"))),))
    after = script(sections=(replace(before.sections[0], when=when("age > 70")),))
    assert kinds(before, after) == [ChangeKind.SECTION_LESS]
    assert asked_change(before, after, "b") == "less"


def test_a_question_that_changes_section_is_asked_as_its_new_section_is():
    a, b = question("a"), question("b")
    one, two = Section("un", "Un", (a,)), Section("deux", "Deux", (b,), when("age > 70"))
    before = script(sections=(one, two))
    after = script(sections=(replace(one, questions=()), replace(two, questions=(b, a))))
    assert kinds(before, after) == [ChangeKind.ASKED_LESS, ChangeKind.QUESTION_MOVED]


def test_what_went_tells_how_many_answers_it_leaves():
    before = script(MORAL, NEXT)
    after = script(replace(MORAL, choices=MORAL.choices[:1]))
    held = {("moral", "mal"): 3, ("moral", ""): 9, ("suite", ""): 5}
    found = {change.kind: change.held for change in changes(before, after, held)}
    assert found == {ChangeKind.CHOICE_REMOVED: 3, ChangeKind.QUESTION_REMOVED: 5}


def test_another_type_comes_before_other_words():
    before = script(MORAL, NEXT)
    after = script(
        replace(MORAL, say="Ça va ?"), replace(NEXT, type=QuestionType.TEXT, say="Et puis ?")
    )
    assert kinds(before, after)[0] is ChangeKind.TYPE_CHANGED


def test_needs_of_a_theme_are_compared_where_they_hold_alike():
    old = NeedRule("repas", when("age > 70"), Urgency.WEEK, "ccas")
    new = replace(old, urgency=Urgency.TODAY, to="mairie")
    more = NeedRule("repas", when("age > 90"), Urgency.IMMEDIATE)
    before, after = script(MORAL, needs=(old,)), script(MORAL, needs=(more, new))
    assert kinds(before, after) == [
        ChangeKind.NEED_ELSEWHERE,
        ChangeKind.NEED_ADDED,
        ChangeKind.NEED_MORE_URGENT,
    ]


def test_a_need_of_a_choice_is_compared_with_its_choice():
    calm = replace(MORAL, choices=(Choice("mal", "Mal", "sante", Urgency.WEEK),))
    pressing = replace(MORAL, choices=(Choice("mal", "Mal", "sante", Urgency.TODAY),))
    none = replace(MORAL, choices=(Choice("mal", "Mal"),))
    assert kinds(script(calm), script(pressing)) == [ChangeKind.NEED_MORE_URGENT]
    assert kinds(script(pressing), script(calm)) == [ChangeKind.NEED_LESS_URGENT]
    assert kinds(script(calm), script(none)) == [ChangeKind.NEED_REMOVED]
    assert kinds(script(none), script(calm)) == [ChangeKind.NEED_ADDED]


def test_rules_of_which_the_first_wins_are_told_when_their_order_changes():
    often, seldom = CadenceRule("P1D", when("age > 90")), CadenceRule("P7D")
    before, after = script(MORAL, cadence=(often, seldom)), script(MORAL, cadence=(seldom, often))
    assert kinds(before, after) == [ChangeKind.CADENCE_REORDERED]
    assert kinds(before, script(MORAL, cadence=(seldom,))) == [ChangeKind.CADENCE_REMOVED]


def test_questions_and_sections_that_change_places_are_told_once():
    a, b, c = (question(name) for name in "abc")
    before = script(a, b, c)
    (change,) = changes(before, script(c, a, b))
    assert (change.kind, change.subject, change.new) == (ChangeKind.QUESTION_REORDERED, "c", "")
    (change,) = changes(before, script(b, a, c))
    assert change.kind is ChangeKind.QUESTION_REORDERED


CONDITIONS = (
    "",
    "age > 70",
    "age >= 70",
    "non (age > 70)",
    'moral == "mal"',
    'moral != "bien"',
    "vide(moral)",
    'age > 70 et moral == "mal"',
    'age > 70 ou moral == "mal"',
    'moral dans ["bien", "mal"]',
    "refus(moral) ou nsp(moral)",
)


@pytest.mark.parametrize("old", CONDITIONS)
@pytest.mark.parametrize("new", CONDITIONS)
def test_how_often_is_what_trying_every_answer_finds(old: str, new: str):
    before = script(MORAL, asked_when(old))
    after = script(MORAL, asked_when(new))
    calls = [
        (Profile(age=age), {"moral": answer} if answer else {})
        for age in (None, 40, 70, 71, 90)
        for answer in ("", "bien", "mal", "nsp", "refus")
    ]
    asked = [
        tuple("a" in walk(one, profile, "first", answers).asked for one in (before, after))
        for profile, answers in calls
    ]
    gains, loses = (False, True) in asked, (True, False) in asked
    expected = "otherwise" if gains and loses else "more" if gains else "less" if loses else ""
    assert asked_change(before, after, "a") == expected


def test_a_condition_that_another_implies_already_makes_nothing_rarer():
    first, then = question("a"), question("b", si='a == "oui"')
    before = script(first, then, question("c", si='b == "oui"'))
    after = script(first, then, question("c", si='a == "oui" et b == "oui"'))
    assert kinds(before, after) == []


def test_a_long_chain_of_questions_is_compared():
    def chain(operator: str) -> CallScript:
        later = [question(f"q{n + 1}", si=f'q{n} {operator} "oui"') for n in range(400)]
        return script(question("q0"), *later)

    assert set(kinds(chain("=="), chain("!="))) == {ChangeKind.ASKED_OTHERWISE}
