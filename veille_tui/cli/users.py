"""`veille users`: who may do what in a team's store."""

from __future__ import annotations

import argparse

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.domain.people import Role
from veille_tui.language import _


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("users", _("les comptes de l'équipe (PostgreSQL)"))
    new = verbs.command("add", _("ouvrir un compte ; le mot de passe est demandé"), _add)
    new.add_argument("name", metavar=_("NOM"), help=_("comme les collègues l'appellent"))
    new.add_argument(
        "--role",
        choices=[role.value for role in Role],
        default=Role.CALLER.value,
        help=_("appeler (caller), encadrer (supervisor) ou lire les chiffres (reader)"),
    )
    new.add_argument("--login", metavar=_("COMPTE"), help=_("nom du compte sur le serveur"))
    verbs.command("list", _("les comptes, leur rôle, leur état"), _list)
    for name, words, work in (
        ("suspend", _("fermer un compte, tout de suite"), _suspend),
        ("restore", _("rouvrir un compte suspendu"), _restore),
    ):
        verb = verbs.command(name, words, work)
        verb.add_argument("name", metavar=_("NOM"), help=_("le nom de la personne ou son compte"))


def _add(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.accounts import run_add

    return run_add(context, arguments.name, Role(arguments.role), arguments.login or "")


def _list(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.accounts import run_list

    return run_list(context)


def _suspend(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.accounts import run_suspend

    return run_suspend(context, arguments.name)


def _restore(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.accounts import run_restore

    return run_restore(context, arguments.name)
