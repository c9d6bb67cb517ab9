"""`veille store`: the shared store's tables."""

from __future__ import annotations

import argparse

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.language import _


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("store", _("la base partagée"))
    verbs.command("init", _("créer les tables"), _init)
    verbs.command("upgrade", _("mettre les tables à jour"), _upgrade)
    verbs.command("status", _("état, version, comptes"), _status)


def _init(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store import run_init

    return run_init(context)


def _upgrade(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store import run_upgrade

    return run_upgrade(context)


def _status(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.store import run_status

    return run_status(context)
