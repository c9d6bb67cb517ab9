"""`veille script play` without a screen: where a call would go."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from veille_tui.cli.problem_lines import problem_document, show_problems
from veille_tui.domain.texts import strip_controls
from veille_tui.language import _
from veille_tui.problems import Problems

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.made_up_people import Callee
    from veille_tui.domain.walk import Walk


def run_play(
    file: str,
    answers_file: str | None,
    as_json: bool,
    *,
    stdin: TextIO,
    out: TextIO,
    err: TextIO,
) -> int:
    """Walk the script in `file`, storing nothing; 1 when it or the answers have errors.

    With `answers_file` (JSON) it prints where the call stands; without, it asks in line mode.
    """
    from veille_tui.callscript.compiler import load_script

    script, problems = load_script(Path(file))
    if script is None:
        return refuse(problems, as_json, out)
    show_problems(problems, err)
    if answers_file is not None:
        return _play_file(script, Path(answers_file), as_json, out, err)
    return rehearse(script, None, as_json, stdin=stdin, out=out, err=err)


def rehearse(
    script: CallScript,
    callee: Callee | None,
    as_json: bool,
    *,
    stdin: TextIO,
    out: TextIO,
    err: TextIO,
) -> int:
    """Ask in line mode; without a `callee`, first ask who is called."""
    from veille_tui.cli.script_rehearsal import Rehearsal

    state = Rehearsal(script, stdin, err if as_json else out, callee).play()
    if as_json:
        _document(walk_document(script, state), out)
    return 0


def _play_file(script: CallScript, path: Path, as_json: bool, out: TextIO, err: TextIO) -> int:
    from veille_tui.callscript.answers_file import read_answers
    from veille_tui.domain.walk import walk

    conversation, problems = read_answers(path, script)
    if conversation is None:
        return refuse(problems, as_json, out)
    state = walk(script, conversation.profile, conversation.reason, conversation.answers)
    document = walk_document(script, state)
    if as_json:
        found = [problem_document(problem) for problem in problems]
        told = {"ok": problems.ok, **document, "problems": found}
        _document(told if found else document, out)
        return 0 if problems.ok else 1
    show_problems(problems, err)
    _show_walk(state, out)
    return 0 if problems.ok else 1


def walk_document(script: CallScript, state: Walk) -> dict[str, Any]:
    """Where a call stands, as other programs read it; `version` is the content's hash."""
    return {
        "script": script.id,
        "version": script.hash,
        "asked": list(state.asked),
        "not_applicable": list(state.not_applicable),
        "unanswered": list(state.unanswered),
        "needs": [
            {"theme": need.theme, "urgency": need.urgency.value, "to": need.to or None}
            for need in state.needs
        ],
        "alerts": list(state.alerts),
        "cadence": state.every,
        "complete": state.complete,
    }


def refuse(problems: Problems, as_json: bool, out: TextIO) -> int:
    """Print what is wrong with the input; its exit status."""
    if as_json:
        _document(
            {"ok": False, "problems": [problem_document(problem) for problem in problems]}, out
        )
    else:
        show_problems(problems, out)
    return 1


def _show_walk(state: Walk, out: TextIO) -> None:
    from veille_tui.callscript.script_words import need_in_words, rhythm_in_words

    lists = {
        _("Questions posées"): state.asked,
        _("Sans objet"): state.not_applicable,
        _("Sans réponse"): state.unanswered,
        _("Alertes"): state.alerts,
    }
    for title, names in lists.items():
        _line(out, _("{word} : {message}").format(word=title, message=", ".join(names) or "-"))
    needs = "; ".join(need_in_words(need) for need in state.needs)
    _line(out, _("Besoins : {needs}").format(needs=needs or "-"))
    every = rhythm_in_words(state.every) if state.every else "-"
    _line(out, _("À rappeler : {every}").format(every=every))
    _line(out, _("Appel complet.") if state.complete else _("Appel incomplet."))


def _document(value: dict[str, Any], out: TextIO) -> None:
    json.dump(value, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _line(out: TextIO, text: str) -> None:
    out.write(strip_controls(text) + "\n")
