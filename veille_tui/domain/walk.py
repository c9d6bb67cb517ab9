"""Walking a call script: from the answers so far to what applies, is needed and comes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field, replace
from itertools import chain, compress
from operator import is_not
from types import MappingProxyType
from typing import TypeVar

from veille_tui.domain.call_script import (
    CadenceRule,
    CallScript,
    ClosingRule,
    Need,
    QuestionType,
    SectionRows,
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


_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SectionState:
    """What a walk found in one section; it stays true while what the section looks at does."""

    progress: SectionProgress
    asked: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    unanswered: tuple[str, ...] = ()
    known: Mapping[str, object] = field(default_factory=lambda: _NOTHING)
    dk: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    complete: bool = True
    needs: tuple[Need, ...] = ()


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
    parts: tuple[SectionState, ...] = field(default=(), compare=False, repr=False)
    of: tuple[CallScript, Profile, str, Mapping[str, object]] | None = field(
        default=None, compare=False, repr=False
    )
    """Script, person, reason and answers that it was made from."""

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


def walk(
    script: CallScript,
    profile: Profile,
    reason: str,
    answers: Mapping[str, object],
    previous: Walk | None = None,
) -> Walk:
    """Where a call for `reason` (see CallReason) stands after `answers`, by question id.

    A question's default is only proposed: it is no answer until it is in `answers`. With the
    `previous` walk of the same call, only the sections that look at what changed are walked again.
    """
    of = (script, profile, str(reason), answers)
    changed = _changed(previous, of)
    if previous is None or changed is None:
        scope = Scope(known=profile_values(profile, str(reason)))
        return _joined_walk(of, [_section(of, rows, scope) for rows in script.rows], scope)
    seen = previous.scope
    scope = Scope(dict(seen.known), set(seen.dk), set(seen.refused))
    parts = list(previous.parts)
    for place, rows in enumerate(script.rows):
        if not rows.looks_at.isdisjoint(changed):
            before = parts[place]
            _forget(scope, before)
            parts[place] = _section(of, rows, scope)
            changed |= _differences(before, parts[place])
    return _joined_walk(of, parts, scope)


_Of = tuple[CallScript, Profile, str, Mapping[str, object]]


def _changed(previous: Walk | None, of: _Of) -> set[str] | None:
    """The questions answered otherwise than in `previous`; None when it is of another call."""
    if previous is None or previous.of is None:
        return None
    script, profile, reason, before = previous.of
    if script is not of[0] or profile != of[1] or reason != of[2]:
        return None
    after = of[3]
    names, known = list(after), len(before)
    if names[:known] == list(before):
        # As nearly always: one more answer, or another in the same place.
        other = compress(names, map(is_not, after.values(), before.values()))
        return {*other, *names[known:]}
    changed = {name for name in names if before.get(name) is not after[name]}
    return changed | (before.keys() - after.keys())


def _differences(before: SectionState, after: SectionState) -> set[str]:
    """The questions that conditions see otherwise."""
    found = set(before.dk ^ after.dk | before.refused ^ after.refused)
    one, other = before.known, after.known
    return found | {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def _forget(scope: Scope, part: SectionState) -> None:
    """Take what one section told out of what conditions see."""
    for name in part.known:
        del scope.known[name]
    scope.dk -= part.dk
    scope.refused -= part.refused


def _joined_walk(of: _Of, parts: Sequence[SectionState], scope: Scope) -> Walk:
    script, _profile, _reason, answers = of
    closing = _first(script.closings, scope)
    asked = tuple(chain.from_iterable(part.asked for part in parts))
    unanswered = tuple(chain.from_iterable(part.unanswered for part in parts))
    passed = tuple(chain.from_iterable(part.not_applicable for part in parts))
    return Walk(
        asked=asked,
        not_applicable=passed,
        hidden=tuple([name for name in passed if is_answered(answers.get(name))]),
        unanswered=unanswered,
        current=_current(script, asked, unanswered),
        needs=_needs(script, parts, scope),
        alerts=tuple([rule.id for rule in script.alerts if _holds(rule.when, scope)]),
        cadence=_first(script.cadence, scope),
        closing=closing.say if closing else "",
        complete=all(part.complete for part in parts),
        sections=tuple([part.progress for part in parts]),
        told=sum(len(part.known) for part in parts),
        outcome=_outcome(script, scope),
        scope=scope,
        parts=tuple(parts),
        of=of,
    )


def is_answered(answer: object) -> bool:
    """Whether something was answered at all; an empty list is "none of these"."""
    return answer is not None and answer != ""


def _section(of: _Of, rows: SectionRows, scope: Scope) -> SectionState:
    """One section after those before it; `scope` learns what it is told."""
    script, _profile, _reason, answers = of
    section = rows.section
    if section.when is not None and not section.when.holds(scope):
        nothing = SectionProgress(section.id, section.title, 0, 0)
        return SectionState(nothing, not_applicable=rows.ids)
    asked, passed, unanswered, notes = [], [], [], 0
    is_complete, words = True, script.words
    open_here = Scope(known={})
    for name, holds, is_note, is_required in rows.questions:
        if holds is not None and not holds(scope):
            passed.append(name)
            continue
        asked.append(name)
        answer = answers.get(name)
        if is_note:
            notes += 1
        elif answer is None or answer == "":
            unanswered.append(name)
            is_complete = is_complete and not is_required
        elif answer in (words.dk, [words.dk]):
            open_here.dk.add(name)
            scope.dk.add(name)
        elif answer in (words.refused, [words.refused]):
            open_here.refused.add(name)
            scope.refused.add(name)
        else:
            open_here.known[name] = scope.known[name] = answer
    applied = len(asked) - notes
    return SectionState(
        SectionProgress(section.id, section.title, applied, applied - len(unanswered)),
        tuple(asked),
        tuple(passed),
        tuple(unanswered),
        open_here.known,
        frozenset(open_here.dk),
        frozenset(open_here.refused),
        is_complete,
        _chosen_needs(script, asked, open_here.known),
    )


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


def _current(script: CallScript, asked: tuple[str, ...], unanswered: tuple[str, ...]) -> str | None:
    if not unanswered:
        return None
    place = asked.index(unanswered[0])
    while place and script.by_id[asked[place - 1]].type is QuestionType.NOTE:
        place -= 1
    return asked[place]


def _chosen_needs(
    script: CallScript, asked: Iterable[str], known: Mapping[str, object]
) -> tuple[Need, ...]:
    """The needs of the answers chosen in one section, those of one theme joined."""
    found: dict[str, list[Need]] = {}
    for question in asked:
        by_choice = script.needs_of_choices.get(question)
        answer = known.get(question)
        if by_choice is None or answer is None:
            continue
        chosen = answer if isinstance(answer, list | tuple) else (answer,)
        for choice, need in by_choice.items():
            if choice in chosen:
                found.setdefault(need.theme, []).append(need)
    return tuple([_joined(needs) for needs in found.values()])


def _needs(script: CallScript, parts: Iterable[SectionState], scope: Scope) -> tuple[Need, ...]:
    """Needs of the answers chosen, then of the rules, those of one theme joined."""
    found: dict[str, list[Need]] = {}
    for need in chain.from_iterable(part.needs for part in parts):
        found.setdefault(need.theme, []).append(need)
    for rule in script.needs:
        if _holds(rule.when, scope):
            sources = _sources(rule.when, scope)
            need = Need(rule.theme, rule.urgency, rule.to, rule.note, sources, rule.consent)
            found.setdefault(need.theme, []).append(need)
    return tuple([_joined(needs) for needs in found.values()])


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
    first = needs[0].urgency
    pressing = needs
    if any(need.urgency is not first for need in needs):
        pressing = sorted(needs, key=lambda need: need.urgency.rank)
    return replace(
        pressing[0],
        to=next((need.to for need in pressing if need.to), ""),
        note=next((need.note for need in pressing if need.note), ""),
        consent=next((need.consent for need in pressing if need.consent), ""),
        sources=tuple(dict.fromkeys(source for need in needs for source in need.sources)),
    )
