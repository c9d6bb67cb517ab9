"""`veille paths`, `veille doctor` and `veille completion`: the workstation itself."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import VeilleError, WrongUsage
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.cli.checks import Check
    from veille_tui.store.proving import Proof


def add(commands: Group) -> None:
    """Declare the commands."""
    commands.command("paths", _("où sont les fichiers de ce poste"), _paths)
    doctor = commands.command("doctor", _("vérifier ce poste"), _doctor)
    doctor.add_argument(
        "--deep",
        action="store_true",
        help=_("prouver aussi que chaque foyer et chaque besoin est dans un état et un seul"),
    )
    completion = commands.command(
        "completion", _("complétion pour l'interpréteur"), _completion, prints_data=False
    )
    completion.add_argument("shell", metavar="SHELL", help=_("bash, zsh, tcsh…"))


def _paths(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.config import shipped_scripts
    from veille_tui.store.url import hide_password

    paths = context.settings.paths
    found = {
        "config": (_("réglages"), str(paths.config_file)),
        "data": (_("données"), str(paths.data)),
        "journal": (_("journal de ce poste"), str(paths.journal)),
        "store": (_("base partagée"), hide_password(context.settings.store_url)),
        "log": (_("incidents"), str(paths.log_file)),
        "scripts": (_("scripts d'appel fournis"), str(shipped_scripts())),
        "own_scripts": (_("vos scripts d'appel"), str(context.settings.scripts_folder)),
    }
    if context.as_json:
        context.document({key: value for key, (_label, value) in found.items()})
        return 0
    for label, value in found.values():
        context.show(_("{word} : {message}").format(word=label, message=value))
    return 0


def _doctor(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.deep_lines import deep_data, deep_lines
    from veille_tui.cli.doctor import examine, worst
    from veille_tui.cli.folding import folded

    checks = examine(context)
    proof = _proved(context, checks) if arguments.deep else None
    if context.as_json:
        is_well = all(check.ok for check in checks) and (proof is None or proof.holds)
        found = {"ok": is_well, "checks": [one.to_data() for one in checks]}
        context.document(found | ({"deep": deep_data(proof)} if proof else {}))
    else:
        for check in checks:
            context.show(folded(check.line(), context.out))
        for line in deep_lines(proof) if proof else ():
            context.show(line)
    return max(worst(checks), int(proof is not None and not proof.holds))


def _proved(context: Context, checks: list[Check]) -> Proof | None:
    """The proof; why there can be none is one check more."""
    from veille_tui.cli.checks import Check
    from veille_tui.cli.doctor_deep import prove_store

    try:
        return prove_store(context)
    except VeilleError as error:
        checks.append(Check("deep", False, error.message, error.hint, error.exit_status))
        return None


def _completion(arguments: argparse.Namespace, context: Context) -> int:
    import shtab

    if arguments.shell not in shtab.SUPPORTED_SHELLS:
        raise WrongUsage(
            _("Pas de complétion pour « {shell} ».").format(shell=arguments.shell),
            _("Choisir parmi : {shells}.").format(shells=", ".join(shtab.SUPPORTED_SHELLS)),
        )
    context.out.write(shtab.complete(arguments.whole, arguments.shell) + "\n")
    return 0
