"""Walking a call script: from the answers so far to what applies, is needed and comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import TypeVar

from veille_tui.domain.call_script import (
    CadenceRule,
    CallScript,
    ClosingRule,
    Need,
    Question,
    QuestionType,
    Section,
)
from veille_tui.domain.conditions import Condition, Scope, profile_values
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import Profile

_Rule = TypeVar("_Rule", CadenceRule, ClosingRule)


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """How far one section is; `asked` is 0 when it does not apply. Notes are not counted."""

    id: str
    title: str
    asked: int
    answered: int


@dataclass(frozen=True, slots=True)
class Walk:
    """Where a conversation stands.

    An answer to a question that does not apply (any more) is left alone: it feeds nothing, and
    counts again as soon as the question applies again. Notes apply like questions but are never
    unanswered.
    """

    asked: tuple[str, ...]
    """Ids of the questions that apply, notes included, in order."""
    not_applicable: tuple[str, ...]
    hidden: tuple[str, ...]
    """Those of `not_applicable` that have an answer, kept for when they apply again."""
    unanswered: tuple[str, ...]
    """Those of `asked` that wait for an answer; "does not know" and "refused" are answers."""
    current: str | None
    """The first unanswered question, or the first of the notes just before it; None at the end."""
    needs: tuple[Need, ...]
    alerts: tuple[str, ...]
    """Ids of the alerts that hold."""
    cadence: CadenceRule | None
    """The first rhythm that holds."""
    closing: str
    """What to say to take leave, with its placeholders; "" for nothing."""
    complete: bool
    """No required question that applies is unanswered."""
    sections: tuple[SectionProgress, ...]
    told: int
    """How many questions were answered with something else than "does not know" or "refused"."""
    outcome: str
    """What an answer says that the call comes to (see Choice.outcome); "" for nothing."""
    scope: Scope = field(compare=False, repr=False)
    """What conditions see."""

    @property
    def every(self) -> str | None:
        """The rhythm as an ISO duration ("P7D"), or None."""
        return self.cadence.every if self.cadence else None

    def following(self, question: str | None) -> str | None:
        """What applies after `question` (None: from the start), answered or not; None at the end.

        A question that no longer applies is followed by `current`.
        """
        if question is None:
            return self.asked[0] if self.asked else None
        if question not in self.asked:
            return self.current
        place = self.asked.index(question) + 1
        return self.asked[place] if place < len(self.asked) else None

    def preceding(self, question: str | None) -> str | None:
        """What applies before `question` (None: the last of all); None at the start."""
        if question is None or question not in self.asked:
            return self.asked[-1] if self.asked else None
        place = self.asked.index(question)
        return self.asked[place - 1] if place else None


def walk(script: CallScript, profile: Profile, reason: str, answers: Mapping[str, object]) -> Walk:
    """Where a call for `reason` (see CallReason) stands after `answers`, by question id.

    A question's default is only proposed: it is no answer until it is in `answers`.
    """
    steps = _Steps(script, answers, Scope(known=profile_values(profile, str(reason))))
    for section in script.sections:
        steps.take(section)
    scope = steps.scope
    closing = _first(script.closings, scope)
    return Walk(
        asked=tuple(steps.asked),
        not_applicable=tuple(steps.not_applicable),
        hidden=tuple(one for one in steps.not_applicable if is_answered(answers.get(one))),
        unanswered=tuple(steps.unanswered),
        current=_current(script, steps),
        needs=_needs(script, scope),
        alerts=tuple(rule.id for rule in script.alerts if _holds(rule.when, scope)),
        cadence=_first(script.cadence, scope),
        closing=closing.say if closing else "",
        complete=steps.complete,
        sections=tuple(steps.progress),
        told=sum(question in scope.known for question in steps.asked),
        outcome=_outcome(script, scope),
        scope=scope,
    )


def is_answered(answer: object) -> bool:
    """Whether something was answered at all; an empty list is "none of these"."""
    return answer is not None and answer != ""


def uncounted(script: CallScript, seen: Walk, answers: Mapping[str, object]) -> tuple[str, ...]:
    """Ids of the answers that feed nothing: of questions that no longer apply, and their details.

    The detail of a choice goes with its choice.
    """
    counted = set(seen.asked)
    for question in script.questions:
        given = answers.get(question.id) if question.id in counted else None
        chosen = given if isinstance(given, list | tuple) else (given,)
        counted.update(
            question.detail_id(choice.code)
            for choice in question.choices
            if choice.detail and choice.code in chosen
        )
    return tuple(
        one for one, answer in answers.items() if is_answered(answer) and one not in counted
    )


class _Steps:
    """One pass over the questions, in order: each sees the answers of those before it."""

    def __init__(self, script: CallScript, answers: Mapping[str, object], scope: Scope) -> None:
        self.scope = scope
        self.asked: list[str] = []
        self.not_applicable: list[str] = []
        self.unanswered: list[str] = []
        self.complete = True
        self.progress: list[SectionProgress] = []
        self._answers = answers
        self._words = script.words

    def take(self, section: Section) -> None:
        """One more section."""
        scope, answers, known = self.scope, self._answers, self.scope.known
        if section.when is not None and not section.when.holds(scope):
            self.not_applicable.extend(question.id for question in section.questions)
            self.progress.append(SectionProgress(section.id, section.title, 0, 0))
            return
        before, notes, waiting = len(self.asked), 0, len(self.unanswered)
        left_open = (self._words.dk, self._words.refused)
        for question in section.questions:
            if question.when is not None and not question.when.holds(scope):
                self.not_applicable.append(question.id)
                continue
            self.asked.append(question.id)
            answer = answers.get(question.id)
            if question.type is QuestionType.NOTE:
                notes += 1
            elif answer is None or answer == "":
                self._wait_for(question)
            elif answer in left_open or isinstance(answer, list):
                self._take_open(question, answer)
            else:
                known[question.id] = answer
        asked = len(self.asked) - before - notes
        answered = asked - (len(self.unanswered) - waiting)
        self.progress.append(SectionProgress(section.id, section.title, asked, answered))

    def _wait_for(self, question: Question) -> None:
        self.unanswered.append(question.id)
        if question.required:
            self.complete = False

    def _take_open(self, question: Question, answer: object) -> None:
        """An answer that may be "does not know" or "refused", alone or in a list."""
        if answer in (self._words.dk, [self._words.dk]):
            self.scope.dk.add(question.id)
        elif answer in (self._words.refused, [self._words.refused]):
            self.scope.refused.add(question.id)
        else:
            self.scope.known[question.id] = answer


def _holds(when: Condition | None, scope: Scope) -> bool:
    return when is None or when.holds(scope)


def _first(rules: Iterable[_Rule], scope: Scope) -> _Rule | None:
    return next((rule for rule in rules if _holds(rule.when, scope)), None)


def _outcome(script: CallScript, scope: Scope) -> str:
    """The first answer that says what the call comes to."""
    for question, choice, outcome in script.chosen_outcomes:
        if scope.known.get(question) == choice:
            return outcome
    return ""


def _current(script: CallScript, steps: _Steps) -> str | None:
    if not steps.unanswered:
        return None
    place = steps.asked.index(steps.unanswered[0])
    while place and script.by_id[steps.asked[place - 1]].type is QuestionType.NOTE:
        place -= 1
    return steps.asked[place]


def _needs(script: CallScript, scope: Scope) -> tuple[Need, ...]:
    """Needs of the answers chosen, then of the rules, those of one theme joined."""
    found: dict[str, list[Need]] = {}
    for question, choice, need in script.chosen_needs:
        answer = scope.known.get(question)
        if answer == choice or (isinstance(answer, list | tuple) and choice in answer):
            found.setdefault(need.theme, []).append(need)
    for rule in script.needs:
        if _holds(rule.when, scope):
            sources = _sources(rule.when, scope)
            need = Need(rule.theme, rule.urgency, rule.to, rule.note, sources)
            found.setdefault(need.theme, []).append(need)
    return tuple(_joined(needs) for needs in found.values())


def _sources(when: Condition | None, scope: Scope) -> tuple[str, ...]:
    """The answered questions that a condition looked at."""
    if when is None:
        return ()
    names = [name.key for name in when.names if not name.context and name.key in scope.known]
    return tuple(dict.fromkeys(names))


def _joined(needs: list[Need]) -> Need:
    """The needs of one theme as one: the most pressing speaks first."""
    if len(needs) == 1:
        return needs[0]
    pressing = sorted(needs, key=lambda need: need.urgency.rank)
    return replace(
        pressing[0],
        to=next((need.to for need in pressing if need.to), ""),
        note=next((need.note for need in pressing if need.note), ""),
        sources=tuple(dict.fromkeys(source for need in needs for source in need.sources)),
    )
