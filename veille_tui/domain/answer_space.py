"""The answers worth trying: for every name that conditions use, one value for each of its cases.

Conditions compare a name with a few values only; every other answer does as one of those kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import Enum
from itertools import combinations, islice, pairwise

from veille_tui.domain.answers import check_shape
from veille_tui.domain.call_script import CallScript, Question, QuestionType, Words
from veille_tui.domain.condition_tree import (
    Call,
    Chain,
    Compare,
    ListOf,
    Literal,
    Name,
    Node,
    Not,
    Sum,
    walk_nodes,
)
from veille_tui.domain.conditions import REASON_WORDS, Condition, with_known_codes
from veille_tui.domain.late_dataclasses import dataclass

MOST_TICKED = 8
"""Codes of one question of which every combination is tried; of more, only some."""
MOST_CELLS = 600
"""Values that are tried for one name; of more, only some: everything is tried on each."""
MOST_SUMMED = 30
"""Numbers of one comparison of which every sum and difference is tried."""
OLDEST = 120


class Left(Enum):
    """What a question is when it has no answer of its own."""

    UNANSWERED = "unanswered"
    """Not asked, or not answered yet; of the person: unknown."""
    DK = "dk"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of one name, at least one of each kind that some condition tells apart."""

    values: tuple[object, ...]
    is_exact: bool = True
    """Whether a condition that none of them meets is met by no answer at all."""


def conditions_of(script: CallScript) -> Iterator[Condition]:
    """Every condition of a script, in the order of its file."""
    for section in script.sections:
        if section.when is not None:
            yield section.when
        for question in section.questions:
            if question.when is not None:
                yield question.when
            if question.constraint is not None:
                yield question.constraint
    for rules in (script.needs, script.alerts, script.cadence, script.closings):
        for rule in rules:
            if rule.when is not None:
                yield rule.when


def atoms(node: Node) -> Iterator[Node]:
    """The parts of a condition that are true or false by themselves."""
    if isinstance(node, Chain):
        for operand in node.operands:
            yield from atoms(operand)
    elif isinstance(node, Not):
        yield from atoms(node.operand)
    else:
        yield node


class AnswerSpace:
    """The cells of every name, made when they are first looked at."""

    def __init__(self, *scripts: CallScript) -> None:
        self._questions: dict[str, list[Question]] = {}
        for script in scripts:
            for question in script.questions:
                self._questions.setdefault(question.id, []).append(question)
        self._words = scripts[0].words
        self._uses: dict[str, list[Node]] = {}
        for script in scripts:
            for condition in conditions_of(script):
                self._read(condition.tree)
        self._cells: dict[str, Cells] = {}

    def _read(self, tree: Node) -> None:
        for atom in atoms(tree):
            for key in {node.key for node in walk_nodes(atom) if isinstance(node, Name)}:
                self._uses.setdefault(key, []).append(atom)

    def cells(self, key: str) -> Cells:
        """The values of the question or known fact `key` (see conditions.Scope)."""
        found = self._cells.get(key)
        if found is None:
            found = self._cells[key] = self._made(key)
        return found

    def _made(self, key: str) -> Cells:
        uses = self._uses.get(key, [])
        if key.startswith("@"):
            return _known_of_person(key, uses)
        questions = self._questions.get(key, [])
        found: list[object] = []
        is_exact = bool(questions)
        for question in questions:
            values, exact = _ANSWERS[question.type](question, uses, self._words)
            few = _fewer(tuple(values))
            known = found[:]
            found += [one for one in few if one not in known]
            is_exact = is_exact and exact and len(few) < MOST_CELLS
        return Cells((*found, *_left_open(uses), Left.UNANSWERED), is_exact)


def _fewer(values: Sequence[object]) -> Sequence[object]:
    """`values`, or as many as may be tried, from all over them and with both ends."""
    if len(values) < MOST_CELLS:
        return values
    last = len(values) - 1
    return tuple(values[n * last // (MOST_CELLS - 1)] for n in range(MOST_CELLS))


def _left_open(uses: Iterable[Node]) -> list[object]:
    """ "Does not know" and "refused", where a condition tells them from no answer at all."""
    functions = {use.function for use in uses if isinstance(use, Call)}
    return [left for left in (Left.DK, Left.REFUSED) if left.value in functions]


_Answers = tuple[Iterable[object], bool]


def _yes_no(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    return [words.yes, words.no], True


def _choice(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    return [choice.code for choice in question.choices], True


def _multiple(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    codes = [choice.code for choice in question.choices]
    named = set(_texts(uses))
    if not any(isinstance(node, Call) and node.function == "count" for node in _parts(uses)):
        others = [code for code in codes if code not in named]
        codes = [*(code for code in codes if code in named), *others[:1]]
    return _some_of(codes)


def _some_of(codes: Sequence[str]) -> _Answers:
    """Combinations of codes, the small ones first."""
    if len(codes) <= MOST_TICKED:
        sizes: Sequence[int] = range(1, len(codes) + 1)
    else:
        sizes = (1, 2, len(codes) - 1, len(codes))
    most = MOST_CELLS // 4
    found = [list(some) for size in sizes for some in islice(combinations(codes, size), most)]
    return [*found, []], len(codes) <= MOST_TICKED


def _number(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    ends = [end for end in (question.min, question.max) if end is not None]
    marks = sorted({*_numbers(uses), *ends, *(() if ends else (1.0,))})
    step = question.step or 1
    between = [(low + high) / 2 for low, high in pairwise(marks)]
    around = [mark + step * sign for mark in marks for sign in (-1, 1)]
    tried = sorted({*marks, *between, *around, *(float(round(one)) for one in between)})
    shaped = (check_shape(question, one, words) for one in tried)
    return dict.fromkeys(value for value, problem in shaped if not problem), _is_plain(uses)


def _date(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    return _moments(uses, date.fromisoformat, timedelta(days=1), date(2020, 3, 17)), True


def _time(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    found = _moments(uses, _clock, timedelta(minutes=1), _clock("10:00"))
    return [str(moment)[11:16] for moment in found], True


def _clock(text: str) -> datetime:
    return datetime.strptime(f"2020-03-17 {text}", "%Y-%m-%d %H:%M")  # noqa: DTZ007 - an hour of the day, nowhere


def _moments(
    uses: Sequence[Node], read: Callable[[str], date], step: timedelta, usual: date
) -> list[str]:
    marks: list[date] = []
    for text in _texts(uses):
        try:
            marks.append(read(text))
        except ValueError:
            continue
    found = [usual] if not marks else [one + step * n for one in marks for n in (0, -1, 1)]
    return [str(one) for one in sorted(set(found))]


def _phone(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    return [*_texts(uses), "0536490000"], _is_plain(uses)


def _text(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    texts = list(_texts(uses))
    return [*texts, *([" ".join(texts)] if len(texts) > 1 else []), "autre chose"], _is_plain(uses)


def _note(question: Question, uses: Sequence[Node], words: Words) -> _Answers:
    return (), True


_ANSWERS: Mapping[QuestionType, Callable[[Question, Sequence[Node], Words], _Answers]] = {
    QuestionType.YES_NO: _yes_no,
    QuestionType.CONSENT: _yes_no,
    QuestionType.CHOICE: _choice,
    QuestionType.MULTIPLE: _multiple,
    QuestionType.SCALE: _number,
    QuestionType.NUMBER: _number,
    QuestionType.DATE: _date,
    QuestionType.TIME: _time,
    QuestionType.PHONE: _phone,
    QuestionType.TEXT: _text,
    QuestionType.NOTE: _note,
}


def _known_of_person(key: str, uses: Sequence[Node]) -> Cells:
    """What may be known of the person and the call, by scope key."""
    if key == "@reason":
        return Cells(tuple(REASON_WORDS.values())[::-1])
    if key == "@lives_alone":
        return Cells((True, False, Left.UNANSWERED))
    if key in ("@age", "@days_since_contact"):
        most = OLDEST if key == "@age" else 10_000
        marks = {int(mark) + n for mark in _numbers(uses) for n in (-1, 0, 1)} | {80}
        whole = _fewer(sorted(mark for mark in marks if 0 <= mark <= most))
        return Cells((*whole, Left.UNANSWERED), _is_plain(uses) and len(whole) < MOST_CELLS)
    named = list(dict.fromkeys(_texts(uses)))
    if key == "@agency":
        return Cells((*named, "Autre agence", Left.UNANSWERED), _is_plain(uses))
    values, is_exact = _some_of([*named, "autre"])
    return Cells(tuple([*values][::-1]), is_exact)


def _parts(uses: Iterable[Node]) -> Iterator[Node]:
    for use in uses:
        yield from walk_nodes(use)


def _is_plain(uses: Iterable[Node]) -> bool:
    """Whether values are only compared as they are: no sums, no parts of texts."""
    return not any(
        isinstance(node, Sum) or (isinstance(node, Call) and node.function == "contains")
        for node in _parts(uses)
    )


def _numbers(uses: Iterable[Node]) -> set[float]:
    """The numbers that stand beside a name; in sums also what they come to."""
    found: set[float] = set()
    for use in uses:
        parts = walk_nodes(use)
        here = {float(n.value) for n in parts if isinstance(n, Literal) and _is_number(n.value)}
        if len(here) <= MOST_SUMMED and any(isinstance(node, Sum) for node in parts):
            here |= {one + other * sign for one in here for other in here for sign in (-1, 1)}
        found |= here
    return found


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _texts(uses: Iterable[Node]) -> list[str]:
    """The texts that stand beside a name, codes in English where the walk keeps them so."""
    found: list[str] = []
    for use in uses:
        for literal in _literals_beside(use):
            if isinstance(literal.value, str):
                found.append(literal.value)
            elif _is_number(literal.value):
                found.append(str(literal.value))
    return list(dict.fromkeys(found))


def _literals_beside(use: Node) -> Iterator[Literal]:
    pair: tuple[Node, ...] = ()
    if isinstance(use, Compare):
        pair = (use.left, use.right)
    elif isinstance(use, Call):
        pair = use.arguments
    for beside, node in zip(pair[1:] + pair[:1], pair, strict=True):
        known = with_known_codes(beside, node)
        for one in known.items if isinstance(known, ListOf) else (known,):
            if isinstance(one, Literal):
                yield one
