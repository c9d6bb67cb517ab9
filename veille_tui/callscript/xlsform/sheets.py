"""The sheets of a form to be written, and what it could not say."""

from __future__ import annotations

from dataclasses import dataclass, field

SURVEY = (
    "type",
    "name",
    "label",
    "hint",
    "guidance_hint",
    "required",
    "relevant",
    "constraint",
    "constraint_message",
    "default",
    "appearance",
    "parameters",
)
CHOICES = ("list_name", "name", "label")


@dataclass(frozen=True, slots=True)
class Lost:
    """One thing that a form cannot say."""

    place: str
    """Which part of the script, by the words of its file: "besoins 2", "sante.moral"."""
    key: str
    """The keyword."""
    value: str
    reason: str
    row: int = 0
    """The row of survey it belongs to; 0 for what has none."""


@dataclass(slots=True)
class Sheets:
    """Rows as they will stand, the first row being the headings."""

    survey: list[dict[str, str]] = field(default_factory=list)
    choices: list[dict[str, str]] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    lost: list[Lost] = field(default_factory=list)
    lost_name: str = "non_repris"

    def add(self, **cells: str) -> int:
        """One more row of survey; its number as the spreadsheet counts."""
        self.survey.append({column: value for column, value in cells.items() if value})
        return len(self.survey) + 1
