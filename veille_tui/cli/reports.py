"""`veille report`: a campaign's figures."""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.cli.output_file import write_whole
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.people import Person, Role
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _

_FORMATS = ("text", "json", "csv", "html", "xlsx")


def add(commands: Group) -> None:
    """Declare the command."""
    report = commands.command("report", _("les chiffres d'une campagne"), _report)
    report.add_argument("campaign", metavar="ID", help=_("la campagne"))
    report.add_argument("--format", choices=_FORMATS, default="text", help=_("forme"))
    report.add_argument("--output", metavar=_("FICHIER"), type=Path, help=_("écrire là"))


def _report(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.reports.progress import report

    form = "json" if context.as_json else arguments.format
    if form == "xlsx" and arguments.output is None:
        raise WrongUsage(
            _("Un classeur ne s'affiche pas à l'écran."),
            _("Dire où l'écrire : --output bilan.xlsx"),
        )
    with context.store() as store:
        refuse_who_sees_too_little(store.person())
        campaign, figures = report(store, arguments.campaign)
    made = _made(form, campaign, figures)
    if arguments.output is None:
        context.out.write(made if isinstance(made, str) else made.decode("utf-8"))
        return 0
    write_whole(arguments.output, made)
    context.tell(_("Écrit : {file}").format(file=arguments.output))
    return 0


def _made(form: str, campaign: Campaign, figures: Mapping[str, Any]) -> str | bytes:
    """The report in one of its forms."""
    from veille_tui.reports.progress import as_text, head
    from veille_tui.reports.report_files import csv_report, workbook_report
    from veille_tui.reports.sections import sections
    from veille_tui.reports.web_page import page

    if form == "json":
        return json.dumps(figures, ensure_ascii=False, indent=2) + "\n"
    if form == "csv":
        return csv_report(figures)
    if form == "html":
        return page(campaign.title, head(campaign, figures), sections(campaign, figures))
    if form == "xlsx":
        return workbook_report(campaign.title, sections(campaign, figures))
    return as_text(campaign, figures)


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
