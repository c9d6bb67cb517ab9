"""The schema of one value, with an error in the words of the file's language.

A single value that the compiler takes in several types is not given a `type`, for which editors
would propose `true`, `false` and `null`; what it must not be is said with `if` and `then`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from veille_tui.callscript.campaign_words import (
    ASSIGNMENTS,
    CHANNELS,
    DAYS,
    HISTORIES,
    PARTNER_CHANNELS,
)
from veille_tui.callscript.fields import LONGEST_TEXT
from veille_tui.callscript.schema.words import Words
from veille_tui.callscript.vocabulary import (
    OUTCOMES,
    PARTNERS,
    REASONS,
    TRUTHS,
    TYPES,
    URGENCIES,
    written,
)

Schema = dict[str, Any]
_NOT_SCALAR = ["object", "array"]
_ID = r"^[\p{L}_][\p{L}\p{M}\p{N}_]{0,79}$"
_NAME = r"^[\p{L}\p{N}_][\p{L}\p{M}\p{N}_.-]{0,79}$"
_DIAL = r"^[\s.\-()]*(\+?([\s.\-()]*[0-9]){2,15}[\s.\-()]*)?$"
_HOUR = r"^\s*[0-9]{1,2}\s*[:hH]\s*([0-9]{2})?\s*$"
_EMAIL = r"^\s*[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[A-Za-z]{2,24}\s*$"
_CODE = r"^[^,]{1,80}$"


def unless(wrong: list[str], right: str, message: str) -> Schema:
    """Anything but the types `wrong`, for which `message` is shown."""
    return {"if": {"type": wrong}, "then": {"type": right, "errorMessage": message}}


def _scalar(words: Words, is_needed: bool) -> Schema:
    if is_needed:
        message = f"{words.error('missing_text')} {words.error('text')}"
        return unless([*_NOT_SCALAR, "null"], "string", message)
    return unless(_NOT_SCALAR, "string", words.error("text"))


def _said(words: Words, is_needed: bool) -> Schema:
    return {**_scalar(words, is_needed), "maxLength": LONGEST_TEXT}


def _spelt(pattern: str, error: str) -> Callable[[Words, bool], Schema]:
    def spelt(words: Words, is_needed: bool) -> Schema:
        message = words.error(error)
        return {**_scalar(words, is_needed), "pattern": pattern, "patternErrorMessage": message}

    return spelt


def _condition(words: Words, is_needed: bool) -> Schema:
    return unless([*_NOT_SCALAR, "number"], "string", words.error("condition"))


def _number(words: Words, is_needed: bool) -> Schema:
    return unless(["string", "boolean", *_NOT_SCALAR], "number", words.error("number"))


def _whole(words: Words, is_needed: bool) -> Schema:
    wrong: Schema = {"anyOf": [{"type": ["string", "boolean", *_NOT_SCALAR]}, {"not": _AT_LEAST_1}]}
    return {"if": wrong, "then": {"enum": [1, 2, 3, 4, 5], "errorMessage": words.error("whole")}}


_AT_LEAST_1: Schema = {"anyOf": [{"type": "integer", "minimum": 1}, {"type": "null"}]}


def _count(words: Words, is_needed: bool) -> Schema:
    wrong: Schema = {"anyOf": [{"type": ["string", "boolean", *_NOT_SCALAR]}, {"not": _AT_LEAST_0}]}
    return {"if": wrong, "then": {"enum": [0, 5, 10], "errorMessage": words.error("count")}}


_AT_LEAST_0: Schema = {"anyOf": [{"type": "integer", "minimum": 0}, {"type": "null"}]}


def _flag(words: Words, is_needed: bool) -> Schema:
    allowed = [*TRUTHS[words.language], True, False, None]
    pair = [(True, "true"), (False, "false")]
    proposed = [_truth(words, truth, english) for truth, english in pair]
    return {
        "if": {"not": {"enum": allowed}},
        "then": {"enum": allowed[:2], "errorMessage": words.error("flag")},
        "defaultSnippets": proposed,
    }


def _truth(words: Words, truth: bool, english: str) -> Schema:
    label = next(word for word, value in TRUTHS[words.language].items() if value is truth)
    body: object = truth if label == english else label
    return {"label": label, "body": body, "description": words.value("truths", english)}


def _answer(words: Words, is_needed: bool) -> Schema:
    error = words.error("text")
    several = {"if": {"type": "array"}, "then": {"items": unless(_NOT_SCALAR, "string", error)}}
    return {**unless(["object"], "string", error), "else": several}


def _answers(words: Words, is_needed: bool) -> Schema:
    return {**group(words, is_needed), "additionalProperties": _answer(words, False)}


def _texts(words: Words, is_needed: bool) -> Schema:
    return {**listing(words), "items": _scalar(words, False)}


def _days(words: Words, is_needed: bool) -> Schema:
    every = "all" if words.language == "en" else "tous"
    one = {"enum": [written(DAYS, day, words.language) for day in DAYS]}
    wrong: Schema = {"not": {"anyOf": [{"type": "array"}, {"enum": ["tous", "all"]}]}}
    return {
        "if": wrong,
        "then": {"enum": [every], "errorMessage": words.error("days")},
        "items": one,
    }


def _partner(words: Words, is_needed: bool) -> Schema:
    """The usual kinds are proposed; a campaign's directory may have others."""
    proposed = [
        {
            "label": written(PARTNERS, english, words.language),
            "body": written(PARTNERS, english, words.language),
            "description": words.value("partners", english),
        }
        for english in PARTNERS
    ]
    return {**_scalar(words, is_needed), "defaultSnippets": proposed}


def listing(words: Words) -> Schema:
    """A list, which may be empty."""
    return {"type": "array", "errorMessage": words.error("list")}


def group(words: Words, is_needed: bool) -> Schema:
    """One group of keywords; a message beside its `type` would stand for those of its keywords."""
    wrong = ["string", "number", "boolean", "array"]
    return unless([*wrong, "null"] if is_needed else wrong, "object", words.error("group"))


def _one_of(name: str, pairs: Mapping[str, str]) -> Callable[[Words, bool], Schema]:
    def one_of(words: Words, is_needed: bool) -> Schema:
        return {
            "enum": [written(pairs, english, words.language) for english in pairs],
            "enumDescriptions": [words.value(name, english) for english in pairs],
        }

    return one_of


VALUES: Mapping[str, Callable[[Words, bool], Schema]] = {
    "text": _scalar,
    "said": _said,
    "id": _spelt(_ID, "id"),
    "name": _spelt(_NAME, "name"),
    "dial": _spelt(_DIAL, "dial"),
    "email": _spelt(_EMAIL, "email"),
    "hour": _spelt(_HOUR, "hour"),
    "code": _spelt(_CODE, "code"),
    "condition": _condition,
    "number": _number,
    "whole": _whole,
    "count": _count,
    "flag": _flag,
    "answer": _answer,
    "answers": _answers,
    "texts": _texts,
    "partner": _partner,
    "days": _days,
    "types": _one_of("types", TYPES),
    "urgencies": _one_of("urgencies", URGENCIES),
    "outcomes": _one_of("outcomes", OUTCOMES),
    "reasons": _one_of("reasons", REASONS),
    "channels": _one_of("channels", CHANNELS),
    "assignments": _one_of("assignments", ASSIGNMENTS),
    "histories": _one_of("histories", HISTORIES),
    "partner_channels": _one_of("partner_channels", PARTNER_CHANNELS),
}
"""For each kind of a shape, its schema in the words of a language, needed or not."""
