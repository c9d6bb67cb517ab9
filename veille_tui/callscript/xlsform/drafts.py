"""A script being made from a form: what will be written, and what is kept as comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from veille_tui.callscript.xlsform.form import Row


@dataclass(frozen=True, slots=True)
class DraftChoice:
    """One choice."""

    code: str
    label: str
    detail: bool = False


@dataclass(slots=True)
class DraftQuestion:
    """One question; fields by their English keyword, texts and conditions as they are written."""

    row: Row
    id: str
    type: str
    fields: dict[str, object] = field(default_factory=dict)
    choices: tuple[DraftChoice, ...] = ()
    list_name: str = ""
    """The list of the form that `choices` are, when several questions may share it."""
    comments: list[str] = field(default_factory=list)
    """What stands above it."""


@dataclass(slots=True)
class DraftSection:
    """One section."""

    id: str
    title: str
    row: Row | None = None
    """Of the group that it was; None for the questions outside of any."""
    when: str = ""
    questions: list[DraftQuestion] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    """What stands above it."""


@dataclass(slots=True)
class Draft:
    """The whole script."""

    id: str
    title: str
    language: str
    """Of its keywords."""
    spoken: str = ""
    version: str = ""
    sections: list[DraftSection] = field(default_factory=list)
    head: list[str] = field(default_factory=list)
    """Comments above everything."""
    tail: list[str] = field(default_factory=list)
    """Comments under everything."""

    @property
    def questions(self) -> Iterator[DraftQuestion]:
        """Every question, in order."""
        return (question for section in self.sections for question in section.questions)
