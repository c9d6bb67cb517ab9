"""`veille script export`: a call script as a questionnaire in Excel (XLSForm)."""

from __future__ import annotations

import argparse
from pathlib import Path

from veille_tui.cli.context import Context
from veille_tui.cli.form_files import problem_document, show_form_problems, write_new
from veille_tui.cli.grammar import Group
from veille_tui.cli.problem_lines import show_problems
from veille_tui.language import _, n_


def add(verbs: Group) -> None:
    """Declare the verb."""
    command = verbs.command(
        "export", _("faire d'un script un questionnaire Excel (XLSForm : ODK, Kobo)"), _export
    )
    command.add_argument("file", metavar=_("FICHIER"), help=_("script d'appel"))
    command.add_argument(
        "--output",
        metavar=_("FORM.xlsx"),
        help=_("où écrire le questionnaire ; sinon, à côté du script"),
    )


def _export(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.callscript.compiler import load_script
    from veille_tui.callscript.xlsform.to_excel import export_script

    file = Path(arguments.file)
    script, problems = load_script(file)
    if script is None:
        if context.as_json:
            told = [problem_document(problem) for problem in problems]
            context.document({"ok": False, "problems": told})
        else:
            show_problems(problems, context.err)
        return 1
    output = Path(arguments.output) if arguments.output else file.with_suffix(".xlsx")
    content, lost = export_script(script)
    write_new(output, content, file)
    if context.as_json:
        told = [problem_document(problem) for problem in lost]
        context.document({"ok": True, "output": str(output), "problems": told})
        return 0
    show_form_problems(lost, context.err)
    context.tell(_("Questionnaire écrit dans {file}").format(file=output))
    if lost:
        context.tell(
            n_(
                "{count} chose qu'un formulaire ne peut pas dire : elle est dans sa dernière "
                "feuille.",
                "{count} choses qu'un formulaire ne peut pas dire : elles sont dans sa dernière "
                "feuille.",
                len(lost),
            ).format(count=len(lost))
        )
    return 0
