"""Turning what was typed or read into an answer, or into the code of what is wrong with it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, time
from types import MappingProxyType

from veille_tui.domain.call_script import CallScript, Question, QuestionType, Words
from veille_tui.domain.conditions import Scope
from veille_tui.domain.tenants import Profile
from veille_tui.domain.texts import strip_controls
from veille_tui.domain.walk import is_answered, walk

LONGEST_TEXT = 4000
SCALE = (0.0, 10.0)
"""What a scale goes from and to when the script does not say."""

Checked = tuple[object, str]
"""The answer to keep and "", or None and a code of REFUSALS."""

REFUSALS = (
    "not-yes-or-no",
    "unknown-code",
    "not-a-number",
    "below-minimum",
    "above-maximum",
    "off-step",
    "not-a-date",
    "not-a-time",
    "not-a-phone",
    "not-text",
    "too-long",
    "empty-answer",
    "read-only",
    "constraint",
)
"""Every code that `validate_answer` may give."""

_NONE: Mapping[str, object] = MappingProxyType({})
_NOBODY = Profile()
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_FRENCH_DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})")
_TIME = re.compile(r"(\d{1,2})\s*(?:[:hH]\s*(\d{1,2})?)\s*(?:min)?")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(?:[.,][0-9]{1,15})?")
_PHONE = re.compile(r"\+?[0-9]{2,15}")


def validate_answer(
    script: CallScript,
    question: Question,
    raw: object,
    *,
    answers: Mapping[str, object] = _NONE,
    profile: Profile = _NOBODY,
    reason: str = "first",
) -> Checked:
    """The answer in its stored shape and "", or None and why it is refused (see REFUSALS).

    "Does not know" and "refused" are answers to anything but a note. Numbers may have a decimal
    comma, dates be dd/mm/yyyy, hours "10h30". The rest of the conversation is only looked at by a
    constraint. A question's `default` goes through here like any answer, once confirmed.
    """
    value, problem = check_shape(question, raw, script.words)
    if problem or question.constraint is None or value in (script.words.dk, script.words.refused):
        return value, problem
    together = {**answers, question.id: value}
    if question.id in broken_constraints(script, together, profile, reason):
        return None, "constraint"
    return value, ""


def broken_constraints(
    script: CallScript, answers: Mapping[str, object], profile: Profile, reason: str
) -> tuple[str, ...]:
    """The questions whose answers, sound by themselves, do not go with the others, in order."""
    seen = walk(script, profile, reason, answers).scope
    left_open = (script.words.dk, script.words.refused)
    broken = []
    for question in script.questions:
        answer = answers.get(question.id)
        if question.constraint is None or not is_answered(answer) or answer in left_open:
            continue
        known = {**seen.known, question.id: answer}
        if not question.constraint.holds(Scope(known, seen.dk, seen.refused)):
            broken.append(question.id)
    return tuple(broken)


def validate_detail(raw: object) -> Checked:
    """The free text of a choice with a detail, or why it is refused."""
    return _text(None, strip_controls(raw).strip() if isinstance(raw, str) else raw, None)


def check_shape(question: Question, raw: object, words: Words) -> Checked:
    """Like `validate_answer` without its constraint."""
    if isinstance(raw, str):
        raw = strip_controls(raw).strip()
    if question.type is QuestionType.NOTE:
        return None, "read-only"
    if raw is None or raw == "":
        return None, "empty-answer"
    if raw in (words.dk, words.refused):
        return raw, ""
    return _SHAPES[question.type](question, raw, words)


def _yes_no(question: Question, raw: object, words: Words) -> Checked:
    if isinstance(raw, bool):
        return (words.yes if raw else words.no), ""
    if raw in (words.yes, words.no):
        return raw, ""
    return None, "not-yes-or-no"


def _code(question: Question, raw: object) -> str | None:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None
    choice = question.choice(str(raw))
    return choice.code if choice else None


def _choice(question: Question, raw: object, words: Words) -> Checked:
    code = _code(question, raw)
    return (None, "unknown-code") if code is None else (code, "")


def _multiple(question: Question, raw: object, words: Words) -> Checked:
    """A list of codes, or one text with commas; kept without doubles, in the script's order."""
    if isinstance(raw, str):
        raw = [part.strip() for part in raw.split(",") if part.strip()]
    if not isinstance(raw, list | tuple):
        raw = [raw]
    if len(raw) == 1 and raw[0] in (words.dk, words.refused):
        return raw[0], ""
    codes = [_code(question, one) for one in raw]
    if None in codes:
        return None, "unknown-code"
    return [choice.code for choice in question.choices if choice.code in codes], ""


def _number(question: Question, raw: object, words: Words) -> Checked:
    value = _as_number(raw)
    if value is None:
        return None, "not-a-number"
    is_scale = question.type is QuestionType.SCALE
    lowest = SCALE[0] if question.min is None and is_scale else question.min
    highest = SCALE[1] if question.max is None and is_scale else question.max
    if lowest is not None and value < lowest:
        return None, "below-minimum"
    if highest is not None and value > highest:
        return None, "above-maximum"
    step = 1.0 if question.step is None and is_scale else question.step
    if step and not _is_on_step(value - (lowest or 0), step):
        return None, "off-step"
    return value, ""


def _as_number(raw: object) -> int | float | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, str) and _NUMBER.fullmatch(raw):
        raw = float(raw.replace(",", "."))
    if not isinstance(raw, int | float) or abs(raw) > 1e15 or not math.isfinite(raw):
        return None
    return int(raw) if raw == int(raw) else float(raw)


def _is_on_step(distance: float, step: float) -> bool:
    times = distance / step
    return abs(times - round(times)) < 1e-6


def _date(question: Question, raw: object, words: Words) -> Checked:
    text = str(raw)
    if match := _ISO_DATE.fullmatch(text):
        year, month, day = match.groups()
    elif match := _FRENCH_DATE.fullmatch(text):
        day, month, year = match.groups()
    else:
        return None, "not-a-date"
    try:
        return date(int(year), int(month), int(day)).isoformat(), ""
    except ValueError:
        return None, "not-a-date"


def _time(question: Question, raw: object, words: Words) -> Checked:
    match = _TIME.fullmatch(str(raw))
    if match is None:
        return None, "not-a-time"
    try:
        return time(int(match[1]), int(match[2] or 0)).strftime("%H:%M"), ""
    except ValueError:
        return None, "not-a-time"


def _phone(question: Question, raw: object, words: Words) -> Checked:
    """Digits with an optional +, as they are dialled; whose number it is, intake knows better."""
    if not isinstance(raw, str):
        return None, "not-a-phone"
    compact = re.sub(r"\(0\)|[\s.\-()/]", "", raw)
    return (compact, "") if _PHONE.fullmatch(compact) else (None, "not-a-phone")


def _text(question: Question | None, raw: object, words: Words | None) -> Checked:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        return None, "not-text"
    text = str(raw)
    return (None, "too-long") if len(text) > LONGEST_TEXT else (text, "")


_SHAPES: Mapping[QuestionType, Callable[[Question, object, Words], Checked]] = {
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
