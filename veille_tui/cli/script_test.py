"""`veille script test`: a script's own cases, what they leave out, and cases for the rest."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.domain.call_script import CallScript, ScriptCase
    from veille_tui.domain.script_cases import Mismatch
    from veille_tui.domain.script_coverage import Coverage, Part
    from veille_tui.problems import Problems


def add(verbs: Group) -> None:
    """Declare the verb."""
    test = verbs.command(
        "test", _("jouer les essais du script, dire ce qu'ils ne montrent pas"), _test
    )
    test.add_argument(
        "files", metavar=_("FICHIER"), nargs="+", type=Path, help=_("scripts d'appel")
    )
    test.add_argument(
        "--complete",
        action="store_true",
        help=_("échouer aussi quand un essai manque"),
    )


def _test(arguments: argparse.Namespace, context: Context) -> int:
    documents = [_tested(file, arguments.complete, context) for file in arguments.files]
    if context.as_json:
        alone = len(documents) == 1
        together = {"ok": all(one["ok"] for one in documents), "scripts": documents}
        context.document(documents[0] if alone else together)
    return 0 if all(one["ok"] for one in documents) else 1


def _tested(file: Path, is_strict: bool, context: Context) -> dict[str, Any]:
    """One script: its document, its lines printed unless JSON is wanted."""
    from veille_tui.callscript.compiler import load_script
    from veille_tui.domain.script_cases import run_case
    from veille_tui.domain.script_coverage import coverage

    script, problems = load_script(file)
    if script is None:
        return _refused(file, problems, context)
    ran = [(case, run_case(script, case)) for case in script.cases]
    seen = coverage(script, script.cases)
    proposals = list(_proposals(script, seen))
    document = _document(file, script, ran, seen, proposals)
    document["ok"] = document["ok"] and not (is_strict and seen.missing)
    if not context.as_json:
        for line in _lines(file, script, ran, seen):
            context.show(line)
        _show_proposals(proposals, context)
    return document


def _refused(file: Path, problems: Problems, context: Context) -> dict[str, Any]:
    from veille_tui.cli.problem_lines import problem_document, show_problems

    if not context.as_json:
        show_problems(problems, context.out)
    return {
        "ok": False,
        "file": str(file),
        "problems": [problem_document(problem) for problem in problems],
    }


_Ran = list[tuple["ScriptCase", tuple["Mismatch", ...]]]


def _document(
    file: Path, script: CallScript, ran: _Ran, seen: Coverage, proposals: list[str]
) -> dict[str, Any]:
    from veille_tui.domain.script_coverage import KINDS

    return {
        "ok": not any(differences for _case, differences in ran),
        "file": str(file),
        "script": script.id,
        "version": script.hash,
        "cases": [
            {
                "name": case.name,
                "line": case.line,
                "ok": not differences,
                "differences": [
                    {"what": one.what, "expected": one.expected, "got": one.got}
                    for one in differences
                ],
            }
            for case, differences in ran
        ],
        "coverage": {
            kind: {
                "covered": seen.of(kind)[0],
                "total": seen.of(kind)[1],
                "missing": [_missing(part) for part in seen.missing if part.kind == kind],
            }
            for kind in KINDS
        },
        "proposed": "".join(proposals),
    }


def _missing(part: Part) -> str:
    return f"{part.name}.{part.detail}" if part.kind == "choice" else part.name


def _lines(file: Path, script: CallScript, ran: _Ran, seen: Coverage) -> Iterator[str]:
    for case, differences in ran:
        if not differences:
            continue
        yield _("{place} : « {name} » ne donne pas ce qui est attendu").format(
            place=f"{file}:{case.line}", name=case.name
        )
        for one in differences:
            yield f"    {_what(one.what)}"
            yield "      " + _("attendu  {codes}").format(codes=one.expected or "-")
            yield "      " + _("obtenu   {codes}").format(codes=one.got or "-")
    passed = sum(not differences for _case, differences in ran)
    words = n_("{passed} essai réussi sur {count}", "{passed} essais réussis sur {count}", passed)
    result = words.format(passed=passed, count=len(ran))
    yield _("{word} : {message}").format(word=script.title, message=result)
    for kind, words in _kinds().items():
        shown, there = seen.of(kind)
        if not there:
            continue
        yield f"  {words:<22}{shown:>4} / {there}" + ("" if shown == there else "   ←")
        for part in seen.missing:
            if part.kind == kind:
                yield "      " + _part_words(script, part)


def _kinds() -> dict[str, str]:
    return {
        "question": _("questions posées"),
        "choice": _("réponses choisies"),
        "need": _("besoins relevés"),
        "alert": _("alertes montrées"),
        "cadence": _("rythmes retenus"),
        "closing": _("mots de fin dits"),
    }


def _what(what: str) -> str:
    return {
        "questions": _("questions posées"),
        "needs": _("besoins"),
        "alerts": _("alertes"),
        "cadence": _("rythme"),
        "complete": _("appel complet"),
    }[what]


def _part_words(script: CallScript, part: Part) -> str:
    """A part that no case shows, as its author would look for it in the file."""
    if part.kind == "choice":
        return f'{part.name} == "{part.detail}"'
    if part.kind == "need":
        when = script.needs[int(part.detail) - 1].when
        return _("{theme}, si {condition}").format(
            theme=part.name, condition=when.text if when else _("toujours")
        )
    if part.kind in ("cadence", "closing"):
        rules = script.cadence if part.kind == "cadence" else script.closings
        when = rules[int(part.name) - 1].when
        return _("le {place}e, si {condition}").format(
            place=part.name, condition=when.text if when else _("toujours")
        )
    return part.name


def _proposals(script: CallScript, seen: Coverage) -> Iterator[str]:
    from veille_tui.callscript.case_text import case_text
    from veille_tui.domain.script_coverage import propose

    for case, parts in propose(script, seen.missing):
        first = _part_words(script, parts[0])
        more = len(parts) - 1
        name = _("à relire, montre {part}").format(part=first)
        if more:
            name += n_(" et {count} autre", " et {count} autres", more).format(count=more)
        yield case_text(case, name, script.language)


def _show_proposals(proposals: list[str], context: Context) -> None:
    if not proposals:
        return
    context.show("")
    context.show(_("# Essais proposés : les relire, corriger ce qui est attendu, les copier sous"))
    context.show(_("# « essais: » à la fin du fichier."))
    for text in proposals:
        context.show(text.rstrip("\n"))
