"""The schema of a whole file: every keyword of the vocabulary, described, at its place."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from veille_tui.callscript.campaign_words import CAMPAIGN_KEYS
from veille_tui.callscript.questions import WITH_CHOICES, WITH_RANGE
from veille_tui.callscript.schema.shapes import CAMPAIGN_SHAPES, SCRIPT_SHAPES, Shape
from veille_tui.callscript.schema.values import VALUES, Schema, group, listing
from veille_tui.callscript.schema.words import Words, read_words
from veille_tui.callscript.vocabulary import KEYS, TYPES, written

KINDS = ("script", "bloc", "campagne", "questions", "partenaires")
LANGUAGES = ("fr", "en")
_ROOTS = {
    "script": "script",
    "bloc": "block",
    "campagne": "campaign",
    "questions": "faq_file",
    "partenaires": "partner_file",
}


def schema_text(kind: str, language: str) -> str:
    """The schema as the text of a file."""
    return json.dumps(schema(kind, language), ensure_ascii=False, indent=2) + "\n"


def schema(kind: str, language: str) -> Schema:
    """The JSON Schema of the files of one of KINDS, written in one of LANGUAGES."""
    root = _ROOTS[kind]
    subject = "script" if root in KEYS else "campaign"
    maker = _Maker(
        read_words(subject, language),
        *((CAMPAIGN_KEYS, CAMPAIGN_SHAPES) if subject == "campaign" else (KEYS, SCRIPT_SHAPES)),
    )
    body = maker.root(root)
    definitions = {name: maker.definition(name) for name in maker.used}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        **body,
        "definitions": dict(sorted(definitions.items())),
    }


class _Maker:
    """Makes the groups of one file; those that are named on the way wait in `used`."""

    def __init__(
        self,
        words: Words,
        keys: Mapping[str, Mapping[str, str]],
        shapes: Mapping[str, Mapping[str, Shape]],
    ) -> None:
        self._words = words
        self._keys = keys
        self._shapes = shapes
        self.used: list[str] = []
        """Places that are referred to; grows while they are made."""

    def root(self, place: str) -> Schema:
        """The whole file."""
        made = self._group(place)
        if place == "script":
            made["anyOf"] = [{"required": [self._word(place, name)]} for name in _PARTS]
        if place == "block":
            made = self._block(made)
        return made

    def definition(self, place: str) -> Schema:
        """One item of a list of groups."""
        made = self._group(place)
        if rule := _RULES.get(place):
            made |= rule(self, made)
        if place in _INCLUDED_BESIDE:
            made = self._or_include(made)
        if snippets := self._words.snippets(place):
            made["defaultSnippets"] = list(snippets)
        return made

    def word(self, place: str, *names: str) -> list[str]:
        """Keywords as the file writes them."""
        return [self._word(place, name) for name in names]

    def type_words(self, types: Sequence[str]) -> list[str]:
        """Types of questions as the file writes them."""
        return [written(TYPES, name, self._words.language) for name in types]

    def _word(self, place: str, name: str) -> str:
        return written(self._keys[place], name, self._words.language)

    def _group(self, place: str) -> Schema:
        shapes = self._shapes[place]
        needed = [self._word(place, name) for name in self._keys[place] if shapes[name].is_needed]
        return {
            "title": self._words.title(place),
            "type": "object",
            "properties": self._properties(place),
            **({"required": needed} if needed else {}),
            "additionalProperties": False,
        }

    def _properties(self, place: str) -> Schema:
        return {
            self._word(place, name): {
                **_described(self._words.entry(place, name)),
                **self._value(self._shapes[place][name]),
            }
            for name in self._keys[place]
        }

    def _value(self, shape: Shape) -> Schema:
        words = self._words
        if shape.kind == "groups":
            return {**listing(words), "items": self._of(shape.place)}
        if shape.kind == "group":
            inside = self._group(shape.place)
            del inside["type"]
            return {**group(words, shape.is_needed), **inside}
        if shape.kind == "include":
            file = VALUES["text"](words, True)
            either = {"if": {"type": "object"}, "then": self._of("include"), "else": file}
            return {"if": {"type": "array"}, "then": {"items": either}, "else": either}
        if shape.kind in _EITHER:
            item = {"if": {"type": "object"}, "then": self._of(_EITHER[shape.kind])}
            return {**listing(words), "items": item}
        return VALUES[shape.kind](words, shape.is_needed)

    def _of(self, place: str) -> Schema:
        if place not in self.used:
            self.used.append(place)
        return {"$ref": f"#/definitions/{place}"}

    def _or_include(self, made: Schema) -> Schema:
        """A group in whose place a shared block may stand."""
        own, include = made["properties"], self._properties("include")
        word, prefix = self.word("include", "include", "prefix")
        choice = {
            "if": {"required": [word]},
            "then": {"properties": {name: False for name in own if name not in include}},
            "else": {"required": made.pop("required"), "properties": {prefix: False}},
        }
        made["properties"] = {**include, **own}
        return {**made, "allOf": [choice, *made.pop("allOf", [])]}

    def _block(self, made: Schema) -> Schema:
        """A block may be a bare list, and may be a whole script."""
        script = self._group("script")["properties"]
        properties = {**script, **made["properties"]}
        item = {
            "if": {"required": [self._word("section", "questions")]},
            "then": self._of("section"),
            "else": self._of("question"),
        }
        return {**made, "type": ["object", "array"], "properties": properties, "items": item}


_PARTS = ("sections", "include")
_INCLUDED_BESIDE = ("section", "question")
_EITHER = {"expected_needs": "expected_need", "slots": "slot"}
"""Kinds of lists whose items are texts or groups."""


def _question_rules(maker: _Maker, made: Schema) -> Schema:
    """Choices belong to some types only, limits to others."""
    (kind, choices), limits = (
        maker.word("question", "type", "choices"),
        maker.word("question", "min", "max", "step"),
    )
    choosing = maker.type_words(WITH_CHOICES)
    counting = maker.type_words(WITH_RANGE)
    given = {"required": [kind]}
    return {
        "allOf": [
            {
                "if": {**given, "properties": {kind: {"enum": choosing}}},
                "then": {"required": [choices]},
                "else": {"if": given, "then": {"properties": {choices: False}}},
            },
            {
                "if": {"properties": {kind: {"enum": counting}}},
                "else": {"properties": dict.fromkeys(limits, False)},
            },
        ]
    }


def _choice_rules(maker: _Maker, made: Schema) -> Schema:
    """An urgency goes with a need."""
    need, urgency = maker.word("choice", "need", "urgency")
    return {"dependencies": {urgency: [need]}}


_RULES = {"question": _question_rules, "choice": _choice_rules}


def _described(entry: Mapping[str, Any]) -> Schema:
    """What an editor shows of a keyword."""
    text, example = entry["text"], entry.get("yaml", "").strip()
    shown: Schema = {"description": text.replace("`", "")}
    if example or "`" in text:
        fenced = f"\n\n```yaml\n{example}\n```" if example else ""
        shown["markdownDescription"] = text + fenced
    if "examples" in entry:
        shown["examples"] = entry["examples"]
    return shown
