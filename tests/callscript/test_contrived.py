"""Scripts made to be hard to weigh are checked in a few seconds all the same."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from time import process_time

import pytest

from tests.callscript.writing import questions, read
from veille_tui.callscript.compiler import compile_text
from veille_tui.domain.script_coverage import coverage, propose

MOST_SECONDS = 8.0
"""Of the processor; each takes one or two, and took half a minute or never ended."""


def asked_if(conditions: Sequence[str]) -> list[str]:
    """Questions with these conditions."""
    return [
        f"- {{id: z{at}, type: oui_non, si: '{one}', dire: Oui ?}}"
        for at, one in enumerate(conditions)
    ]


def numbers(count: int) -> list[str]:
    return [
        f"- {{id: q{at}, type: nombre, min: 0, max: 50, dire: Combien ?}}" for at in range(count)
    ]


def multiples(count: int, codes: int) -> list[str]:
    choices = ", ".join(f"{{code: c{at}, libelle: Choix {at}}}" for at in range(codes))
    return [
        f"- {{id: q{at}, type: multiple, dire: Lesquels ?, choix: [{choices}]}}"
        for at in range(count)
    ]


def sums_of_many() -> str:
    random = Random(3)
    parts = [
        " et ".join(
            f"q{random.randrange(12)} + q{random.randrange(12)} > {random.randrange(60)}"
            f" + q{random.randrange(12)}"
            for _ in range(12)
        )
        for _ in range(60)
    ]
    return questions(*numbers(12), *asked_if(parts))


def counts_of_many_choices() -> str:
    parts = [
        " et ".join(f"nb(q{at}) + nb(q{(at + 1) % 4}) > {190 + n % 9}" for at in range(4))
        for n in range(40)
    ]
    return questions(*multiples(4, 100), *asked_if(parts))


def sums_with_many_numbers() -> str:
    random = Random(3)
    parts = [
        " ou ".join(
            f"q0 + {random.randrange(10_000)} == {random.randrange(10_000)}" for _ in range(60)
        )
        for _ in range(40)
    ]
    return questions(*numbers(1), *asked_if(parts))


@pytest.mark.parametrize("make", [sums_of_many, counts_of_many_choices, sums_with_many_numbers])
def test_what_is_hard_to_weigh_is_left_undecided(make):
    begin = process_time()
    _script, problems = compile_text(make(), "essai.yaml")
    assert process_time() - begin < MOST_SECONDS
    assert not [one.code for one in problems if one.code == "never-true"]


def test_cases_for_a_thousand_questions_are_proposed_at_once():
    script = read(questions(*multiples(200, 8), *asked_if(['contient(q3, "c1")'] * 800)))
    begin = process_time()
    proposed = list(propose(script, coverage(script, ()).missing))
    assert process_time() - begin < MOST_SECONDS
    assert {part.name for _case, parts in proposed for part in parts} >= {"q0", "z799"}
