"""People to rehearse a call with: made up so that they differ in what a script's conditions see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace

from veille_tui.domain.call_script import CallScript, ScriptCase
from veille_tui.domain.case import CallReason
from veille_tui.domain.condition_tree import (
    Call,
    Compare,
    ListOf,
    Literal,
    Name,
    Node,
    walk_nodes,
)
from veille_tui.domain.conditions import Condition
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import FLAG_WORDS, Profile

MOST_MARKED = 4
"""People who carry a flag or belong to a segment; more would make the list long to read."""
_NO_ANSWERS: Mapping[str, object] = {}


@dataclass(frozen=True, slots=True)
class Callee:
    """Somebody to rehearse a call with: whom, why, and what they have answered already."""

    profile: Profile
    reason: CallReason = CallReason.FIRST
    answers: Mapping[str, object] = field(default_factory=lambda: _NO_ANSWERS)
    case: ScriptCase | None = None
    """The script's own case that this is."""
    days: int | None = None
    """Since the last contact of somebody made up, when the call is not the first."""

    def called_for(self, reason: CallReason) -> Callee:
        """The same person called for `reason`; nobody was made up to know us at a first call."""
        if self.days is None:
            return replace(self, reason=reason)
        days = None if reason is CallReason.FIRST else self.days
        return replace(self, reason=reason, profile=replace(self.profile, days_since_contact=days))


_NAMES = {
    "fr": (
        ("Mme", "Hélène", "Lefèvre"),
        ("M.", "Georges", "Garcia"),
        ("Mme", "Yvette", "Nguyen"),
        ("M.", "Ahmed", "Benali"),
        ("Mme", "Marie", "Da Silva"),
        ("M.", "Paul", "Roussel"),
        ("Mme", "Odette", "Caron"),
    ),
    "en": (
        ("Mrs", "Helen", "Baker"),
        ("Mr", "George", "Wright"),
        ("Mrs", "Grace", "Osei"),
        ("Mr", "Ahmed", "Khan"),
        ("Mrs", "Mary", "Doyle"),
        ("Mr", "Paul", "Turner"),
        ("Mrs", "Edith", "Fox"),
    ),
}
_OLDER, _YOUNGER, _WITH_FLAG = 85, 74, {"single_parent": 34, "disability": 52}
_FLAG_CODES = {french: code for code, french in FLAG_WORDS.items()}


def made_up(script: CallScript, reason: CallReason = CallReason.FIRST) -> tuple[Callee, ...]:
    """A handful of people called for `reason`.

    One older and alone, one younger and not, both beyond the ages that the script compares with;
    one for each flag, segment and agency that it names; one of whom nothing is known.
    """
    seen = looked_at(script)
    ages = seen.numbers("@age")
    days = max(seen.numbers("@days_since_contact"), default=7)
    older = max([_OLDER, *(age + 1 for age in ages)])
    younger = min([_YOUNGER, *(age - 1 for age in ages if age > 18)])
    base = Profile(age=older, lives_alone=True)
    people = [base, replace(base, age=younger, lives_alone=False)]
    between = [age for age in ages if younger < age < older]
    people += [replace(base, age=age, lives_alone=False) for age in between[:1]]
    people += list(_marked(seen, base))[:MOST_MARKED]
    since = [days, 1, *[days] * len(people)]
    known = [
        Callee(_named(profile, script, place), days=since[place]).called_for(reason)
        for place, profile in enumerate(people)
    ]
    return (*known, Callee(_named(Profile(), script, len(known)), reason))


def described(profile: Profile, script: CallScript, reason: CallReason) -> Callee:
    """Somebody as described, with a name where there is none."""
    return Callee(_named(profile, script, 0), reason)


def cases_of(script: CallScript) -> tuple[Callee, ...]:
    """The people of the script's own cases, with their answers."""
    return tuple(
        Callee(_named(one.tenant, script, 0), one.reason, one.answers, one) for one in script.cases
    )


def _marked(seen: LookedAt, base: Profile) -> Iterator[Profile]:
    for flag in seen.texts("@flags"):
        age = _WITH_FLAG.get(_FLAG_CODES.get(flag, flag), base.age)
        yield replace(base, flags=(flag,), age=age)
    for segment in seen.texts("@segments"):
        yield replace(base, segments=(segment,))
    for agency in seen.texts("@agency"):
        yield replace(base, agency=agency)


def _named(profile: Profile, script: CallScript, place: int) -> Profile:
    """With a name where there is none: the opening words say one."""
    if profile.last_name:
        return profile
    names = _NAMES[script.language]
    title, first, last = names[place % len(names)]
    return replace(
        profile, title=profile.title or title, first_name=profile.first_name or first,
        last_name=last,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What a script's conditions compare what is known of a person with, by scope key."""

    values: Mapping[str, tuple[object, ...]]

    def numbers(self, key: str) -> tuple[int, ...]:
        """The numbers, in order."""
        return tuple(sorted(int(v) for v in self.values.get(key, ()) if isinstance(v, int | float)))

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts, as they come."""
        return tuple(value for value in self.values.get(key, ()) if isinstance(value, str))

    def __contains__(self, key: object) -> bool:
        return key in self.values


def looked_at(script: CallScript) -> LookedAt:
    """What all of the script's conditions look at of the person and the call."""
    found: dict[str, dict[object, None]] = {}
    for condition in conditions_of(script):
        for node in walk_nodes(condition.tree):
            for key, values in _compared(node):
                found.setdefault(key, {}).update(dict.fromkeys(values))
    return LookedAt({key: tuple(values) for key, values in found.items()})


def conditions_of(script: CallScript) -> Iterator[Condition]:
    """Every condition of a script, in order."""
    found = [one.when for one in script.sections] + [one.when for one in script.questions]
    found += [one.when for one in script.needs] + [one.when for one in script.alerts]
    found += [one.when for one in script.cadence] + [one.when for one in script.closings]
    yield from (when for when in found if when is not None)


def _compared(node: Node) -> Iterator[tuple[str, list[object]]]:
    """Names of what is known of a person in `node`, with the literals beside them."""
    if isinstance(node, Name) and node.context:
        yield node.key, []
    sides: tuple[Node, ...] = ()
    if isinstance(node, Compare):
        sides = (node.left, node.right)
    elif isinstance(node, Call):
        sides = node.arguments
    names = [side for side in sides if isinstance(side, Name) and side.context]
    for name in names:
        yield name.key, list(_literals(sides))


def _literals(sides: Iterable[Node]) -> Iterator[object]:
    for side in sides:
        if isinstance(side, Literal):
            yield side.value
        elif isinstance(side, ListOf):
            yield from _literals(side.items)
