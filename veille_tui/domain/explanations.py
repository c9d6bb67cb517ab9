"""Why a question is asked or not: its conditions and what they saw."""

from __future__ import annotations

from collections.abc import Mapping

from veille_tui.domain.call_script import CallScript
from veille_tui.domain.condition_tree import Chain, Name, Node, Not
from veille_tui.domain.conditions import Condition, Scope, truth_of
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import Profile
from veille_tui.domain.walk import Walk, is_answered, walk


@dataclass(frozen=True, slots=True)
class Seen:
    """What a condition saw under one name."""

    name: str
    """As the author wrote it."""
    state: str
    """"known", "unanswered", "dk", "refused", "hidden" (its question is not asked), "unknown"."""
    value: object = None
    """Only when known."""


@dataclass(frozen=True, slots=True)
class Ground:
    """One condition that a question depends on."""

    of: str
    """"section" or "question": whose condition it is."""
    text: str
    holds: bool
    seen: tuple[Seen, ...]
    """Every name in it, once, in order."""
    condition: Condition
    decisive: Node
    """What of it made it hold or not."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a question is asked or not; without grounds it is always asked."""

    question: str
    asked: bool
    grounds: tuple[Ground, ...]


def explain(
    script: CallScript,
    profile: Profile,
    reason: str,
    answers: Mapping[str, object],
    question: str,
) -> Explanation:
    """Why `question` is asked or not after `answers`. Raises KeyError for an unknown id."""
    return _explained(script, walk(script, profile, reason, answers), answers, question)


def explain_all(
    script: CallScript, profile: Profile, reason: str, answers: Mapping[str, object]
) -> tuple[Explanation, ...]:
    """`explain` of every question, in order."""
    state = walk(script, profile, reason, answers)
    return tuple(_explained(script, state, answers, one.id) for one in script.questions)


def _explained(
    script: CallScript, state: Walk, answers: Mapping[str, object], question: str
) -> Explanation:
    conditions = (
        ("section", script.section_of[question].when),
        ("question", script.by_id[question].when),
    )
    grounds = tuple(_ground(of, when, state, answers) for of, when in conditions if when)
    return Explanation(question, question in state.asked, grounds)


def _ground(of: str, when: Condition, state: Walk, answers: Mapping[str, object]) -> Ground:
    names = {name.key: name for name in when.names}
    seen = tuple(_seen(name, state, answers) for name in names.values())
    scope = state.scope
    return Ground(of, when.text, when.holds(scope), seen, when, _decisive(when.tree, scope))


def _decisive(node: Node, scope: Scope) -> Node:
    """`node` with only what makes it true or false in `scope`.

    Of an "or" that holds, the operands that hold; of an "and" that does not, those that do not.
    """
    if isinstance(node, Not):
        return Not(_decisive(node.operand, scope), node.column)
    if not isinstance(node, Chain):
        return node
    holds = truth_of(node)(scope)
    kept = node.operands
    if (node.joined_by == "or") is holds:
        kept = tuple(operand for operand in kept if truth_of(operand)(scope) is holds)
    parts = tuple(_decisive(operand, scope) for operand in kept)
    return parts[0] if len(parts) == 1 else Chain(node.joined_by, parts, node.column)


def _seen(name: Name, state: Walk, answers: Mapping[str, object]) -> Seen:
    scope, key = state.scope, name.key
    if key in scope.known:
        return Seen(name.written, "known", scope.known[key])
    if key in scope.dk:
        return Seen(name.written, "dk")
    if key in scope.refused:
        return Seen(name.written, "refused")
    if name.context:
        return Seen(name.written, "unknown")
    is_hidden = key in state.not_applicable and is_answered(answers.get(key))
    return Seen(name.written, "hidden" if is_hidden else "unanswered")
