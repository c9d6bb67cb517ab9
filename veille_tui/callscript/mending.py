"""Reading on after a mistake of YAML: it is told, mended in a copy, and the rest is read as well.

What could only be a consequence of the mending is not reported: silence is better than noise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Protocol

from veille_tui.callscript.builder import MAX_DEPTH, Builder, events
from veille_tui.callscript.reporter import Reporter
from veille_tui.callscript.tree import Listing, Node, Place, Source, Table
from veille_tui.callscript.yaml_edits import Edit, Fault, Finding, Spot, without
from veille_tui.callscript.yaml_faults import odd_space
from veille_tui.callscript.yaml_indents import odd_spaces
from veille_tui.callscript.yaml_lines import ODD_SPACES, above, take_apart
from veille_tui.callscript.yaml_suspects import find

if TYPE_CHECKING:
    import yaml

    class _Mark(Protocol):
        """A place, whichever parser gives it."""

        line: int
        column: int


_KEYS = re.compile(r"(\w+) ?:(?: |$)")
_NAMING = frozenset("id code type theme script inclure include prefixe prefix".split())
MOST_MENDINGS = 30
MOST_SPACED_LINES = 1000
MOST_CHARACTERS = 6_000_000
"""How much is read in all, tries included: a mistake in a huge file is not mended."""


def build(text: str, source: Source, report: Reporter) -> Node | None:
    """The only document of `text`, as far as it can be read; every mistake is reported."""
    if not any(odd in text for odd in ODD_SPACES):
        unheard = Reporter()
        builder = Builder(source, unheard)
        root = builder.build(text)
        if builder.is_sound:
            report.adopt(unheard)
            return root
    mender = _Mender(text, source, report)
    mender.tidy()
    return mender.read()


@dataclass(frozen=True, slots=True)
class _Step:
    """A mistake, the edit that mends it, and the mistake that comes next."""

    finding: Finding
    edit: Edit
    next: Finding | None

    @property
    def worth(self) -> tuple[float, int]:
        """How far reading gets, and with how few changes."""
        return self.next.at[0] if self.next else math.inf, -len(self.edit.lines)


class _Mender:
    """Mends one text, mistake after mistake, each trial checked by reading on."""

    def __init__(self, text: str, source: Source, report: Reporter) -> None:
        self._source = source
        self._report = report
        self._lines = text.split("\n")
        self._moved: dict[int, int] = {}
        self._touched: set[int] = set()
        self._loses = False
        self._left = MOST_CHARACTERS

    def read(self) -> Node | None:
        """The tree of the text once mended; None when it cannot be."""
        finding = self._look(self._lines)
        for _again in range(MOST_MENDINGS):
            if finding is None:
                return self._build()
            step = self._mended(finding)
            self._tell(step.finding if step else finding)
            if step is None:
                return None
            self._keep(step.edit)
            finding = step.next
        if finding is not None:
            self._tell(finding)
        return None

    def tidy(self) -> None:
        """Put plain spaces for odd ones around keys and before items."""
        found = []
        for finding in islice(odd_spaces(self._lines), MOST_SPACED_LINES):
            found.append(finding)
            self._keep(finding.edits[0])
        if found:
            line, column = found[0].at
            told = odd_space(len(found) - 1)
            place = Place(self._source, line + 1, column + 1)
            self._report.error(told.code, place, told.message, told.hint)

    def _look(self, lines: Sequence[str]) -> Finding | None:
        """The first mistake that is left, or None."""
        text = "\n".join(lines)
        self._left -= len(text)
        fault = first_fault(text, len(lines))
        return find(lines, fault) if fault else None

    def _mended(self, finding: Finding) -> _Step | None:
        """What mends best: after it reading gets furthest; None when nothing does."""
        best: _Step | None = None
        for one in (finding, *finding.others):
            for edit in one.edits:
                best = self._tried(one, edit, best)
                if best and best.next is None and len(best.edit.lines) == 1:
                    return best
        for edit in () if best else without(self._lines, finding.at):
            if best := self._tried(finding, edit, None):
                break
        return best

    def _tried(self, finding: Finding, edit: Edit, best: _Step | None) -> _Step | None:
        """`best`, or this edit when reading gets further with it."""
        if self._left < 0:
            return best
        step = _Step(finding, edit, self._look(edit.of(self._lines)))
        if step.next is not None and step.next.at[0] <= finding.at[0]:
            return best
        return step if best is None or step.worth > best.worth else best

    def _keep(self, edit: Edit) -> None:
        self._loses = self._loses or edit.loses or self._renames(edit)
        for number, text in edit.lines.items():
            self._lines[number] = text
        if edit.joins:
            self._touched.add(above(self._lines, min(edit.lines)))
        self._touched |= edit.lines.keys() - edit.moved.keys()
        self._touched |= {min(edit.lines)}
        for number, by in edit.moved.items():
            self._moved[number] = self._moved.get(number, 0) + by

    def _renames(self, edit: Edit) -> bool:
        """Whether the first thing that changes may be a name, or what a name means."""
        number = min(edit.lines.keys() - edit.moved.keys(), default=-1)
        if number < 0:
            return False
        old, new = self._lines[number], edit.lines[number]
        same = next((at for at, sign in enumerate(old) if not new.startswith(sign, at)), 0)
        keys = _KEYS.findall(old[:same])
        return bool(keys) and keys[-1] in _NAMING and new[same : same + 1] in ("'", "\\")

    def _tell(self, finding: Finding) -> None:
        line, column = finding.at
        length = len(self._source.lines[line])
        column = min(max(0, column - self._moved.get(line, 0)), length)
        told = finding.told
        self._report.error(
            told.code, Place(self._source, line + 1, column + 1), told.message, told.hint
        )

    def _build(self) -> Node | None:
        unheard = Reporter()
        root = _MendedBuilder(self._source, unheard, self._moved).build("\n".join(self._lines))
        self._hush(root)
        self._report.adopt(unheard)
        is_mended = bool(self._touched)
        return None if is_mended and not isinstance(root, Table | Listing) else root

    def _hush(self, root: Node | None) -> None:
        groups = _Groups(root)
        name = self._source.name
        for line in self._touched:
            groups_here = groups.around(line + 1, take_apart(self._lines[line]).indent + 1)
            self._report.hush(name, line + 1, groups_here if self._loses else groups_here[-1:])
        if self._loses:
            self._report.hush_names()


def first_fault(text: str, count: int) -> Fault | None:
    """Where and why the parser stops, which reads a text of `count` lines; None at its end."""
    import yaml

    last: yaml.ScalarEvent | None = None
    depth = 0
    try:
        for event in events(text):
            if isinstance(event, yaml.ScalarEvent):
                last = event
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MAX_DEPTH:
                break
    except yaml.YAMLError as error:
        return _fault(error, last, count)
    return None


def _fault(error: yaml.YAMLError, last: yaml.ScalarEvent | None, count: int) -> Fault:
    problem, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    at = _spot(problem or context, count)
    return Fault(
        words=f"{getattr(error, 'problem', '')} {getattr(error, 'context', '')}",
        at=at,
        context=_spot(context, count) if context else None,
        value=_extent(last, count) if last else (at, at),
        style=(last.style or "") if last else "",
    )


def _extent(event: yaml.Event, count: int) -> tuple[Spot, Spot]:
    return _spot(event.start_mark, count), _spot(event.end_mark, count)


def _spot(mark: _Mark | None, count: int) -> Spot:
    """Line and column from 0, within the file even when the parser looks beyond its end."""
    if mark is None:
        return 0, 0
    line = min(mark.line, count - 1)
    return line, (mark.column if mark.line == line else 0)


class _MendedBuilder(Builder):
    """Gives the places of the original to what was moved."""

    def __init__(self, source: Source, report: Reporter, moved: Mapping[int, int]) -> None:
        super().__init__(source, report)
        self._moved = moved

    def _place(self, event: yaml.Event) -> Place:
        place = super()._place(event)
        by = self._moved.get(place.line - 1, 0)
        return Place(place.source, place.line, max(1, place.column - by)) if by else place


class _Groups:
    """The groups of a tree, by where they begin."""

    def __init__(self, root: Node | None) -> None:
        self._places = sorted({(table.place.line, table.place.column) for table in _tables(root)})

    def around(self, line: int, column: int) -> list[tuple[int, int]]:
        """Where the groups begin that hold what stands at a place, outermost first."""
        found: list[tuple[int, int]] = []
        for place in self._places:
            if place[0] > line:
                break
            while found and found[-1][1] >= place[1]:
                found.pop()
            found.append(place)
        while found and found[-1][0] < line and found[-1][1] > column:
            found.pop()
        return found


def _tables(root: Node | None) -> Iterable[Table]:
    waiting: list[Node] = [root] if root else []
    left = 200_000
    while waiting and left:
        left -= 1
        node = waiting.pop()
        if isinstance(node, Table):
            yield node
            waiting.extend(value for _key, value in node.entries)
        elif isinstance(node, Listing):
            waiting.extend(node.items)
