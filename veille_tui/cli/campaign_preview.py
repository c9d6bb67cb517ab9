"""`veille campaign preview`: what a file would make of its households, before anybody is called."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import InputRefused, WrongUsage
from veille_tui.language import _

if TYPE_CHECKING:
    from veille_tui.domain.campaign import Campaign
    from veille_tui.domain.tenants import Household
    from veille_tui.intake.importer import ImportPlan
    from veille_tui.supervision.preview import Preview


@dataclass(frozen=True, slots=True)
class Previewed:
    """A preview, with what the listing that it counts refused."""

    preview: Preview
    campaign: Campaign
    refused: int = 0


def add(verbs: Group) -> None:
    """Declare the verb."""
    parser = verbs.command(
        "preview", _("compter ce qu'un fichier de campagne donnerait, sans rien enregistrer"), _run
    )
    parser.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("campagne (YAML)"))
    preview_options(parser)


def preview_options(parser: argparse.ArgumentParser) -> None:
    """The options that a preview is made from."""
    parser.add_argument(
        "--listing", metavar=_("FICHIER"), type=Path, help=_("la liste à compter, non importée")
    )
    parser.add_argument(
        "--campaign", metavar="ID", help=_("compter les foyers qui sont déjà dans cette campagne")
    )
    parser.add_argument(
        "--columns", metavar=_("FICHIER"), type=Path, help=_("quelle colonne tient quoi (YAML)")
    )
    parser.add_argument("--callers", metavar="N", type=int, help=_("combien d'appelants"))
    parser.add_argument(
        "--minutes", metavar="M", type=float, help=_("durée moyenne d'un appel qui aboutit")
    )
    parser.add_argument(
        "--reached", metavar="%", type=float, help=_("part des appels auxquels quelqu'un répond")
    )


def is_asked(arguments: argparse.Namespace) -> bool:
    """Whether there are households to count."""
    return bool(arguments.listing or arguments.campaign)


def _run(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.callscript.campaign_file import read_campaign

    if not is_asked(arguments):
        raise WrongUsage(
            _("Il manque les foyers à compter."),
            _("Ajouter --listing LISTE.xlsx, ou --campaign ID pour ceux qui y sont déjà."),
        )
    found, problems = read_campaign(arguments.file)
    if found is None:
        raise InputRefused(
            _("La campagne {file} a des erreurs.").format(file=arguments.file.name),
            _("Les corriger, puis vérifier avec : veille campaign check {file}").format(
                file=arguments.file
            ),
            problems.found,
        )
    made = previewed(arguments, context, found.campaign)
    if context.as_json:
        context.document(document(made))
    else:
        show(context, made)
    return 0


def previewed(arguments: argparse.Namespace, context: Context, campaign: Campaign) -> Previewed:
    """Count the households that the options name.

    Raises WrongUsage for figures that cannot be, InputRefused for a listing that is none.
    """
    from veille_tui.supervision.preview import preview
    from veille_tui.supervision.workload import assumptions_of

    _check_figures(arguments)
    assumed = assumptions_of(
        campaign,
        arguments.callers or 0,
        arguments.minutes or 0,
        (arguments.reached or 0) / 100,
    )
    households, refused = _households(arguments, context, campaign)
    return Previewed(preview(campaign, households, assumed, context.clock()), campaign, refused)


def _check_figures(arguments: argparse.Namespace) -> None:
    figures = (
        ("--callers", arguments.callers, 1, 10_000),
        ("--minutes", arguments.minutes, 0.5, 240),
        ("--reached", arguments.reached, 1, 100),
    )
    for option, value, lowest, highest in figures:
        if value is not None and not lowest <= value <= highest:
            raise WrongUsage(
                _("{option} attend un nombre entre {lowest} et {highest}.").format(
                    option=option, lowest=lowest, highest=highest
                ),
                _("Écrire par exemple : --callers 4 --minutes 8 --reached 60"),
            )


def _households(
    arguments: argparse.Namespace, context: Context, campaign: Campaign
) -> tuple[Iterable[Household], int]:
    """The households to count, and the rows of the listing that are refused."""
    known: dict[str, Household] = {}
    if arguments.campaign:
        with context.store() as store:
            known = store.known_households(arguments.campaign)
    if not arguments.listing:
        return known.values(), 0
    planned = _planned(arguments, context, campaign, known)
    changed = {one.reference: one for one in planned.updates}
    return [*({**known, **changed}).values(), *planned.new], len(planned.refused)


def _planned(
    arguments: argparse.Namespace,
    context: Context,
    campaign: Campaign,
    known: dict[str, Household],
) -> ImportPlan:
    from veille_tui.intake.column_file import read_column_file
    from veille_tui.intake.importer import plan
    from veille_tui.intake.listings import read_listing

    told = read_column_file(arguments.columns) if arguments.columns is not None else None
    today = context.clock().astimezone(ZoneInfo(campaign.timezone)).date()
    return plan(read_listing(arguments.listing, told), known, campaign.id, today)


def show(context: Context, made: Previewed) -> None:
    """The preview for people."""
    from veille_tui.cli.preview_lines import lines

    for line in lines(made.preview, made.campaign, made.refused):
        context.show(line)


def document(made: Previewed) -> dict[str, Any]:
    """The preview for programs."""
    found = made.preview
    assumed = found.assumed
    rounds = {
        name or "all": {
            "households": one.households,
            "days": one.days,
            "ends_on": one.ends_on.isoformat() if one.ends_on else None,
        }
        for name, one in found.rounds.items()
    }
    return {
        "campaign": found.campaign,
        "households": found.households,
        "people": found.people,
        "refused_rows": made.refused,
        "in_no_public": found.in_no_public,
        "in_several_publics": found.in_several,
        "without_number": found.without_number,
        "without_commune": found.without_commune,
        "without_partner": found.uncovered,
        "publics": [
            {
                "id": one.id,
                "title": one.title,
                "wave": one.wave,
                "opens": one.opens.isoformat() if one.opens else None,
                "households": one.households,
                "also": one.also,
                "without_number": one.without_number,
            }
            for one in found.publics
        ],
        "waves": found.waves,
        "first_round": rounds,
        "rhythm": None
        if found.rhythm is None
        else {
            "calls_a_week": round(found.rhythm.calls_a_week, 1),
            "callers_needed": round(found.rhythm.callers, 1),
        },
        "assumptions": {
            "callers": assumed.callers,
            "minutes": assumed.minutes,
            "reached": assumed.reached,
            "load_a_day": assumed.load,
            "attempts_per_household": round(assumed.attempts, 2),
            "minutes_per_household": round(assumed.minutes_each, 1),
        },
    }
