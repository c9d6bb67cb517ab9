"""A script's own cases pass, or say what differs."""

from __future__ import annotations

import pytest

from tests.domain.scripting import question, script, when
from veille_tui.domain.call_script import (
    AlertRule,
    CadenceRule,
    Expected,
    ExpectedNeed,
    NeedRule,
    ScriptCase,
    Urgency,
)
from veille_tui.domain.script_cases import Mismatch, run_case

ESSAI = script(
    question("a", required=True),
    question("b", si='a == "oui"'),
    needs=(NeedRule("repas", when('a == "oui"'), Urgency.TODAY, "ccas"),),
    alerts=(AlertRule("samu", "Le 15", when('b == "oui"')),),
    cadence=(CadenceRule("P7D", when('a == "oui"')),),
)


def outcome(expected: Expected, **answers: object) -> tuple[Mismatch, ...]:
    """What differs from `expected` after these answers."""
    return run_case(ESSAI, ScriptCase("essai", answers=answers, expected=expected))


def test_a_case_that_expects_what_happens_passes():
    expected = Expected(
        questions=("a", "b"),
        needs=(ExpectedNeed("repas", Urgency.TODAY, "ccas"),),
        alerts=("samu",),
        cadence="P7D",
        complete=True,
    )
    assert outcome(expected, a="oui", b="oui") == ()


def test_what_a_case_does_not_mention_is_not_looked_at():
    assert outcome(Expected(), a="oui") == ()
    assert outcome(Expected(needs=(ExpectedNeed("repas"),)), a="oui") == ()


@pytest.mark.parametrize(
    ("expected", "what"),
    [
        (Expected(questions=("a",)), "questions"),
        (Expected(needs=()), "needs"),
        (Expected(needs=(ExpectedNeed("repas", Urgency.WEEK),)), "needs"),
        (Expected(needs=(ExpectedNeed("repas", None, "agence"),)), "needs"),
        (Expected(alerts=("samu",)), "alerts"),
        (Expected(cadence=""), "cadence"),
        (Expected(complete=False), "complete"),
    ],
)
def test_a_case_that_expects_something_else_says_what_differs(expected, what):
    assert [mismatch.what for mismatch in outcome(expected, a="oui")] == [what]


def test_a_mismatch_shows_both_sides():
    expected = Expected(needs=(ExpectedNeed("repas", Urgency.WEEK),))
    assert outcome(expected, a="oui") == (Mismatch("needs", "repas week", "repas today ccas"),)
