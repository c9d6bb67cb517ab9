"""Answers that a change of mind hid: kept, and counted by nobody."""

from __future__ import annotations

from collections.abc import Mapping

from veille_tui.domain.call_script import CallScript
from veille_tui.domain.walk import Walk, is_answered


def hidden_answers(
    script: CallScript, seen: Walk, answers: Mapping[str, object]
) -> tuple[str, ...]:
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
