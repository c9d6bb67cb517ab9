"""What a reader of files says is wrong: place, cause and remedy, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in a file a person wrote.

    `line` and `column` are 1-based and used by YAML files; `row` is the spreadsheet's own row
    number, `heading` its column's heading, `value` the cell as it stood. 0 or "" when unknown.
    """

    code: str
    """Stable, in English, kebab-case: what programs and tests look at."""
    message: str
    """What is wrong, in the reader's language."""
    hint: str = ""
    """What to do about it."""
    severity: Severity = "error"
    file: str = ""
    line: int = 0
    column: int = 0
    sheet: str = ""
    row: int = 0
    heading: str = ""
    value: str = ""

    @property
    def place(self) -> str:
        """Where it is, as `file:line:column` or as much of it as is known."""
        if self.line:
            return f"{self.file}:{self.line}:{self.column}"
        return self.file


@dataclass(slots=True)
class Problems:
    """Collects problems in the order they are found; readers never stop at the first."""

    found: list[Problem] = field(default_factory=list)

    def add(self, problem: Problem) -> None:
        """Keep one more."""
        self.found.append(problem)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.found)

    def __len__(self) -> int:
        return len(self.found)

    @property
    def errors(self) -> list[Problem]:
        """Those that forbid using the file."""
        return [problem for problem in self.found if problem.severity == "error"]

    @property
    def ok(self) -> bool:
        """Whether the file may be used (warnings allowed)."""
        return not self.errors
