"""Mistakes of YAML as they are found: where, what to say, and how the line is mended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from veille_tui.callscript.yaml_faults import Told
from veille_tui.callscript.yaml_lines import Entry, take_apart

Spot = tuple[int, int]
"""Line and column, from 0."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where and why the parser stopped, in its own words."""

    words: str
    at: Spot
    context: Spot | None = None
    """Where the thing began that it was reading."""
    value: tuple[Spot, Spot] = ((0, 0), (0, 0))
    """Where the last single value before stands, and ends."""
    style: str = ""
    """How that value is written: "" for plain, else its quote."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines to replace so that reading can go on."""

    lines: Mapping[int, str]
    moved: Mapping[int, int] = field(default_factory=dict)
    """Lines that only start further right (or left), and by how much."""
    loses: bool = False
    """Whether something the author wrote is left out."""
    joins: bool = False
    """Whether the line becomes the end of the text above it."""

    def of(self, lines: Sequence[str]) -> list[str]:
        """`lines` with this edit made."""
        changed = list(lines)
        for number, text in self.lines.items():
            changed[number] = text
        return changed


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake, and ways to mend it, the likeliest first."""

    told: Told
    at: Spot
    edits: tuple[Edit, ...] = ()
    others: tuple[Finding, ...] = ()
    """What else may have been meant, if reading gets further with it."""


def suspects(lines: Sequence[str], fault: Fault) -> Iterator[tuple[int, Entry]]:
    """The lines where the mistake may be, in order: a plain value may have run over some."""
    first = last = fault.at[0]
    (start, _column), (end, _end_column) = fault.value
    if not fault.style and end == last:
        first = max(start, last - 30)
    if fault.context and "simple key" in fault.words:
        first = min(first, fault.context[0])
    for number in range(first, last + 1):
        yield number, take_apart(lines[number])


def commented(lines: Sequence[str], first: int, last: int) -> Edit:
    """Lines that reading goes on without."""
    return Edit({number: "#" + lines[number][1:] for number in range(first, last + 1)}, loses=True)


def without(lines: Sequence[str], at: Spot) -> Iterator[Edit]:
    """Reading on without the line, without its block, or without all that follows."""
    number = min(at[0], len(lines) - 1)
    yield commented(lines, number, number)
    indent, last = take_apart(lines[number]).indent, number
    while last + 1 < len(lines):
        entry = take_apart(lines[last + 1])
        if not entry.is_empty and entry.indent <= indent:
            break
        last += 1
    if last > number:
        yield commented(lines, number, last)
    yield commented(lines, number, len(lines) - 1)
