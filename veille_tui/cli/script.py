"""`veille script check` and `play`: a script's problems, and where a call would go."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from veille_tui.domain.texts import strip_controls
from veille_tui.language import _, n_
from veille_tui.problems import Problem, Problems

if TYPE_CHECKING:
    from veille_tui.callscript.blocks import BlockFacts
    from veille_tui.domain.call_script import CallScript
    from veille_tui.domain.made_up_people import Callee
    from veille_tui.domain.walk import Walk

_WIDEST = 100


def run_check(files: Sequence[str], as_json: bool, out: TextIO, err: TextIO) -> int:
    """Print every problem of `files`; 0 when there is no error, else 1."""
    from veille_tui.callscript.blocks import check_file

    found = [check_file(Path(file)) for file in files]
    problems = [problem for one in found for problem in one.problems]
    ok = all(one.problems.ok for one in found)
    if as_json:
        _document({"ok": ok, "problems": [problem_document(problem) for problem in problems]}, out)
        return 0 if ok else 1
    show_problems(problems, out)
    for file, one in zip(files, found, strict=True):
        if one.block is not None:
            _line(err, _block_line(file, one.block))
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    if not problems:
        _line(
            err,
            n_("Aucun problème dans ce script.", "Aucun problème dans ces scripts.", len(files)),
        )
        return 0
    counts = (
        n_("{count} erreur", "{count} erreurs", errors).format(count=errors),
        n_("{count} avertissement", "{count} avertissements", warnings).format(count=warnings),
    )
    _line(err, ", ".join(counts) + ".")
    return 0 if ok else 1


def _block_line(file: str, block: BlockFacts) -> str:
    """What a block brings, and the questions that its script must have before it."""
    told = n_(
        "{file} est un bloc à inclure : {count} question.",
        "{file} est un bloc à inclure : {count} questions.",
        block.questions,
    ).format(file=file, count=block.questions)
    if not block.wanted:
        return told
    names = ", ".join(block.wanted)
    return told + " " + _("Il attend du script : {names}.").format(names=names)


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


def show_problems(problems: Iterable[Problem], out: TextIO) -> None:
    """Each problem with its place, its source line and a caret, its cause and remedy."""
    sources: dict[str, list[str]] = {}
    for problem in problems:
        kind = _("erreur") if problem.severity == "error" else _("avertissement")
        text = _("{word} : {message}").format(word=kind, message=problem.message)
        _line(out, f"{problem.place}: {text} [{problem.code}]")
        if problem.line:
            if problem.file not in sources:
                sources[problem.file] = _lines(problem.file)
            _show_source(sources[problem.file], problem, out)
        if problem.hint:
            _line(out, f"    -> {problem.hint}")


def _show_source(lines: list[str], problem: Problem, out: TextIO) -> None:
    if problem.line > len(lines):
        return
    text = lines[problem.line - 1].replace("\t", " ")
    start = max(0, problem.column - _WIDEST // 2) if len(text) > _WIDEST else 0
    _line(out, "    " + text[start : start + _WIDEST])
    _line(out, "    " + " " * (problem.column - 1 - start) + "^")


def _lines(file: str) -> list[str]:
    """The lines of a source file; nothing when it cannot be read any more."""
    from veille_tui.callscript.reader import MAX_BYTES

    try:
        # Anything else may never end, or never begin: it had its complaint already.
        if not Path(file).is_file():
            return []
        with Path(file).open("rb") as stream:
            content = stream.read(MAX_BYTES)
    except (OSError, ValueError):
        return []
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return text.split("\n")


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


def problem_document(problem: Problem) -> dict[str, Any]:
    """A problem as `--json` prints it."""
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "severity": problem.severity,
        "code": problem.code,
        "message": problem.message,
        "hint": problem.hint,
    }


def _document(value: dict[str, Any], out: TextIO) -> None:
    json.dump(value, out, ensure_ascii=False, indent=2)
    out.write("\n")


def _line(out: TextIO, text: str) -> None:
    out.write(strip_controls(text) + "\n")
