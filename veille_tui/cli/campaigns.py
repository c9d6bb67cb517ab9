"""`veille campaign`: campaigns from YAML files."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.cli import campaign_alert, campaign_preview
from veille_tui.cli.context import Context
from veille_tui.cli.ending import problem_line
from veille_tui.cli.grammar import Group
from veille_tui.cli.row_number import row_number
from veille_tui.cli.script_publish import other_script_option, show_publication
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("campaign", _("les campagnes"))
    check = verbs.command("check", _("ce qui ne va pas dans un fichier de campagne"), _check)
    check.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("campagne (YAML)"))
    campaign_preview.preview_options(check)
    campaign_preview.add(verbs)
    create = verbs.command("create", _("ouvrir une campagne, avec son script"), _create)
    create.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("campagne (YAML)"))
    update = verbs.command("update", _("prendre les changements du fichier"), _update)
    update.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("campagne (YAML)"))
    other_script_option(update)
    verbs.command("list", _("les campagnes de la base"), _list)
    show = verbs.command("show", _("une campagne et ce qui attend"), _show)
    show.add_argument("campaign", metavar="ID", help=_("la campagne"))
    urgent = verbs.command("attention", _("ce qui ne peut pas attendre"), _attention)
    urgent.add_argument("campaign", metavar="ID", help=_("la campagne"))
    why = verbs.command("why", _("pourquoi ce foyer maintenant, ou pourquoi pas"), _why)
    why.add_argument("case", metavar="SUIVI", type=row_number, help=_("numéro du suivi"))
    why.add_argument("--caller", metavar=_("NOM"), help=_("du point de vue de cet appelant"))
    share = verbs.command("assign", _("répartir les foyers entre les appelants"), _assign)
    share.add_argument("campaign", metavar="ID", help=_("la campagne"))
    campaign_alert.add(verbs)
    close = verbs.command("close", _("fermer une campagne : plus aucun appel"), _close)
    close.add_argument("campaign", metavar="ID", help=_("la campagne"))


def _check(arguments: argparse.Namespace, context: Context) -> int:
    """Every problem of the file; with households to count, what it would make of them after."""
    from veille_tui.callscript.campaign_file import read_campaign

    found, problems = read_campaign(arguments.file)
    made = None
    if found is not None and campaign_preview.is_asked(arguments):
        made = campaign_preview.previewed(arguments, context, found.campaign)
    if context.as_json:
        told = {"ok": problems.ok, "problems": [_problem(one) for one in problems]}
        counted = {"preview": campaign_preview.document(made)} if made else {}
        context.document(told | counted)
        return 0 if problems.ok else 1
    for problem in problems:
        context.show(problem_line(problem))
    if not problems:
        context.tell(_("Aucun problème dans cette campagne."))
    if made is not None:
        campaign_preview.show(context, made)
    return 0 if problems.ok else 1


def _problem(problem: object) -> dict[str, object]:
    names = ("file", "line", "column", "severity", "code", "message", "hint")
    return {name: getattr(problem, name) for name in names}


def _create(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.supervision.campaigns import open_campaign

    with context.store() as store:
        campaign = open_campaign(store, arguments.file, context.settings.user, context.clock())
    _told(context, campaign, _("Campagne « {id} » ouverte.").format(id=campaign.id))
    return 0


def _update(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.campaign_lines import moved_lines
    from veille_tui.domain.records import to_plain
    from veille_tui.supervision.campaigns import apply_update, prepare_update
    from veille_tui.supervision.placing import place_households

    with context.store() as store:
        update = prepare_update(store, arguments.file, other_script=arguments.other_script)
        show_publication(update.publication, context)
        campaign = apply_update(store, update, context.settings.user, context.clock())
        moved = place_households(store, campaign, context.clock())
    if context.as_json:
        context.document(_summary(campaign) | {"moved": to_plain(moved)})
        return 0
    context.show(_("Campagne « {id} » mise à jour.").format(id=campaign.id))
    for line in moved_lines(moved):
        context.show(line)
    return 0


def _close(arguments: argparse.Namespace, context: Context) -> int:
    with context.store() as store:
        store.close_campaign(arguments.campaign, context.clock())
        campaign = store.campaign(arguments.campaign)
    _told(context, campaign, _("Campagne « {id} » fermée.").format(id=campaign.id))
    return 0


def _why(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.case_why import run_why

    return run_why(context, arguments.case, arguments.caller or context.settings.user)


def _assign(arguments: argparse.Namespace, context: Context) -> int:
    with context.store() as store:
        campaign = store.campaign(arguments.campaign)
        carried = store.reassign(campaign.id, context.clock())
    if context.as_json:
        context.document({"campaign": campaign.id, "carried": carried})
        return 0
    if campaign.assignment.by == "anybody" or not campaign.assignment.callers:
        context.tell(
            _("Cette campagne ne répartit pas ses foyers : voir « affectation » dans son fichier.")
        )
    for name, count in carried.items():
        context.show(
            n_("{name} : {n} foyer", "{name} : {n} foyers", count).format(name=name, n=count)
        )
    return 0


def _told(context: Context, campaign: Campaign, words: str) -> None:
    if context.as_json:
        context.document(_summary(campaign))
    else:
        context.show(words)


def _summary(campaign: Campaign) -> dict[str, object]:
    return {
        "campaign": campaign.id,
        "title": campaign.title,
        "landlord": campaign.landlord,
        "script": campaign.script_id,
        "script_hash": campaign.script_hash,
        "closed": campaign.is_closed,
    }


def _list(arguments: argparse.Namespace, context: Context) -> int:
    with context.store() as store:
        found = store.campaigns()
    if context.as_json:
        context.document({"campaigns": [_summary(campaign) for campaign in found]})
        return 0
    for campaign in found:
        state = _(" (fermée)") if campaign.is_closed else ""
        context.show(f"{campaign.id}  {campaign.title}{state}")
    if not found:
        context.tell(_("Aucune campagne. En créer une : veille campaign create FICHIER"))
    return 0


def _show(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.campaign_lines import lines
    from veille_tui.domain.records import to_plain

    with context.store() as store:
        campaign = store.campaign(arguments.campaign)
        waiting = store.waiting(campaign.id, "")
    if context.as_json:
        names = ("ready", "scheduled", "held", "done", "closed")
        counts = {name: getattr(waiting, name) for name in names}
        definition = to_plain(campaign)
        context.document({**_summary(campaign), "waiting": counts, "definition": definition})
        return 0
    for line in lines(campaign, waiting, context.clock()):
        context.show(line)
    return 0


def _attention(arguments: argparse.Namespace, context: Context) -> int:
    """What somebody must look at, the most pressing first."""
    from veille_tui.cli.attention_lines import lines
    from veille_tui.domain.records import to_plain

    with context.store() as store:
        campaign = store.campaign(arguments.campaign)
        found = store.attention(campaign.id)
    if context.as_json:
        context.document({"campaign": campaign.id, "attention": [to_plain(one) for one in found]})
        return 0
    for line in lines(found, campaign, context.clock()):
        context.show(line)
    if not found:
        context.tell(_("Rien n'attend le responsable."))
    return 0
