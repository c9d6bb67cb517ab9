"""`veille referrals export`: what leaves for each partner, and what stays and why."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from veille_tui.cli.context import Context
from veille_tui.cli.output_file import write_whole
from veille_tui.cli.referral_lines import data
from veille_tui.cli.seeing import refuse_a_caller
from veille_tui.domain.campaign import Campaign
from veille_tui.domain.dispatch import Held, Parcel, parcels
from veille_tui.domain.referrals import ReferralChange, ReferralKind, ReferralStatus
from veille_tui.errors import WrongUsage
from veille_tui.language import _, n_
from veille_tui.reports.letters import letter, subject
from veille_tui.reports.referral_sheet import table
from veille_tui.spreadsheets.writing import csv_bytes, xlsx_bytes
from veille_tui.store.referral_refusals import words
from veille_tui.supervision.referrals import listed, partner_named

_UNFIT = re.compile(r"[^a-z0-9_-]+")
_NO_NAMES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$")


def export(context: Context, arguments: argparse.Namespace) -> int:
    """Write or print what leaves; with --send it is noted as sent, once it is written."""
    now = context.clock()
    statuses = [ReferralStatus.OPEN] + [ReferralStatus.SENT] * bool(arguments.again)
    kind = ReferralKind(arguments.kind) if arguments.kind else None
    with context.store() as store:
        refuse_a_caller(store)
        campaign = store.campaign(arguments.campaign)
        only = partner_named(campaign, arguments.partner) if arguments.partner else None
        found = listed(store, campaign.id, now, kind=kind, statuses=statuses)
        made, held = parcels(found, campaign.partners, arguments.reason)
        if only is not None:
            made = [one for one in made if one.partner == only]
            held = []
        _write(context, arguments, campaign, made, held, now)
        context.hand_over()
        if arguments.send:
            changes = [
                ReferralChange(
                    line.referral.id, ReferralStatus.SENT, arguments.reason, parcel.partner
                )
                for parcel in made
                for line in parcel.lines
                if line.referral.status is ReferralStatus.OPEN
            ]
            store.change_referrals(changes, context.settings.user, now)
    _say(context, made, held, is_sent=arguments.send)
    return 0


def _write(
    context: Context,
    arguments: argparse.Namespace,
    campaign: Campaign,
    made: Sequence[Parcel],
    held: Sequence[Held],
    now: datetime,
) -> None:
    form, output = arguments.format, arguments.output
    if context.as_json or (form == "json" and output is None):
        context.document(_document(campaign, made, held, now))
    if output is not None and form == "json":
        plain = json.dumps(_document(campaign, made, held, now), ensure_ascii=False, indent=2)
        write_whole(output, plain + "\n")
    elif output is not None and form == "text":
        _letters(output, campaign, made, now)
    elif output is not None:
        rows = table(made, campaign)
        is_book = form == "xlsx"
        write_whole(output, xlsx_bytes(rows, _("Signalements")) if is_book else csv_bytes(rows))
    elif not context.as_json:
        _print(context, form, campaign, made, now)


def _print(
    context: Context, form: str, campaign: Campaign, made: Sequence[Parcel], now: datetime
) -> None:
    if form == "csv":
        context.out.write(csv_bytes(table(made, campaign)).decode("utf-8-sig"))
    elif form == "text":
        for place, parcel in enumerate(made):
            context.show("\n" * bool(place) + letter(parcel, campaign, now))


def _letters(folder: Path, campaign: Campaign, made: Sequence[Parcel], now: datetime) -> None:
    """One file a partner, in a folder that is made when it is not there."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUsage(
            _("Impossible d'écrire ici : {place}.").format(place=folder),
            _("Choisir un dossier qui existe et où l'on peut écrire."),
        ) from error
    taken: set[str] = set()
    for parcel in made:
        name = _UNFIT.sub("-", parcel.id.lower()).strip("-")[:60] or "partenaire"
        name = f"{name}-" if _NO_NAMES.match(name) else name
        while name in taken:
            name += "-2"
        taken.add(name)
        head = _("Objet : {subject}").format(subject=subject(parcel, campaign))
        text = f"{head}\n\n{letter(parcel, campaign, now)}"
        write_whole(folder / f"{name}.txt", text)


def _document(
    campaign: Campaign, made: Sequence[Parcel], held: Sequence[Held], now: datetime
) -> dict[str, Any]:
    return {
        "campaign": campaign.id,
        "parcels": [
            {
                "partner": parcel.id,
                "name": parcel.name,
                "kind": parcel.kind,
                "channel": parcel.partner.channel if parcel.partner else "",
                "email": parcel.partner.email if parcel.partner else "",
                "subject": subject(parcel, campaign),
                "text": letter(parcel, campaign, now),
                "referrals": [line.referral.id for line in parcel.lines],
            }
            for parcel in made
        ],
        "held_back": [
            {
                "referral": one.line.referral.id,
                "why": one.why.value,
                "message": words(one.line.referral, ReferralStatus.SENT, one.why)[0],
            }
            for one in held
        ],
        "referrals": [data(line, campaign, now) for one in made for line in one.lines],
    }


def _say(context: Context, made: Sequence[Parcel], held: Sequence[Held], *, is_sent: bool) -> None:
    """How many leave, and each one that stays with its reason."""
    count = sum(len(one.lines) for one in made)
    leaving = n_("{n} signalement part", "{n} signalements partent", count).format(n=count)
    to = n_("pour {n} partenaire", "pour {n} partenaires", len(made)).format(n=len(made))
    context.tell(f"{leaving} {to}.")
    if count and is_sent:
        context.tell(_("Ils sont notés envoyés."))
    elif count:
        context.tell(_("Rien n'est noté envoyé : ajouter --send quand c'est parti."))
    for one in held:
        message, hint = words(one.line.referral, ReferralStatus.SENT, one.why)
        context.tell(
            _("Signalement {n}, retenu : {why}").format(n=one.line.referral.id, why=message)
        )
        context.tell(f"  {hint}")
