"""What the proof's rules are made of: sweeps over one table, each with its rules."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from veille_tui.domain.late_dataclasses import dataclass

URGENCIES = "('', 'immediate', 'today', 'week')"


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that must not be."""

    code: str
    """Stable, in English."""
    broken: str
    """SQL that is true of a row which breaks it."""
    is_contradiction: bool = True
    """Otherwise the rules allow it, and a person must look."""


@dataclass(frozen=True, slots=True)
class Sweep:
    """One walk: where the rows come from, how each is named, and what must not be true of it."""

    name: str
    source: str
    """What stands after `from`."""
    case_id: str
    reference: str
    """SQL of the landlord's key; never a name."""
    about: str
    """SQL of the attempt or entry; `''` when the case says it all."""
    rules: tuple[Rule, ...]


def listed(words: Iterable[StrEnum | str]) -> str:
    """Words as SQL lists them."""
    return "(" + ", ".join(f"'{word!s}'" for word in sorted(words)) + ")"
