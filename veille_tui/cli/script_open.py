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
        folder, script = _found(arguments.place)
        settings = replace(settings, scripts=str(folder))
    need_a_terminal()
    return run_scripts(settings, script)


def _found(named: Path) -> tuple[Path, Path | None]:
    """The folder, and the script in it when a file was named."""
    try:
        place = named.expanduser().absolute()
        if place.is_file():
            return place.parent, place
        if place.is_dir():
            return place, None
    except (OSError, RuntimeError):
        pass  # A name that the disk refuses, or the home of somebody unknown.
    raise WrongUsage(
        _("{place} n'est ni un dossier ni un fichier.").format(place=named),
        _("Donner un dossier de scripts, ou rien : veille script open"),
    )
