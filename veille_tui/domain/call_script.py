"""A call script, checked and frozen: what is said, asked, needed, shown and proposed next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType

from veille_tui.domain.case import CallReason
from veille_tui.domain.conditions import Condition, Test
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import Profile


class QuestionType(StrEnum):
    """What kind of answer a question takes."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    SCALE = "scale"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"
    PHONE = "phone"
    TEXT = "text"
    NOTE = "note"
    """Read only: shown in its turn, never waited for."""
    CONSENT = "consent"


class Urgency(StrEnum):
    """How soon somebody must act on a need."""

    IMMEDIATE = "immediate"
    TODAY = "today"
    WEEK = "week"

    @property
    def rank(self) -> int:
        """0 for the most pressing."""
        return _RANKS[self]


_RANKS = {urgency: rank for rank, urgency in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class Words:
    """The answer codes that every script has, in the language of its file."""

    yes: str
    no: str
    dk: str
    """Does not know."""
    refused: str


FRENCH = Words(yes="oui", no="non", dk="nsp", refused="refus")
ENGLISH = Words(yes="yes", no="no", dk="dk", refused="refused")


@dataclass(frozen=True, slots=True)
class Guidance:
    """How to hold this call, for the caller's eyes; each text may hold placeholders."""

    tone: str = ""
    never: str = ""
    """What is never asked nor promised."""
    stop: str = ""
    """When to end the call, and how."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One possible answer of a `choice` or `multiple` question."""

    code: str
    label: str
    need: str = ""
    """Theme of the need that this answer makes; "" for none."""
    urgency: Urgency = Urgency.WEEK
    detail: bool = False
    """Whether free text is asked for; it is answered under `Question.detail_id(code)`."""
    outcome: str = ""
    """What the call comes to with this answer: refused_soft, refused_hard, callback or ""."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `say`, `hint` and `avoid` may hold placeholders (see domain.texts)."""

    id: str
    type: QuestionType
    say: str = ""
    """Said aloud."""
    hint: str = ""
    """For the caller's eyes."""
    avoid: str = ""
    """Not to be said."""
    when: Condition | None = None
    required: bool = False
    default: object = None
    """Proposed, in the shape of an answer; it counts as an answer only once confirmed."""
    constraint: Condition | None = None
    """Must hold of the answer, which it calls by the question's own id."""
    message: str = ""
    """What to say when the constraint does not hold; "" for the general words."""
    choices: tuple[Choice, ...] = ()
    min: float | None = None
    max: float | None = None
    step: float | None = None
    unit: str = ""

    def detail_id(self, code: str) -> str:
        """Under which id the free text of the choice `code` is answered."""
        return f"{self.id}.{code}"

    def choice(self, code: object) -> Choice | None:
        """The choice with this code, or None."""
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions with a title; `when` false hides them all."""

    id: str
    title: str
    questions: tuple[Question, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class NeedRule:
    """A need that follows from several answers."""

    theme: str
    when: Condition | None = None
    urgency: Urgency = Urgency.WEEK
    to: str = ""
    """Kind of partner; "" when the supervisor decides."""
    note: str = ""
    consent: str = ""
    """The question that asks whether it may be passed on; "" leaves it to consent.needs_found."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something the person needs; one per theme, at its strongest urgency."""

    theme: str
    urgency: Urgency
    to: str = ""
    """Kind of partner, by the most pressing rule that names one; "" when none does."""
    note: str = ""
    sources: tuple[str, ...] = ()
    """The questions whose answers made it, in order."""
    consent: str = ""
    """The question that asks whether it may be passed on."""


@dataclass(frozen=True, slots=True)
class AlertRule:
    """Something shown at once, with the number to dial."""

    id: str
    say: str
    when: Condition | None = None
    dial: str = ""
    """As it is dialled: "15"; "" when there is nobody to call."""


@dataclass(frozen=True, slots=True)
class CadenceRule:
    """How often to call again; the first rule that holds wins."""

    every: str
    """ISO 8601 duration in days and hours: "P7D", "P3DT12H" (see domain.durations)."""
    when: Condition | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class ClosingRule:
    """How to take leave; the first rule that holds wins."""

    say: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class ExpectedNeed:
    """A need that a case of the script expects; "" and None are not looked at."""

    theme: str
    urgency: Urgency | None = None
    to: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a case of the script expects; None is not looked at."""

    questions: tuple[str, ...] | None = None
    needs: tuple[ExpectedNeed, ...] | None = None
    alerts: tuple[str, ...] | None = None
    cadence: str | None = None
    """ISO duration; "" when no follow-up is expected."""
    complete: bool | None = None


@dataclass(frozen=True, slots=True)
class SectionRows:
    """A section as a walk reads it."""

    section: Section
    ids: tuple[str, ...]
    questions: tuple[tuple[str, Test | None, bool, bool], ...]
    """Id, condition, whether it is a note, whether it is required."""
    looks_at: frozenset[str]
    """Its own questions and those that its conditions name."""


def _rows_of(section: Section) -> SectionRows:
    whens = [section.when, *(question.when for question in section.questions)]
    named = {name.key for when in whens if when is not None for name in when.names}
    ids = tuple(question.id for question in section.questions)
    rows = tuple(
        (
            question.id,
            question.when.holds if question.when else None,
            question.type is QuestionType.NOTE,
            question.required,
        )
        for question in section.questions
    )
    return SectionRows(section, ids, rows, frozenset({*ids, *named}))


_NO_ANSWERS: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ScriptCase:
    """One of the script's own tests."""

    name: str
    tenant: Profile = field(default_factory=Profile)
    reason: CallReason = CallReason.FIRST
    answers: Mapping[str, object] = field(default_factory=lambda: _NO_ANSWERS)
    expected: Expected = field(default_factory=Expected)
    line: int = 0
    """Where it stands in its file, from 1."""


@dataclass(frozen=True)
class CallScript:
    """A whole script; `id` and `hash` together say which words were used in a call."""

    id: str
    title: str
    hash: str
    """sha256, in hexadecimal, of the content with its shared blocks: the version that counts."""
    sections: tuple[Section, ...]
    language: str = "fr"
    """Of the file's keywords and answer codes: "fr" or "en"."""
    spoken: str = "fr"
    """Of the texts said to people, as the file tells it."""
    version: str = ""
    purpose: str = ""
    notice: str = ""
    """What is read to the person about their data."""
    guidance: Guidance = field(default_factory=Guidance)
    openings: Mapping[CallReason, str] = field(default_factory=dict)
    voicemail: str = ""
    needs: tuple[NeedRule, ...] = ()
    alerts: tuple[AlertRule, ...] = ()
    cadence: tuple[CadenceRule, ...] = ()
    closings: tuple[ClosingRule, ...] = ()
    cases: tuple[ScriptCase, ...] = ()

    @property
    def words(self) -> Words:
        """Its codes for yes, no, does not know and refused."""
        return ENGLISH if self.language == "en" else FRENCH

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """Every question, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_id(self) -> Mapping[str, Question]:
        """Every question by its id."""
        return {question.id: question for question in self.questions}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of every question, by the question's id."""
        return {question.id: part for part in self.sections for question in part.questions}

    @cached_property
    def rows(self) -> tuple[SectionRows, ...]:
        """Every section as a walk reads it."""
        return tuple(_rows_of(section) for section in self.sections)

    @cached_property
    def needs_of_choices(self) -> Mapping[str, Mapping[str, Need]]:
        """By question and choice, in order, the needs that choices make."""
        found: dict[str, dict[str, Need]] = {}
        for question in self.questions:
            for choice in question.choices:
                if choice.need:
                    need = Need(choice.need, choice.urgency, sources=(question.id,))
                    found.setdefault(question.id, {})[choice.code] = need
        return found

    @cached_property
    def chosen_outcomes(self) -> tuple[tuple[str, str, str], ...]:
        """Question, choice and outcome, for every choice that says what the call comes to."""
        return tuple(
            (question.id, choice.code, choice.outcome)
            for question in self.questions
            for choice in question.choices
            if choice.outcome
        )

    def opening(self, reason: CallReason) -> str:
        """What is said first; the first call's words where the reason has none of its own."""
        return self.openings.get(reason) or self.openings.get(CallReason.FIRST, "")
