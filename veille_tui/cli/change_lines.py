"""What changes between two versions of a script, as people and programs read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from veille_tui.callscript.change_words import change_words
from veille_tui.domain.call_script import CallScript
from veille_tui.domain.change import Change
from veille_tui.language import _, n_
from veille_tui.problems import Problem


def change_lines(found: Sequence[Change]) -> Iterator[str]:
    """One change a line, the gravest first."""
    for change in found:
        yield f"- {change_words(change)}"


def told_count(found: Sequence[Change]) -> str:
    """How many changes there are."""
    if not found:
        return _("Rien ne change pour les appelants.")
    return n_("{n} changement.", "{n} changements.", len(found)).format(n=len(found))


def change_document(change: Change) -> dict[str, Any]:
    """One change for programs: stable English keys; "" where a key means nothing."""
    return {
        "kind": change.kind.value,
        "subject": change.subject,
        "code": change.code,
        "theme": change.theme,
        "old": change.old,
        "new": change.new,
        "answers": change.held,
        "message": change_words(change),
    }


def script_document(script: CallScript | None) -> dict[str, str] | None:
    """Which version of which script."""
    if script is None:
        return None
    return {"script": script.id, "version": script.hash, "title": script.title}


def problem_document(problem: Problem) -> dict[str, str]:
    """Why something is refused, for programs."""
    return {
        "code": problem.code,
        "subject": problem.value,
        "message": problem.message,
        "hint": problem.hint,
    }
