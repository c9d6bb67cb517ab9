"""The headings of an XLSForm's columns in all their spellings, and their languages."""

from __future__ import annotations

import re
from dataclasses import dataclass

_ALIASES = {
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "list_name": "list_name",
    "list name": "list_name",
    "listname": "list_name",
    "relevance": "relevant",
    "calculate": "calculation",
    "constraining_message": "constraint_message",
    "constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "readonly": "read_only",
    "count": "repeat_count",
    "set_form_title": "form_title",
    "title": "form_title",
    "set_form_id": "form_id",
    "id_string": "form_id",
    "hints": "hint",
}
_GROUPS = frozenset(("bind", "control", "body", "media", "instance"))
TRANSLATED = frozenset(
    (
        "label hint guidance_hint constraint_message required_message image big_image audio video"
    ).split()
)
"""Columns that a form may have once per language."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a column holds, and in which language ("" when it does not say)."""

    column: str
    language: str = ""


def read_heading(text: str) -> Heading:
    """The heading `text`: "Label::Français (fr)", "media::image", "bind:relevant", "list name"."""
    parts = [part.strip() for part in re.split(r"::", text.strip()) if part.strip()]
    if len(parts) == 1 and not parts[0].lower().startswith("jr:"):
        parts = [part.strip() for part in parts[0].split(":", 1) if part.strip()]
    if not parts:
        return Heading("")
    if parts[0].lower() in _GROUPS and len(parts) > 1:
        parts = parts[1:]
    return Heading(_column(parts[0]), " ".join(parts[1].split()) if len(parts) > 1 else "")


def _column(text: str) -> str:
    word = " ".join(text.lower().split()).removeprefix("jr:")
    word = _ALIASES.get(word, word)
    word = re.sub(r"[\s-]+", "_", word)
    return _ALIASES.get(word, word)


def language_code(language: str) -> str:
    """The code between the parentheses of "Français (fr)"; else of a language known by name."""
    if match := re.search(r"\(([A-Za-z]{2,3})(?:[-_]\w+)?\)", language):
        return match[1].lower()
    first = language.strip().lower()
    if first in {"fr", "en"}:
        return first
    return next((code for word, code in _NAMES.items() if first.startswith(word)), "")


_NAMES = {"fran": "fr", "french": "fr", "fra": "fr", "engl": "en", "angl": "en", "eng": "en"}
