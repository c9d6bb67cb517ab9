"""`veille store`: the shared store's tables."""

from __future__ import annotations

import argparse
from pathlib import Path

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("store", _("la base partagée"))
    verbs.command("init", _("créer les tables"), _init)
    verbs.command("upgrade", _("mettre les tables à jour"), _upgrade)
    verbs.command("status", _("état, version, comptes"), _status)
    backup = verbs.command("backup", _("copier la base d'un poste, même en service"), _backup)
    backup.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar=_("FICHIER"),
        help=_("où la copier ; sans rien : à côté de la base, datée"),
    )
    backup.add_argument(
        "--replace", action="store_true", help=_("remplacer le fichier s'il existe déjà")
    )
    verify = verbs.command("verify", _("vérifier la base d'un poste, ou une copie"), _verify)
    verify.add_argument(
        "file",
        nargs="?",
        type=Path,
        metavar=_("FICHIER"),
        help=_("la copie ; sans rien : la base elle-même"),
    )
    restore = verbs.command("restore", _("remettre une copie à la place de la base"), _restore)
    restore.add_argument("file", type=Path, metavar=_("FICHIER"), help=_("la copie"))


def _init(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store import run_init

    return run_init(context)


def _upgrade(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store import run_upgrade

    return run_upgrade(context)


def _status(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store import run_status

    return run_status(context)


def _backup(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store_copies import run_backup

    return run_backup(context, arguments.file, replace=arguments.replace)


def _verify(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store_copies import run_verify

    return run_verify(context, arguments.file)


def _restore(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store_copies import run_restore

    return run_restore(context, arguments.file)
