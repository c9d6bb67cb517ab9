"""`veille referrals`: needs and complaints on their way to whoever can act."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.cli.row_number import row_number
from veille_tui.cli.seeing import refuse_a_caller
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.domain.referrals import Referral

KINDS = ("need", "complaint", "mediation")
STATUSES = ("open", "sent", "accepted", "rejected", "done", "revoked")
URGENCIES = ("immediate", "today", "week")


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("referrals", _("les signalements : besoins, réclamations, médiations"))
    listing = verbs.command("list", _("les signalements, en retard d'abord"), _list)
    _campaign(listing)
    _kind(listing)
    listing.add_argument(
        "--status", action="append", choices=STATUSES, help=_("ceux qui en sont là")
    )
    listing.add_argument("--overdue", action="store_true", help=_("seulement ceux en retard"))
    show = verbs.command("show", _("tout ce qui est su d'un signalement"), _show)
    show.add_argument("number", metavar="N", type=row_number, help=_("son numéro"))
    _declare_add(verbs)
    _declare_update(verbs)
    _declare_export(verbs)
    watch = verbs.command("watch", _("les urgences, dès qu'elles arrivent, jusqu'à Ctrl+C"), _watch)
    _campaign(watch)
    watch.add_argument("--once", action="store_true", help=_("regarder une fois et rendre la main"))


def _campaign(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("campaign", metavar="ID", help=_("la campagne"))


def _kind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--kind", choices=KINDS, help=_("besoins, réclamations techniques ou médiations")
    )


def _declare_add(verbs: Group) -> None:
    one = verbs.command("add", _("ouvrir un signalement à la main"), _add)
    one.add_argument("case", metavar=_("SUIVI"), type=row_number, help=_("numéro du suivi"))
    one.add_argument("--theme", default="", help=_("le thème du besoin, en un mot"))
    one.add_argument("--urgency", choices=URGENCIES, default="week", help=_("dans quel délai"))
    one.add_argument("--to", default="", help=_("sorte de partenaire : ccas, association…"))
    one.add_argument("--note", default="", help=_("ce que le partenaire doit savoir"))
    one.add_argument(
        "--consent", choices=("given", "refused", "unasked"), default="unasked", help=_("accord")
    )
    one.add_argument("--words", default="", help=_("les mots lus pour demander l'accord"))
    one.add_argument("--complaint", action="store_true", help=_("réclamation pour l'agence"))


def _declare_update(verbs: Group) -> None:
    update = verbs.command("update", _("noter ce qu'ils deviennent, un ou plusieurs"), _update)
    update.add_argument("numbers", metavar="N", type=row_number, nargs="*", help=_("leurs numéros"))
    update.add_argument("--status", choices=STATUSES, help=_("où ils en sont"))
    update.add_argument("--partner", default="", help=_("un autre partenaire du carnet"))
    update.add_argument("--answer", default="", help=_("ce qu'il a répondu, ou la raison"))
    update.add_argument(
        "--from", dest="sheet", metavar=_("FICHIER"), type=Path, help=_("fichier rempli, relu")
    )


def _declare_export(verbs: Group) -> None:
    export = verbs.command("export", _("les lettres et listes à envoyer"), _export)
    _campaign(export)
    _kind(export)
    export.add_argument("--partner", default="", help=_("ce partenaire seulement"))
    export.add_argument(
        "--format", choices=("text", "json", "xlsx", "csv"), default="text", help=_("forme")
    )
    export.add_argument(
        "--output", metavar=_("LIEU"), type=Path, help=_("fichier, ou dossier pour les lettres")
    )
    export.add_argument("--send", action="store_true", help=_("les noter envoyés"))
    export.add_argument(
        "--again", action="store_true", help=_("aussi ceux déjà envoyés et sans réponse")
    )
    export.add_argument(
        "--reason", default="", help=_("pourquoi malgré un refus, si la vie est en danger")
    )


def _list(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.referral_lines import data, lines
    from veille_tui.domain.referrals import ReferralKind, ReferralStatus
    from veille_tui.supervision.referrals import listed

    now = context.clock()
    with context.store() as store:
        refuse_a_caller(store)
        campaign = store.campaign(arguments.campaign)
        found = listed(
            store,
            campaign.id,
            now,
            kind=ReferralKind(arguments.kind) if arguments.kind else None,
            statuses=[ReferralStatus(one) for one in arguments.status or ()] or None,
            overdue=arguments.overdue,
        )
    if context.as_json:
        plain = [data(line, campaign, now) for line in found]
        context.document({"campaign": campaign.id, "referrals": plain})
        return 0
    for text in lines(found, campaign, now):
        context.show(text)
    if not found:
        context.tell(_("Aucun signalement."))
    return 0


def _show(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.referral_lines import data, whole

    now = context.clock()
    with context.store() as store:
        refuse_a_caller(store)
        found = store.referrals_by_id([arguments.number])
        if not found:
            from veille_tui.store.referral_refusals import unknown

            raise unknown(arguments.number)
        campaign = store.campaign(found[0].referral.campaign_id)
    if context.as_json:
        context.document(data(found[0], campaign, now))
        return 0
    for text in whole(found[0], campaign, now):
        context.show(text)
    return 0


def _add(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.partner_kinds import partner_kind
    from veille_tui.domain.referrals import (
        AGENCY,
        COMPLAINT_THEME,
        Consent,
        Referral,
        ReferralKind,
        kind_of,
    )

    is_complaint = arguments.complaint
    if not is_complaint and not arguments.theme.strip():
        raise WrongUsage(
            _("Il manque le thème du besoin."), _("Ajouter par exemple « --theme alimentation ».")
        )
    to = AGENCY if is_complaint else partner_kind(arguments.to) if arguments.to else ""
    with context.store() as store:
        made = store.open_referral(
            Referral(
                arguments.case,
                "",
                COMPLAINT_THEME if is_complaint else arguments.theme.strip(),
                ReferralKind.COMPLAINT if is_complaint else kind_of(to),
                arguments.urgency,
                to,
                consent=Consent(arguments.consent),
                consent_words=arguments.words,
                note=arguments.note,
                opened_by=context.settings.user,
            ),
            context.clock(),
        )
    _told(context, [made])
    return 0


def _update(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.referrals import ReferralStatus
    from veille_tui.supervision.referral_answers import answers_in
    from veille_tui.supervision.referrals import change

    by, now = context.settings.user, context.clock()
    by_hand = bool(arguments.numbers) and arguments.status is not None
    if by_hand == (arguments.sheet is not None):
        raise WrongUsage(
            _("Donner des numéros et un statut, ou un fichier rempli."),
            _("Par exemple : veille referrals update 12 15 --status accepted"),
        )
    with context.store() as store:
        if arguments.sheet is not None:
            made = store.change_referrals(answers_in(store, arguments.sheet), by, now)
        else:
            made = change(
                store,
                arguments.numbers,
                ReferralStatus(arguments.status),
                by,
                now,
                answer=arguments.answer,
                partner=arguments.partner,
            )
    _told(context, made)
    return 0


def _told(context: Context, made: list[Referral]) -> None:
    from veille_tui.cli.referral_lines import changed_line
    from veille_tui.domain.records import to_plain

    if context.as_json:
        context.document({"referrals": [to_plain(one) for one in made]})
        return
    for one in made:
        context.show(changed_line(one))


def _export(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.referral_export import export

    if arguments.output is None and arguments.format == "xlsx":
        raise WrongUsage(
            _("Un classeur ne s'écrit pas à l'écran."), _("Ajouter « --output liste.xlsx ».")
        )
    return export(context, arguments)


def _watch(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.cli.urgent_watch import watch

    if context.as_json and not arguments.once:
        raise Refused(_("Une veille sans fin n'est pas un document JSON."), _("Ajouter --once."))
    return watch(context, arguments.campaign, once=arguments.once)
