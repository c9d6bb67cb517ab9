"""What the expressions of a form may name, and how our conditions call it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Subject:
    """One question, or one thing known of the person, as conditions see it."""

    id: str
    """As our conditions write it."""
    kind: str
    """code, list, number, date, text, truth (true or false), or opaque: only empty or not."""
    codes: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """The form's codes to ours."""
    left_open: Mapping[str, str] = field(default_factory=lambda: _NONE)
    """The form's codes for "dk" and "refused", which every question of ours has."""
    is_known: bool = False
    """Whether it always has a value."""
