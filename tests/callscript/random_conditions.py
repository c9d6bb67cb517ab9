"""Random conditions that mean something: each compares a question with what it can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from veille_tui.domain.call_script import ENGLISH, FRENCH, Words
from veille_tui.domain.condition_tokens import CONTEXT_WORDS, FUNCTION_WORDS, OPERATOR_WORDS
from veille_tui.domain.conditions import REASON_WORDS

SEGMENTS = ("plus_70", "plus_80")
FLAGS = ("isolated", "hearing")
AGENCIES = ("Nord", "Foix-Centre")
TEXTS = ("pain", "à la maison")
DATES = ("2020-03-17", "2020-05-11")
TIMES = ("09:30", "18:00")
PHONES = ("15", "0536491234")


@dataclass(frozen=True)
class Asked:
    """What conditions may know of an earlier question: its id, type and possible answers."""

    id: str
    type: str
    """The English name of its type."""
    codes: tuple[str, ...] = ()
    low: int = 0
    high: int = 10


class Speech:
    """How conditions are written in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.answers: Words = ENGLISH if language == "en" else FRENCH
        self._words = {
            english: ours
            for table in (OPERATOR_WORDS, CONTEXT_WORDS, FUNCTION_WORDS)
            for ours, english in table[language].items()
        }

    def __getitem__(self, english: str) -> str:
        return self._words[english]


def condition(
    luck: Random,
    asked: Sequence[Asked],
    language: str = "fr",
    *,
    of_the_person: bool = True,
    depth: int = 2,
) -> str:
    """A condition over questions, and over the person and the call unless told not to."""
    speech = Speech(language)
    if depth and luck.random() > 0.7:
        one, other = (
            condition(luck, asked, language, of_the_person=of_the_person, depth=depth - 1)
            for _ in range(2)
        )
        forms = (
            f"{speech['not']} ({one})",
            f"({one}) {speech['and']} ({other})",
            f"({one}) {speech['or']} ({other})",
        )
        return luck.choice(forms)
    answered = [one for one in asked if one.type != "note"]
    if answered and (not of_the_person or luck.random() < 0.8):
        return about(luck, luck.choice(answered), language)
    return _person(luck, speech) if of_the_person else speech["true"]


def about(luck: Random, asked: Asked, language: str = "fr") -> str:
    """A condition on the answer of one question."""
    speech = Speech(language)
    if luck.random() > 0.8:
        return f"{speech[luck.choice(['empty', 'dk', 'refused'])]}({asked.id})"
    return _MEANT[asked.type](luck, asked, speech)


def _yes_no(luck: Random, asked: Asked, speech: Speech) -> str:
    return _code(luck, Asked(asked.id, "choice", (speech.answers.yes, speech.answers.no)), speech)


def _code(luck: Random, asked: Asked, speech: Speech) -> str:
    if luck.random() < 0.6:
        return f'{asked.id} {luck.choice(["==", "!="])} "{luck.choice(asked.codes)}"'
    among = luck.choice([speech["in"], f"{speech['not']} {speech['in']}"])
    size = luck.randint(1, len(asked.codes))
    return f"{asked.id} {among} " + str(list(asked.codes[:size])).replace("'", '"')


def _multiple(luck: Random, asked: Asked, speech: Speech) -> str:
    code = luck.choice(asked.codes)
    count = f"{speech['count']}({asked.id}) {luck.choice(_ORDERS)}"
    forms = (
        f'{speech["contains"]}({asked.id}, "{code}")',
        f'"{code}" {speech["in"]} {asked.id}',
        f"{count} {luck.randint(0, len(asked.codes))}",
    )
    return luck.choice(forms)


def _number(luck: Random, asked: Asked, speech: Speech) -> str:
    value, other = (luck.randint(asked.low, asked.high) for _ in range(2))
    forms = (
        f"{asked.id} {luck.choice(_ORDERS)} {value}",
        f"{asked.id} - 1 {luck.choice(_ORDERS)} {value}",
        f"{min(value, other)} <= {asked.id} <= {max(value, other)}",
    )
    return luck.choice(forms)


def _date(luck: Random, asked: Asked, speech: Speech) -> str:
    return f'{asked.id} {luck.choice(_ORDERS)} "{luck.choice(DATES)}"'


def _time(luck: Random, asked: Asked, speech: Speech) -> str:
    return f'{asked.id} {luck.choice(_ORDERS)} "{luck.choice(TIMES)}"'


def _phone(luck: Random, asked: Asked, speech: Speech) -> str:
    return f'{asked.id} {luck.choice(["==", "!="])} "{luck.choice(PHONES)}"'


def _text(luck: Random, asked: Asked, speech: Speech) -> str:
    part = luck.choice(TEXTS)
    sign = luck.choice(["==", "!="])
    forms = (f'{speech["contains"]}({asked.id}, "{part}")', f'{asked.id} {sign} "{part}"')
    return luck.choice(forms)


def _person(luck: Random, speech: Speech) -> str:
    reason = luck.choice([*REASON_WORDS])
    if speech.language == "en":
        reason = REASON_WORDS[reason]
    forms = (
        speech["lives_alone"],
        f"{speech['age']} {luck.choice(_ORDERS)} {luck.randint(60, 95)}",
        f"{speech['days_since_contact']} {luck.choice(_ORDERS)} {luck.randint(0, 30)}",
        f'"{luck.choice(SEGMENTS)}" {speech["in"]} {speech["segments"]}',
        f'{speech["contains"]}({speech["flags"]}, "{luck.choice(FLAGS)}")',
        f'{speech["agency"]} == "{luck.choice(AGENCIES)}"',
        f'{speech["reason"]} {luck.choice(["==", "!="])} "{reason}"',
    )
    return luck.choice(forms)


_ORDERS = ("==", "!=", "<", "<=", ">", ">=")
_MEANT: dict[str, Callable[[Random, Asked, Speech], str]] = {
    "yes_no": _yes_no,
    "consent": _yes_no,
    "choice": _code,
    "multiple": _multiple,
    "scale": _number,
    "number": _number,
    "date": _date,
    "time": _time,
    "phone": _phone,
    "text": _text,
}
