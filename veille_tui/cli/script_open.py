"""`veille script open`: the supervisors' scripts, full screen."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import WrongUsage
from veille_tui.language import _


def add(verbs: Group) -> None:
    """Declare the verb."""
    opened = verbs.command(
        "open",
        _("vos scripts, en plein écran : écrire, vérifier, publier"),
        _open,
        prints_data=False,
    )
    opened.add_argument(
        "place",
        metavar=_("DOSSIER_OU_FICHIER"),
        nargs="?",
        type=Path,
        help=_("vos scripts, ou l'un d'eux ; sinon le dossier que dit veille paths"),
    )


def _open(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.bootstrap import need_a_terminal, run_scripts

    settings, script = context.settings, None
    if arguments.place is not None:
        place = arguments.place.expanduser().absolute()
        script = place if place.is_file() else None
        folder = place.parent if script else place
        if not folder.is_dir():
            raise WrongUsage(
                _("{place} n'est ni un dossier ni un fichier.").format(place=arguments.place),
                _("Donner un dossier de scripts, ou rien : veille script open"),
            )
        settings = replace(settings, scripts=str(folder))
    need_a_terminal()
    return run_scripts(settings, script)
