"""`veille simulate`: a campaign with simulated callers and tenants, through the real program."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from veille_tui.cli.context import Context
from veille_tui.cli.grammar import Group
from veille_tui.errors import WrongUsage
from veille_tui.language import _, n_

if TYPE_CHECKING:
    from veille_tui.simulation.engine import Day, Order, Outcome
    from veille_tui.simulation.planner import Plan
    from veille_tui.simulation.table import Row

WORLD = "monde.yaml"
MOST_CALLERS = 10_000


def add(commands: Group) -> None:
    """Declare the command."""
    run = commands.command(
        "simulate", _("jouer une campagne avec des appelants et des locataires simulés"), _simulate
    )
    run.add_argument("file", metavar=_("FICHIER"), type=Path, help=_("campagne (YAML)"))
    run.add_argument("--world", metavar=_("FICHIER"), type=Path, help=_("monde (monde.yaml)"))
    run.add_argument("--seed", metavar="N", type=int, default=1, help=_("graine du hasard"))
    run.add_argument("--scale", metavar="S", type=float, default=1.0, help=_("taille, 1 est tout"))
    run.add_argument("--callers", metavar="N", type=int, default=0, help=_("nombre d'appelants"))
    run.add_argument("--until", metavar=_("JOUR"), type=date.fromisoformat, help=_("dernier jour"))
    run.add_argument(
        "--plan", action="store_true", help=_("combien d'appelants faut-il pour cette liste")
    )
    run.add_argument(
        "--unreachable",
        metavar=_("PART"),
        type=float,
        help=_("avec --plan : part des foyers qui ne répondent jamais, 0.1 est un sur dix"),
    )
    run.add_argument("--keep", metavar=_("DOSSIER"), type=Path, help=_("garder la base là"))


def _simulate(arguments: argparse.Namespace, context: Context) -> int:
    from veille_tui.simulation.engine import Engine

    with _order(arguments, context) as order:
        if arguments.plan:
            return _plan(order, arguments.unreachable, context)
        begun = time.perf_counter()
        with closing(Engine(order, _progress(context))) as engine:
            outcome = engine.run()
        seconds = time.perf_counter() - begun
    return _tell(order, outcome, seconds, context)


@contextmanager
def _order(arguments: argparse.Namespace, context: Context) -> Iterator[Order]:
    from veille_tui.callscript.campaign_file import read_campaign
    from veille_tui.simulation.engine import Order
    from veille_tui.simulation.world_file import read_world

    _check(arguments)
    # What is wrong with the campaign is said when it is opened.
    used = read_campaign(arguments.file)[0]
    world = read_world(arguments.world or arguments.file.with_name(WORLD), used)
    if arguments.until is not None and arguments.until < world.starts:
        raise WrongUsage(
            _("Le dernier jour demandé vient avant le premier de ce monde."),
            _("Le monde commence le {day}.").format(day=world.starts.isoformat()),
        )
    with tempfile.TemporaryDirectory(prefix="veille-simulation-") as folder:
        place = _kept(arguments.keep) if arguments.keep else Path(folder)
        chosen, made = context.settings, f"sqlite:///{place / 'simulation.db'}"
        yield Order(
            world=world,
            campaign_file=arguments.file,
            # Where this workstation works every day is no place to play.
            store_url=chosen.store if chosen.is_store_given else made,
            folder=Path(folder),
            seed=arguments.seed,
            scale=arguments.scale,
            callers=arguments.callers,
            until=arguments.until,
        )


def _check(arguments: argparse.Namespace) -> None:
    """Raise WrongUsage for numbers that mean nothing."""
    if not 0 < arguments.scale <= 1:
        raise WrongUsage(
            _("La taille est entre 0 et 1."), _("1 est le monde entier, 0.05 un vingtième.")
        )
    if not 0 <= arguments.callers <= MOST_CALLERS:
        raise WrongUsage(
            _("Le nombre d'appelants est entre 1 et {n}.").format(n=MOST_CALLERS),
            _("Par exemple : --callers 4"),
        )
    if arguments.unreachable is None:
        return
    if not arguments.plan:
        raise WrongUsage(
            _("--unreachable ne sert qu'à prévoir."), _("L'écrire avec --plan, ou l'enlever.")
        )
    if not 0 <= arguments.unreachable < 1:
        raise WrongUsage(
            _("La part qui ne répond jamais est entre 0 et 1."), _("0.1 est un foyer sur dix.")
        )


def _kept(place: Path) -> Path:
    """The folder of a store that is kept, made when it is not there.

    Raises WrongUsage where it cannot be.
    """
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongUsage(
            _("Impossible d'écrire ici : {place}.").format(place=place),
            _("Choisir un dossier qui existe et où l'on peut écrire."),
        ) from error
    return place


def _progress(context: Context) -> Callable[[Day], None]:
    """A line that follows the days, when somebody watches."""
    watched = context.err is sys.stderr and sys.stderr.isatty()

    def tell(day: Day) -> None:
        if watched:
            context.err.write(
                "\r"
                + _("{day} : {n} appels, {secured} sécurisées sur {targeted}   ").format(
                    day=day.day.isoformat(),
                    n=day.calls,
                    secured=day.secured,
                    targeted=day.targeted,
                )
            )
            context.err.flush()

    return tell


def _tell(order: Order, outcome: Outcome, seconds: float, context: Context) -> int:
    from veille_tui.simulation.table import pictures, rows, table_lines

    found = rows(order.world, outcome)
    if context.as_json:
        context.document(_document(outcome, found, seconds))
        return 0
    if context.err is sys.stderr and sys.stderr.isatty():
        context.err.write("\n")
    for line in (*table_lines(found), "", *pictures(outcome.days), ""):
        context.show(line)
    context.show(
        n_(
            "{n} appels simulés par {callers} appelant en {s} s ; toutes les règles ont tenu.",
            "{n} appels simulés par {callers} appelants en {s} s ; toutes les règles ont tenu.",
            outcome.callers,
        ).format(n=outcome.calls, callers=outcome.callers, s=round(seconds))
    )
    return 0


def _document(outcome: Outcome, found: list[Row], seconds: float) -> dict[str, Any]:
    from veille_tui.domain.records import to_plain

    return {
        "campaign": outcome.campaign.id,
        "calls": outcome.calls,
        "callers": outcome.callers,
        "scale": outcome.scale,
        "seconds": round(seconds, 1),
        "table": [to_plain(row) | {"holds": row.holds} for row in found],
        "days": [to_plain(day) for day in outcome.days],
        "figures": outcome.figures,
    }


def _plan(order: Order, unreachable: float | None, context: Context) -> int:
    from veille_tui.domain.records import to_plain
    from veille_tui.simulation.planner import (
        need_lines,
        need_of,
        plan_lines,
        plans,
        with_unreachable,
    )

    if unreachable is not None:
        order = replace(order, world=with_unreachable(order.world, unreachable))
    need = need_of(order)

    def tell(plan: Plan) -> None:
        if not context.as_json:
            tried = n_("Essayé : {n} appelant.", "Essayé : {n} appelants.", plan.callers)
            context.tell(tried.format(n=plan.callers))

    if not context.as_json:
        for line in (*need_lines(need), ""):
            context.show(line)
    found = plans(order, need, tell)
    if context.as_json:
        context.document({"need": to_plain(need), "plans": [to_plain(one) for one in found]})
        return 0
    for line in plan_lines(need, found):
        context.show(line)
    return 0
