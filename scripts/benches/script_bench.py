"""Checking and loading a call script, and one step of its walk.

The floor of loading is PyYAML's own CSafeLoader on the same text, which checks nothing and keeps
no place. A step of the walk is one answer given in the middle of a script of 1,000 questions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import cycle

import yaml

from scripts.benches.long_script import long_script
from scripts.benches.ratios import Row, pairs, seconds
from veille_tui.callscript.compiler import compile_text
from veille_tui.domain.call_script import CallScript, Question
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import Walk, walk

_WHO = Profile(age=84, lives_alone=True)
_ANSWERS = {"yes_no": "oui", "number": 3}


def rows(*, quick: bool) -> Iterator[Row]:
    """200 and 1,000 questions."""
    times = 5 if quick else 15
    for count in (200, 1000):
        text = long_script(count)
        ours, floor, ratio = pairs(
            partial(seconds, partial(_load, text)),
            partial(seconds, partial(yaml.load, text, Loader=yaml.CSafeLoader)),
            times,
        )
        yield Row("script", f"check and load, {count:,} questions", ours, floor, "s",
                  "CSafeLoader alone", 3.0, ratio)  # fmt: skip
    yield Row("script", "check, 1,000 questions", ours, 1.0, "s", "1 s", 1.0)
    script = _load(text)
    few, many = _Steps(script, 10), _Steps(script, 1000)
    ours, other, ratio = pairs(many, few, times * 10)
    yield Row("script", "a step of the walk, 1,000 questions", ours, 0.001, "s", "1 ms", 1.0)
    yield Row("script", "a step, all answered / ten answered", ours, other, "s",
              "the same step with ten answers", 1.2, ratio)  # fmt: skip


def _load(text: str) -> CallScript:
    script, problems = compile_text(text, "long.yaml")
    if script is None or len(problems):
        raise SystemExit(f"the script of the bench has problems: {problems.found[:3]}")
    return script


class _Steps:
    """Answers one question now this way, now that, each time from the walk before."""

    def __init__(self, script: CallScript, answered: int) -> None:
        self._script = script
        self._question = script.questions[answered // 2 // 4 * 4].id
        self._answers = {one.id: _answer(one) for one in script.questions[:answered]}
        self._state = self._walk(self._answers, None)
        self._turns = cycle(("mal", "bien"))

    def _walk(self, answers: Mapping[str, object], before: Walk | None) -> Walk:
        return walk(self._script, _WHO, "first", answers, before)

    def __call__(self) -> float:
        answers = {**self._answers, self._question: next(self._turns)}
        before = self._state

        def step() -> None:
            self._state = self._walk(answers, before)

        return seconds(step)


def _answer(question: Question) -> object:
    return question.choices[0].code if question.choices else _ANSWERS[question.type.value]
