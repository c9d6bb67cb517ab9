"""`veille script import`: a questionnaire in Excel (XLSForm) as a call script."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path

from veille_tui.cli.context import Context
from veille_tui.cli.form_files import form_problem, problem_document, show_form_problems, write_new
from veille_tui.cli.grammar import Group
from veille_tui.errors import InputRefused
from veille_tui.language import _, n_
from veille_tui.problems import Problem


def add(verbs: Group) -> None:
    """Declare the verb."""
    command = verbs.command(
        "import", _("faire un script d'un questionnaire Excel (XLSForm : ODK, Kobo)"), _import
    )
    command.add_argument("form", metavar=_("FORM.xlsx"), help=_("le questionnaire"))
    command.add_argument(
        "--output", metavar=_("FICHIER"), help=_("où écrire le script ; sinon, à l'écran")
    )
    command.add_argument(
        "--language", metavar=_("LANGUE"), help=_("langue des textes, s'il y en a plusieurs")
    )


def _import(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.callscript.xlsform.from_excel import import_form

    try:
        found = import_form(Path(arguments.form), arguments.language or "")
    except InputRefused as error:
        return _refuse(error, context)
    if arguments.output:
        write_new(Path(arguments.output), found.text.encode("utf-8"), Path(arguments.form))
    if context.as_json:
        document = {
            "ok": True,
            "script": found.script.id,
            "questions": len(found.script.questions),
            "text": found.text,
            "problems": [problem_document(problem) for problem in found.problems],
        }
        context.document(document)
        return 0
    if not arguments.output:
        context.out.write(found.text)
    show_form_problems(found.problems, context.err)
    _summary(found.problems, len(found.script.questions), context)
    return 0


def _refuse(error: InputRefused, context: Context) -> int:
    if not context.as_json:
        show_form_problems(error.problems, context.err)
        raise InputRefused(error.message, error.hint)
    told = error.problems or (form_problem(error),)
    context.document({"ok": False, "problems": [problem_document(problem) for problem in told]})
    return 1


def _summary(problems: Iterable[Problem], questions: int, context: Context) -> None:
    rows = {(problem.sheet, problem.row) for problem in problems}
    context.tell(
        n_("{count} question reprise.", "{count} questions reprises.", questions).format(
            count=questions
        )
    )
    if rows:
        context.tell(
            n_(
                "{count} ligne du questionnaire n'est pas reprise telle quelle (ci-dessus).",
                "{count} lignes du questionnaire ne sont pas reprises telles quelles (ci-dessus).",
                len(rows),
            ).format(count=len(rows))
        )
