"""What somebody says in a conversation: the truth of their situation, in the script's answers."""

from __future__ import annotations

import random
from collections.abc import Mapping

from veille_tui.desk.desk import Desk
from veille_tui.desk.hand import Hand
from veille_tui.domain.call_script import CallScript, Question, QuestionType

_MOST = 200
"""Questions in one conversation: a script that goes in circles would not end."""
WELL = "bien"


def talk(desk: Desk, hand: Hand, said: Mapping[str, str]) -> Hand:
    """Answer everything the script asks, in its order, by what the person has to say."""
    for _ in range(_MOST):
        question = _next(hand)
        if question is None:
            return hand
        hand = desk.answer(hand, question.id, answer_to(question, said, _words(hand)))
    return hand


def _next(hand: Hand) -> Question | None:
    if hand.script is None or hand.walk is None or not hand.walk.unanswered:
        return None
    return hand.script.by_id.get(hand.walk.unanswered[0])


def _words(hand: Hand) -> tuple[str, str, str]:
    script: CallScript | None = hand.script
    if script is not None and script.language == "en":
        return "yes", "no", "dk"
    return "oui", "non", "nsp"


def answer_to(question: Question, said: Mapping[str, str], words: tuple[str, str, str]) -> object:
    """What the person says to one question; who has nothing to say to it is well."""
    yes, no, unknown = words
    kind = question.type
    if question.id in said:
        return _as_answer(question, said[question.id])
    if question.default is not None:
        return question.default
    if kind is QuestionType.CONSENT:
        return yes
    if kind is QuestionType.YES_NO:
        return no if any(one.code == yes and one.need for one in question.choices) else yes
    if kind is QuestionType.CHOICE:
        free = [one.code for one in question.choices if not one.need and not one.outcome]
        return free[0] if free else unknown
    if kind is QuestionType.SCALE and question.min is not None and question.max is not None:
        return int(question.max)
    if kind is QuestionType.NUMBER and question.min is not None:
        return question.min
    return unknown


def _as_answer(question: Question, text: str) -> object:
    if question.type is QuestionType.MULTIPLE:
        return [part.strip() for part in text.split(",") if part.strip()]
    if question.type in {QuestionType.NUMBER, QuestionType.SCALE}:
        return float(text) if "." in text else int(text)
    return text


def minutes_of(chance: random.Random, mean: float) -> float:
    """How long a talk is: most are short, some are long (gamma, shape 3)."""
    return max(1.0, min(40.0, chance.gammavariate(3.0, mean / 3.0)))
