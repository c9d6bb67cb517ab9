"""`veille tenants`: bring people in, find them, show them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.cli import tenants_add, tenants_opt_out
from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.cli.row_number import row_number
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.domain.case import FoundTenant


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("tenants", _("les locataires"))
    listing = verbs.command("import", _("importer une liste : xlsx, xls, ods, csv"), _import)
    listing.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("la liste"))
    listing.add_argument("--campaign", metavar="ID", required=True, help=_("la campagne"))
    listing.add_argument(
        "--columns", metavar=_("FICHIER"), type=Path, help=_("quelle colonne tient quoi (YAML)")
    )
    listing.add_argument(
        "--dry-run", action="store_true", help=_("dire ce qui serait fait, sans le faire")
    )
    listing.add_argument(
        "--rejects", metavar=_("FICHIER"), type=Path, help=_("écrire là les lignes refusées")
    )
    tenants_add.add(verbs)
    find = verbs.command("find", _("chercher par nom ou par numéro"), _find)
    find.add_argument("text", metavar=_("TEXTE"), help=_("nom, ou partie d'un numéro"))
    find.add_argument("--campaign", metavar="ID", help=_("dans cette campagne seulement"))
    show = verbs.command("show", _("tout ce qui est su d'une personne"), _show)
    show.add_argument("tenant", metavar="ID", type=row_number, help=_("numéro donné par find"))
    tenants_opt_out.add(verbs)


def _import(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.tenants_import import run_import

    return run_import(
        context,
        arguments.file,
        arguments.campaign,
        columns=arguments.columns,
        dry_run=arguments.dry_run,
        rejects=arguments.rejects,
    )


def _find(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.records import to_plain

    with context.store() as store:
        if arguments.campaign:
            store.campaign(arguments.campaign)
        found = store.find(arguments.text, arguments.campaign)
    if context.as_json:
        context.document({"tenants": [to_plain(one) for one in found]})
        return 0
    for one in found:
        context.show(_line(one))
    if not found:
        context.tell(_("Personne de ce nom, ni à ce numéro."))
    return 0


def _line(one: FoundTenant) -> str:
    from veille_tui.domain import phones
    from veille_tui.ui.words import disposition_words

    name = " ".join(part for part in (one.title, one.last_name, one.first_name) if part)
    parts = [str(one.tenant_id), name]
    parts.append("" if one.age is None else _("{age} ans").format(age=one.age))
    parts += [one.city, one.agency, phones.display(one.number) if one.number else ""]
    parts.append(disposition_words(one.disposition))
    if one.holder:
        parts.append(_("en main : {caller}").format(caller=one.holder))
    return "  ".join(part for part in parts if part)


def _show(arguments: argparse.Namespace, context: Context) -> int:
    from zoneinfo import ZoneInfo

    from veille_tui.cli.case_why import reasons_of
    from veille_tui.cli.tenant_file import lines_of
    from veille_tui.domain.records import to_plain

    now, caller = context.clock(), context.settings.user
    with context.store() as store:
        tenant, cases = store.tenant(arguments.tenant)
        campaigns = {case.campaign_id: store.campaign(case.campaign_id) for case in cases}
        whys = {
            case.id: reasons_of(store, case, campaigns[case.campaign_id], caller, now)
            for case in cases
        }
        wishes = store.opt_outs(cases[0].household.id) if cases else ()
    if context.as_json:
        plain = [to_plain(case) | {"why_not": to_plain(whys[case.id])} for case in cases]
        wished = [to_plain(one) for one in wishes]
        context.document({"tenant": to_plain(tenant), "cases": plain, "opt_outs": wished})
        return 0
    for line in lines_of(tenant, cases, campaigns, now, whys):
        context.show(line)
    if cases:
        zone = ZoneInfo(campaigns[cases[0].campaign_id].timezone)
        for line in tenants_opt_out.lines(wishes, zone):
            context.show(line)
    return 0
