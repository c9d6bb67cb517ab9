"""`veille script`: checks call scripts and walks them."""

from __future__ import annotations

import argparse
import sys

from veille_tui.cli import script_export, script_import
from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("script", _("les scripts d'appel (YAML)"))
    check = verbs.command("check", _("tous les problèmes, avec leur place et leur remède"), _check)
    check.add_argument("files", metavar=_("FICHIER"), nargs="+", help=_("scripts d'appel"))
    play = verbs.command("play", _("dérouler un appel à blanc, sans rien enregistrer"), _play)
    play.add_argument("file", metavar=_("FICHIER"), help=_("script d'appel"))
    play.add_argument(
        "--answers", metavar=_("FICHIER.json"), help=_("les réponses, au lieu de les demander")
    )
    script_import.add(verbs)
    script_export.add(verbs)


def _check(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.script import run_check

    return run_check(arguments.files, context.as_json, context.out, context.err)


def _play(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.script import run_play

    return run_play(
        arguments.file,
        arguments.answers,
        context.as_json,
        stdin=sys.stdin,
        out=context.out,
        err=context.err,
    )
