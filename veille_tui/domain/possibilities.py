"""Whether a condition of a script can come true at all, and by which answers.

A search over the answers worth trying (domain.answer_space): what is wanted narrows the answers of
each name; an answer that is needed wants in turn that its question be asked.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import field, replace

from veille_tui.domain.answer_space import AnswerSpace, Cells, Left
from veille_tui.domain.call_script import CallScript, Question
from veille_tui.domain.case import CallReason
from veille_tui.domain.condition_tree import (
    Call,
    Chain,
    Compare,
    Literal,
    Name,
    Node,
    Not,
    walk_nodes,
)
from veille_tui.domain.conditions import Condition, Scope, Test, truth_of
from veille_tui.domain.late_dataclasses import dataclass
from veille_tui.domain.tenants import Profile

MOST_BRANCHES = 2000
"""How many guesses one search may take before it gives up."""
MOST_STEPS = 30_000
"""How many values and conditions one search may look at, for a guess may be long work."""
MOST_STEPS_IN_ALL = 150_000
"""The same for all searches of one script together; what is looked for later stays undecided."""

Wanted = tuple[Node, bool]
"""A condition and whether it is to hold."""


class Undecided(Exception):
    """Nothing was found, and that proves nothing: the search was cut short, or is not exact."""


@dataclass(frozen=True, slots=True)
class Situation:
    """Who is called, why, and what is answered."""

    profile: Profile
    reason: CallReason
    answers: Mapping[str, object]


@dataclass(slots=True)
class _State:
    """What is settled so far, and what is still open."""

    masks: dict[str, int] = field(default_factory=dict)
    """The cells that each name may still have, as bits."""
    waiting: list[Wanted] = field(default_factory=list)
    either: list[tuple[Wanted, ...]] = field(default_factory=list)
    """Of each of these, one at least must come true."""
    linked: list[Wanted] = field(default_factory=list)
    """Conditions that look at several names at once."""
    needed: frozenset[str] = frozenset()
    """Questions that must be asked."""

    def copy(self, *also: Wanted) -> _State:
        return _State(
            dict(self.masks), [*self.waiting, *also], [*self.either], [*self.linked], self.needed
        )


class Possibilities:
    """What can happen in a script; `doubtful` conditions, by identity, may be anything."""

    def __init__(
        self, script: CallScript, *others: CallScript, doubtful: Collection[int] = ()
    ) -> None:
        self._script = script
        self._space = AnswerSpace(script, *others)
        self._doubtful = doubtful
        self._places = {
            question.id: (one, question)
            for part in (script, *others)[::-1]
            for one in part.sections
            for question in one.questions
        }
        self._tests: dict[int, tuple[Node, Test, tuple[str, ...]]] = {}
        self._holds: dict[tuple[int, str], int] = {}
        self._unsaid: dict[str, int] = {}
        self._branches = 0
        self._most = MOST_BRANCHES
        self.guesses = 0
        """How many guesses all searches took so far."""
        self._steps = 0
        self._steps_before = 0
        self._is_exact = True
        self._follows = True
        """Whether an answer wants its question to be asked."""

    @property
    def space(self) -> AnswerSpace:
        """The answers worth trying."""
        return self._space

    def find(self, *wanted: Wanted, most: int = MOST_BRANCHES) -> Situation | None:
        """A situation in which all of this is so, or None when there is none.

        Raises Undecided when neither is sure after `most` guesses.
        """
        self._follows, self._most = True, most
        return self._found(wanted)

    def find_alone(self, *wanted: Wanted) -> Situation | None:
        """As `find`, as if every question were asked: what contradicts itself."""
        self._follows, self._most = False, MOST_BRANCHES
        return self._found(wanted)

    def _found(self, wanted: Sequence[Wanted]) -> Situation | None:
        self._branches = 0
        self._is_exact = True
        self._steps_before = self._steps
        found = None if self._is_tired() else self._search(_State(waiting=list(wanted)), 0)
        if found is not None:
            return self._situation(found)
        if not self._is_exact:
            raise Undecided
        return None

    def _is_tired(self) -> bool:
        """Whether there was too much work already; then nothing more is sure."""
        most = min(self._steps_before + MOST_STEPS, MOST_STEPS_IN_ALL)
        if self._steps > most:
            self._is_exact = False
        return self._steps > most

    def asked(self, question_id: str) -> tuple[Wanted, ...]:
        """What must hold for a question to be asked."""
        section, question = self._places[question_id]
        return tuple(self._wants(section.when) + self._wants(question.when))

    def _wants(self, condition: Condition | None) -> list[Wanted]:
        if condition is None:
            return []
        if id(condition) in self._doubtful:
            self._is_exact = False
            return []
        return [(condition.tree, True)]

    # Searching.

    def _search(self, state: _State, depth: int) -> _State | None:
        if not self._settle(state) or self._is_tired():
            return None
        if not state.either and not state.linked:
            return state
        self._branches += 1
        self.guesses += 1
        if self._branches > self._most or depth > 150:
            self._is_exact = False
            return None
        if state.either:
            return self._branch(state, depth)
        return self._split(state, depth)

    def _branch(self, state: _State, depth: int) -> _State | None:
        """Try one way after the other of the choice that has the fewest."""
        ways = min(state.either, key=len)
        state.either.remove(ways)
        for way in ways:
            found = self._search(state.copy(way), depth + 1)
            if found is not None:
                return found
            state.waiting.append((way[0], not way[1]))
        return None

    def _split(self, state: _State, depth: int) -> _State | None:
        """Give one name of a condition over several a single value, or all but that one."""
        keys = [key for node, _ in state.linked for key in self._test(node)[2]]
        key = next(one for one in keys if _several(self._mask(state, one)))
        mask = self._mask(state, key)
        lowest = mask & -mask
        for part in (lowest, mask ^ lowest):
            tried = state.copy()
            if self._narrow(tried, key, part):
                found = self._search(tried, depth + 1)
                if found is not None:
                    return found
        return None

    def _settle(self, state: _State) -> bool:
        """Follow everything that leaves no choice; False at a contradiction."""
        while True:
            while state.waiting:
                node, truth = state.waiting.pop()
                if self._is_tired() or not self._take(state, node, truth):
                    return False
            if not self._simplify(state):
                return False
            if not state.waiting:
                return True

    def _take(self, state: _State, node: Node, truth: bool) -> bool:
        if isinstance(node, Not):
            state.waiting.append((node.operand, not truth))
        elif isinstance(node, Chain):
            parts = [(operand, truth) for operand in node.operands]
            if (node.joined_by == "and") is truth:
                state.waiting += parts
            else:
                state.either.append(tuple(parts))
        else:
            _node, test, keys = self._test(node)
            self._steps += 1
            if not keys:
                return test(Scope()) is truth
            if len(keys) > 1:
                state.linked.append((node, truth))
                return True
            hold = self._hold(node, keys[0])
            wanted = hold if truth else ~hold
            return self._narrow(state, keys[0], self._mask(state, keys[0]) & wanted)
        return True

    def _narrow(self, state: _State, key: str, mask: int) -> bool:
        cells = self._space.cells(key)
        if not cells.is_exact:
            self._is_exact = False
        state.masks[key] = mask
        if not mask:
            return False
        question = self._question(key)
        unanswered = mask >> (len(cells.values) - 1) & 1
        if question is not None and not unanswered and key not in state.needed:
            state.needed |= {key}
            state.waiting += self.asked(key) if self._follows else ()
            self._require_constraint(state, question, cells, mask)
        return True

    def _require_constraint(
        self, state: _State, question: Question, cells: Cells, mask: int
    ) -> None:
        if question.constraint is None or mask & self._left_open(question.id, cells):
            return
        state.waiting += self._wants(question.constraint)

    def _left_open(self, key: str, cells: Cells) -> int:
        """The cells of `key` that are no answer of its own, as bits."""
        known = self._unsaid.get(key)
        if known is None:
            places = (n for n, value in enumerate(cells.values) if isinstance(value, Left))
            known = self._unsaid[key] = sum(1 << n for n in places)
        return known

    def _simplify(self, state: _State) -> bool:
        """Drop what is settled; what has one way left must go that way."""
        kept: list[tuple[Wanted, ...]] = []
        for ways in state.either:
            told = [self._known(state, node) for node, _ in ways]
            if any(one is way[1] for one, way in zip(told, ways, strict=True)):
                continue
            left = tuple(way for one, way in zip(told, ways, strict=True) if one is None)
            if not left:
                return False
            if len(left) == 1:
                state.waiting.append(left[0])
            else:
                kept.append(left)
        state.either = kept
        return self._settle_linked(state)

    def _settle_linked(self, state: _State) -> bool:
        kept = []
        for node, truth in state.linked:
            known = self._known(state, node)
            if known is None:
                kept.append((node, truth))
            elif known is not truth:
                self._is_exact = False
                return False
        state.linked = kept
        return True

    # What is known of a condition.

    def _known(self, state: _State, node: Node) -> bool | None:
        """Whether `node` holds whatever else happens, or never, or neither is sure yet."""
        if isinstance(node, Not):
            known = self._known(state, node.operand)
            return None if known is None else not known
        if isinstance(node, Chain):
            settles = node.joined_by == "or"
            told = [self._known(state, operand) for operand in node.operands]
            if settles in told:
                return settles
            return None if None in told else not settles
        return self._atom_known(state, node)

    def _atom_known(self, state: _State, node: Node) -> bool | None:
        _node, test, keys = self._test(node)
        self._steps += 1 + len(keys)
        if len(keys) == 1:
            mask, hold = self._mask(state, keys[0]), self._hold(node, keys[0])
            if mask & hold and mask & ~hold:
                return None
            # What no value that was tried decides may still be decided by another one.
            self._is_exact = self._is_exact and self._space.cells(keys[0]).is_exact
            return bool(mask & hold)
        if any(_several(self._mask(state, key)) for key in keys):
            return None
        return test(self._scope({key: self._mask(state, key) for key in keys}))

    def _test(self, node: Node) -> tuple[Node, Test, tuple[str, ...]]:
        found = self._tests.get(id(node))
        if found is None:
            names = (part.key for part in walk_nodes(node) if isinstance(part, Name))
            found = self._tests[id(node)] = (node, truth_of(node), tuple(dict.fromkeys(names)))
        return found

    def _hold(self, node: Node, key: str) -> int:
        """The cells of `key` that make `node` true, as bits."""
        known = self._holds.get((id(node), key))
        if known is None:
            test, known = self._test(node)[1], 0
            self._steps += len(self._space.cells(key).values)
            for place in range(len(self._space.cells(key).values)):
                if test(self._scope({key: 1 << place})):
                    known |= 1 << place
            self._holds[id(node), key] = known
        return known

    def _mask(self, state: _State, key: str) -> int:
        mask = state.masks.get(key)
        return (1 << len(self._space.cells(key).values)) - 1 if mask is None else mask

    def _scope(self, masks: Mapping[str, int]) -> Scope:
        scope = Scope()
        for key, mask in masks.items():
            value = self._value(key, mask)
            if value is Left.DK:
                scope.dk.add(key)
            elif value is Left.REFUSED:
                scope.refused.add(key)
            elif value is not Left.UNANSWERED:
                scope.known[key] = value
        return scope

    def _value(self, key: str, mask: int) -> object:
        """The value of one cell; of several, no answer when that is one of them."""
        values = self._space.cells(key).values
        if mask >> (len(values) - 1) & 1:
            return values[-1]
        return values[(mask & -mask).bit_length() - 1]

    def _question(self, key: str) -> Question | None:
        found = self._places.get(key)
        return found[1] if found else None

    def _situation(self, state: _State) -> Situation:
        values = {key: self._value(key, mask) for key, mask in state.masks.items()}
        known = {key: one for key, one in values.items() if one is not Left.UNANSWERED}
        order = [question.id for question in self._script.questions if question.id in known]
        answers = {key: as_answer(self._script, known[key]) for key in order}
        return Situation(profile_of(known), CallReason(str(known.get("@reason", "first"))), answers)


def profile_of(known: Mapping[str, object]) -> Profile:
    """The person of whom conditions know this, by scope key."""
    names = ("age", "lives_alone", "agency", "days_since_contact")
    given = {name: known[f"@{name}"] for name in names if f"@{name}" in known}
    lists = {
        name: tuple(value)
        for name in ("segments", "flags")
        if isinstance(value := known.get(f"@{name}"), Sequence)
    }
    return replace(Profile(), **given, **lists)  # type: ignore[arg-type]


def as_answer(script: CallScript, value: object) -> object:
    """A cell as the answer that is kept."""
    if value is Left.DK:
        return script.words.dk
    return script.words.refused if value is Left.REFUSED else value


def chosen(question: Question, code: object) -> Wanted:
    """What is wanted for an answer of `question` to be, or to hold, `code`."""
    name = Name(question.id, 1, False, question.id)
    value = Literal(code, 1)  # type: ignore[arg-type]
    if question.type.value == "multiple":
        return Call("contains", (name, value), 1), True
    return Compare("==", name, value, 1), True


def _several(mask: int) -> bool:
    return bool(mask & (mask - 1))
