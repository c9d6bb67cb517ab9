"""`veille report`: a campaign's figures."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.domain.people import Person, Role
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _


def add(commands: Group) -> None:
    """Declare the command."""
    report = commands.command("report", _("les chiffres d'une campagne"), _report)
    report.add_argument("campaign", metavar="ID", help=_("la campagne"))
    report.add_argument("--format", choices=("text", "json"), default="text", help=_("forme"))
    report.add_argument("--output", metavar=_("FICHIER"), type=Path, help=_("écrire là"))


def _report(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.reports.progress import as_text, report

    with context.store() as store:
        refuse_who_sees_too_little(store.person())
        campaign, figures = report(store, arguments.campaign)
    if context.as_json or arguments.format == "json":
        text = json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    else:
        text = as_text(campaign, figures)
    if arguments.output is None:
        context.out.write(text)
        return 0
    write_whole(arguments.output, text)
    context.tell(_("Écrit : {file}").format(file=arguments.output))
    return 0


def refuse_who_sees_too_little(person: Person | None) -> None:
    """A caller's login sees the households in hand alone: figures of those would be false.

    Raises Refused.
    """
    if person is not None and person.role is Role.CALLER:
        raise Refused(
            _("Le compte de {name} ne voit que ses foyers en main : ces chiffres seraient faux.")
            .format(name=person.name),
            _("Les demander avec le compte d'un superviseur ou d'un lecteur."),
        )  # fmt: skip


def write_whole(file: Path, text: str) -> None:
    """Write the file for its owner only, or leave what was there.

    Raises WrongUsage when the place refuses.
    """
    beside = file.with_name(file.name + ".new")
    try:
        descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            stream.write(text)
        beside.replace(file)
    except OSError as error:
        raise WrongUsage(
            _("Le fichier {file} ne peut pas être écrit.").format(file=file),
            _("Choisir un dossier qui existe et où l'on peut écrire."),
        ) from error
