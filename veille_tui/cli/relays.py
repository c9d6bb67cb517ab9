"""`veille relays` and `veille visits`: what takes over from the telephone, and what comes back."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.cli.row_number import row_number
from veille_tui.cli.seeing import refuse_a_caller
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.escalation import RelayLine
    from veille_tui.domain.tenants import PhoneNumber
    from veille_tui.store.shared import SharedStore

CHANNELS = ("neighbour", "postman", "visit", "rescue", "letter")
RESULTS = (
    "well",
    "needs_help",
    "number_given",
    "nobody",
    "refused",
    "moved_out",
    "deceased",
    "not_done",
)
SOURCES = ("self", "relative", "neighbour", "guardian", "other")


def add(commands: Group) -> None:
    """Declare both nouns and their verbs."""
    _declare_relays(commands.noun("relays", _("les relais : voisin, facteur, visite, secours")))
    _declare_visits(commands.noun("visits", _("les listes qui partent, et ce qui en revient")))


def _declare_relays(verbs: Group) -> None:
    listing = verbs.command("list", _("les relais en cours, le plus pressé d'abord"), _list)
    listing.add_argument("campaign", metavar="ID", help=_("la campagne"))
    listing.add_argument("--channel", choices=CHANNELS, help=_("ceux-là seulement"))
    listing.add_argument("--late", action="store_true", help=_("seulement ceux en retard"))
    listing.add_argument("--all", action="store_true", help=_("ceux qui sont finis aussi"))
    listing.add_argument("--lost", action="store_true", help=_("les foyers perdus de vue"))
    new = verbs.command("add", _("envoyer quelqu'un, à la main"), _add)
    new.add_argument("case", metavar=_("SUIVI"), type=row_number, help=_("numéro du suivi"))
    new.add_argument("--channel", choices=CHANNELS, required=True, help=_("par quelle voie"))
    new.add_argument("--owner", default="", metavar=_("NOM"), help=_("qui s'en charge"))
    new.add_argument("--note", default="", metavar=_("TEXTE"), help=_("ce qu'il faut savoir"))
    take = verbs.command("take", _("dire « j'y vais »"), _take)
    take.add_argument("relay", metavar=_("RELAIS"), type=row_number, help=_("numéro du relais"))
    record = verbs.command("record", _("noter ce qui est revenu"), _record)
    record.add_argument(
        "relays", metavar=_("RELAIS"), type=row_number, nargs="+", help=_("un ou plusieurs")
    )
    record.add_argument("--result", choices=RESULTS, required=True, help=_("ce qu'il en est"))
    record.add_argument(
        "--by-whom", choices=SOURCES, default="", help=_("qui a donné des nouvelles")
    )
    record.add_argument("--note", default="", metavar=_("TEXTE"), help=_("un mot"))
    record.add_argument(
        "--number", default="", metavar=_("NUMÉRO"), help=_("le numéro donné (number_given)")
    )
    record.add_argument("--theme", default="", metavar=_("THÈME"), help=_("le besoin trouvé"))
    close = verbs.command("close", _("ne plus chercher un foyer perdu de vue"), _close)
    close.add_argument("case", metavar=_("SUIVI"), type=row_number, help=_("numéro du suivi"))
    close.add_argument("--why", required=True, metavar=_("TEXTE"), help=_("la raison"))


def _declare_visits(verbs: Group) -> None:
    out = verbs.command("export", _("écrire la liste de ceux chez qui passer"), _export)
    out.add_argument("campaign", metavar="ID", help=_("la campagne"))
    out.add_argument("--channel", choices=CHANNELS, default="visit", help=_("pour qui"))
    out.add_argument("--output", metavar=_("FICHIER"), type=Path, help=_("xlsx ou csv"))
    out.add_argument(
        "--new", action="store_true", help=_("seulement ce qui n'est pas encore parti")
    )
    back = verbs.command("import", _("lire la liste rendue"), _import)
    back.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("la liste remplie"))
    back.add_argument("--campaign", metavar="ID", required=True, help=_("la campagne"))
    back.add_argument(
        "--dry-run", action="store_true", help=_("dire ce qui serait fait, sans le faire")
    )


def _climbed(store: SharedStore, campaign_id: str, context: Context) -> Campaign:
    """The campaign, its relays brought up to date."""
    campaign = store.campaign(campaign_id)
    if not campaign.is_closed:
        store.climb(campaign.id, context.clock())
    return campaign


def _list(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.records import to_plain
    from veille_tui.ui.follow_words import lost_line, relay_text

    now = context.clock()
    with context.store() as store:
        refuse_a_caller(store)
        campaign = _climbed(store, arguments.campaign, context)
        if arguments.lost:
            lost = [one for one in store.attention(campaign.id) if one.detail == _LOST]
        else:
            found = store.relays(campaign.id, running=not arguments.all)
    if arguments.lost:
        if context.as_json:
            context.document({"campaign": campaign.id, "lost": [to_plain(one) for one in lost]})
            return 0
        for one in lost:
            context.show(f"{one.case_id:>6}  {lost_line(one)}")
        if not lost:
            context.tell(_("Personne n'est perdu de vue."))
        return 0
    found = [
        one
        for one in found
        if arguments.channel in (None, one.relay.channel.value)
        and (not arguments.late or one.relay.is_late(now))
    ]
    if context.as_json:
        context.document({"campaign": campaign.id, "relays": [to_plain(one) for one in found]})
        return 0
    for line in found:
        context.show(f"{line.relay.id:>6}  {relay_text(line, ZoneInfo(campaign.timezone), now)}")
    if not found:
        context.tell(_("Aucun relais en cours."))
    return 0


_LOST = "lost_to_follow_up"


def _add(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.escalation import Channel

    with context.store() as store:
        made = store.open_relay(
            arguments.case,
            Channel(arguments.channel),
            context.settings.user,
            context.clock(),
            owner=arguments.owner,
            note=arguments.note,
        )
    return _told(context, [made], _("Relais {n} ouvert.").format(n=made.id))


def _take(arguments: argparse.Namespace, context: Context) -> int:
    with context.store() as store:
        made = store.acknowledge_relay(arguments.relay, context.settings.user, context.clock())
    return _told(context, [made], _("C'est noté : vous y allez."))


def _record(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.escalation import RelayResult
    from veille_tui.domain.relay_news import RelayNews

    number = _number_given(arguments)
    news = [
        RelayNews(
            one,
            RelayResult(arguments.result),
            source=arguments.by_whom,
            note=arguments.note,
            number=number,
            theme=arguments.theme,
        )
        for one in dict.fromkeys(arguments.relays)
    ]
    with context.store() as store:
        done = store.record_relays(news, context.settings.user, context.clock())
    words = n_("{n} relais noté.", "{n} relais notés.", len(done)).format(n=len(done))
    return _told(context, done, words)


def _number_given(arguments: argparse.Namespace) -> PhoneNumber | None:
    """The number that somebody gave. Raises WrongUsage where it is missing, or is none."""
    from veille_tui.bootstrap import read_number

    if (arguments.result == "number_given") != bool(arguments.number):
        raise WrongUsage(
            _("« --number » et « --result number_given » vont ensemble."),
            _('Par exemple : --result number_given --number "05 56 11 50 50"'),
        )
    if len(set(arguments.relays)) > 1 and arguments.number:
        raise WrongUsage(
            _("Un numéro est celui d'un seul foyer."), _("Le noter relais par relais.")
        )
    number = read_number(arguments.number) if arguments.number else None
    if arguments.number and number is None:
        raise WrongUsage(
            _("« {text} » n'est pas un numéro de téléphone.").format(text=arguments.number[:40]),
            _("L'écrire comme on le compose, par exemple 05 56 11 50 50."),
        )
    return number


def _close(arguments: argparse.Namespace, context: Context) -> int:
    with context.store() as store:
        store.close_lost(arguments.case, arguments.why, context.settings.user, context.clock())
    return _told(context, [], _("Suivi {n} clos : il n'est plus listé.").format(n=arguments.case))


def _told(context: Context, relays: list[Any], words: str) -> int:
    from veille_tui.domain.records import to_plain

    if context.as_json:
        context.document({"relays": [to_plain(one) for one in relays]})
    else:
        context.show(words)
    return 0


def _export(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.escalation import Channel, RelayStatus
    from veille_tui.supervision.visits import table
    from veille_tui.ui.words import flag_words

    channel = Channel(arguments.channel)
    with context.store() as store:
        refuse_a_caller(store)
        campaign = _climbed(store, arguments.campaign, context)
        found = [
            one
            for one in store.relays(campaign.id)
            if one.relay.channel is channel
            and (not arguments.new or one.relay.status is RelayStatus.OPEN)
        ]
        again = sum(one.relay.status is RelayStatus.SENT for one in found)
        in_words = [replace(one, flags=tuple(flag_words(one.flags))) for one in found]
        rows = table(in_words, campaign, channel)
        _write(context, arguments.output, rows, channel)
        context.hand_over()
        # Only what was really written has left.
        left = [one.relay.id for one in found]
        if left:
            store.send_relays(left, context.settings.user, context.clock())
    _say(context, found, again)
    return 0


def _write(context: Context, output: Path | None, rows: list[list[str]], channel: Any) -> None:
    from veille_tui.cli.output_file import write_whole
    from veille_tui.spreadsheets.writing import csv_bytes, xlsx_bytes
    from veille_tui.supervision.visits import result_column, slip_words

    if context.as_json:
        heads, *lines = rows
        context.document({"columns": heads, "rows": lines})
    if output is None:
        if not context.as_json:
            context.out.write(csv_bytes(rows).decode("utf-8-sig"))
        return
    choices = {result_column(channel): list(slip_words().values())}
    is_book = output.suffix.lower() == ".xlsx"
    write_whole(output, xlsx_bytes(rows, _("Liste"), choices) if is_book else csv_bytes(rows))


def _say(context: Context, found: list[RelayLine], again: int) -> None:
    words = n_("{n} foyer sur la liste.", "{n} foyers sur la liste.", len(found))
    context.tell(words.format(n=len(found)))
    if again:
        told = n_(
            "Dont {n} déjà parti avant : ne pas y passer deux fois.",
            "Dont {n} déjà partis avant : ne pas y passer deux fois.",
            again,
        )
        context.tell(told.format(n=again))


def _import(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.bootstrap import read_number
    from veille_tui.supervision.visits import news_in

    now = context.clock()
    with context.store() as store:
        refuse_a_caller(store)
        campaign = store.campaign(arguments.campaign)
        news = news_in(store, arguments.file, campaign, now, read_number)
        if not news:
            raise Refused(
                _("Cette liste n'a aucun résultat."),
                _("Remplir la colonne « Résultat », enregistrer, puis recommencer."),
            )
        done = [] if arguments.dry_run else store.record_relays(news, context.settings.user, now)
    if arguments.dry_run:
        words = n_("{n} ligne serait notée.", "{n} lignes seraient notées.", len(news))
        return _told(context, [], words.format(n=len(news)))
    words = n_("{n} relais noté.", "{n} relais notés.", len(done))
    return _told(context, done, words.format(n=len(done)))
