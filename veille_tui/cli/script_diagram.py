"""`veille script diagram`: a script drawn, as Mermaid text or as a tree for the terminal."""

from __future__ import annotations

import argparse
from pathlib import Path

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _


def add(verbs: Group) -> None:
    """Declare the verb."""
    diagram = verbs.command("diagram", _("dessiner le script (Mermaid, ou un arbre)"), _diagram)
    diagram.add_argument("file", metavar=_("FICHIER"), help=_("script d'appel"))
    diagram.add_argument("--tree", action="store_true", help=_("un arbre pour le terminal"))


def _diagram(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.callscript.compiler import load_script
    from veille_tui.callscript.diagram import mermaid, tree
    from veille_tui.cli.problem_lines import show_problems
    from veille_tui.cli.script import refuse

    script, problems = load_script(Path(arguments.file))
    if script is None:
        return refuse(problems, context.as_json, context.out)
    show_problems(problems, context.err)
    lines = tree(script) if arguments.tree else mermaid(script).splitlines()
    if context.as_json:
        form = "tree" if arguments.tree else "mermaid"
        context.document({"script": script.id, "version": script.hash, form: "\n".join(lines)})
        return 0
    for line in lines:
        context.show(line)
    return 0
