"""`veille demo` and `veille call`: work at the desk."""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import WrongUsage
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.config import Settings


def add(commands: Group) -> None:
    """Declare the commands."""
    demo = commands.command(
        "demo", _("essayer sur une campagne inventée"), _demo, prints_data=False
    )
    demo.add_argument(
        "--keep", action="store_true", help=_("garder la démonstration au lieu de l'effacer")
    )
    call = commands.command("call", _("appeler"), _call, prints_data=False)
    call.add_argument(
        "--plain",
        action="store_true",
        help=_("en lignes, sur l'entrée et la sortie standard (lecteurs d'écran, scripts)"),
    )
    call.add_argument("--campaign", metavar="ID", default="", help=_("la campagne"))


def _demo(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.bootstrap import need_a_terminal
    from veille_tui.demo import run_demo

    need_a_terminal()
    return run_demo(context.settings, keep=arguments.keep)


def _call(arguments: argparse.Namespace, context: Context) -> int:
    from dataclasses import replace

    from veille_tui.bootstrap import run_plain, run_workstation

    if arguments.plain:
        return run_plain(_named(context.settings), arguments.campaign)
    settings = context.settings
    if arguments.campaign:
        settings = replace(settings, campaign=arguments.campaign)
    return run_workstation(settings)


def _named(settings: Settings) -> Settings:
    """The settings with a caller's name, asked once and kept."""
    if settings.user:
        return settings
    from dataclasses import replace

    from veille_tui import config
    from veille_tui.ui.lines.voice import EndOfInput, Voice

    try:
        name = Voice(sys.stdin, sys.stdout).ask(_("Votre nom, tel que vos collègues le lisent"))
    except EndOfInput:
        name = ""
    if not name:
        raise WrongUsage(
            _("Il faut un nom pour appeler."), _("Le donner, ou le mettre dans VEILLE_USER.")
        )
    config.keep(settings.paths, {"user": name})
    return replace(settings, user=name)
