"""`veille messages`: advice by text message, for a provider to send."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import Refused
from veille_tui.language import _, moment, n_

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign, TextMessage
    from veille_tui.domain.mailing import Mailing


def add(commands: Group) -> None:
    """Declare the noun and its verbs."""
    verbs = commands.noun("messages", _("les SMS de conseils"))
    listing = verbs.command("list", _("les SMS de la campagne, et combien sont partis"), _list)
    listing.add_argument("campaign", metavar="ID", help=_("la campagne"))
    export = verbs.command("export", _("le fichier à donner au prestataire de SMS"), _export)
    export.add_argument("campaign", metavar="ID", help=_("la campagne"))
    export.add_argument("--template", metavar="SMS", required=True, help=_("lequel, voir list"))
    export.add_argument("--output", metavar=_("FICHIER"), type=Path, help=_("écrire là"))
    export.add_argument("--dry-run", action="store_true", help=_("compter, sans rien noter"))
    export.add_argument(
        "--again", action="store_true", help=_("aussi aux foyers qui l'ont déjà reçu")
    )


def _list(arguments: argparse.Namespace, context: Context) -> int:
    from zoneinfo import ZoneInfo

    with context.store() as store:
        campaign = store.campaign(arguments.campaign)
        sent = store.messages_counted(campaign.id)
    zone, now = ZoneInfo(campaign.timezone), context.clock()
    if context.as_json:
        context.document({"campaign": campaign.id, "messages": _listed(campaign, sent)})
        return 0
    for one in campaign.messages:
        count = sum(number for name, _way, number, _at in sent if name == one.id)
        said = n_("{n} envoyé", "{n} envoyés", count).format(n=count)
        if count:
            last = max(at for name, _way, _number, at in sent if name == one.id)
            said += ", " + moment(last.astimezone(zone), now.astimezone(zone))
        context.show(f"{one.id} · {one.title} · {said}")
        context.show(f"    « {one.text} »")
    if not campaign.messages:
        context.tell(_("Cette campagne n'a pas de SMS : « messages: » dans son fichier."))
    return 0


def _listed(
    campaign: Campaign, sent: Sequence[tuple[str, str, int, datetime]]
) -> list[dict[str, object]]:
    """Each message for programs, with how many left by which way."""
    return [
        {
            "template": one.id,
            "title": one.title,
            "text": one.text,
            "sent": {way: count for name, way, count, _at in sent if name == one.id},
            "last": max(
                (at.isoformat() for name, _w, _c, at in sent if name == one.id), default=""
            ),
        }
        for one in campaign.messages
    ]


def _export(arguments: argparse.Namespace, context: Context) -> int:
    now = context.clock()
    with context.store() as store:
        campaign = store.campaign(arguments.campaign)
        template = _template(campaign, arguments.template)
        made = store.messages_for(campaign, template, now, again=arguments.again)
        if not arguments.dry_run:
            _write(context, arguments.output, made)
        if context.as_json:
            is_file = arguments.output is not None
            context.document(_document(made, is_dry=arguments.dry_run, is_file=is_file))
        context.hand_over()
        # Only what was really written has left.
        if not arguments.dry_run:
            store.messages_sent(campaign.id, template.id, made.outgoing, context.settings.user, now)
    if not context.as_json:
        _say(context, made, is_dry=arguments.dry_run)
    return 0


def _template(campaign: Campaign, name: str) -> TextMessage:
    """The campaign's message of this name. Raises Refused when nothing may be sent."""
    if campaign.is_closed:
        raise Refused(
            _("La campagne « {id} » est fermée : plus rien ne part.").format(id=campaign.id),
            _("Choisir une campagne ouverte : veille campaign list"),
        )
    found = next((one for one in campaign.messages if one.id == name), None)
    if found is None:
        known = ", ".join(one.id for one in campaign.messages)
        raise Refused(
            _("Cette campagne n'a pas de SMS « {name} ».").format(name=name),
            _("SMS connus : {names}.").format(names=known)
            if known
            else _("En écrire dans le fichier de la campagne, sous « messages: »."),
        )
    if found.text.startswith(("=", "+", "-", "@")):
        raise Refused(
            _("Ce SMS commence par un signe qu'un tableur exécuterait."),
            _("Commencer son texte par un mot."),
        )
    return found


def _write(context: Context, output: Path | None, made: Mailing) -> None:
    from veille_tui.cli.output_file import write_whole
    from veille_tui.spreadsheets.writing import csv_bytes

    rows = [["number", "text"]]
    rows += [[one.e164, made.template.text] for one in made.outgoing]
    if context.as_json and output is None:
        return
    if output is None:
        context.out.write(csv_bytes(rows).decode("utf-8-sig"))
        return
    write_whole(output, csv_bytes(rows))


def _document(made: Mailing, *, is_dry: bool, is_file: bool) -> dict[str, object]:
    numbers = [] if is_dry or is_file else [one.e164 for one in made.outgoing]
    return {
        "template": made.template.id,
        "text": made.template.text,
        "count": len(made.outgoing),
        "left_out": dict(made.left_out),
        "numbers": numbers,
        "recorded": not is_dry,
    }


def _say(context: Context, made: Mailing, *, is_dry: bool) -> None:
    count = len(made.outgoing)
    context.tell(n_("{n} SMS.", "{n} SMS.", count).format(n=count))
    for code, left in sorted(made.left_out.items()):
        context.tell(f"  {_left_words(code)} : {left}")
    if is_dry:
        context.tell(_("Rien n'est noté : c'était un essai."))


def _left_words(code: str) -> str:
    return {
        "ended": _("ne sont plus appelés (décès, départ, refus)"),
        "opted_out": _("ne veulent plus d'appels ou de SMS"),
        "not_meant": _("ce SMS n'est pas pour eux"),
        "no_mobile": _("sans numéro de mobile"),
        "same_number": _("même numéro qu'un autre foyer"),
        "sent_before": _("l'ont déjà reçu"),
    }[code]
