"""A draft to a text that our own checks accept: what they refuse becomes a named comment."""

from __future__ import annotations

from veille_tui.callscript.compiler import compile_text
from veille_tui.callscript.xlsform.drafts import Draft, DraftQuestion, DraftSection
from veille_tui.callscript.xlsform.told import Told, cell_comment, row_comment
from veille_tui.callscript.xlsform.yaml_text import Owner, YamlText
from veille_tui.domain.call_script import CallScript
from veille_tui.language import _
from veille_tui.problems import Problem

_ROUNDS = 40
_OPTIONAL = frozenset("when constraint message default hint avoid unit min max step".split())


def checked_text(
    draft: Draft, told: Told, name: str
) -> tuple[str, CallScript | None, list[Problem]]:
    """The text, its script when our checks accept it, and what they still refuse."""
    written = YamlText(draft)
    for _round in range(_ROUNDS):
        script, problems = compile_text(written.text, name)
        if script is not None:
            return written.text, script, []
        if not _repair(draft, written, problems.errors, told):
            break
        written = YamlText(draft)
    return written.text, None, problems.errors


def _repair(draft: Draft, written: YamlText, errors: list[Problem], told: Told) -> bool:
    """Make comments of the parts that the errors stand on; whether anything could be done."""
    done: set[tuple[int, str]] = set()
    for error in errors:
        owner = written.owner_of(error.line)
        if owner is None:
            continue
        part, key = owner
        if (id(part), key) not in done:
            done.add((id(part), key))
            _drop(draft, owner, error, told)
    draft.sections = [section for section in draft.sections if section.questions]
    return bool(done) and bool(draft.sections)


def _drop(draft: Draft, owner: Owner, error: Problem, told: Told) -> None:
    part, key = owner
    if error.code == "never-true" and key == "when":
        # Without its condition it would be asked every time: it stays a comment, whole.
        never = list(part.questions) if isinstance(part, DraftSection) else [part]
        for question in never:
            _drop_question(draft, question, error, told, "never-asked")
    elif isinstance(part, DraftSection):
        _drop_from_section(part, key, error, told)
    elif key in _OPTIONAL and key in part.fields:
        value = str(part.fields.pop(key))
        if key == "constraint":
            part.fields.pop("message", None)
        part.comments.append(cell_comment(part.row, key, value, error.message))
        _tell(told, part, key, value, error)
    else:
        _drop_question(draft, part, error, told)


def _drop_from_section(section: DraftSection, key: str, error: Problem, told: Told) -> None:
    if section.row is None:
        return
    if key == "when":
        section.comments.append(cell_comment(section.row, key, section.when, error.message))
        told.tell(
            "relevant-not-carried", section.row, error.message, error.hint, value=section.when
        )
        section.when = ""
    else:
        section.title = section.id


def _drop_question(
    draft: Draft,
    question: DraftQuestion,
    error: Problem,
    told: Told,
    code: str = "refused-by-checks",
) -> None:
    reason = error.message.rstrip(".")
    kept = [*question.comments, row_comment(question.row, reason)]
    for section in draft.sections:
        if question in section.questions:
            at = section.questions.index(question)
            del section.questions[at]
            after = section.questions[at:]
            (after[0].comments if after else draft.tail)[:0] = kept
    told.tell(code, question.row, error.message, error.hint)


def _tell(told: Told, question: DraftQuestion, key: str, value: str, error: Problem) -> None:
    told.tell(
        "refused-by-checks",
        question.row,
        _("{column} n'est pas repris : {reason}.").format(
            column=key, reason=error.message.rstrip(".")
        ),
        error.hint,
        heading=key,
        value=value,
    )
