"""What a script's own cases show of it, what they leave out, and cases that would show the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from veille_tui.domain.answer_space import Left
from veille_tui.domain.call_script import (
    AlertRule,
    CadenceRule,
    CallScript,
    ClosingRule,
    Expected,
    ExpectedNeed,
    NeedRule,
    Question,
    QuestionType,
    ScriptCase,
)
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.possibilities import Possibilities, Situation, Undecided, Wanted, chosen
from veille_tui.domain.walk import Walk, is_answered, walk

_Rule = NeedRule | AlertRule | CadenceRule | ClosingRule

MOST_WORK = 300_000
"""Questions that proposing may look at, over and over; what is left then is for the next time."""
KINDS = ("question", "choice", "need", "alert", "cadence", "closing")
"""What can be shown or left out, in the order in which it is told."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a case may show."""

    kind: str
    """One of KINDS."""
    name: str
    """A question's or alert's id, a need's theme, or the place (from 1) of a rhythm or closing."""
    detail: str = ""
    """The code of a choice; of a need, the place of its rule (from 1), "" for one of a choice."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """Everything there is to show, and what no case shows."""

    parts: tuple[Part, ...]
    missing: tuple[Part, ...]

    def of(self, kind: str) -> tuple[int, int]:
        """How many of a kind are shown, and how many there are."""
        there = sum(part.kind == kind for part in self.parts)
        return there - sum(part.kind == kind for part in self.missing), there


def coverage(script: CallScript, cases: Iterable[ScriptCase]) -> Coverage:
    """What `cases` show of `script`."""
    parts = tuple(_parts(script))
    seen: set[Part] = set()
    for case in cases:
        seen |= shown(script, walk(script, case.tenant, case.reason, case.answers))
    return Coverage(parts, tuple(part for part in parts if part not in seen))


def shown(script: CallScript, state: Walk) -> set[Part]:
    """What one call shows."""
    scope = state.scope
    found = {Part("question", name) for name in state.asked}
    for name in state.asked:
        answer = scope.known.get(name)
        for code in answer if isinstance(answer, list) else [answer]:
            found.add(Part("choice", name, str(code)))
    for place, rule in enumerate(script.needs, start=1):
        if rule.when is None or rule.when.holds(scope):
            found.add(Part("need", rule.theme, str(place)))
    found |= {Part("alert", name) for name in state.alerts}
    if state.cadence is not None:
        found.add(Part("cadence", str(script.cadence.index(state.cadence) + 1)))
    for place, closing in enumerate(script.closings, start=1):
        if closing.when is None or closing.when.holds(scope):
            found.add(Part("closing", str(place)))
            break
    return found


def _parts(script: CallScript) -> Iterator[Part]:
    yield from (Part("question", question.id) for question in script.questions)
    for question in script.questions:
        yield from (Part("choice", question.id, code) for code in codes_of(script, question))
    for place, rule in enumerate(script.needs, start=1):
        yield Part("need", rule.theme, str(place))
    yield from (Part("alert", alert.id) for alert in script.alerts)
    yield from (Part("cadence", str(place + 1)) for place in range(len(script.cadence)))
    yield from (Part("closing", str(place + 1)) for place in range(len(script.closings)))


def codes_of(script: CallScript, question: Question) -> tuple[str, ...]:
    """The answers of a question that a key gives."""
    if question.type in (QuestionType.YES_NO, QuestionType.CONSENT):
        return script.words.yes, script.words.no
    return tuple(choice.code for choice in question.choices)


def propose(script: CallScript, missing: Iterable[Part]) -> Iterator[tuple[ScriptCase, list[Part]]]:
    """Cases that show what is `missing`, each with what it is the first to show.

    What cannot be reached, or is not found in a bounded search, is in none of them.
    """
    return _Proposer(script, missing).cases()


class _Proposer:
    """Looks for a call that shows the first missing part, and fills it in with as many others."""

    def __init__(self, script: CallScript, missing: Iterable[Part]) -> None:
        self._script = script
        self._missing = dict.fromkeys(missing)
        self._possible = Possibilities(script)
        self._work = 0
        """Questions that were looked at in all walks together."""

    def cases(self) -> Iterator[tuple[ScriptCase, list[Part]]]:
        while self._missing and self._work <= MOST_WORK:
            goal = next(iter(self._missing))
            situation = self._found(goal)
            if situation is None:
                del self._missing[goal]
                continue
            situation = self._filled_in(goal, situation)
            state = self._walk(situation.answers, situation)
            seen = shown(self._script, state)
            new = [part for part in self._missing if part in seen]
            if not new:
                del self._missing[goal]
                continue
            self._missing = dict.fromkeys(part for part in self._missing if part not in seen)
            yield _case(situation, state), new

    def _found(self, goal: Part) -> Situation | None:
        try:
            return self._possible.find(*self._wanted(goal))
        except Undecided:
            return None

    def _wanted(self, goal: Part) -> tuple[Wanted, ...]:
        if goal.kind in ("question", "choice"):
            asked = self._possible.asked(goal.name)
            question = self._script.by_id[goal.name]
            return (*asked, chosen(question, goal.detail)) if goal.kind == "choice" else asked
        rules = self._rules(goal.kind)
        place = self._place(goal)
        earlier = rules[:place] if goal.kind in ("cadence", "closing") else ()
        wanted = [(rules[place], True), *((rule, False) for rule in earlier)]
        return tuple((rule.when.tree, truth) for rule, truth in wanted if rule.when is not None)

    def _rules(self, kind: str) -> tuple[_Rule, ...]:
        if kind == "need":
            return self._script.needs
        if kind == "alert":
            return self._script.alerts
        return self._script.cadence if kind == "cadence" else self._script.closings

    def _place(self, goal: Part) -> int:
        if goal.kind == "alert":
            return [alert.id for alert in self._script.alerts].index(goal.name)
        return int(goal.detail if goal.kind == "need" else goal.name) - 1

    def _filled_in(self, goal: Part, situation: Situation) -> Situation:
        """The same call with an answer to all that is asked, as long as the goal stays shown."""
        answers = dict(situation.answers)
        passed: set[str] = set()
        while waiting := self._next(answers, situation, passed):
            tried = {**answers, **{name: self._first_value(name) for name in waiting}}
            if self._shows(goal, tried, situation):
                answers = tried
                passed.update(waiting)
                continue
            passed.add(waiting[0])
            answers = self._answered(goal, situation, answers, waiting[0])
        order = [question.id for question in self._script.questions if question.id in answers]
        kept = self._walk(answers, situation).asked
        return replace(situation, answers={name: answers[name] for name in order if name in kept})

    def _answered(
        self, goal: Part, situation: Situation, answers: dict[str, object], name: str
    ) -> dict[str, object]:
        """`answers` with one more, the first that leaves the goal shown, if any does."""
        for value in self._values(self._script.by_id[name]):
            tried = {**answers, name: value}
            if self._shows(goal, tried, situation):
                return tried
        return answers

    def _next(
        self, answers: Mapping[str, object], situation: Situation, passed: set[str]
    ) -> list[str]:
        """What is asked and has no answer yet; nothing any more when there was enough work."""
        if self._work > MOST_WORK:
            return []
        state = self._walk(answers, situation)
        return [name for name in state.unanswered if name not in passed]

    def _shows(self, goal: Part, answers: Mapping[str, object], situation: Situation) -> bool:
        return goal in shown(self._script, self._walk(answers, situation))

    def _walk(self, answers: Mapping[str, object], situation: Situation) -> Walk:
        self._work += len(self._script.questions)
        return walk(self._script, situation.profile, situation.reason, answers)

    def _first_value(self, name: str) -> object:
        return next(self._values(self._script.by_id[name]))

    def _values(self, question: Question) -> Iterator[object]:
        """Answers to try: those that nobody has shown yet, then the quietest."""
        codes = codes_of(self._script, question)
        lacking = [code for code in codes if Part("choice", question.id, code) in self._missing]
        needs = {choice.code for choice in question.choices if choice.need}
        quiet = [code for code in codes if code not in needs] or list(codes)
        is_list = question.type is QuestionType.MULTIPLE
        if is_list and lacking:
            yield lacking
        for code in (*lacking, *quiet):
            yield [code] if is_list else code
        if not codes and question.type not in (QuestionType.TEXT, QuestionType.PHONE):
            cells = self._possible.space.cells(question.id).values
            yield from (value for value in cells if not isinstance(value, Left))
        yield self._script.words.refused


def _case(situation: Situation, state: Walk) -> ScriptCase:
    """The situation as a case that expects what the script does today."""
    expected = Expected(
        questions=state.asked,
        needs=tuple(ExpectedNeed(need.theme, need.urgency, need.to) for need in state.needs),
        alerts=state.alerts,
        cadence=state.every or "",
        complete=state.complete,
    )
    given = {name: value for name, value in situation.answers.items() if is_answered(value)}
    return ScriptCase("", situation.profile, situation.reason, given, expected)
