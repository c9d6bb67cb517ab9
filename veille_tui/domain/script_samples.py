"""Made-up calls through a script: quick proof of what can happen, before any search."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random

from veille_tui.domain.answer_space import AnswerSpace, Left
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.case import CallReason
from veille_tui.domain.possibilities import Situation, as_answer, profile_of
from veille_tui.domain.walk import Walk, walk

_KNOWN = (
    "@age",
    "@lives_alone",
    "@segments",
    "@flags",
    "@agency",
    "@reason",
    "@days_since_contact",
)


def sample_walks(
    script: CallScript, space: AnswerSpace, count: int, randomness: Random
) -> Iterator[tuple[Situation, Walk]]:
    """`count` calls with answers drawn from `space`, questions that would not be asked included."""
    for _n in range(count):
        situation = _drawn(script, space, randomness)
        state = walk(script, situation.profile, situation.reason, situation.answers)
        yield situation, state


def _drawn(script: CallScript, space: AnswerSpace, randomness: Random) -> Situation:
    known = _values(space, _KNOWN, randomness)
    answers = _values(space, [question.id for question in script.questions], randomness)
    return Situation(
        profile_of(known),
        CallReason(str(known["@reason"])),
        {key: as_answer(script, one) for key, one in answers.items()},
    )


def _values(
    space: AnswerSpace, keys: list[str] | tuple[str, ...], randomness: Random
) -> Mapping[str, object]:
    drawn: dict[str, object] = {}
    for key in keys:
        values = space.cells(key).values
        value = values[int(randomness.random() * len(values))]
        if value is not Left.UNANSWERED:
            drawn[key] = value
    return drawn
