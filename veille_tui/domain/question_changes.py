"""What differs in the questions of two versions of a script, and in their choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from veille_tui.domain.asked_changes import Weighing, conditions_of, differ, text_of
from veille_tui.domain.call_script import CallScript, Choice, Question
from veille_tui.domain.change import Change, ChangeKind
from veille_tui.domain.orders import moved

Held = Mapping[tuple[str, str], int]
"""How many stored answers hold (question, code); with the code "", how many there are at all."""
_ASKED = {
    "more": ChangeKind.ASKED_MORE,
    "less": ChangeKind.ASKED_LESS,
    "otherwise": ChangeKind.ASKED_OTHERWISE,
}


def question_changes(weighing: Weighing, held: Held) -> Iterator[Change]:
    """Questions that came, changed or moved, in the new order, and those that went."""
    old, new = weighing.old, weighing.new
    for question in new.questions:
        before = old.by_id.get(question.id)
        if before is None:
            when = text_of(conditions_of(new, question.id), new.language)
            yield Change(ChangeKind.QUESTION_ADDED, question.id, question.say, new=when)
        else:
            yield from _same_question(before, question, held)
            yield from _asked(weighing, question)
    for question in old.questions:
        if question.id not in new.by_id:
            count = held.get((question.id, ""), 0)
            yield Change(ChangeKind.QUESTION_REMOVED, question.id, question.say, held=count)
    yield from _moves(old, new)


def _asked(weighing: Weighing, question: Question) -> Iterator[Change]:
    """A change of its section alone is said once, of the section."""
    old, new = weighing.old, weighing.new
    here, there = old.section_of[question.id], new.section_of[question.id]
    is_own = differ((old.by_id[question.id].when,), (question.when,)) or here.id != there.id
    how = weighing.asked(question.id) if is_own else ""
    if how:
        yield Change(
            _ASKED[how],
            question.id,
            question.say,
            old=text_of(conditions_of(old, question.id), old.language),
            new=text_of(conditions_of(new, question.id), new.language),
        )


def _moves(old: CallScript, new: CallScript) -> Iterator[Change]:
    """Into another section, or after another question of its own."""
    for question in new.questions:
        if question.id in old.by_id:
            here, there = old.section_of[question.id], new.section_of[question.id]
            if here.id != there.id:
                yield Change(
                    ChangeKind.QUESTION_MOVED,
                    question.id,
                    question.say,
                    old=here.title,
                    new=there.title,
                )
    before = {section.id: section for section in old.sections}
    for section in new.sections:
        if section.id in before:
            was = [question.id for question in before[section.id].questions]
            order = [question.id for question in section.questions]
            for one in moved(was, order):
                place = order.index(one)
                after = new.by_id[order[place - 1]].say if place else ""
                yield Change(ChangeKind.QUESTION_REORDERED, one, new.by_id[one].say, new=after)


def _same_question(old: Question, new: Question, held: Held) -> Iterator[Change]:
    for kind, before, after in _fields(old, new):
        if before != after:
            yield Change(kind, new.id, new.say, old=before, new=after)
    if old.type is not new.type:
        count = held.get((new.id, ""), 0)
        yield Change(
            ChangeKind.TYPE_CHANGED,
            new.id,
            new.say,
            old=old.type.value,
            new=new.type.value,
            held=count,
        )
    if old.required != new.required:
        kind = ChangeKind.REQUIRED if new.required else ChangeKind.NOT_REQUIRED
        yield Change(kind, new.id, new.say)
    if differ((old.constraint,), (new.constraint,)):
        before, after = text_of((old.constraint,)), text_of((new.constraint,))
        yield Change(ChangeKind.CONSTRAINT_CHANGED, new.id, new.say, old=before, new=after)
    yield from _choices(old, new, held)


def _fields(old: Question, new: Question) -> Iterator[tuple[ChangeKind, str, str]]:
    yield ChangeKind.SAY_CHANGED, old.say, new.say
    yield ChangeKind.HINT_CHANGED, old.hint, new.hint
    yield ChangeKind.AVOID_CHANGED, old.avoid, new.avoid
    yield ChangeKind.MESSAGE_CHANGED, old.message, new.message
    yield ChangeKind.UNIT_CHANGED, old.unit, new.unit
    yield ChangeKind.MIN_CHANGED, _number(old.min), _number(new.min)
    yield ChangeKind.MAX_CHANGED, _number(old.max), _number(new.max)
    yield ChangeKind.STEP_CHANGED, _number(old.step), _number(new.step)
    yield ChangeKind.DEFAULT_CHANGED, _answer(old, old.default), _answer(new, new.default)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _answer(question: Question, value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_answer(question, one) for one in value)
    choice = question.choice(value)
    if choice is not None:
        return choice.label
    return "" if value is None else str(value)


def _choices(old: Question, new: Question, held: Held) -> Iterator[Change]:
    before = {choice.code: choice for choice in old.choices}
    after = {choice.code: choice for choice in new.choices}
    for code, choice in before.items():
        if code not in after:
            count = held.get((old.id, code), 0)
            yield _of(ChangeKind.CHOICE_REMOVED, old, choice, held=count)
            if choice.need:
                yield _of(ChangeKind.NEED_REMOVED, old, choice, theme=choice.need)
    for code, choice in after.items():
        if code in before:
            yield from _same_choice(new, before[code], choice)
            continue
        yield _of(ChangeKind.CHOICE_ADDED, new, choice)
        if choice.need:
            urgency = choice.urgency.value
            yield _of(ChangeKind.NEED_ADDED, new, choice, theme=choice.need, new=urgency)
    if moved(list(before), list(after)):
        labels = [after[code].label for code in after]
        yield Change(ChangeKind.CHOICES_REORDERED, new.id, new.say, new=", ".join(labels))


def _same_choice(question: Question, old: Choice, new: Choice) -> Iterator[Change]:
    if old.label != new.label:
        yield _of(ChangeKind.LABEL_CHANGED, question, new, old=old.label, new=new.label)
    if old.detail != new.detail:
        kind = ChangeKind.DETAIL_ADDED if new.detail else ChangeKind.DETAIL_REMOVED
        yield _of(kind, question, new)
    if old.outcome != new.outcome:
        yield _of(ChangeKind.OUTCOME_CHANGED, question, new, old=old.outcome, new=new.outcome)
    yield from _choice_need(question, old, new)


def _choice_need(question: Question, old: Choice, new: Choice) -> Iterator[Change]:
    was, now = old.urgency, new.urgency
    if old.need != new.need:
        if old.need:
            yield _of(ChangeKind.NEED_REMOVED, question, new, theme=old.need)
        if new.need:
            yield _of(ChangeKind.NEED_ADDED, question, new, theme=new.need, new=now.value)
    elif new.need and was is not now:
        is_more = now.rank < was.rank
        kind = ChangeKind.NEED_MORE_URGENT if is_more else ChangeKind.NEED_LESS_URGENT
        yield _of(kind, question, new, theme=new.need, old=was.value, new=now.value)


def _of(
    kind: ChangeKind,
    question: Question,
    choice: Choice,
    *,
    theme: str = "",
    old: str = "",
    new: str = "",
    held: int = 0,
) -> Change:
    """A change of one choice."""
    return Change(kind, question.id, question.say, choice.code, choice.label, theme, old, new, held)
