"""Random calls: whom they are with, why, and what is answered to a script."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tests.callscript import random_conditions as known
from veille_tui.domain.answers import SCALE
from veille_tui.domain.call_script import CallScript, Question, QuestionType, Words
from veille_tui.domain.case import CallReason
from veille_tui.domain.tenants import Profile


@dataclass(frozen=True)
class RandomCall:
    """Whom a call is with, why, and what was answered: by question id, in stored shape."""

    profile: Profile
    reason: CallReason
    answers: Mapping[str, object]


def random_call(luck: Random, script: CallScript) -> RandomCall:
    """A call with `script`: any person, any reason, most questions answered."""
    answers = {
        question.id: random_answer(luck, question, script.words)
        for question in script.questions
        if question.type is not QuestionType.NOTE and luck.random() > 0.2
    }
    return RandomCall(random_profile(luck), luck.choice([*CallReason]), answers)


def random_profile(luck: Random) -> Profile:
    """A person of whom more or less is known."""
    return Profile(
        title=luck.choice(["", "Mme", "M."]),
        last_name=luck.choice(["", "LEFÈVRE", "{nom}"]),
        age=luck.choice([None, luck.randint(60, 99)]),
        lives_alone=luck.choice([None, True, False]),
        segments=tuple(_some(luck, known.SEGMENTS)),
        flags=tuple(_some(luck, known.FLAGS)),
        agency=luck.choice(["", *known.AGENCIES]),
        days_since_contact=luck.choice([None, luck.randint(0, 40)]),
    )


def random_answer(luck: Random, question: Question, words: Words) -> object:
    """An answer of the right shape, at times "does not know" or "refused"; a note has none."""
    if luck.random() > 0.85:
        return luck.choice([words.dk, words.refused])
    return _ANSWERS[question.type](luck, question, words)


def _yes_no(luck: Random, question: Question, words: Words) -> object:
    return luck.choice([words.yes, words.no])


def _choice(luck: Random, question: Question, words: Words) -> object:
    return luck.choice(question.choices).code


def _multiple(luck: Random, question: Question, words: Words) -> object:
    return _some(luck, [choice.code for choice in question.choices])


def _number(luck: Random, question: Question, words: Words) -> object:
    lowest, highest = SCALE if question.type is QuestionType.SCALE else (0.0, 100.0)
    low = lowest if question.min is None else question.min
    high = highest if question.max is None else question.max
    return luck.randint(int(low), int(high))


def _date(luck: Random, question: Question, words: Words) -> object:
    day = date(2020, 3, 1) + timedelta(days=luck.randint(0, 90))
    return luck.choice([day.isoformat(), *known.DATES])


def _time(luck: Random, question: Question, words: Words) -> object:
    return luck.choice([f"{luck.randint(0, 23):02}:{luck.randint(0, 59):02}", *known.TIMES])


def _phone(luck: Random, question: Question, words: Words) -> object:
    return luck.choice(known.PHONES)


def _text(luck: Random, question: Question, words: Words) -> object:
    return luck.choice([*known.TEXTS, "Du PAIN, {nom} : « oui »"])


def _some(luck: Random, values: Sequence[str]) -> list[str]:
    """Some of `values`, in their order."""
    return [value for value in values if luck.random() > 0.6]


_ANSWERS: Mapping[QuestionType, Callable[[Random, Question, Words], object]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.CONSENT: _yes_no,
    QuestionType.CHOICE: _choice,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.SCALE: _number,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.PHONE: _phone,
    QuestionType.TEXT: _text,
}
