"""`veille tenants opt-out`: whoever asks not to be called any more is not."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.cli.row_number import row_number
from veille_tui.errors import Refused, WrongUsage
from veille_tui.language import _, day, n_

if TYPE_CHECKING:
    from veille_tui.domain.case import Case
    from veille_tui.domain.opt_outs import OptOut, StandingOptOut


def add(verbs: Group) -> None:
    """Declare the verb."""
    verb = verbs.command("opt-out", _("ne plus appeler un foyer"), _opt_out)
    verb.add_argument("tenant", metavar="ID", type=row_number, help=_("numéro donné par find"))
    verb.add_argument("--campaign", metavar="ID", help=_("dans cette campagne seulement"))
    verb.add_argument(
        "--all", action="store_true", help=_("dans toutes les campagnes du bailleur, à venir aussi")
    )
    verb.add_argument(
        "--until",
        metavar=_("DATE"),
        type=_date,
        help=_("jusqu'à ce jour (AAAA-MM-JJ) ; sans date : pour toujours"),
    )
    verb.add_argument(
        "--messages", action="store_true", help=_("plus de SMS, mais toujours des appels")
    )
    verb.add_argument("--words", metavar=_("TEXTE"), default="", help=_("ce que la personne a dit"))
    verb.add_argument(
        "--lift", action="store_true", help=_("lever ces demandes : le foyer est rappelé")
    )


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(
            _("« {text} » n'est pas une date de la forme AAAA-MM-JJ").format(text=text[:20])
        ) from None


def _opt_out(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.domain.records import to_plain

    now, user = context.clock(), context.settings.user
    _make_sense(arguments, now)
    with context.store() as store:
        _tenant, cases = store.tenant(arguments.tenant)
        case = _meant(cases, arguments.campaign, arguments.all or arguments.lift)
        lifted = None
        if arguments.lift:
            where = arguments.campaign or ""
            channel = "messages" if arguments.messages else ""
            lifted = store.lift_opt_out(case.household.id, user, now, where, channel)
        else:
            store.opt_out(case.id, _wish(arguments), user, now)
        standing = store.opt_outs(case.household.id)
        zone = ZoneInfo(store.campaign(case.campaign_id).timezone)
    if context.as_json:
        found = {"opt_outs": [to_plain(one) for one in standing], "lifted": lifted}
        context.document({"tenant": arguments.tenant, **found})
        return 0
    if lifted is not None:
        context.show(
            n_("{n} demande levée.", "{n} demandes levées.", lifted).format(n=lifted)
            if lifted
            else _("Ce foyer n'a demandé nulle part à ne plus être appelé.")
        )
    for line in lines(standing, zone):
        context.show(line)
    return 0


def _wish(arguments: argparse.Namespace) -> OptOut:
    from veille_tui.domain.opt_outs import OptOut

    return OptOut(
        scope="all" if arguments.all else "campaign",
        until=arguments.until,
        channel="messages" if arguments.messages else "calls",
        words=arguments.words,
    )


def _make_sense(arguments: argparse.Namespace, now: datetime) -> None:
    if arguments.all and arguments.campaign:
        raise WrongUsage(
            _("« --all » et « --campaign » ne vont pas ensemble."), _("Choisir l'un ou l'autre.")
        )
    if arguments.lift and (arguments.until or arguments.words):
        raise WrongUsage(
            _("« --lift » ne prend ni date ni paroles."), _("Les demandes levées le sont entières.")
        )
    if arguments.until is not None and arguments.until <= now.date():
        raise WrongUsage(
            _("Le {day} n'est pas à venir.").format(day=day(arguments.until)),
            _("Donner un jour à venir, ou aucun : la demande vaut alors pour toujours."),
        )


def _meant(cases: Sequence[Case], campaign_id: str | None, any_will_do: bool) -> Case:
    """The case whose campaign is meant. Raises Refused when it is not said which."""
    found = [one for one in cases if campaign_id in {None, one.campaign_id}]
    if not found:
        raise Refused(
            _("Ce foyer n'est pas dans cette campagne."),
            _("Ses campagnes : veille tenants show ID"),
        )
    if len(found) > 1 and not any_will_do:
        raise Refused(
            _("Ce foyer est dans plusieurs campagnes : {ids}.").format(
                ids=", ".join(one.campaign_id for one in found)
            ),
            _("Dire laquelle avec --campaign ID, ou toutes avec --all."),
        )
    return found[0]


def lines(standing: Sequence[StandingOptOut], zone: ZoneInfo) -> Iterator[str]:
    """Each wish that stands: what, where, until when, and who wrote it down."""
    for one in standing:
        what = _("Plus de SMS") if one.channel == "messages" else _("Ne plus appeler")
        where = (
            _("campagne {id}").format(id=one.campaign_id)
            if one.campaign_id
            else _("toutes les campagnes")
        )
        until = (
            _("jusqu'au {day}").format(day=day(one.until.astimezone(zone).date()))
            if one.until
            else _("pour toujours")
        )
        said = _(" « {words} »").format(words=one.words) if one.words else ""
        yield (
            _("{what} ({where}), {until} ; noté par {name}.").format(
                what=what, where=where, until=until, name=one.said_by
            )
            + said
        )
